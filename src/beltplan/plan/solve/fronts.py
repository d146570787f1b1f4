"""Factorise and solve one scenario's system, front by front, in compiled code.

A front of p pivots and b border unknowns is p columns of length p + b, which become the Cholesky
factor of the pivots on top and below it what the border sees of them. What the border then gets
from the pivots, a square of b, goes straight to where it belongs, in tiles that stay in the cache.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from beltplan.plan.solve.lapack import (
    cholesky,
    invert,
    jit,
    product,
    rank_update,
    right_solve,
    solve_lower,
    times,
)

__all__ = ["assemble", "backward", "factorise", "forward"]

TILE: Final = 128
"""Columns of a branch's update that are made at a time."""


@jit
def assemble(
    pair_start: Any, pair_column: Any, pair_a: Any, pair_b: Any, values: Any, weight: Any, out: Any
) -> None:
    """Sum the pairs of each entry: out[e] = sum of weight[column] * values[a] * values[b]."""
    for e in range(len(pair_start) - 1):
        total = 0.0
        for k in range(pair_start[e], pair_start[e + 1]):
            total += weight[pair_column[k]] * values[pair_a[k]] * values[pair_b[k]]
        out[e] = total


@jit
def _scatter(columns: Any, entry: Any, place: Any, first: int, last: int, value: Any) -> None:
    columns[:] = 0.0
    for k in range(first, last):
        columns[place[k]] += value[entry[k]]


@jit
def _eliminate(columns: Any, pivots: int, size: int, f: int, panels: Any) -> int:
    """Factorise the pivots panel by panel, in place."""
    (start, firsts, lasts, reaches) = panels
    for k in range(start[f], start[f + 1]):
        first, last, reach = firsts[k], lasts[k], reaches[k]
        width, below = last - first, reach - last
        corner = columns[first * size + first :]
        info = cholesky(corner, width, size)
        if info != 0:
            return info
        right_solve(below, width, corner, size, corner[width:], size)
        ahead = pivots - last
        if ahead > 0:
            target = columns[last * size + last :]
            rank_update(ahead, width, -1.0, corner[width:], size, 1.0, target, size)
            product(
                reach - pivots,
                ahead,
                width,
                -1.0,
                corner[width + ahead :],
                corner[width:],
                size,
                1.0,
                target[ahead:],
                size,
            )
    return 0


@jit
def _hand_leaf(
    update: Any, border: int, into: Any, pivots: int, columns: Any, size: int, above: Any,
    top: Any, top_size: int
) -> None:
    """Add a leaf's update to its branch's columns, or past the branch to the top."""
    for j in range(border):
        b = into[j]
        for i in range(j, border):
            a = into[i]
            low, high = min(a, b), max(a, b)
            if low < pivots:
                columns[low * size + high] += update[j * border + i]
            else:
                p, q = above[low - pivots], above[high - pivots]
                top[min(p, q) * top_size + max(p, q)] += update[j * border + i]


@jit
def _hand_branch(
    columns: Any, pivots: int, size: int, f: int, panels: Any, into: Any, tile: Any,
    top: Any, top_size: int
) -> None:
    """Add a branch's update to the top, tile by tile."""
    (start, firsts, lasts, reaches) = panels
    border = size - pivots
    for j0 in range(0, border, TILE):
        wide = min(TILE, border - j0)
        tall = border - j0
        first = pivots
        for k in range(start[f], start[f + 1]):
            if reaches[k] - pivots > j0:
                first = firsts[k]
                break
        seen = columns[first * size + pivots + j0 :]
        product(tall, wide, pivots - first, -1.0, seen, seen, size, 0.0, tile, tall)
        for j in range(wide):
            b = into[j0 + j]
            column = tile[j * tall :]
            for i in range(j, tall):
                a = into[j0 + i]
                if a >= b:
                    top[b * top_size + a] += column[i]
                else:
                    top[a * top_size + b] += column[i]


@jit
def factorise(
    leaves: Any,
    branches: Any,
    value: Any,
    top_entry: Any,
    top_place: Any,
    top_size: int,
    nodes: int,
    linked: int,
    store_leaf: Any,
    store_branch: Any,
    top: Any,
    inverse: Any,
    first_leaf: Any,
) -> int:
    """Factorise a scenario; 0 if it went well.

    `top` becomes the factor of the top, [top, top] in column order: nodes (of minus their block),
    then rows. `inverse` becomes the lower triangle of the linked rows' part of the inverse.
    """
    (_, pivots_l, border_l, _, into_l, into_start_l, entry_l, place_l, ends_l, offset_l) = leaves[:10]
    (_, pivots_b, border_b, _, into_b, into_start_b, entry_b, place_b, ends_b, offset_b) = branches[:10]
    panels_l, panels_b = leaves[10:], branches[10:]
    top[:] = 0.0
    for k in range(len(top_entry)):
        top[top_place[k]] += value[top_entry[k]]
    widest = 1
    for f in range(len(border_l)):
        widest = max(widest, border_l[f])
    update = np.empty(widest * widest)
    widest = 1
    for f in range(len(border_b)):
        widest = max(widest, border_b[f])
    tile = np.empty(widest * TILE)
    for b in range(len(pivots_b)):
        pivots, size = pivots_b[b], pivots_b[b] + border_b[b]
        columns = store_branch[offset_b[b] : offset_b[b + 1]]
        above = into_b[into_start_b[b] : into_start_b[b + 1]]
        _scatter(columns, entry_b, place_b, ends_b[b], ends_b[b + 1], value)
        for f in range(first_leaf[b], first_leaf[b + 1]):
            own = store_leaf[offset_l[f] : offset_l[f + 1]]
            tall = pivots_l[f] + border_l[f]
            _scatter(own, entry_l, place_l, ends_l[f], ends_l[f + 1], value)
            info = _eliminate(own, pivots_l[f], tall, f, panels_l)
            if info != 0:
                return info
            rank_update(
                border_l[f], pivots_l[f], -1.0, own[pivots_l[f] :], tall, 0.0, update, border_l[f]
            )
            into = into_l[into_start_l[f] : into_start_l[f + 1]]
            _hand_leaf(update, border_l[f], into, pivots, columns, size, above, top, top_size)
        info = _eliminate(columns, pivots, size, b, panels_b)
        if info != 0:
            return info
        _hand_branch(columns, pivots, size, b, panels_b, above, tile, top, top_size)
    return _top(top, top_size, nodes, linked, inverse)


