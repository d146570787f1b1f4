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

from beltplan.plan.solve.flush import FLUSH, set_control
from beltplan.plan.solve.lapack import cholesky, invert, jit, product, rank_update, right_solve
from beltplan.plan.solve.updates import TILE, hand_branch, hand_leaf

__all__ = ["assemble", "factorise"]

BLOCK: Final = 64
"""Columns of the top that are factorised at a time."""


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
    (start, firsts, lasts, froms, untils, agains) = panels
    for k in range(start[f], start[f + 1]):
        first, last = firsts[k], lasts[k]
        width, ahead = last - first, pivots - last
        corner = columns[first * size + first :]
        info = cholesky(corner, width, size)
        if info != 0:
            return info
        right_solve(ahead, width, corner, size, corner[width:], size)
        if ahead > 0:
            target = columns[last * size + last :]
            rank_update(ahead, width, -1.0, corner[width:], size, 1.0, target, size)
        for low, high in ((froms[k], untils[k]), (agains[k], size)):
            border = columns[first * size + low :]
            right_solve(high - low, width, corner, size, border, size)
            if ahead > 0 and high > low:
                target = columns[last * size + low :]
                product(
                    high - low, ahead, width, -1.0, border, corner[width:], size, 1.0, target, size
                )
    return 0


@jit
def _keep(columns: Any, size: int, pivots: int, rows: int, store: Any) -> None:
    """Copy the first rows of the columns, from the diagonal down."""
    for j in range(pivots):
        for i in range(j, rows):
            store[j * rows + i] = columns[j * size + i]


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
    before = set_control(FLUSH)
    info = _factorise(
        leaves,
        branches,
        children,
        value,
        top_entry,
        top_place,
        gathered,
        store_leaf,
        store_branch,
        scratch,
        top,
    )
    if info == 0:
        info = _top(top, len(gathered), nodes, linked, inverse)
    set_control(-before - 1)
    return info


@jit
def _factorise(
    leaves: Any,
    branches: Any,
    children: Any,
    value: Any,
    top_entry: Any,
    top_place: Any,
    gathered: Any,
    store_leaf: Any,
    store_branch: Any,
    scratch: Any,
    top: Any,
) -> int:
    (pivots_l, inner_l, border_l, into_l, into_start_l, _, _, entry_l, place_l, ends_l, at_l) = (
        leaves[0]
    )
    (
        pivots_b,
        _,
        border_b,
        into_b,
        into_start_b,
        early_b,
        run_b,
        entry_b,
        place_b,
        ends_b,
        at_b,
    ) = branches[0]
    top_size = len(gathered)
    for j in range(top_size):
        scratch[j * top_size + j : (j + 1) * top_size] = 0.0
    for k in range(len(top_entry)):
        scratch[top_place[k]] += value[top_entry[k]]
    leaf, wide, square = 1, 1, 1
    for f in range(len(pivots_l)):
        leaf = max(leaf, pivots_l[f] * (pivots_l[f] + border_l[f]))
        square = max(square, border_l[f])
    for b in range(len(pivots_b)):
        wide = max(wide, pivots_b[b] * (pivots_b[b] + border_b[b]))
    kind = top.dtype
    own_all, all_columns = np.empty(leaf, kind), np.empty(wide, kind)
    update, tile = np.empty(square * square, kind), np.empty(TILE, kind)
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
            hand_leaf(update, border, into, pivots, columns, size, above, scratch, top_size)
        info = _eliminate(columns, pivots, size, b, branches[1])
        if info != 0:
            return info
        _keep(columns, size, pivots, pivots, store_branch[at_b[b] :])
        cut = branches[1][4][branches[1][0][b]] - pivots
        hand_branch(
            columns, pivots, size, cut, above, early_b[span], run_b[span], tile, scratch, top_size
        )
    _arrange(scratch, gathered, top)
    return 0


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
def _blocked(block: Any, n: int, lead: int) -> int:
    """Factorise block by block; on one thread this beats LAPACK by a fifth."""
    for j in range(0, n, BLOCK):
        width = min(BLOCK, n - j)
        after = n - j - width
        corner = block[j * lead + j :]
        info = cholesky(corner, width, lead)
        if info != 0:
            return info
        right_solve(after, width, corner, lead, corner[width:], lead)
        if after > 0:
            target = block[(j + width) * (lead + 1) :]
            rank_update(after, width, -1.0, corner[width:], lead, 1.0, target, lead)
    return 0


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
    info = _blocked(top[nodes * size + nodes :], rows, size)
    if info != 0:
        return info
    first = size - linked
    for j in range(linked):
        for i in range(j, linked):
            inverse[j * linked + i] = top[(first + j) * size + first + i]
    if linked > 0:
        invert(inverse, linked, linked)
    return 0
