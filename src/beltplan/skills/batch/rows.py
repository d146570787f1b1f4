"""Kernels: rows of features of texts, from the features of their words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from beltplan.skills.batch.jit import jit

__all__ = ["count", "cross"]


@jit
def count(
    ids: Any,
    ends: Any,
    low: Any,
    held: Any,
    idf: Any,
    present: Any,
    by_sum: Any,
    work: Any,
    out_ends: Any,
    features: Any,
    values: Any,
) -> Any:
    """Write how often each feature stands in each text, weighted; return how many are written.

    Parameters
    ----------
    ids, ends
        Numbers of the words of all texts; text t is ``ends[t]`` to ``ends[t + 1]``.
    low, held
        Features of word w: ``held[low[w]:low[w + 1]]``.
    idf
        Weight of each feature.
    present
        Whether values are 1 instead, neither weighted nor scaled.
    by_sum
        Whether rows are scaled to the sum of one instead of the length.
    work
        Zeros by feature; they are zeros again at the end.
    out_ends, features, values
        Written: scaled rows, features in the order in which they are met.
    """
    n = 0
    for text in range(len(ends) - 1):
        start = n
        for at in range(ends[text], ends[text + 1]):
            for place in range(low[ids[at]], low[ids[at] + 1]):
                feature = held[place]
                if work[feature] == 0:
                    features[n] = feature
                    n += 1
                work[feature] += np.float32(1)
        total = np.float32(0)
        for at in range(start, n):
            feature = features[at]
            value = np.float32(1)
            if not present:
                value = np.float32((1 + math.log(work[feature])) * idf[feature])
            values[at] = value
            total += value if by_sum else value * value
            work[feature] = 0
        if not present and total > 0:
            scale = np.float32(1 / total if by_sum else 1 / math.sqrt(total))
            for at in range(start, n):
                values[at] *= scale
        out_ends[text + 1] = n
    return n


@jit
def cross(
    ids: Any,
    ends: Any,
    first: Any,
    pieces: Any,
    low: Any,
    held: Any,
    shares: Any,
    idf: Any,
    seen: Any,
    work: Any,
    out_ends: Any,
    features: Any,
    values: Any,
) -> Any:
    """Write the features that the pieces of a text's words lead to; return how many are written.

    Parameters
    ----------
    ids, ends
        As for `count`.
    first, pieces
        Pieces of word w: ``pieces[first[w]:first[w + 1]]``; each counts once in a text.
    low, held, shares
        Features that piece p leads to, and the share of each.
    idf
        Weight of each feature.
    seen
        Work: the last text in which a piece was seen, at first -1.
    work
        Zeros by feature; they are zeros again at the end.
    out_ends, features, values
        Written: rows of length one.
    """
    n = 0
    for text in range(len(ends) - 1):
        start = n
        for at in range(ends[text], ends[text + 1]):
            for part in range(first[ids[at]], first[ids[at] + 1]):
                piece = pieces[part]
                if seen[piece] == text:
                    continue
                seen[piece] = text
                for place in range(low[piece], low[piece + 1]):
                    feature = held[place]
                    if work[feature] == 0:
                        features[n] = feature
                        n += 1
                    work[feature] += shares[place]
        total = np.float32(0)
        for at in range(start, n):
            feature = features[at]
            values[at] = work[feature] * idf[feature]
            total += values[at] * values[at]
            work[feature] = 0
        if total > 0:
            scale = np.float32(1 / math.sqrt(total))
            for at in range(start, n):
                values[at] *= scale
        out_ends[text + 1] = n
    return n
