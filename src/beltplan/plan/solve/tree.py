"""The elimination tree of a scenario: leaves, branches, and the top that joins them.

A row of the scenario stands in a leaf (one occupation in one year), in a branch (one occupation)
or at the top; the model says where, and every row that a first-stage column touches is lifted to
the top. In the normal matrix W D W' a leaf then meets only its branch and the top, and a branch
only the top, so that a dense factorisation from the leaves upwards loses little (nested
dissection, George 1973, by hand; multifrontal, Duff and Reid 1983). A column that touches several
branches would tie them together; it is kept as an unknown of its own, a *node*, at the top, where
the system is quasi-definite (Vanderbei 1995). Rows that the model left at the top although no
branch touches them become small branches of their own.

The pattern is the same in all scenarios and is analysed once. Columns whose upper bound is 0 in
all scenarios, and first-stage columns whose upper bound is 0, are no part of it: they are 0 in
every solution, so that their weight is 0 in the normal matrix, and what they alone tie is apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from beltplan.plan.solve.levels import Fronts, fronts_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Tree", "grow"]


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
    gathered
        int [top]: position of each of them in the order in which the top is gathered, which
        goes back in time.
    nodes
        int: columns kept as unknowns.
    linked
        Number of rows at the end of the top that the first stage touches.
    top_entry, top_place
        Entries of the top and where they go in the gathered order.
    cross_entry, cross_top, cross_low
        Entries between the top and below: entry, position at the top, unknown below.
    pair_start, pair_column, pair_a, pair_b
        The entries of the matrix: entry e is the sum over its pairs of D[column] * values[a] *
        values[b]; nodes come after the pairs.
    entries, node_entry, node_value
        Number of entries; entry of each node coefficient and its position in `values`.
    diagonal
        int [m + nodes]: entry of each unknown's diagonal.
    """

    leaves: Fronts
    branches: Fronts
    top: Ints
    gathered: Ints
    nodes: Ints
    linked: int
    top_entry: Ints
    top_place: Ints
    cross_entry: Ints
    cross_top: Ints
    cross_low: Ints
    pair_start: Ints
    pair_column: Ints
    pair_a: Ints
    pair_b: Ints
    entries: int
    node_entry: Ints
    node_value: Ints
    diagonal: Ints


def grow(stage: TwoStage) -> Tree:
    """Analyse the pattern of a two-stage programme's scenario.

    Parameters
    ----------
    stage
        The programme.
    """
    w = stage.w
    m, n = w.shape
    branch, leaf = stage.branch.astype(np.int64), stage.leaf.astype(np.int64)
    touched = np.zeros(m, bool)
    decided = np.repeat(stage.upper0 > 0, np.diff(stage.t.indptr))
    touched[stage.t.indices[decided]] = True
    branch[touched] = -1
    leaf[branch < 0] = -1
    column = np.repeat(np.arange(n), np.diff(w.indptr))
    row = w.indices.astype(np.int64)
    live = np.asarray((stage.upper > 0).any(axis=0))
    use = live[column]
    _lower(branch, touched, row[use], column[use], n)
    is_node = _tie(branch, leaf, row[use], column[use], n)
    _adopt(branch, touched, row[use], column[use], is_node)
    nodes = np.flatnonzero(is_node)
    number = np.full(n, -1, np.int64)
    number[nodes] = m + np.arange(len(nodes))

    rows, columns, pair_start, pair_column, pair_a, pair_b = _pairs(w, is_node | ~live)
    e = len(rows)
    node_value = np.flatnonzero(is_node[column])
    alone = np.setdiff1d(np.arange(m + len(nodes)), rows[rows == columns])
    rows = np.concatenate([rows, row[node_value], alone])
    columns = np.concatenate([columns, number[column[node_value]], alone])
    none = np.full(len(nodes), -1, np.int64)
    kind = np.concatenate([np.where(touched, 2, 1), np.zeros(len(nodes), np.int64)])
    leaves, branches, gathered = fronts_of(
        rows,
        columns,
        np.concatenate([branch, none]),
        np.concatenate([leaf, none]),
        np.concatenate([stage.period.astype(np.int64), np.zeros(len(nodes), np.int64)]),
    )
    top = gathered[np.argsort(kind[gathered], kind="stable")]
    position = np.full(m + len(nodes), -1, np.int64)
    position[gathered] = np.arange(len(gathered))
    final = np.full(m + len(nodes), -1, np.int64)
    final[top] = np.arange(len(top))
    at_top = np.flatnonzero((position[rows] >= 0) & (position[columns] >= 0))
    a, b = position[rows[at_top]], position[columns[at_top]]
    across = np.flatnonzero((position[rows] >= 0) != (position[columns] >= 0))
    upper = np.where(position[rows[across]] >= 0, rows[across], columns[across])
    diagonal = np.full(m + len(nodes), -1, np.int64)
    own = np.flatnonzero(rows == columns)
    diagonal[rows[own]] = own
    return Tree(
        leaves=leaves,
        branches=branches,
        top=top,
        gathered=position[top],
        nodes=nodes,
        linked=int(touched.sum()),
        top_entry=at_top,
        top_place=np.minimum(a, b) * len(top) + np.maximum(a, b),
        cross_entry=across,
        cross_top=final[upper],
        cross_low=rows[across] + columns[across] - upper,
        pair_start=pair_start,
        pair_column=pair_column,
        pair_a=pair_a,
        pair_b=pair_b,
        entries=len(rows),
        node_entry=e + np.arange(len(node_value)),
        node_value=node_value,
        diagonal=diagonal,
    )


