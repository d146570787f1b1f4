"""Kernels: likely concepts for many short texts, then the exact score of these."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.skills.batch.jit import jit

__all__ = ["choose", "gather", "rate"]


@jit
def gather(
    ask_ends: Any,
    ask_features: Any,
    ask_values: Any,
    post_ends: Any,
    post_labels: Any,
    post_values: Any,
    concept_of: Any,
    weight: Any,
    totals: Any,
) -> None:
    """Add one part's score, from its rarer features alone, to every concept.

    Parameters
    ----------
    ask_ends, ask_features, ask_values
        Texts as sparse rows of features.
    post_ends, post_labels, post_values
        By feature: the labels that have it, and its value there; none if it is not rare.
    concept_of
        Concept of each label.
    weight
        Of the part.
    totals
        Added to: float32 [text, concept].
    """
    label_sum = np.zeros(len(concept_of), np.float32)
    touched = np.empty(len(concept_of), np.int32)
    best = np.zeros(totals.shape[1], np.float32)
    met = np.empty(totals.shape[1], np.int32)
    for text in range(len(ask_ends) - 1):
        n = 0
        for at in range(ask_ends[text], ask_ends[text + 1]):
            feature = ask_features[at]
            value = ask_values[at]
            for post in range(post_ends[feature], post_ends[feature + 1]):
                label = post_labels[post]
                if label_sum[label] == 0:
                    touched[n] = label
                    n += 1
                label_sum[label] += value * post_values[post]
        n_met = 0
        for at in range(n):
            label = touched[at]
            concept = concept_of[label]
            if best[concept] == 0:
                met[n_met] = concept
                n_met += 1
            best[concept] = max(best[concept], label_sum[label])
            label_sum[label] = 0
        for at in range(n_met):
            totals[text, met[at]] += weight * best[met[at]]
            best[met[at]] = 0


@jit
def choose(totals: Any, chosen: Any) -> None:
    """Write the concepts with the highest totals of each text, -1 where there are fewer."""
    k = chosen.shape[1]
    value = np.empty(k, np.float32)
    for text in range(len(totals)):
        n = 0
        least = 0
        for concept in range(totals.shape[1]):
            total = totals[text, concept]
            if total <= 0 or (n == k and total <= value[least]):
                continue
            place = n if n < k else least
            value[place] = total
            chosen[text, place] = concept
            n = min(k, n + 1)
            if n == k:
                least = 0
                for at in range(1, k):
                    if value[at] < value[least]:
                        least = at
        for at in range(n, k):
            chosen[text, at] = -1


@jit
def rate(
    ask_ends: Any,
    ask_features: Any,
    ask_values: Any,
    label_ends: Any,
    label_features: Any,
    label_values: Any,
    first_label: Any,
    last_label: Any,
    features: Any,
    weight: Any,
    chosen: Any,
    scores: Any,
) -> None:
    """Add one part's exact score to the chosen concepts.

    Parameters
    ----------
    ask_ends, ask_features, ask_values
        Texts as sparse rows of features.
    label_ends, label_features, label_values
        Labels as sparse rows.
    first_label, last_label
        By concept.
    features
        How many features there are.
    weight
        Of the part.
    chosen
        Concepts, int [text, place], -1 for none.
    scores
        Added to: float32 [text, place].
    """
    here = np.zeros(features, np.float32)
    for text in range(len(ask_ends) - 1):
        for at in range(ask_ends[text], ask_ends[text + 1]):
            here[ask_features[at]] = ask_values[at]
        for place in range(chosen.shape[1]):
            concept = chosen[text, place]
            if concept < 0:
                break
            best = np.float32(0)
            for label in range(first_label[concept], last_label[concept]):
                total = np.float32(0)
                for at in range(label_ends[label], label_ends[label + 1]):
                    total += here[label_features[at]] * label_values[at]
                best = max(best, total)
            scores[text, place] += weight * best
        for at in range(ask_ends[text], ask_ends[text + 1]):
            here[ask_features[at]] = 0
