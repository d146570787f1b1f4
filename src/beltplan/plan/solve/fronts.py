"""Factorise and solve one scenario's system, front by front, in compiled code.

A front of p pivots and b border unknowns is a square in column order; its factor is kept as
p columns of length p + b: the Cholesky factor of the pivots on top, below it what the border
sees of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.plan.solve.lapack import (
    cholesky,
    invert,
    jit,
    rank_update,
    right_solve,
    solve_lower,
    times,
)

__all__ = ["assemble", "backward", "factorise", "forward"]


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
def _scatter(front: Any, size: int, entry: Any, place: Any, first: int, last: int, value: Any) -> None:
    front[: size * size] = 0.0
    for k in range(first, last):
        front[place[k]] += value[entry[k]]


@jit
def _eliminate(front: Any, size: int, f: int, panels: Any, store: Any) -> int:
    """Factorise the pivots panel by panel, keep them, leave the border's update in the front."""
    (start, firsts, lasts, reaches, offset) = panels
    for k in range(start[f], start[f + 1]):
        first, last, reach = firsts[k], lasts[k], reaches[k]
        width, below = last - first, reach - last
        corner = front[first * size + first :]
        info = cholesky(corner, width, size)
        if info != 0:
            return info
        right_solve(below, width, corner, size, corner[width:], size)
        rank_update(
            below, width, -1.0, corner[width:], size, front[last * size + last :], size
        )
        kept = store[offset[k] : offset[k + 1]]
        tall = reach - first
        for j in range(width):
            kept[j * tall : (j + 1) * tall] = corner[j * size : j * size + tall]
    return 0


@jit
def _extend(front: Any, pivots: int, border: int, into: Any, target: Any, lead: int) -> None:
    """Add the border's update to the parent's square (lower triangle)."""
    size = pivots + border
    for j in range(border):
        column = (pivots + j) * size + pivots
        b = into[j]
        for i in range(j, border):
            a = into[i]
            if a >= b:
                target[b * lead + a] += front[column + i]
            else:
                target[a * lead + b] += front[column + i]


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
    (_, pivots_l, border_l, _, into_l, into_start_l, entry_l, place_l, ends_l) = leaves[:9]
    (_, pivots_b, border_b, _, into_b, into_start_b, entry_b, place_b, ends_b) = branches[:9]
    panels_l, panels_b = leaves[9:], branches[9:]
    top[:] = 0.0
    for k in range(len(top_entry)):
        top[top_place[k]] += value[top_entry[k]]
    widest = 0
    for f in range(len(pivots_l)):
        widest = max(widest, pivots_l[f] + border_l[f])
    small = np.empty(widest * widest)
    widest = 0
    for f in range(len(pivots_b)):
        widest = max(widest, pivots_b[f] + border_b[f])
    large = np.empty(widest * widest)
    for b in range(len(pivots_b)):
        size = pivots_b[b] + border_b[b]
        _scatter(large, size, entry_b, place_b, ends_b[b], ends_b[b + 1], value)
        for f in range(first_leaf[b], first_leaf[b + 1]):
            own = pivots_l[f] + border_l[f]
            _scatter(small, own, entry_l, place_l, ends_l[f], ends_l[f + 1], value)
            info = _eliminate(small, own, f, panels_l, store_leaf)
            if info != 0:
                return info
            _extend(
                small,
                pivots_l[f],
                border_l[f],
                into_l[into_start_l[f] : into_start_l[f + 1]],
                large,
                size,
            )
        info = _eliminate(large, size, b, panels_b, store_branch)
        if info != 0:
            return info
        _extend(
            large,
            pivots_b[b],
            border_b[b],
            into_b[into_start_b[b] : into_start_b[b + 1]],
            top,
            top_size,
        )
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
        rank_update(rows, nodes, 1.0, top[nodes:], size, top[nodes * size + nodes :], size)
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
    (start, firsts, lasts, reaches, offset) = panels
    at = 0
    for f in range(len(pivots)):
        size = pivots[f] + border[f]
        own = np.zeros(size)
        for i in range(pivots[f]):
            own[i] = x[index[at + i]]
        for k in range(start[f], start[f + 1]):
            first, last, reach = firsts[k], lasts[k], reaches[k]
            factor = store[offset[k] : offset[k + 1]]
            tall, width = reach - first, last - first
            solve_lower(width, factor, tall, own[first:], False)
            times(reach - last, width, -1.0, factor[width:], tall, own[first:], own[last:], False)
        for i in range(pivots[f]):
            x[index[at + i]] = own[i]
        for i in range(pivots[f], size):
            x[index[at + i]] += own[i]
        at += size


@jit
def _down(pivots: Any, border: Any, index: Any, panels: Any, store: Any, x: Any) -> None:
    (start, firsts, lasts, reaches, offset) = panels
    at = len(index)
    for f in range(len(pivots) - 1, -1, -1):
        size = pivots[f] + border[f]
        at -= size
        own = np.empty(size)
        for i in range(size):
            own[i] = x[index[at + i]]
        for k in range(start[f + 1] - 1, start[f] - 1, -1):
            first, last, reach = firsts[k], lasts[k], reaches[k]
            factor = store[offset[k] : offset[k + 1]]
            tall, width = reach - first, last - first
            times(reach - last, width, -1.0, factor[width:], tall, own[last:], own[first:], True)
            solve_lower(width, factor, tall, own[first:], True)
        for i in range(pivots[f]):
            x[index[at + i]] = own[i]
