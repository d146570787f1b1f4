"""Scores of forecasts against outcomes: plain arithmetic, nothing about regions.

An outcome may be a range (``low`` to ``high``): a value inside it counts as no
error. Every score first turns values into signed distances from the range
(`distance`) and then compares those with zero; for a single number that is the
ordinary score. For the ranked probability score this is its threshold-weighted form
with weight zero inside the range (Gneiting and Ranjan 2011), which stays proper.

Quantile losses are doubled, so that the loss of a point forecast is its absolute
error and the loss of a sample approaches its continuous ranked probability score as
the grid of levels grows (Gneiting and Raftery 2007).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FINE_LEVELS",
    "LEVELS",
    "Share",
    "binomial_interval",
    "brier",
    "crps",
    "distance",
    "log_score",
    "point_loss",
    "quantile_loss",
    "sample_loss",
    "skill",
]

Floats = NDArray[np.float64]

LEVELS: tuple[float, ...] = (0.1, 0.5, 0.9)
"""Levels of the published interval and median: the grid of the main loss."""

FINE_LEVELS: tuple[float, ...] = tuple(round(0.05 * k, 2) for k in range(1, 20))
"""A finer symmetric grid, 0.05 to 0.95."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of few cases with its exact binomial interval.

    Attributes
    ----------
    hits, n
        Cases that count, and all cases.
    low, high
        Ends of the interval for the underlying probability (0 and 1 without cases).
    """

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; not a number without cases."""
        return self.hits / self.n if self.n else math.nan


def distance(values: Any, low: float, high: float) -> Floats:
    """Return the signed distance of values from the range ``low`` to ``high``.

    Raises
    ------
    ValueError
        If the range is upside down.

    Examples
    --------
    >>> distance([1, 5, 9], 4, 6).tolist()
    [-3.0, 0.0, 3.0]
    """
    if low > high:
        msg = f"an outcome range runs from low to high, not from {low} to {high}"
        raise ValueError(msg)
    array = np.asarray(values, dtype=np.float64)
    return np.asarray(array - np.clip(array, low, high), dtype=np.float64)


def quantile_loss(value: float, level: float, low: float, high: float) -> float:
    """Return twice the pinball loss of ``value`` stated as the quantile ``level``.

    Parameters
    ----------
    value
        The stated quantile.
    level
        Its level, between 0 and 1.
    low, high
        The outcome; equal where it is one number.

    Examples
    --------
    >>> quantile_loss(8, 0.9, 10, 10)
    3.6
    >>> quantile_loss(8, 0.5, 10, 10)
    2.0
    """
    error = float(distance(value, low, high))
    return 2 * (-level * error if error < 0 else (1 - level) * error)


def point_loss(value: float, low: float, high: float) -> float:
    """Return the loss of a point forecast: its absolute distance from the outcome.

    The same number as `sample_loss` of a sample that always says ``value``, on any
    symmetric grid of levels.
    """
    return abs(float(distance(value, low, high)))


def sample_loss(
    samples: Any, low: float, high: float, *, levels: Sequence[float] = LEVELS
) -> float:
    """Return the mean doubled pinball loss of the sample's quantiles.

    Parameters
    ----------
    samples
        Draws, shape (n,).
    low, high
        The outcome; equal where it is one number.
    levels
        Grid of levels; symmetric about a half, so that it compares with `point_loss`.
    """
    quantiles = np.quantile(np.asarray(samples, dtype=np.float64), levels)
    return float(
        np.mean(
            [
                quantile_loss(float(q), level, low, high)
                for q, level in zip(quantiles, levels, strict=True)
            ]
        )
    )


def crps(samples: Any, low: float, high: float) -> float:
    """Return the continuous ranked probability score of a sample.

    ``E|X - y| - E|X - X'|/2`` over the empirical distribution, in O(n log n).

    Parameters
    ----------
    samples
        Draws, shape (n,).
    low, high
        The outcome; equal where it is one number.
    """
    errors = np.sort(distance(samples, low, high))
    n = errors.size
    ranks = 2 * np.arange(1, n + 1) - n - 1
    spread = float(np.dot(ranks, errors)) / n**2
    return float(np.mean(np.abs(errors))) - spread


def skill(ours: float, theirs: float) -> float:
    """Return the share of the reference's loss that we save: ``1 - ours/theirs``.

    1 is perfect, 0 is no better, below 0 is worse; not a number where the reference
    makes no error.
    """
    return 1 - ours / theirs if theirs else math.nan


def _binomial_tail(k: int, n: int, p: float) -> float:
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


def binomial_interval(hits: int, n: int, *, confidence: float = 0.95) -> Share:
    """Return a share with its exact interval (Clopper and Pearson 1934).

    Parameters
    ----------
    hits, n
        Cases that count, and all cases.
    confidence
        Confidence of the interval; the method never covers less than this.

    Raises
    ------
    ValueError
        If ``hits`` is not between 0 and ``n``.

    Examples
    --------
    >>> share = binomial_interval(8, 10)
    >>> round(share.low, 3), round(share.high, 3)
    (0.444, 0.975)
    """
    if not 0 <= hits <= n:
        msg = f"hits lie between 0 and n; got {hits} of {n}"
        raise ValueError(msg)
    tail = (1 - confidence) / 2

    def solve(k: int, target: float) -> float:
        """Find p where the chance of k or more successes is ``target``."""
        below, above = 0.0, 1.0
        for _ in range(60):
            middle = (below + above) / 2
            if _binomial_tail(k, n, middle) < target:
                below = middle
            else:
                above = middle
        return (below + above) / 2

    low = 0.0 if hits == 0 else solve(hits, tail)
    high = 1.0 if hits == n else solve(hits + 1, 1 - tail)
    return Share(hits, n, low, high)


def brier(chances: Any, happened: Any) -> float:
    """Return the mean squared difference of stated chances and what happened (0 or 1)."""
    p, y = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    return float(np.mean((p - y) ** 2))


def log_score(chances: Any, happened: Any, *, floor: float) -> float:
    """Return the mean of minus the logarithm of the chance given to what happened.

    Parameters
    ----------
    chances, happened
        Stated chances and outcomes (0 or 1), shape (n,).
    floor
        Smallest chance that counts as stated: a flat "never" that is wrong once would
        otherwise score infinitely badly.
    """
    p = np.clip(np.asarray(chances, dtype=np.float64), floor, 1 - floor)
    y = np.asarray(happened, dtype=np.float64)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