@jit
def _top(top: Any, size: int, nodes: int, linked: int, inverse: Any) -> int:
    """Factorise the top: nodes are negative definite, rows positive."""
    rows = size - nodes
    if nodes > 0:
        for j in range(nodes):
            for i in range(j, nodes):
                top[j * size + i] = -top[j * size + i]
        info = cholesky(top, nodes, size)
        if info != 0:
            return info
        right_solve(rows, nodes, top, size, top[nodes:], size)
        rank_update(rows, nodes, 1.0, top[nodes:], size, 1.0, top[nodes * size + nodes :], size)
    if rows == 0:
        return 0
    info = cholesky(top[nodes * size + nodes :], rows, size)
    if info != 0:
        return info
    first = size - linked
    for j in range(linked):
        for i in range(j, linked):
            inverse[j * linked + i] = top[(first + j) * size + first + i]
    if linked > 0:
        invert(inverse, linked, linked)
    return 0


@jit
def forward(
    leaves: Any,
    branches: Any,
    top_index: Any,
    nodes: int,
    store_leaf: Any,
    store_branch: Any,
    top: Any,
    x: Any,
) -> Any:
    """Eliminate from the leaves up, in place; return the top's right-hand side after it."""
    _up(leaves[1], leaves[2], leaves[3], leaves[9:], store_leaf, x)
    _up(branches[1], branches[2], branches[3], branches[9:], store_branch, x)
    size = len(top_index)
    rows = size - nodes
    y = np.empty(size)
    for i in range(size):
        y[i] = x[top_index[i]]
    if nodes > 0:
        # minus block: K_nn = -L L'; with X = K_rn L^-T the row part sees +X (L^-1 y_n)
        solve_lower(nodes, top, size, y, False)
        times(rows, nodes, 1.0, top[nodes:], size, y, y[nodes:], False)
    if rows > 0:
        solve_lower(rows, top[nodes * size + nodes :], size, y[nodes:], False)
    return y


@jit
def backward(
    leaves: Any,
    branches: Any,
    top_index: Any,
    nodes: int,
    store_leaf: Any,
    store_branch: Any,
    top: Any,
    y: Any,
    x: Any,
) -> None:
    """Substitute from the top down; `y` is what `forward` returned, `x` becomes the solution."""
    size = len(top_index)
    rows = size - nodes
    if rows > 0:
        solve_lower(rows, top[nodes * size + nodes :], size, y[nodes:], True)
    if nodes > 0:
        for i in range(nodes):
            y[i] = -y[i]
        times(rows, nodes, 1.0, top[nodes:], size, y[nodes:], y, True)
        solve_lower(nodes, top, size, y, True)
    for i in range(size):
        x[top_index[i]] = y[i]
    _down(branches[1], branches[2], branches[3], branches[9:], store_branch, x)
    _down(leaves[1], leaves[2], leaves[3], leaves[9:], store_leaf, x)


@jit
def _up(pivots: Any, border: Any, index: Any, panels: Any, store: Any, x: Any) -> None:
    (offset, start, firsts, lasts, reaches) = panels
    at = 0
    for f in range(len(pivots)):
        size = pivots[f] + border[f]
        own = np.zeros(size)
        for i in range(pivots[f]):
            own[i] = x[index[at + i]]
        for k in range(start[f], start[f + 1]):
            first, last, reach = firsts[k], lasts[k], reaches[k]
            factor = store[offset[f] + first * size + first : offset[f + 1]]
            tall, width = size, last - first
            solve_lower(width, factor, tall, own[first:], False)
            times(reach - last, width, -1.0, factor[width:], tall, own[first:], own[last:], False)
        for i in range(pivots[f]):
            x[index[at + i]] = own[i]
        for i in range(pivots[f], size):
            x[index[at + i]] += own[i]
        at += size


@jit
def _down(pivots: Any, border: Any, index: Any, panels: Any, store: Any, x: Any) -> None:
    (offset, start, firsts, lasts, reaches) = panels
    at = len(index)
    for f in range(len(pivots) - 1, -1, -1):
        size = pivots[f] + border[f]
        at -= size
        own = np.empty(size)
        for i in range(size):
            own[i] = x[index[at + i]]
        for k in range(start[f + 1] - 1, start[f] - 1, -1):
            first, last, reach = firsts[k], lasts[k], reaches[k]
            factor = store[offset[f] + first * size + first : offset[f + 1]]
            tall, width = size, last - first
            times(reach - last, width, -1.0, factor[width:], tall, own[last:], own[first:], True)
            solve_lower(width, factor, tall, own[first:], True)
        for i in range(pivots[f]):
            x[index[at + i]] = own[i]