def _tie(branch: Ints, leaf: Ints, row: Ints, column: Ints, n: int) -> Flags:
    """Return the columns that touch two branches, or two leaves, and so must be nodes."""
    wide = leaf.max(initial=0) + 2
    place = np.where(leaf >= 0, branch * wide + leaf, -1)
    return _spread(branch[row], column, n) | _spread(place[row], column, n)


def _lower(branch: Ints, touched: Flags, row: Ints, column: Ints, n: int) -> None:
    """Move rows from the top, in place, to the only branch that their columns touch."""
    low, high = _reach(branch[row], column, n)
    meets = high[column] >= 0
    never = np.iinfo(np.int64).max
    first, last = np.full(len(branch), never), np.full(len(branch), -1, np.int64)
    np.minimum.at(first, row[meets], low[column[meets]])
    np.maximum.at(last, row[meets], high[column[meets]])
    one = (branch < 0) & ~touched & (last >= 0) & (first == last)
    branch[one] = last[one]


def _spread(group: Ints, column: Ints, n: int) -> Flags:
    """Return the columns whose entries lie in two groups or more (-1 does not count)."""
    low, high = _reach(group, column, n)
    tied: Flags = (high >= 0) & (low != high)
    return tied


def _reach(group: Ints, column: Ints, n: int) -> tuple[Ints, Ints]:
    """Return the lowest and the highest group of each column's entries (-1 does not count)."""
    inside = group >= 0
    low = np.full(n, np.iinfo(np.int64).max)
    high = np.full(n, -1, np.int64)
    np.minimum.at(low, column[inside], group[inside])
    np.maximum.at(high, column[inside], group[inside])
    return low, high


def _adopt(branch: Ints, touched: Flags, row: Ints, column: Ints, is_node: Flags) -> None:
    """Make branches, in place, of rows at the top that only nodes tie to other branches."""
    m, n = len(branch), len(is_node)
    plain = ~is_node[column]
    row, column = row[plain], column[plain]
    low = np.zeros(n, bool)
    low[column[branch[row] >= 0]] = True
    tied = np.zeros(m, bool)
    tied[row[low[column]]] = True
    free = (branch < 0) & ~touched & ~tied
    keep = free[row]
    graph = sparse.coo_array(
        (np.ones(keep.sum(), np.int8), (row[keep], m + column[keep])), shape=(m + n, m + n)
    )
    _, component = csgraph.connected_components(graph, directed=False)
    branch[free] = branch.max(initial=-1) + 1 + component[:m][free]


def _pairs(w: sparse.csc_array, apart: Flags) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return the lower triangle's entries of W D W' over the other columns, and its pairs."""
    m, _ = w.shape
    length = np.diff(w.indptr).astype(np.int64)
    length[apart] = 0
    parts = [np.zeros((3, 0), np.int64)]
    for k in np.unique(length[length > 0]):
        c = np.flatnonzero(length == k)
        first, second = np.tril_indices(int(k))
        at = w.indptr[c].astype(np.int64)[:, None]
        trio = np.repeat(c, len(first)), (at + first).reshape(-1), (at + second).reshape(-1)
        parts.append(np.stack(trio))
    column, a, b = np.concatenate(parts, axis=1)
    i, k = w.indices[a].astype(np.int64), w.indices[b].astype(np.int64)
    row, col = np.maximum(i, k), np.minimum(i, k)
    key = row * m + col
    order = np.argsort(key, kind="stable")
    unique, begin = np.unique(key[order], return_index=True)
    start = np.append(begin, len(key)).astype(np.int64)
    return unique // m, unique % m, start, column[order], a[order], b[order]
