"""Hand on what eliminated pivots leave of their borders: to branches, and to the top."""

from __future__ import annotations

from typing import Any, Final

from beltplan.plan.solve.lapack import jit, product

__all__ = ["TILE", "hand_branch", "hand_leaf"]

WIDE: Final = 64
"""Columns of a branch's update that are made at a time: about those of a year."""
TALL: Final = 512
"""Rows of it that are made at a time in the same part of the border, and in the other."""
SHORT: Final = 256
"""Rows in the other part, where years begin anew."""
TILE: Final = WIDE * TALL
"""Room for a tile."""


@jit
def hand_leaf(
    update: Any,
    border: int,
    into: Any,
    pivots: int,
    columns: Any,
    size: int,
    above: Any,
    top: Any,
    top_size: int,
) -> None:
    """Add a leaf's update to its branch's columns, or past the branch to the top."""
    for j in range(border):
        b = into[j]
        if b < pivots:
            for i in range(j, border):
                columns[b * size + into[i]] += update[j * border + i]
        else:
            column = above[b - pivots] * top_size
            for i in range(j, border):
                top[column + above[into[i] - pivots]] += update[j * border + i]


@jit
def _first(earliest: Any, low: int, high: int) -> Any:
    found = earliest[low]
    for k in range(low + 1, high):
        found = min(found, earliest[k])
    return found


@jit
def hand_branch(
    columns: Any,
    pivots: int,
    size: int,
    cut: int,
    into: Any,
    earliest: Any,
    run: Any,
    tile: Any,
    top: Any,
    top_size: int,
) -> None:
    """Add a branch's update to the top, tile by tile; later pivots do for later unknowns.

    A tile whose rows and columns have no gaps at the top goes straight there.
    """
    border = size - pivots
    high_j = 0
    while high_j < border:
        j0 = high_j
        high_j = min(j0 + WIDE, cut if j0 < cut else border)
        wide = high_j - j0
        first_j = _first(earliest, j0, high_j)
        straight_j = into[high_j - 1] - into[j0] == wide - 1
        high_i = j0
        while high_i < border:
            i0 = high_i
            high_i = (
                min(i0 + TALL, cut) if i0 < cut else min(i0 + (SHORT if j0 < cut else TALL), border)
            )
            tall = high_i - i0
            first = max(first_j, _first(earliest, i0, high_i))
            k = pivots - first
            if k == 0:
                continue
            at = first * size + pivots
            left, right = columns[at + i0 :], columns[at + j0 :]
            if straight_j and into[high_i - 1] - into[i0] == tall - 1:
                target = top[into[j0] * top_size + into[i0] :]
                product(tall, wide, k, -1.0, left, right, size, 1.0, target, top_size)
            else:
                product(tall, wide, k, -1.0, left, right, size, 0.0, tile, tall)
                _add_tile(tile, i0, high_i, j0, high_j, into, run, top, top_size)


@jit
def _add_tile(
    tile: Any,
    i0: int,
    high_i: int,
    j0: int,
    high_j: int,
    into: Any,
    run: Any,
    top: Any,
    top_size: int,
) -> None:
    """Add a tile to the top's lower triangle, run by run."""
    tall = high_i - i0
    for j in range(j0, high_j):
        i = max(i0, j)
        while i < high_i:
            last = min(run[i], high_i)
            target, source = into[j] * top_size + into[i], (j - j0) * tall + i - i0
            for k in range(last - i):
                top[target + k] += tile[source + k]
            i = last
