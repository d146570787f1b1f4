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
from beltplan.plan.solve.updates import TILE, hand_branch, hand_common, hand_leaf

__all__ = ["add_up", "assemble", "finish", "gather"]

BLOCK: Final = 64
"""Least number of columns of the top that are factorised at a time."""
WIDEST: Final = 320
"""Most of them: at a large top, each pass over the rest costs more than the products."""


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
def _eliminate(columns: Any, pivots: int, size: int, f: int, ends: Any, panels: Any) -> int:
    """Factorise the pivots panel by panel, in place.

    Those before the fold do not meet those from it to where both ends join.
    """
    (folds, joins) = ends
    (start, firsts, lasts, froms, untils, agains, stops) = panels
    fold, join = folds[f], joins[f]
    for k in range(start[f], start[f + 1]):
        first, last = firsts[k], lasts[k]
        width = last - first
        near = (fold if last <= fold else pivots) - last
        far = pivots - join if last <= fold else 0
        corner = columns[first * size + first :]
        info = cholesky(corner, width, size)
        if info != 0:
            return info
        ahead = columns[first * size + last :]
        beyond = columns[first * size + join :]
        own = columns[last * size + last :]
        if near > 0:
            right_solve(near, width, corner, size, ahead, size)
            rank_update(near, width, -1.0, ahead, size, 1.0, own, size)
        if far > 0:
            right_solve(far, width, corner, size, beyond, size)
            target = columns[join * size + join :]
            rank_update(far, width, -1.0, beyond, size, 1.0, target, size)
            if near > 0:
                target = columns[last * size + join :]
                product(far, near, width, -1.0, beyond, ahead, size, 1.0, target, size)
        for low, high in ((froms[k], untils[k]), (agains[k], stops[k])):
            tall = high - low
            if tall == 0:
                continue
            border = columns[first * size + low :]
            right_solve(tall, width, corner, size, border, size)
            if near > 0:
                target = columns[last * size + low :]
                product(tall, near, width, -1.0, border, ahead, size, 1.0, target, size)
            if far > 0:
                target = columns[join * size + low :]
                product(tall, far, width, -1.0, border, beyond, size, 1.0, target, size)
    return 0


@jit
def _keep(columns: Any, size: int, pivots: int, rows: int, store: Any) -> None:
    """Copy the first rows of the columns, from the diagonal down."""
    for j in range(pivots):
        for i in range(j, rows):
            store[j * rows + i] = columns[j * size + i]


@jit
def gather(
    leaves: Any,
    branches: Any,
    children: Any,
    value: Any,
    top_entry: Any,
    top_place: Any,
    first: int,
    last: int,
    store_leaf: Any,
    store_branch: Any,
    starts: Any,
    kept: Any,
    scratch: Any,
    top_size: int,
) -> int:
    """Factorise the branches from `first` to `last`, and gather what the top gets of them.

    `top_entry` are the top's own entries; one part of the branches brings them. `scratch`
    becomes the lower triangle of the top in the gathered order, [top, top]; `kept` has room for
    branches from `starts` on, in turns that each begin at 0. Returns 0 if it went well.
    """
    before = set_control(FLUSH)
    for j in range(top_size):
        scratch[j * top_size + j : (j + 1) * top_size] = 0.0
    for k in range(len(top_entry)):
        scratch[top_place[k]] += value[top_entry[k]]
    info = _gather(
        leaves,
        branches,
        children,
        value,
        first,
        last,
        store_leaf,
        store_branch,
        starts,
        kept,
        scratch,
        top_size,
    )
    set_control(-before - 1)
    return info


@jit
def add_up(total: Any, part: Any, size: int) -> None:
    """Add a part of the top to another, in the lower triangle."""
    for j in range(size):
        for i in range(j * size + j, (j + 1) * size):
            total[i] += part[i]


@jit
def finish(scratch: Any, gathered: Any, nodes: int, linked: int, top: Any, inverse: Any) -> int:
    """Factorise the top, given in the gathered order; 0 if it went well.

    `top` becomes its factor, [top, top] in column order: nodes (of minus their block), then
    rows. `inverse` becomes the lower triangle of the linked rows' part of the inverse.
    """
    before = set_control(FLUSH)
    _arrange(scratch, gathered, top)
    info = _top(top, len(gathered), nodes, linked, inverse)
    set_control(-before - 1)
    return info


@jit
def _gather(
    leaves: Any,
    branches: Any,
    children: Any,
    value: Any,
    first: int,
    last: int,
    store_leaf: Any,
    store_branch: Any,
    starts: Any,
    kept: Any,
    scratch: Any,
    top_size: int,
) -> int:
    (
        pivots_l,
        inner_l,
        border_l,
        into_l,
        into_start_l,
        fold_l,
        join_l,
        _,
        _,
        _,
        _,
        entry_l,
        place_l,
        ends_l,
        at_l,
    ) = leaves[0]
    (
        pivots_b,
        _,
        border_b,
        into_b,
        into_start_b,
        fold_b,
        join_b,
        early_b,
        late_b,
        cut_b,
        run_b,
        entry_b,
        place_b,
        ends_b,
        at_b,
    ) = branches[0]
    leaf, square = 1, 1
    for f in range(len(pivots_l)):
        leaf = max(leaf, pivots_l[f] * (pivots_l[f] + border_l[f]))
        square = max(square, border_l[f])
    kind = scratch.dtype
    own_all = np.empty(leaf, kind)
    update, tile = np.empty(square * square, kind), np.empty(TILE, kind)
    common = 0
    for b in range(len(pivots_b)):
        common = max(common, border_b[b] - cut_b[b])
    begun = first
    for b in range(first, last):
        pivots, size = pivots_b[b], pivots_b[b] + border_b[b]
        columns = kept[starts[b] : starts[b] + pivots * size]
        span = slice(into_start_b[b], into_start_b[b + 1])
        above = into_b[span]
        _scatter(columns, entry_b, place_b, ends_b[b], ends_b[b + 1], value)
        for f in range(children[b], children[b + 1]):
            p, border = pivots_l[f], border_l[f]
            own = own_all[: p * (p + border)]
            _scatter(own, entry_l, place_l, ends_l[f], ends_l[f + 1], value)
            info = _eliminate(own, p, p + border, f, (fold_l, join_l), leaves[1])
            if info != 0:
                return info
            _keep(own, p + border, p, p + inner_l[f], store_leaf[at_l[f] :])
            rank_update(border, p, -1.0, own[p:], p + border, 0.0, update, border)
            into = into_l[into_start_l[f] : into_start_l[f + 1]]
            hand_leaf(update, border, into, pivots, columns, size, above, scratch, top_size)
        info = _eliminate(columns, pivots, size, b, (fold_b, join_b), branches[1])
        if info != 0:
            return info
        _keep(columns, size, pivots, pivots, store_branch[at_b[b] :])
        touched = early_b[span], late_b[span], fold_b[b]
        few, border = cut_b[b], border_b[b]
        many = few if border - few == common else border
        hand_branch(
            columns, pivots, size, few, many, above, touched, run_b[span], tile, scratch, top_size
        )
        if b + 1 == last or starts[b + 1] == 0:
            rest = pivots_b, border_b, into_start_b, fold_b, early_b, late_b, cut_b
            hand_common(kept, starts, rest, begun, b + 1, common, scratch, top_size)
            begun = b + 1
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
    block_size = max(BLOCK, min(WIDEST, n // 24))
    for j in range(0, n, block_size):
        width = min(block_size, n - j)
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
