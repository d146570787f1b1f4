"""Measures of a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["best_f1", "hits", "mean_average_precision", "r_precision", "ranks"]


def ranks(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the rank of each item, from 1; of equal scores the earlier item comes first."""
    order = np.argsort(-scores, kind="stable")
    out = np.empty(len(order), np.int64)
    out[order] = np.arange(1, len(order) + 1)
    return out


def mean_average_precision(scores: NDArray[np.float32], gold: Sequence[set[int]]) -> float:
    """Return the mean over texts of average precision."""
    each = []
    for row, right in zip(scores, gold, strict=True):
        place = np.sort(ranks(row)[sorted(right)])
        each.append(float(np.mean(np.arange(1, len(place) + 1) / place)))
    return float(np.mean(each))


def hits(scores: NDArray[np.float32], gold: Sequence[set[int]], k: int = 5) -> tuple[float, float]:
    """Return the share of texts with a right answer among the first `k`, and the mean 1/rank."""
    first = np.array([ranks(r)[sorted(g)].min() for r, g in zip(scores, gold, strict=True)])
    return float(np.mean(first <= k)), float(np.mean(1 / first))


def r_precision(scores: NDArray[np.float32], gold: Sequence[set[int]], k: int = 5) -> float:
    """Return the right answers among the first `k`, over the smaller of `k` and their number."""
    each = []
    for row, right in zip(scores, gold, strict=True):
        place = ranks(row)[sorted(right)]
        each.append(float((place <= k).sum()) / min(k, len(right)))
    return float(np.mean(each))


def best_f1(
    scores: NDArray[np.float32], gold: Sequence[set[int]], *, most: int = 5
) -> tuple[float, float]:
    """Return the micro F1 of sets above a threshold, the threshold fitted on the other half.

    Texts of even number are judged at the threshold that is best on the odd ones, and the
    other way round; the two halves' counts are added up.

    Returns
    -------
    tuple
        F1, and the threshold that is best on all texts.
    """
    top = np.argsort(-scores, axis=1, kind="stable")[:, :most]
    value = np.take_along_axis(scores, top, axis=1)
    right = np.array([[i in g for i in row] for row, g in zip(top, gold, strict=True)])
    size = np.array([len(g) for g in gold])
    grid = np.unique(np.quantile(value, np.linspace(0.02, 0.995, 200)))

    def counts(rows: NDArray[np.bool_], limit: float) -> NDArray[np.int64]:
        kept = value[rows] >= limit
        return np.array([(kept & right[rows]).sum(), kept.sum(), size[rows].sum()])

    def f1(n: NDArray[np.int64]) -> float:
        return float(2 * n[0] / max(1, n[1] + n[2]))

    def fit(rows: NDArray[np.bool_]) -> float:
        return float(max(grid, key=lambda limit: f1(counts(rows, limit))))

    even = np.arange(len(gold)) % 2 == 0
    total = counts(even, fit(~even)) + counts(~even, fit(even))
    return f1(total), fit(np.ones(len(gold), bool))
