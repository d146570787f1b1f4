"""Few scenarios for many futures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Features = NDArray[np.float32] | Floats

__all__ = ["Reduction", "forward_selection", "random_choice"]


@dataclass(frozen=True)
class Reduction:
    """A choice of futures that stand for all.

    Attributes
    ----------
    chosen
        int [k], positions of the chosen futures, in the order of choice.
    probability
        float [k], probability of the futures that each stands for.
    stands_for
        int [n], which of the chosen each future is nearest to.
    error
        Kantorovich distance between all futures and the chosen, in the unit of the features
        (persons a year, say).
    relative
        The same over the distance of the best single future: 1 for one scenario, 0 for all.
    """

    chosen: NDArray[np.int64]
    probability: Floats
    stands_for: NDArray[np.int64]
    error: float
    relative: float


def forward_selection(
    features: Features, k: int, *, probability: Floats | None = None
) -> Reduction:
    """Choose k futures by fast forward selection (Heitsch and Römisch 2003, algorithm 2.4).

    Each step adds the future that brings the Kantorovich distance down most; probabilities of the
    others go to the nearest chosen one, which is optimal for the choice. The distance between two
    futures is Euclidean in the features.

    Parameters
    ----------
    features
        [n, m], what describes a future.
    k
        How many, at most n.
    probability
        [n]; equal by default.

    Raises
    ------
    ValueError
        If k is not between 1 and n.

    Examples
    --------
    >>> chosen = forward_selection(np.array([[0.0], [0.1], [9.0]]), 2)
    >>> sorted(chosen.chosen.tolist()), chosen.probability.round(2).tolist()
    ([1, 2], [0.67, 0.33])
    """
    distance, weight = _distances(features, k, probability)
    nearest = np.full(len(weight), np.inf, np.float32)
    chosen: list[int] = []
    first = 0.0
    for step in range(k):
        costs = _costs(distance, nearest, weight)
        costs[chosen] = np.inf
        best = int(np.argmin(costs))
        chosen.append(best)
        nearest = np.minimum(nearest, distance[best])
        if step == 0:
            first = float(weight @ nearest)
    return _reduction(distance, weight, np.array(chosen), first)


def random_choice(
    features: Features, k: int, *, seed: int = 1, probability: Floats | None = None
) -> Reduction:
    """Choose k futures at random: the baseline for `forward_selection`."""
    distance, weight = _distances(features, k, probability)
    first = float(_costs(distance, np.full(len(weight), np.inf, np.float32), weight).min())
    chosen = np.random.default_rng(seed).choice(len(weight), k, replace=False)
    return _reduction(distance, weight, chosen.astype(np.int64), first)


def _distances(
    features: Features, k: int, probability: Floats | None
) -> tuple[NDArray[np.float32], Floats]:
    n = len(features)
    if not 1 <= k <= n:
        msg = f"{k} scenarios of {n} futures: choose between 1 and {n}"
        raise ValueError(msg)
    weight = np.full(n, 1.0 / n) if probability is None else np.asarray(probability, np.float64)
    centred = (features - features.mean(axis=0)).astype(np.float32)
    square = (centred**2).sum(axis=1)
    distance = square[:, None] + square[None, :] - 2.0 * (centred @ centred.T)
    np.maximum(distance, 0.0, out=distance)
    np.sqrt(distance, out=distance)
    np.fill_diagonal(distance, 0.0)
    return distance, weight


def _costs(distance: NDArray[np.float32], nearest: NDArray[np.float32], weight: Floats) -> Floats:
    """Return the distance that is left if each future is added, [n], in strips of memory."""
    out = np.empty(len(weight))
    light = weight.astype(np.float32)
    for first in range(0, len(weight), 512):
        strip = np.minimum(distance[first : first + 512], nearest[None, :])
        out[first : first + 512] = strip @ light
    return out


def _reduction(
    distance: NDArray[np.float32], weight: Floats, chosen: NDArray[np.int64], first: float
) -> Reduction:
    near = distance[chosen]
    stands_for = near.argmin(axis=0)
    error = float(weight @ near.min(axis=0))
    each = np.bincount(stands_for, weights=weight, minlength=len(chosen)).astype(np.float64)
    return Reduction(
        chosen=chosen,
        probability=each / each.sum(),  # a sum of many small shares can pass 1 by rounding
        stands_for=stands_for,
        error=error,
        relative=error / first if first > 0 else 0.0,
    )
