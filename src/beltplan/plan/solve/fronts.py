"""Factorise one scenario's system, front by front, in compiled code.

A front of p pivots and b border unknowns is p columns of length p + b, which become the Cholesky
factor of the pivots on top and below it what the border sees of them. What the border then gets
from the pivots, a square of b, goes straight to where it belongs, in tiles that stay in the cache.
Only the pivots' part, and what branches see of leaves, is kept: solving takes the coupling with
the top from the matrix itself, which is sparse (`beltplan.plan.solve.sweeps`).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from beltplan.plan.solve.lapack import cholesky, invert, jit, product, rank_update, right_solve

__all__ = ["assemble", "factorise"]

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
    (start, firsts, lasts, froms) = panels
    for k in range(start[f], start[f + 1]):
        first, last, low = firsts[k], lasts[k], froms[k]
        width, ahead, met = last - first, pivots - last, size - low
        corner = columns[first * size + first :]
        info = cholesky(corner, width, size)
        if info != 0:
            return info
        border = columns[first * size + low :]
        if low == pivots:
            right_solve(ahead + met, width, corner, size, corner[width:], size)
        else:
            right_solve(ahead, width, corner, size, corner[width:], size)
            right_solve(met, width, corner, size, border, size)
        if ahead > 0:
            target = columns[last * size :]
            rank_update(ahead, width, -1.0, corner[width:], size, 1.0, target[last:], size)
            product(met, ahead, width, -1.0, border, corner[width:], size, 1.0, target[low:], size)
    return 0


@jit
def _keep(columns: Any, size: int, pivots: int, rows: int, store: Any) -> None:
    """Copy the first rows of the columns, from the diagonal down."""
    for j in range(pivots):
        for i in range(j, rows):
            store[j * rows + i] = columns[j * size + i]


@jit
def _hand_leaf(
    update: Any, border: int, into: Any, pivots: int, columns: Any, size: int, above: Any,
    top: Any, top_size: int
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
def _hand_branch(
    columns: Any, pivots: int, size: int, into: Any, earliest: Any, run: Any, tile: Any,
    top: Any, top_size: int
) -> None:
    """Add a branch's update to the top, tile by tile; later pivots do for later unknowns."""
    border = size - pivots
    for j0 in range(0, border, TILE):
        wide, tall = min(TILE, border - j0), border - j0
        first = pivots
        for j in range(j0, j0 + wide):
            first = min(first, earliest[j])
        if first == pivots:
            continue
        seen = columns[first * size + pivots + j0 :]
        product(tall, wide, pivots - first, -1.0, seen, seen, size, 0.0, tile, tall)
        for j in range(wide):
            column = into[j0 + j] * top_size
            i = j
            while i < tall:
                last = run[j0 + i] - j0
                target, source = column + into[j0 + i], j * tall + i
                for k in range(last - i):
                    top[target + k] += tile[source + k]
                i = last


@jit
def factorise(
    leaves: Any,
    branches: Any,
    children: Any,
    value: Any,
    top_entry: Any,
    top_place: Any,
    gathered: Any,
    nodes: int,
    linked: int,
    store_leaf: Any,
    store_branch: Any,
    scratch: Any,
    top: Any,
    inverse: Any,
) -> int:
    """Factorise a scenario; 0 if it went well.

    `top` becomes the factor of the top, [top, top] in column order: nodes (of minus their block),
    then rows. `inverse` becomes the lower triangle of the linked rows' part of the inverse.
    `scratch` is of the same size as the top.
    """
    (pivots_l, inner_l, border_l, into_l, into_start_l, _, _, entry_l, place_l, ends_l, at_l) = leaves[0]
    (pivots_b, _, border_b, into_b, into_start_b, early_b, run_b, entry_b, place_b, ends_b, at_b) = branches[0]
    top_size = len(gathered)
    for j in range(top_size):
        scratch[j * top_size + j : (j + 1) * top_size] = 0.0
    for k in range(len(top_entry)):
        scratch[top_place[k]] += value[top_entry[k]]
    leaf, wide, square, tall = 1, 1, 1, 1
    for f in range(len(pivots_l)):
        leaf = max(leaf, pivots_l[f] * (pivots_l[f] + border_l[f]))
        square = max(square, border_l[f])
    for b in range(len(pivots_b)):
        wide = max(wide, pivots_b[b] * (pivots_b[b] + border_b[b]))
        tall = max(tall, border_b[b])
    kind = top.dtype
    own_all, all_columns = np.empty(leaf, kind), np.empty(wide, kind)
    update, tile = np.empty(square * square, kind), np.empty(tall * TILE, kind)
    for b in range(len(pivots_b)):
        pivots, size = pivots_b[b], pivots_b[b] + border_b[b]
        columns = all_columns[: pivots * size]
        span = slice(into_start_b[b], into_start_b[b + 1])
        above = into_b[span]
        _scatter(columns, entry_b, place_b, ends_b[b], ends_b[b + 1], value)
        for f in range(children[b], children[b + 1]):
            p, border = pivots_l[f], border_l[f]
            own = own_all[: p * (p + border)]
            _scatter(own, entry_l, place_l, ends_l[f], ends_l[f + 1], value)
            info = _eliminate(own, p, p + border, f, leaves[1])
            if info != 0:
                return info
            _keep(own, p + border, p, p + inner_l[f], store_leaf[at_l[f] :])
            rank_update(border, p, -1.0, own[p:], p + border, 0.0, update, border)
            into = into_l[into_start_l[f] : into_start_l[f + 1]]
            _hand_leaf(update, border, into, pivots, columns, size, above, scratch, top_size)
        info = _eliminate(columns, pivots, size, b, branches[1])
        if info != 0:
            return info
        _keep(columns, size, pivots, pivots, store_branch[at_b[b] :])
        _hand_branch(
            columns, pivots, size, above, early_b[span], run_b[span], tile, scratch, top_size
        )
    _arrange(scratch, gathered, top)
    return _top(top, top_size, nodes, linked, inverse)


@jit
def _arrange(scratch: Any, gathered: Any, top: Any) -> None:
    """Bring the lower triangle of the top from the gathered into the final order."""
    size = len(gathered)
    for j in range(size):
        b = gathered[j]
        for i in range(j, size):
            a = gathered[i]
            top[j * size + i] = scratch[b * size + a] if a >= b else scratch[a * size + b]


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
