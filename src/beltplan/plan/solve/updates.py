"""Hand on what eliminated pivots leave of their borders: to branches, and to the top."""

from __future__ import annotations

from typing import Any, Final

from beltplan.plan.solve.lapack import jit, product

__all__ = ["TILE", "hand_branch", "hand_common", "hand_leaf"]

WIDE: Final = 64
"""Least number of columns of an update that are made at a time: about those of a year."""
WIDEST: Final = 256
"""Most of them, for large borders."""
TALL: Final = 512
"""Rows of it that are made at a time in the same part of the border, and in the other."""
SHORT: Final = 512
"""Rows in the other part, where years begin anew."""
TILE: Final = WIDEST * TALL
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
def _first(touched: Any, low: int, high: int) -> Any:
    found = touched[low]
    for k in range(low + 1, high):
        found = min(found, touched[k])
    return found


@jit
def hand_branch(
    columns: Any,
    pivots: int,
    size: int,
    cut: int,
    many: int,
    into: Any,
    touched: Any,
    run: Any,
    tile: Any,
    top: Any,
    top_size: int,
) -> None:
    """Add a branch's update to the top in its first columns, tile by tile.

    Only pivots that touch both sides matter: before the fold, and from it on, those from the
    first that touches. A tile whose rows and columns have no gaps at the top goes straight there.
    """
    border = size - pivots
    (early, late, fold) = touched
    width = max(WIDE, min(WIDEST, border // 16))
    high_j = 0
    while high_j < many:
        j0 = high_j
        high_j = min(j0 + width, cut if j0 < cut else border)
        wide = high_j - j0
        early_j, late_j = _first(early, j0, high_j), _first(late, j0, high_j)
        straight_j = into[high_j - 1] - into[j0] == wide - 1
        high_i = j0
        while high_i < border:
            i0 = high_i
            high_i = (
                min(i0 + TALL, cut) if i0 < cut else min(i0 + (SHORT if j0 < cut else TALL), border)
            )
            tall = high_i - i0
            straight = straight_j and into[high_i - 1] - into[i0] == tall - 1
            target, lead = (
                (top[into[j0] * top_size + into[i0] :], top_size)
                if straight
                else (
                    tile,
                    tall,
                )
            )
            keep = 1.0 if straight else 0.0
            for first, last in (
                (max(early_j, _first(early, i0, high_i)), fold),
                (max(late_j, _first(late, i0, high_i)), pivots),
            ):
                k = last - first
                if k <= 0:
                    continue
                at = first * size + pivots
                left, right = columns[at + i0 :], columns[at + j0 :]
                product(tall, wide, k, -1.0, left, right, size, keep, target, lead)
                keep = 1.0
            if not straight and keep > 0.0:
                _add_tile(tile, i0, high_i, j0, high_j, into, run, top, top_size)


@jit
def hand_common(
    columns: Any,
    at: Any,
    branches: Any,
    first: int,
    last: int,
    many: int,
    top: Any,
    top_size: int,
) -> None:
    """Add to the top what branches `first` to `last` leave of the unknowns that most meet.

    Tile by tile, and for each tile branch by branch, so that it stays in the cache.
    """
    (pivots, borders, begins, folds, early, late, cuts) = branches
    start = top_size - many
    width = max(WIDE, min(WIDEST, many // 16))
    for j0 in range(0, many, width):
        wide = min(width, many - j0)
        for i0 in range(j0, many, TALL):
            tall = min(TALL, many - i0)
            target = top[(start + j0) * top_size + start + i0 :]
            for b in range(first, last):
                p, size, cut = pivots[b], pivots[b] + borders[b], cuts[b]
                if borders[b] - cut != many:
                    continue
                j, i = begins[b] + cut + j0, begins[b] + cut + i0
                for low, high in (
                    (max(_first(early, j, j + wide), _first(early, i, i + tall)), folds[b]),
                    (max(_first(late, j, j + wide), _first(late, i, i + tall)), p),
                ):
                    if high <= low:
                        continue
                    column = columns[at[b] + low * size + p + cut :]
                    left, right = column[i0:], column[j0:]
                    product(tall, wide, high - low, -1.0, left, right, size, 1.0, target, top_size)


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
