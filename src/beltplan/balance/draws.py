"""Numbers that each future draws once: uncertain parameters, shares and jobs.

Draws are made in fixed blocks of `BLOCK` futures. Within a block each quantity is
stratified: every one of the `BLOCK` equal slices of its distribution is used once, in an
order of its own (Latin hypercube sampling, McKay, Beckman and Conover 1979). The stream
of a quantity depends on the seed, the block and the quantity's name alone, so that neither
the number of futures, nor other quantities, nor the number of threads changes it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["BLOCK", "Factor", "draw", "draw_all", "quantile"]

BLOCK: Final = 250
"""Futures in a block; the same blocks as in `beltplan.futures`."""

Distribution = Literal["fixed", "triangular", "uniform"]


@dataclass(frozen=True, slots=True)
class Factor:
    """An uncertain number.

    Attributes
    ----------
    name
        Stable name; it seeds the stream.
    low, central, high
        Ends and mode of the distribution; equal for a fixed number.
    distribution
        ``fixed``, ``triangular`` or ``uniform``.
    """

    name: str
    low: float
    central: float
    high: float
    distribution: Distribution = "triangular"

    def __post_init__(self) -> None:
        if not self.low <= self.central <= self.high:
            msg = f"{self.name}: {self.low} <= {self.central} <= {self.high} does not hold"
            raise ValueError(msg)


def quantile(factors: Sequence[Factor], u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values at given probabilities.

    Parameters
    ----------
    factors
        The quantities, m of them.
    u
        Probabilities, [m, k].

    Returns
    -------
    Values, [m, k].

    Examples
    --------
    >>> quantile([Factor("x", 0.0, 1.0, 2.0)], np.array([[0.0, 0.5, 1.0]])).tolist()
    [[0.0, 1.0, 2.0]]
    """
    low = np.array([each.low for each in factors])[:, None]
    central = np.array([each.central for each in factors])[:, None]
    high = np.array([each.high for each in factors])[:, None]
    kind = np.array([each.distribution for each in factors])[:, None]
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    split = (central - low) / safe
    rising = low + np.sqrt(u * width * (central - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - central))
    triangular = np.where(u <= split, rising, falling)
    value = np.where(kind == "uniform", low + u * width, triangular)
    return np.where((kind == "fixed") | (width <= 0), central, value)


def draw(factors: Sequence[Factor], *, seed: int, block: int) -> NDArray[np.float32]:
    """Draw one block of futures.

    Parameters
    ----------
    factors
        The quantities, m of them.
    seed
        Seed of the run.
    block
        Number of the block; future ``i`` is number ``i % BLOCK`` of block ``i // BLOCK``.

    Returns
    -------
    Values, float32 [m, BLOCK].

    Examples
    --------
    >>> values = draw([Factor("x", 0.0, 0.5, 1.0, "uniform")], seed=1, block=0)
    >>> sorted((values[0] * BLOCK).astype(int).tolist()) == list(range(BLOCK))
    True
    """
    u = np.empty((len(factors), BLOCK))
    for row, factor in enumerate(factors):
        if factor.distribution == "fixed" or factor.low == factor.high:
            u[row] = 0.5
            continue
        stream = np.random.Generator(
            np.random.SFC64(np.random.SeedSequence([seed, zlib.crc32(factor.name.encode()), block]))
        )
        u[row] = (stream.permutation(BLOCK) + stream.random(BLOCK)) / BLOCK
    return quantile(factors, u).astype(np.float32)


def draw_all(factors: Sequence[Factor], *, seed: int, n: int) -> NDArray[np.float32]:
    """Draw the first n futures, float32 [m, n]; the same numbers as block by block."""
    blocks = range(-(-n // BLOCK))
    parts = [draw(factors, seed=seed, block=block) for block in blocks]
    return (
        np.concatenate(parts, axis=1)[:, :n] if parts else np.zeros((len(factors), 0), np.float32)
    )
