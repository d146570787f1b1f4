"""Solve one scenario's system from its factors, in compiled code.

With B for what is below the top and T for the top, the coupling K_TB is taken from the matrix,
where it is sparse, and not from a factor, where it is not: y_T = r_T - K_TB K_BB^-1 r_B, then
x_B = K_BB^-1 (r_B - K_BT x_T). K_BB falls apart into branches whose factors stay in the cache
from the sweep up to the sweep down.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.plan.solve.flush import FLUSH, set_control
from beltplan.plan.solve.lapack import jit, solve_lower, times

__all__ = ["backward", "forward", "tail"]


@jit
def _below(
    leaves: Any, branches: Any, children: Any, store_leaf: Any, store_branch: Any, x: Any
) -> None:
    """Replace what is below the top by K_BB^-1 of it, branch by branch."""
    (pivots_l, inner_l, index_l, start_l, at_l) = leaves
    (pivots_b, _, index_b, start_b, at_b) = branches
    widest = 1
    for f in range(len(pivots_l)):
        widest = max(widest, pivots_l[f] + inner_l[f])
    for b in range(len(pivots_b)):
        widest = max(widest, pivots_b[b])
    own = np.empty(widest, store_branch.dtype)
    for b in range(len(pivots_b)):
        for f in range(children[b], children[b + 1]):
            p, size, at = pivots_l[f], pivots_l[f] + inner_l[f], start_l[f]
            for i in range(p):
                own[i] = x[index_l[at + i]]
            own[p:size] = 0.0
            factor = store_leaf[at_l[f] :]
            solve_lower(p, factor, size, own, False)
            times(size - p, p, -1.0, factor[p:], size, own, own[p:], False)
            for i in range(p):
                x[index_l[at + i]] = own[i]
            for i in range(p, size):
                x[index_l[at + i]] += own[i]
        p, at = pivots_b[b], start_b[b]
        for i in range(p):
            own[i] = x[index_b[at + i]]
        factor = store_branch[at_b[b] :]
        solve_lower(p, factor, p, own, False)
        solve_lower(p, factor, p, own, True)
        for i in range(p):
            x[index_b[at + i]] = own[i]
        for f in range(children[b], children[b + 1]):
            p, size, at = pivots_l[f], pivots_l[f] + inner_l[f], start_l[f]
            for i in range(size):
                own[i] = x[index_l[at + i]]
            factor = store_leaf[at_l[f] :]
            times(size - p, p, -1.0, factor[p:], size, own[p:], own, True)
            solve_lower(p, factor, size, own, True)
            for i in range(p):
                x[index_l[at + i]] = own[i]


@jit
def forward(
    leaves: Any,
    branches: Any,
    children: Any,
    cross: Any,
    value: Any,
    top_index: Any,
    nodes: int,
    store_leaf: Any,
    store_branch: Any,
    top: Any,
    right: Any,
    y: Any,
) -> None:
    """Set `y`, [top], to the top's right-hand side after everything below is eliminated."""
    (entry, above, low) = cross
    size = len(top_index)
    rows = size - nodes
    before = set_control(FLUSH)
    x = right.copy()
    _below(leaves, branches, children, store_leaf, store_branch, x)
    work = np.empty(size)
    for i in range(size):
        work[i] = right[top_index[i]]
    for k in range(len(entry)):
        work[above[k]] -= value[entry[k]] * x[low[k]]
    y[:] = work
    if nodes > 0:
        # minus block: K_nn = -L L'; with X = K_rn L^-T the row part sees +X (L^-1 y_n)
        solve_lower(nodes, top, size, y, False)
        times(rows, nodes, 1.0, top[nodes:], size, y, y[nodes:], False)
    solve_lower(rows, top[nodes * size + nodes :], size, y[nodes:], False)
    set_control(-before - 1)


@jit
def backward(
    leaves: Any,
    branches: Any,
    children: Any,
    cross: Any,
    value: Any,
    top_index: Any,
    nodes: int,
    store_leaf: Any,
    store_branch: Any,
    top: Any,
    y: Any,
    x: Any,
) -> None:
    """Substitute from the top down: `y` is from `forward`, `x` was right, becomes the solution."""
    (entry, above, low) = cross
    size = len(top_index)
    rows = size - nodes
    before = set_control(FLUSH)
    solve_lower(rows, top[nodes * size + nodes :], size, y[nodes:], True)
    if nodes > 0:
        for i in range(nodes):
            y[i] = -y[i]
        times(rows, nodes, 1.0, top[nodes:], size, y[nodes:], y, True)
        solve_lower(nodes, top, size, y, True)
    for k in range(len(entry)):
        x[low[k]] -= value[entry[k]] * y[above[k]]
    for i in range(size):
        x[top_index[i]] = y[i]
    _below(leaves, branches, children, store_leaf, store_branch, x)
    set_control(-before - 1)


@jit
def tail(top: Any, size: int, linked: int, x: Any, turned: bool) -> None:
    """Solve with the last block of the top's factor."""
    first = size - linked
    solve_lower(linked, top[first * size + first :], size, x, turned)
