"""The elimination tree of a scenario: leaves, branches, and the top that joins them.

A row of the scenario stands in a leaf (one occupation in one year), in a branch (one occupation)
or at the top; the model says where, and every row that a first-stage column touches is lifted to
the top. In the normal matrix W D W' a leaf then meets only its branch and the top, and a branch
only the top, so that a dense factorisation from the leaves upwards loses little (nested
dissection, George 1973, by hand; multifrontal, Duff and Reid 1983). A column that touches several
branches would tie them together; it is kept as an unknown of its own, a *node*, at the top, where
the system is quasi-definite (Vanderbei 1995).

The pattern is the same in all scenarios and is analysed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Ints = NDArray[np.int64]

__all__ = ["Fronts", "Tree", "grow"]

PANEL: Final = 56
"""Pivots eliminated at a time: wide enough for matrix products, narrow enough for zeros."""


@dataclass(frozen=True)
class Fronts:
    """Dense fronts of one level, one after the other.

    Attributes
    ----------
    parent
        int [front]: position in the next level (0 at the last).
    pivots, border
        int [front]: number of rows eliminated, and of rows and nodes that they meet.
    index, start
        Unknowns of each front, pivots first, and where each front's begin ([front + 1]).
    into, into_start
        For each border unknown, its position in the parent's front.
    entry, place, entry_start
        Entries of the matrix that belong to each front, and where in its columns they go.
    panel_start
        int [front + 1]: the panels of each front, which are eliminated one after the other.
    panel_first, panel_last, panel_rows
        int [panel]: pivots of the panel, and number of the front's unknowns that it can meet:
        a border unknown of a later year is not touched by earlier pivots.
    offset
        int [front + 1]: where each front's columns begin in the store.
    """

    parent: Ints
    pivots: Ints
    border: Ints
    index: Ints
    start: Ints
    into: Ints
    into_start: Ints
    entry: Ints
    place: Ints
    entry_start: Ints
    panel_start: Ints
    panel_first: Ints
    panel_last: Ints
    panel_rows: Ints
    offset: Ints

    @property
    def count(self) -> int:
        """Return the number of fronts."""
        return len(self.pivots)


@dataclass(frozen=True)
class Tree:
    """The pattern of a scenario's system.

    Unknowns are the rows [m], then the nodes.

    Attributes
    ----------
    leaves, branches
        Fronts of the two lower levels.
    top
        int: unknowns at the top: nodes, then rows not touched by the first stage, then those
        that are (`linked` of them).
    nodes
        int: columns kept as unknowns.
    linked
        Number of rows at the end of the top that the first stage touches.
    top_entry, top_place
        Entries of the top and where they go.
    pair_start, pair_column, pair_a, pair_b
        The entries of the matrix: entry e is the sum over its pairs of D[column] * values[a] *
        values[b]; nodes come after the pairs.
    entries, node_entry_a, node_entry
        Number of entries; position in `values` and entry of each node coefficient.
    diagonal
        int [m + nodes]: entry of each unknown's diagonal.
    plain
        int: columns that are not nodes.
    """

    leaves: Fronts
    branches: Fronts
    top: Ints
    nodes: Ints
    linked: int
    top_entry: Ints
    top_place: Ints
    pair_start: Ints
    pair_column: Ints
    pair_a: Ints
    pair_b: Ints
    entries: int
    node_entry: Ints
    node_value: Ints
    diagonal: Ints
    plain: Ints


def grow(stage: TwoStage) -> Tree:
    """Analyse the pattern of a two-stage programme's scenario.

    Parameters
    ----------
    stage
        The programme.
    """
    w = stage.w
    m, n = w.shape
    branch, leaf = stage.branch.copy(), stage.leaf.copy()
    touched = np.zeros(m, bool)
    touched[stage.t.indices] = True
    branch[touched] = -1
    leaf[branch < 0] = -1
    column_of = np.repeat(np.arange(n), np.diff(w.indptr))
    row_of = w.indices.astype(np.int64)
    is_node = _spread(branch[row_of], column_of, n) | _spread(
        np.where(leaf[row_of] >= 0, branch[row_of] * (leaf.max(initial=0) + 2) + leaf[row_of], -1),
        column_of,
        n,
    )
    nodes = np.flatnonzero(is_node)
    plain = np.flatnonzero(~is_node)
    number = np.full(n, -1, np.int64)
    number[nodes] = m + np.arange(len(nodes))

    rows, columns, pair_start, pair_column, pair_a, pair_b = _pairs(w, is_node)
    e = len(rows)
    node_value = np.flatnonzero(is_node[column_of])
    node_rows = row_of[node_value]
    node_columns = number[column_of[node_value]]
    alone = np.setdiff1d(np.arange(m + len(nodes)), rows[rows == columns], assume_unique=False)
    all_rows = np.concatenate([rows, node_rows, alone])
    all_columns = np.concatenate([columns, node_columns, alone])
    entries = len(all_rows)
    level_branch = np.concatenate([branch, np.full(len(nodes), -1, np.int64)])
    level_leaf = np.concatenate([leaf, np.full(len(nodes), -1, np.int64)])
    order_top = np.concatenate(
        [
            m + np.arange(len(nodes)),
            np.flatnonzero((branch < 0) & ~touched),
            np.flatnonzero(touched),
        ]
    )
    period = np.concatenate([stage.period, np.zeros(len(nodes), np.int64)])
    leaves, branches, top_entry, top_place = _fronts(
        all_rows, all_columns, level_branch, level_leaf, order_top, period
    )
    diagonal = np.full(m + len(nodes), -1, np.int64)
    own = np.flatnonzero(all_rows == all_columns)
    diagonal[all_rows[own]] = own
    return Tree(
        leaves=leaves,
        branches=branches,
        top=order_top,
        nodes=nodes,
        linked=int(touched.sum()),
        top_entry=top_entry,
        top_place=top_place,
        pair_start=pair_start,
        pair_column=pair_column,
        pair_a=pair_a,
        pair_b=pair_b,
        entries=entries,
        node_entry=e + np.arange(len(node_value)),
        node_value=node_value,
        diagonal=diagonal,
        plain=plain,
    )


def _spread(group: Ints, column: Ints, n: int) -> NDArray[np.bool_]:
    """Return the columns whose entries lie in two groups or more (-1 does not count)."""
    inside = group >= 0
    low = np.full(n, np.iinfo(np.int64).max)
    high = np.full(n, -1, np.int64)
    np.minimum.at(low, column[inside], group[inside])
    np.maximum.at(high, column[inside], group[inside])
    return (high >= 0) & (low != high)


def _pairs(
    w: sparse.csc_array, is_node: NDArray[np.bool_]
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return the lower triangle's entries of W D W' over plain columns, and their pairs."""
    m, _ = w.shape
    length = np.diff(w.indptr).astype(np.int64)
    length[is_node] = 0
    parts = []
    for k in np.unique(length[length > 0]):
        c = np.flatnonzero(length == k)
        first, second = np.tril_indices(int(k))
        at = w.indptr[c].astype(np.int64)[:, None]
        parts.append(
            np.stack(
                [
                    np.repeat(c, len(first)),
                    (at + first).reshape(-1),
                    (at + second).reshape(-1),
                ]
            )
        )
    if parts:
        column, a, b = np.concatenate(parts, axis=1)
    else:
        column = a = b = np.zeros(0, np.int64)
    i, k = w.indices[a].astype(np.int64), w.indices[b].astype(np.int64)
    row, col = np.maximum(i, k), np.minimum(i, k)
    key = row * m + col
    order = np.argsort(key, kind="stable")
    unique, begin = np.unique(key[order], return_index=True)
    start = np.append(begin, len(key)).astype(np.int64)
    return unique // m, unique % m, start, column[order], a[order], b[order]


