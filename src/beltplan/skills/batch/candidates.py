"""Kernels: concepts that are near to each word, then those likely for each text of such words."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.skills.batch.jit import jit

__all__ = ["choose", "gather", "keep", "lengths", "shorten"]

_BINS = 256


@jit
def shorten(ends: Any, labels: Any, values: Any, concept_of: Any, most: Any, out: Any) -> Any:
    """Write which concepts have each feature, if they are few; return how many are written.

    Parameters
    ----------
    ends, labels, values
        By feature: the labels that have it, in order, and its value there.
    concept_of
        Concept of each label; those of one concept are side by side.
    most
        A feature that more concepts have says little, and is left out.
    out
        Written: ends, concepts and the highest value in any label of a concept.
    """
    new_ends, concepts, highest = out
    n = 0
    for feature in range(len(ends) - 1):
        start = n
        last = -1
        for at in range(ends[feature], ends[feature + 1]):
            concept = concept_of[labels[at]]
            if concept != last:
                concepts[n], highest[n] = concept, 0
                last = concept
                n += 1
            highest[n - 1] = max(highest[n - 1], values[at])
        if n - start > most:
            n = start
        new_ends[feature + 1] = n
    return n


@jit
def gather(
    ask_ends: Any,
    ask_features: Any,
    ask_values: Any,
    post_ends: Any,
    post_concepts: Any,
    post_values: Any,
    weight: Any,
    totals: Any,
    met: Any,
    counts: Any,
) -> None:
    """Add one part's score, from its rarer features alone, to every concept.

    It may be higher than the score of any one label, as features may be those of several.

    Parameters
    ----------
    ask_ends, ask_features, ask_values
        Words as sparse rows of features.
    post_ends, post_concepts, post_values
        What `shorten` gave.
    weight
        Of the part.
    totals
        Added to: float32 [word, concept].
    met, counts
        Added to: concepts whose totals are not zero, int32 [word, place], and how many.
        There is one place more than there are concepts.
    """
    for word in range(len(ask_ends) - 1):
        row = totals[word]
        here = met[word]
        n = counts[word]
        for at in range(ask_ends[word], ask_ends[word + 1]):
            feature = ask_features[at]
            value = weight * ask_values[at]
            for post in range(post_ends[feature], post_ends[feature + 1]):
                concept = post_concepts[post]
                total = row[concept]
                # Written in any case, and kept if it is new: no branch to guess.
                here[n] = concept
                n += total == 0
                row[concept] = total + value * post_values[post]
        counts[word] = n


@jit
def keep(
    totals: Any,
    met: Any,
    counts: Any,
    least: Any,
    most: Any,
    begin: Any,
    concepts: Any,
    values: Any,
) -> None:
    """Write the concepts that are near to each word.

    Parameters
    ----------
    totals, met, counts
        What `gather` gave. Totals are zeros again at the end, and counts say how many are written.
    least
        Share of the highest total below which a concept is not near.
    most
        At most so many concepts of a word; hardly nearer ones are left out together.
    begin
        Place in `concepts` and `values` of the first.
    concepts, values
        Written: the concepts of one word after those of another, and their totals.
    """
    bins = np.empty(_BINS, np.int64)
    at = begin
    for word in range(len(totals)):
        row = totals[word]
        here = met[word, : counts[word]]
        top = np.float32(0)
        for concept in here:
            top = max(top, row[concept])
        floor = least * top
        step = np.float32(_BINS - 1) / (top - floor) if top > 0 else np.float32(0)
        edge = 0
        if len(here) > most:
            bins[:] = 0
            for concept in here:
                if row[concept] >= floor:
                    bins[int((row[concept] - floor) * step)] += 1
            edge = _BINS - 1
            n = bins[edge]
            while edge > 0 and n + bins[edge - 1] <= most:
                edge -= 1
                n += bins[edge]
        first = at
        for concept in here:
            total = row[concept]
            row[concept] = 0
            if total >= floor and at - first < most and int((total - floor) * step) >= edge:
                concepts[at] = concept
                values[at] = total
                at += 1
        counts[word] = at - first


@jit
def lengths(low: Any, held: Any, idf: Any, first: Any, last: Any, out: Any) -> None:
    """Write the length of the rows of words `first` to `last`, from their features."""
    for word in range(first, last):
        total = np.float32(0)
        for at in range(low[word], low[word + 1]):
            total += idf[held[at]] * idf[held[at]]
        out[word - first] = np.sqrt(total)


@jit
def choose(
    ids: Any,
    ends: Any,
    size: Any,
    low: Any,
    high: Any,
    concepts: Any,
    values: Any,
    work: Any,
    chosen: Any,
) -> None:
    """Write the concepts that the words of each text are nearest to, -1 where there are fewer.

    Parameters
    ----------
    ids, ends
        Numbers of the words of all texts; text t is ``ends[t]`` to ``ends[t + 1]``.
    size
        Length of the row of each word: so much it weighs in a text.
    low, high, concepts, values
        Concepts near to each word, and how near.
    work
        Zeros by concept, float32; they are zeros again at the end.
    chosen
        Written: int32 [text, place], the likeliest first.
    """
    k = chosen.shape[1]
    value = np.empty(k, np.float32)
    met = np.empty(len(work) + 1, np.int32)
    for text in range(len(ends) - 1):
        n_met = 0
        for at in range(ends[text], ends[text + 1]):
            word = ids[at]
            weight = size[word]
            for place in range(low[word], high[word]):
                concept = concepts[place]
                total = work[concept]
                met[n_met] = concept
                n_met += total == 0
                work[concept] = total + weight * values[place]
        n = 0
        for at in range(n_met):
            concept = met[at]
            total = work[concept]
            work[concept] = 0
            if n == k and total <= value[k - 1]:
                continue
            place = min(n, k - 1)
            while place > 0 and value[place - 1] < total:
                value[place] = value[place - 1]
                chosen[text, place] = chosen[text, place - 1]
                place -= 1
            value[place] = total
            chosen[text, place] = concept
            n = min(k, n + 1)
        for at in range(n, k):
            chosen[text, at] = -1
