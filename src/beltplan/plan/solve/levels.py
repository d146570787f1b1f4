"""The dense fronts of the leaves and of the branches: who meets whom, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Fronts", "fronts_of"]

PANEL: Final = 56
"""Pivots eliminated at a time: wide enough for matrix products, narrow enough for zeros."""
FOLD: Final = 5
"""Times from which on a branch is eliminated from both ends."""
COMMON: Final = 0.7
"""Share of the branches that meet an unknown from which on it counts as met by most."""


@dataclass(frozen=True)
class Fronts:
    """Dense fronts of one level, one after the other.

    Attributes
    ----------
    parent
        int [front]: position in the next level (0 at the last).
    pivots, inner, border
        int [front]: number of rows eliminated, of rows of the next level below the top that
        they meet, and of all that they meet.
    index, start
        Unknowns of each front, pivots first, and where each front's begin ([front + 1]).
    into, into_start
        For each border unknown, its position in the parent's front, or at the top in the
        gathered order; it rises within a front.
    fold, join
        int [front]: pivots before `fold` do not meet those from `fold` to `join`: a branch is
        eliminated from both ends of time, and what joins the ends comes last.
    early, late
        For each border unknown, the first pivot that touches it before `fold` (or `fold`), and
        from `fold` on (or `join`).
    cut
        int [front]: border unknowns before it are met by few branches, the others by most.
    run
        For each border unknown, the end of the run in which `into` rises by one.
    entry, place, entry_start
        Entries of the matrix that belong to each front, and where in its columns they go.
    panel_start
        int [front + 1]: the panels of each front, which are eliminated one after the other.
    panel_first, panel_last
        int [panel]: pivots of the panel.
    panel_from, panel_until, panel_again, panel_end
        int [panel]: the panel meets the front from `from` to `until` and from `again` to `end`:
        both parts of the border are in the order of time, and what is of another is not touched.
    offset
        int [front + 1]: where each front's factor begins in the store.
    """

    parent: Ints
    pivots: Ints
    inner: Ints
    border: Ints
    index: Ints
    start: Ints
    into: Ints
    into_start: Ints
    fold: Ints
    join: Ints
    early: Ints
    late: Ints
    cut: Ints
    run: Ints
    entry: Ints
    place: Ints
    entry_start: Ints
    panel_start: Ints
    panel_first: Ints
    panel_last: Ints
    panel_from: Ints
    panel_until: Ints
    panel_again: Ints
    panel_end: Ints
    offset: Ints

    @property
    def count(self) -> int:
        """Return the number of fronts."""
        return len(self.pivots)


def fronts_of(
    rows: Ints, columns: Ints, branch: Ints, leaf: Ints, period: Ints
) -> tuple[Fronts, Fronts, Ints]:
    """Build the fronts of both levels, and the order in which the top is gathered.

    Parameters
    ----------
    rows, columns
        Unknowns of each entry of the matrix, in one triangle.
    branch, leaf
        Branch and leaf of each unknown; -1 at the top, or for a branch's own.
    period
        Time of each unknown.

    Returns
    -------
    Leaves, branches, and the top's unknowns in gathered order.
    """
    size = len(branch)
    height = np.where(branch < 0, 2, np.where(leaf < 0, 1, 0))
    wide = int(leaf.max(initial=0)) + 1
    names, leaf_of = np.unique((branch * wide + leaf)[height == 0], return_inverse=True)
    front = np.full(size, -1, np.int64)
    front[height == 0] = leaf_of
    branch_names = np.unique(branch[branch >= 0])
    count = len(branch_names)
    home = np.searchsorted(branch_names, branch)
    down = height[rows] <= height[columns]
    lower, other = np.where(down, rows, columns), np.where(down, columns, rows)

    members = _split(np.flatnonzero(height == 0), front[height == 0], len(names))
    parent = home[np.array([each[0] for each in members], np.int64)]
    keep = (height[lower] == 0) & (height[other] > 0)
    meets = [np.unique(each) for each in _split(other[keep], front[lower[keep]], len(names))]
    own = _split(np.flatnonzero(height == 1), home[height == 1], count)
    keep = (height[lower] == 1) & (height[other] == 1)
    inner = _split(np.stack([lower[keep], other[keep]], axis=1), home[lower[keep]], count)
    keep = (height[lower] == 1) & (height[other] == 2)
    direct = _split(other[keep], home[lower[keep]], count)
    touch = _split(lower[keep], home[lower[keep]], count)
    children = _split(np.arange(len(names)), parent, count)

    local = np.full(size, -1, np.int64)
    borders, earlies, lates, folds, joins = [], [], [], [], []
    for b in range(count):
        below = [meets[f][height[meets[f]] == 1] for f in children[b]]
        own[b], fold, join = _folded(own[b], period, inner[b], below)
        mine = own[b]
        local[mine] = np.arange(len(mine))
        early, late = np.full(size, fold), np.full(size, join)
        _touched(early, late, fold, direct[b], local[touch[b]])
        above = [direct[b]]
        for f, inside in zip(children[b], below, strict=True):
            above.append(meets[f][height[meets[f]] == 2])
            for each in local[inside]:
                _touched(early, late, fold, above[-1], np.full(len(above[-1]), each))
        borders.append(np.unique(np.concatenate(above)))
        earlies.append(early[borders[-1]])
        lates.append(late[borders[-1]])
        folds.append(fold)
        joins.append(join)
    ends = list(zip(folds, joins, strict=True))
    position, cut = _gather(height, own, borders, (earlies, lates), ends, period)
    cuts = []
    for b, border in enumerate(borders):
        order = np.argsort(position[border])
        borders[b] = border[order]
        earlies[b], lates[b] = earlies[b][order], lates[b][order]
        cuts.append(int(np.count_nonzero(position[border] < cut)))

    entry = np.arange(len(rows))
    keep = height[lower] == 1
    inside = _split(entry[keep], home[lower[keep]], count)
    branches = _pack(own, borders, rows, columns, inside, (earlies, lates), ends, cuts)
    branches.update(
        parent=np.zeros(count, np.int64),
        inner=np.zeros(count, np.int64),
        into=[position[each] for each in borders],
        offset=_ends([len(each) ** 2 for each in own]),
    )
    into = []
    for f, border in enumerate(meets):
        b = parent[f]
        local[own[b]] = np.arange(len(own[b]))
        local[borders[b]] = len(own[b]) + np.arange(len(borders[b]))
        meets[f] = border[np.argsort(local[border])]
        into.append(local[meets[f]])
    keep = height[lower] == 0
    inside = _split(entry[keep], front[lower[keep]], len(names))
    deep = np.array([len(each) for each in members], np.int64)
    touched = (
        [np.zeros(len(each), np.int64) for each in meets],
        [np.full(len(each), p) for each, p in zip(meets, deep, strict=True)],
    )
    whole = [(int(p), int(p)) for p in deep]
    leaves = _pack(members, meets, rows, columns, inside, touched, whole, [0] * len(meets))
    low = np.array([int((height[each] == 1).sum()) for each in meets], np.int64)
    leaves.update(parent=parent, inner=low, into=into, offset=_ends(deep * (deep + low)))
    return (
        _fronts(leaves),
        _fronts(branches),
        np.argsort(position, kind="stable")[np.count_nonzero(height < 2) :],
    )


def _folded(mine: Ints, period: Ints, inner: Ints, below: list[Ints]) -> tuple[Ints, int, int]:
    """Order a branch's pivots: forward to the middle of time, back to it, and what joins them.

    Returns
    -------
    Pivots, and where the second and the third part begin.
    """
    times = np.unique(period[mine])
    if len(times) < FOLD:
        return mine[np.argsort(period[mine], kind="stable")], len(mine), len(mine)
    middle = times[len(times) // 2]
    side = np.zeros(int(mine.max()) + 1, np.int64)
    side[mine] = np.sign(period[mine] - middle)
    first, last = inner.T
    across = side[first] * side[last] < 0
    side[first[across]] = 0
    for each in below:
        if (side[each] < 0).any() and (side[each] > 0).any():
            side[each] = 0
    order = np.where(side[mine] == 0, 2, (side[mine] + 1) // 2)
    time = np.where(side[mine] > 0, -period[mine], period[mine])
    return (
        mine[np.lexsort((mine, time, order))],
        int((order == 0).sum()),
        int((order < 2).sum()),
    )


def _touched(early: Ints, late: Ints, fold: int, unknown: Ints, pivot: Ints) -> None:
    """Note, in place, which pivots touch which unknowns."""
    first = pivot < fold
    np.minimum.at(early, unknown[first], pivot[first])
    np.minimum.at(late, unknown[~first], pivot[~first])


def _gather(
    height: Ints,
    own: list[Ints],
    borders: list[Ints],
    touched: tuple[list[Ints], list[Ints]],
    ends: list[tuple[int, int]],
    period: Ints,
) -> tuple[Ints, int]:
    """Order the top: first what few branches meet, then what most do, each in the order of time.

    That is back from the middle to the first year, then on to the last: each end of a branch
    meets the end of one of the two. Branches that meet nearly all of the second part get the
    rest of it into their borders, in place, so that their updates fall on blocks without gaps.

    Returns
    -------
    Position of each unknown (-1 below the top), and where the second part begins.
    """
    when, seen = np.zeros(len(height)), np.zeros(len(height))
    share = np.zeros(len(height))
    total = max(sum(map(len, own)), 1)
    middle = float(np.median(period[np.concatenate(own)])) if own else 0.0
    for mine, border, early, late, (fold, join) in zip(own, borders, *touched, ends, strict=True):
        share[border] += len(mine) / total
        first = np.where(early < fold, early, late)
        met = first < join
        when[border[met]] += period[mine[first[met]]]
        seen[border[met]] += 1.0
    when = np.where(seen > 0, when / np.maximum(seen, 1.0), middle)
    at_top = np.flatnonzero(height == 2)
    common = at_top[share[at_top] >= COMMON]
    for b, border in enumerate(borders):
        missing = np.setdiff1d(common, border)
        if len(missing) <= (1.0 - COMMON) * len(common):
            borders[b] = np.append(border, missing)
            for each, never in zip(touched, ends[b], strict=True):
                each[b] = np.append(each[b], np.full(len(missing), never))
    time = when[at_top]
    after = time > middle
    keys = at_top, np.where(after, time, -time), after, share[at_top] >= COMMON
    order = at_top[np.lexsort(keys)]
    position = np.full(len(height), -1, np.int64)
    position[order] = np.arange(len(order))
    return position, len(order) - len(common)


def _split(values: Ints, group: Ints, count: int) -> list[Ints]:
    """Return the values of each group."""
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(1, count))
    return list(np.split(values[order], ends)) if count else []


def _pack(
    members: list[Ints],
    meets: list[Ints],
    rows: Ints,
    columns: Ints,
    inside: list[Ints],
    touched: tuple[list[Ints], list[Ints]],
    ends: list[tuple[int, int]],
    parts: list[int],
) -> dict[str, object]:
    """Lay the fronts of a level one after the other."""
    index, places = [], []
    local = np.full(int(max(rows.max(initial=0), columns.max(initial=0))) + 1, -1, np.int64)
    for own, border, within in zip(members, meets, inside, strict=True):
        whole = np.concatenate([own, border])
        local[whole] = np.arange(len(whole))
        a, b = local[rows[within]], local[columns[within]]
        places.append(np.minimum(a, b) * len(whole) + np.maximum(a, b))
        index.append(whole)
    panels, begin = [np.zeros((0, 6), np.int64)], [0]
    for own, early, late, (fold, _), part in zip(members, *touched, ends, parts, strict=True):
        cuts = np.unique(np.concatenate([_cuts(0, fold), _cuts(fold, len(own))]))
        for first, last in pairwise(cuts):
            met = (early if last <= fold else late) < last
            few, most = np.flatnonzero(met[:part]), part + np.flatnonzero(met[part:])
            limits = [few[0], few[-1] + 1] if len(few) else [0, 0]
            limits += [most[0], most[-1] + 1] if len(most) else [0, 0]
            panels.append(np.array([[first, last, *(len(own) + np.array(limits))]], np.int64))
        begin.append(begin[-1] + len(cuts) - 1)
    table = np.concatenate(panels)
    return {
        "pivots": np.array([len(each) for each in members], np.int64),
        "border": np.array([len(each) for each in meets], np.int64),
        "index": _joined(index),
        "start": _ends([len(each) for each in index]),
        "into_start": _ends([len(each) for each in meets]),
        "fold": np.array([each for each, _ in ends], np.int64),
        "join": np.array([each for _, each in ends], np.int64),
        "early": _joined(touched[0]),
        "late": _joined(touched[1]),
        "cut": np.array(parts, np.int64),
        "entry": _joined(inside),
        "place": _joined(places),
        "entry_start": _ends([len(each) for each in inside]),
        "panel_start": np.array(begin, np.int64),
        "panel_first": table[:, 0].copy(),
        "panel_last": table[:, 1].copy(),
        "panel_from": table[:, 2].copy(),
        "panel_until": table[:, 3].copy(),
        "panel_again": table[:, 4].copy(),
        "panel_end": table[:, 5].copy(),
    }


def _cuts(first: int, last: int) -> Ints:
    """Return where panels begin and end."""
    count = max(1, round((last - first) / PANEL))
    return np.linspace(first, last, count + 1).astype(np.int64)


def _fronts(parts: dict[str, object]) -> Fronts:
    into: list[Ints] = parts.pop("into")  # type: ignore[assignment]
    runs = []
    for each in into:
        breaks = np.append(np.flatnonzero(np.diff(each) != 1) + 1, len(each))
        runs.append(breaks[np.searchsorted(breaks, np.arange(len(each)), side="right")])
    return Fronts(into=_joined(into), run=_joined(runs), **parts)  # type: ignore[arg-type]


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)


def _ends(lengths: object) -> Ints:
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))]).astype(np.int64)