def _fronts(
    rows: Ints, columns: Ints, branch: Ints, leaf: Ints, order_top: Ints, period: Ints
) -> tuple[Fronts, Fronts, Ints, Ints]:
    """Build the fronts of both levels, and the entries of the top."""
    height = np.where(branch < 0, 2, np.where(leaf < 0, 1, 0))
    wide = int(leaf.max(initial=0)) + 1
    leaf_id = np.where(height == 0, branch * wide + leaf, -1)
    leaf_names, leaf_of = np.unique(leaf_id[height == 0], return_inverse=True)
    front = np.full(len(branch), -1, np.int64)
    front[height == 0] = leaf_of
    branch_names = np.unique(branch[branch >= 0])
    branch_front = np.searchsorted(branch_names, np.maximum(branch, 0))
    lower = np.where(height[rows] <= height[columns], rows, columns)
    other = np.where(height[rows] <= height[columns], columns, rows)
    position = np.full(len(branch), -1, np.int64)
    position[order_top] = np.arange(len(order_top))

    members = _members(front, height, 0, len(leaf_names))
    meets = [
        np.unique(each)
        for each in _split(other, front[lower], (height[lower] == 0) & (height[other] > 0),
                           len(leaf_names))
    ]
    parent = branch_front[[int(each[0]) for each in members]] if len(members) else []
    branch_members = [
        each[np.argsort(period[each], kind="stable")]
        for each in _members(branch_front, height, 1, len(branch_names))
    ]
    seen: list[list[Ints]] = [[] for _ in branch_names]
    for f, each in enumerate(meets):
        seen[int(parent[f])].append(each[height[each] == 2])
    direct = _split(
        other, branch_front[lower], (height[lower] == 1) & (height[other] == 2), len(branch_names)
    )
    branch_meets = [
        np.unique(np.concatenate([direct[b], *seen[b]])) for b in range(len(branch_names))
    ]
    entry = np.arange(len(rows))
    local = np.full(len(branch), -1, np.int64)
    touch = _split(
        lower, branch_front[lower], (height[lower] == 1) & (height[other] == 2), len(branch_names)
    )
    earliest = []
    for b, own in enumerate(branch_members):
        local[own] = np.arange(len(own))
        first = np.full(len(branch), len(own), np.int64)
        np.minimum.at(first, direct[b], local[touch[b]])
        for f in np.flatnonzero(np.asarray(parent) == b):
            inside = meets[f][height[meets[f]] == 1]
            if len(inside):
                above = meets[f][height[meets[f]] == 2]
                first[above] = np.minimum(first[above], local[inside].min())
        local[own] = -1
        order = np.argsort(first[branch_meets[b]], kind="stable")
        branch_meets[b] = branch_meets[b][order]
        earliest.append(first[branch_meets[b]])
    in_leaf = _split(entry, front[lower], height[lower] == 0, len(leaf_names))
    in_branch = _split(entry, branch_front[lower], height[lower] == 1, len(branch_names))
    branches = _pack(
        branch_members, branch_meets, np.zeros(len(branch_names), np.int64), in_branch,
        rows, columns, local, lambda _, border: position[border], earliest,
    )
    branch_index = [
        branches.index[branches.start[b] : branches.start[b + 1]] for b in range(branches.count)
    ]

    def to_branch(f: int, border: Ints) -> Ints:
        home = branch_index[int(parent[f])]
        local[home] = np.arange(len(home))
        found = local[border].copy()
        local[home] = -1
        return found

    leaves = _pack(
        members,
        meets,
        np.asarray(parent, np.int64),
        in_leaf,
        rows,
        columns,
        local,
        to_branch,
        [np.zeros(len(each), np.int64) for each in meets],
    )
    at_top = np.flatnonzero(height[lower] == 2)
    a, b = position[rows[at_top]], position[columns[at_top]]
    n = len(order_top)
    return leaves, branches, at_top, np.minimum(a, b) * n + np.maximum(a, b)


