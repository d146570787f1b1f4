"""Coalitions as bit masks: player ``i`` is a member when bit ``i`` is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["indicator", "mask_of", "members", "names", "sizes", "sums"]


def members(mask: int) -> tuple[int, ...]:
    """Return the indices of a coalition's members, rising.

    Examples
    --------
    >>> members(0b1011)
    (0, 1, 3)
    """
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def mask_of(indices: Iterable[int]) -> int:
    """Return the mask of a coalition.

    Examples
    --------
    >>> mask_of([0, 1, 3])
    11
    """
    mask = 0
    for index in indices:
        mask |= 1 << int(index)
    return mask


def names(mask: int, players: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a coalition's members, in the order of the players."""
    return tuple(players[i] for i in members(mask))


def indicator(mask: int, players: int) -> NDArray[np.float64]:
    """Return 1 for members and 0 for others, shape (n,)."""
    return np.array([mask >> i & 1 for i in range(players)], dtype=np.float64)


def sums(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of the members' weights for every mask, shape (2**n,).

    Examples
    --------
    >>> sums(np.array([1.0, 10.0]))
    array([ 0.,  1., 10., 11.])
    """
    out = np.zeros(1 << weights.size, dtype=np.float64)
    for i, weight in enumerate(weights):
        half = 1 << i
        np.add(out[:half], weight, out=out[half : 2 * half])
    return out


def sizes(players: int) -> NDArray[np.int64]:
    """Return the number of members of every mask, shape (2**n,)."""
    out = np.zeros(1 << players, dtype=np.int64)
    for i in range(players):
        half = 1 << i
        np.add(out[:half], 1, out=out[half : 2 * half])
    return out