def _members(front: Ints, height: Ints, level: int, count: int) -> list[Ints]:
    inside = np.flatnonzero(height == level)
    return _split(inside, front[inside], np.ones(len(inside), bool), count)


def _split(values: Ints, group: Ints, keep: NDArray[np.bool_], count: int) -> list[Ints]:
    """Return the values of each group, for those to keep."""
    values, group = values[keep], group[keep]
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(1, count))
    return list(np.split(values[order], ends)) if count else []


def _pack(
    members: list[Ints],
    meets: list[Ints],
    parent: Ints,
    inside: list[Ints],
    rows: Ints,
    columns: Ints,
    local: Ints,
    into: object,
    earliest: list[Ints],
) -> Fronts:
    """Lay the fronts of a level one after the other."""
    index, places, targets = [], [], []
    for f, (own, border) in enumerate(zip(members, meets, strict=True)):
        whole = np.concatenate([own, border])
        local[whole] = np.arange(len(whole))
        a, b = local[rows[inside[f]]], local[columns[inside[f]]]
        places.append(np.minimum(a, b) * len(whole) + np.maximum(a, b))
        local[whole] = -1
        index.append(whole)
        targets.append(into(f, border))  # type: ignore[operator]
    pivots = np.array([len(each) for each in members], np.int64)
    border = np.array([len(each) for each in meets], np.int64)
    first, last, reach, begin = [], [], [], [0]
    for own, early in zip(members, earliest, strict=True):
        count = max(1, round(len(own) / PANEL))
        cuts = np.linspace(0, len(own), count + 1).astype(np.int64)
        for a, b in zip(cuts[:-1], cuts[1:], strict=True):
            first.append(a)
            last.append(b)
            reach.append(len(own) + int(np.searchsorted(early, b)))
        begin.append(len(first))
    panels = np.array([first, last, reach], np.int64).reshape(3, -1)
    return Fronts(
        parent=parent,
        pivots=pivots,
        border=border,
        index=_joined(index),
        start=_ends([len(each) for each in index]),
        into=_joined(targets),
        into_start=_ends(border),
        entry=_joined(inside),
        place=_joined(places),
        entry_start=_ends([len(each) for each in inside]),
        panel_start=np.array(begin, np.int64),
        panel_first=panels[0],
        panel_last=panels[1],
        panel_rows=panels[2],
        offset=_ends(pivots * (pivots + border)),
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)


def _ends(lengths: object) -> Ints:
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))]).astype(np.int64)
