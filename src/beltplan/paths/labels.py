"""Multi-criteria label-setting: the ways through programmes that no other way beats.

The method of Martins (1984) for the multi-objective shortest path, with three changes.

A state is what a person is able to do (a set of competences as bits, an EQF level, programmes
taken), and a label is beaten also by a label that costs no more in any respect and leads to a
state that is at least as good.

Time is not a cost that adds up: a programme starts when it starts, so an arc maps the month of
readiness to the month of completion. That map never lets the later overtake the earlier (first
in, first out), so that what is beaten stays beaten when both go on.

Every label is an answer too (stop here), and the answers found so far bound the search: a
label is dropped when an answer beats the best that it could still become.

Months, money, hours, language and weights are whole numbers, in units that the caller chooses.
Labels are settled month by month, since every programme takes at least a month; within a month
by the sum of their costs, which sorts every label behind those that beat it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from beltplan.compiled import forget_stale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Answers", "Arcs", "prune", "search"]

forget_stale(Path(__file__).parent)
_jit = njit(cache=True, nogil=True, boundscheck=False)


@dataclass(frozen=True)
class Arcs:
    """Programmes as arcs; int64 arrays of one length.

    Attributes
    ----------
    entry, exit
        EQF level needed, and reached (0 for none).
    gain
        Competences taught, as bits.
    first, period, phase
        No start before month `first`; then in each month that leaves `phase` when divided by
        `period` (1, 6 or 12).
    months, money, hours, language
        Length (at least 1), costs that add up, and language distance (the largest counts).
    """

    entry: Ints
    exit: Ints
    gain: Ints
    first: Ints
    period: Ints
    phase: Ints
    months: Ints
    money: Ints
    hours: Ints
    language: Ints

    def __len__(self) -> int:
        return len(self.entry)

    def take(self, rows: Ints) -> Arcs:
        """Return some of the arcs, by position."""
        return Arcs(*(getattr(self, field.name)[rows] for field in fields(self)))

    def table(self) -> Ints:
        """Return the fields as columns, int64 [arc, 10]."""
        return np.column_stack(
            (
                *(self.entry, self.exit, self.gain, self.first, self.period, self.phase),
                *(self.months, self.money, self.hours, self.language),
            )
        ).astype(np.int64)


@dataclass(frozen=True)
class Answers:
    """The answers that no other answer beats.

    Attributes
    ----------
    criteria
        int64 [answer, 7], all to be small: levels short of the goal, months, money, hours,
        language, weight of what is left, and 1 where the first bit is missing.
    mask, level
        State at the end.
    ways
        Arcs of each answer, in order; none for stopping at once.
    complete
        Whether the search ended by itself, not by the limit on labels.
    """

    criteria: Ints
    mask: Ints
    level: Ints
    ways: tuple[tuple[int, ...], ...]
    complete: bool


def prune(arcs: Arcs, *, mask: int = 0, level: int = 0) -> Ints:
    """Return the arcs that some way may need, as positions.

    Left out are arcs that teach nothing beyond `mask` and lead to no level above `level`, and
    arcs that another arc of the same starts beats in every respect: it asks for no higher
    level, leads at least as far, teaches at least the same, and takes and costs no more. Of
    equal arcs the first is kept.
    """
    useful = ((arcs.gain & ~mask) != 0) | (arcs.exit > level)
    at = np.flatnonzero(useful)
    if len(at) < 2:
        return at
    table = arcs.table()[at]
    # Cheap ones first: what beats another is never dearer, so it stands before it.
    bits = np.array([int(g).bit_count() for g in table[:, 2]])
    order = np.lexsort((-table[:, 1], -bits, table[:, 9], table[:, 8], table[:, 7], table[:, 6]))
    kept = _unbeaten(table[order])
    result: Ints = np.sort(at[order[kept]])
    return result


@_jit
def _unbeaten(table: Any) -> Any:  # pragma: no cover - compiled
    n = table.shape[0]
    kept = np.empty(n, dtype=np.int64)
    count = 0
    for i in range(n):
        beaten = False
        for k in range(count):
            j = kept[k]
            if (
                table[j, 6] <= table[i, 6]
                and table[j, 7] <= table[i, 7]
                and table[j, 8] <= table[i, 8]
                and table[j, 9] <= table[i, 9]
                and (table[i, 2] & ~table[j, 2]) == 0
                and table[j, 0] <= table[i, 0]
                and table[j, 1] >= table[i, 1]
                and table[j, 3] <= table[i, 3]
                and (
                    table[j, 4] == 1 or (table[j, 4] == table[i, 4] and table[j, 5] == table[i, 5])
                )
            ):
                beaten = True
                break
        if not beaten:
            kept[count] = i
            count += 1
    return kept[:count]


def search(
    arcs: Arcs,
    weights: Ints,
    *,
    mask: int = 0,
    level: int = 4,
    goal: int = 1,
    horizon: int = 120,
    steps: int = 3,
    limit: int = 100_000,
) -> Answers:
    """Return every answer that none beats: ways of at most `steps` programmes.

    Of answers that are equal in every respect one is returned.

    Parameters
    ----------
    arcs
        The programmes, pruned or not.
    weights
        Weight of each bit from the second on, not negative; the first bit is judged by itself.
    mask, level
        Competences and EQF level at the start.
    goal
        EQF level wanted.
    horizon
        Months within which the way must end.
    steps
        Most programmes on a way.
    limit
        Largest number of labels settled; beyond it the result is not complete, and says so.

    Raises
    ------
    ValueError
        If an arc takes less than a month.

    Notes
    -----
    Martins, E. Q. V. (1984): On a multicriteria shortest path problem. European Journal of
    Operational Research 16, 236-245.
    """
    if len(arcs) and int(arcs.months.min()) < 1:
        message = "an arc takes less than a month"
        raise ValueError(message)
    start = np.array([0, 0, 0, 0, mask, level, -1, -1, 0], dtype=np.int64)
    front, settled, complete = _search(
        arcs.table(), np.asarray(weights, dtype=np.int64), start, goal, horizon, steps, limit
    )
    order = np.lexsort(front[:, :7].T[::-1])
    front = front[order]
    ways = []
    for row in front:
        way: list[int] = []
        parent, arc = int(row[9]), int(row[10])
        while arc >= 0:
            way.append(arc)
            parent, arc = int(settled[parent, 6]), int(settled[parent, 7])
        ways.append(tuple(reversed(way)))
    return Answers(front[:, :7], front[:, 7], front[:, 8], tuple(ways), bool(complete))


# Columns of a label: 0 month, 1 money, 2 hours, 3 language, 4 mask, 5 level, 6 parent, 7 arc,
# 8 programmes. Columns of an answer: 0 to 6 its criteria, 7 mask, 8 level, 9 parent, 10 arc.


@_jit
def _search(  # pragma: no cover - compiled
    arcs: Any, weights: Any, start: Any, goal: int, horizon: int, steps: int, limit: int
) -> Any:
    n = arcs.shape[0]
    whole = weights.sum()
    most = _best(start[4], arcs, weights)
    room = 1024
    waiting = np.empty((room, 9), dtype=np.int64)
    behind = np.empty(room, dtype=np.int64)
    heads = np.full(horizon + 1, -1, dtype=np.int64)
    settled = np.empty((1024, 9), dtype=np.int64)
    front = np.empty((256, 11), dtype=np.int64)
    found = np.empty(11, dtype=np.int64)
    count, done, size = 1, 0, 0
    waiting[0] = start
    behind[0] = -1
    heads[0] = 0
    _answer(found, start, weights, whole, goal)
    front, size = _insert(front, size, found)
    new = np.empty(9, dtype=np.int64)
    row = np.empty(9, dtype=np.int64)
    for month in range(horizon + 1):
        width = 0
        at = heads[month]
        while at >= 0:
            width += 1
            at = behind[at]
        if width == 0:
            continue
        bucket = np.empty(width, dtype=np.int64)
        keys = np.empty(width, dtype=np.int64)
        at = heads[month]
        for k in range(width):
            bucket[k] = at
            w = waiting[at]
            # The better state first among equal costs.
            state = (63 - _bits(w[4])) * 16 + (15 - w[5])
            keys[k] = ((w[1] + w[2] + w[3]) * 1024 + state) * 64 + w[8]
            at = behind[at]
        order = np.argsort(keys)
        for k in range(width):
            row[:] = waiting[bucket[order[k]]]
            if row[8] >= steps:
                continue
            left = whole - _weight(row[4], weights)
            more = (steps - row[8]) * _best(row[4], arcs, weights)
            if _hopeless(front, size, row, left - more) or _beaten(settled, done, row):
                continue
            if done >= limit:
                return front[:size].copy(), settled[:done].copy(), False
            if done == settled.shape[0]:
                larger = np.empty((2 * done, 9), dtype=np.int64)
                larger[:done] = settled
                settled = larger
            settled[done] = row
            own = done
            done += 1
            for a in range(n):
                arc = arcs[a]
                if arc[0] > row[5]:
                    continue
                if (arc[2] & ~row[4]) == 0 and arc[1] <= row[5]:
                    continue
                begin = row[0] if row[0] > arc[3] else arc[3]
                begin += (arc[5] - begin) % arc[4]
                end = begin + arc[6]
                if end > horizon:
                    continue
                new[0] = end
                new[1] = row[1] + arc[7]
                new[2] = row[2] + arc[8]
                new[3] = row[3] if row[3] > arc[9] else arc[9]
                new[4] = row[4] | arc[2]
                new[5] = row[5] if row[5] > arc[1] else arc[1]
                new[6] = own
                new[7] = a
                new[8] = row[8] + 1
                _answer(found, new, weights, whole, goal)
                if not _answered(front, size, found):
                    front, size = _insert(front, size, found)
                if new[8] >= steps:
                    continue
                if _hopeless(front, size, new, found[5] - (steps - new[8]) * most):
                    continue
                if count == room:
                    wider = np.empty((2 * room, 9), dtype=np.int64)
                    wider[:room] = waiting
                    waiting = wider
                    longer = np.empty(2 * room, dtype=np.int64)
                    longer[:room] = behind
                    behind = longer
                    room *= 2
                waiting[count] = new
                behind[count] = heads[end]
                heads[end] = count
                count += 1
    return front[:size].copy(), settled[:done].copy(), True


@_jit
def _bits(mask: int) -> int:  # pragma: no cover - compiled
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@_jit
def _weight(mask: int, weights: Any) -> int:  # pragma: no cover - compiled
    total = 0
    for b in range(weights.shape[0]):
        if mask & (2 << b):
            total += weights[b]
    return total


@_jit
def _answer(  # pragma: no cover - compiled
    found: Any, row: Any, weights: Any, whole: int, goal: int
) -> None:
    found[0] = goal - row[5] if goal > row[5] else 0
    for c in range(4):
        found[1 + c] = row[c]
    found[5] = whole - _weight(row[4], weights)
    found[6] = 0 if row[4] & 1 else 1
    found[7] = row[4]
    found[8] = row[5]
    found[9] = row[6]
    found[10] = row[7]


@_jit
def _answered(front: Any, size: int, found: Any) -> bool:  # pragma: no cover - compiled
    for k in range(size):
        f = front[k]
        if (
            f[5] <= found[5]
            and f[2] <= found[2]
            and f[1] <= found[1]
            and f[3] <= found[3]
            and f[4] <= found[4]
            and f[0] <= found[0]
            and f[6] <= found[6]
        ):
            if k > 0:
                # What beats one beats the next: keep it near the top.
                for c in range(11):
                    kept = front[k // 2, c]
                    front[k // 2, c] = f[c]
                    front[k, c] = kept
            return True
    return False


@_jit
def _insert(front: Any, size: int, found: Any) -> Any:  # pragma: no cover - compiled
    kept = 0
    for k in range(size):
        beats = True
        for c in range(7):
            if found[c] > front[k, c]:
                beats = False
                break
        if not beats:
            if kept != k:
                front[kept] = front[k]
            kept += 1
    if kept == front.shape[0]:
        larger = np.empty((2 * kept, 11), dtype=np.int64)
        larger[:kept] = front
        front = larger
    front[kept] = found
    return front, kept + 1


@_jit
def _best(mask: int, arcs: Any, weights: Any) -> int:  # pragma: no cover - compiled
    """Return the largest weight that one programme can add to a mask."""
    best = 0
    for a in range(arcs.shape[0]):
        fresh = arcs[a, 2] & ~mask
        if fresh:
            gain = _weight(fresh, weights)
            best = gain if gain > best else best
    return best


@_jit
def _hopeless(front: Any, size: int, row: Any, left: int) -> bool:  # pragma: no cover - compiled
    """Return whether an answer beats the best that a label could still become.

    `left` is a bound on what would be left; the goal reached and the first bit are granted, and
    one more programme takes at least a month.
    """
    left = left if left > 0 else 0
    for k in range(size):
        f = front[k]
        if (
            f[5] <= left
            and f[2] <= row[1]
            and f[1] <= row[0] + 1
            and f[3] <= row[2]
            and f[4] <= row[3]
            and f[0] == 0
            and f[6] == 0
        ):
            return True
    return False


@_jit
def _beaten(settled: Any, done: int, row: Any) -> bool:  # pragma: no cover - compiled
    for k in range(done):
        other = settled[k]
        if (
            other[1] <= row[1]
            and other[2] <= row[2]
            and other[0] <= row[0]
            and other[3] <= row[3]
            and (row[4] & ~other[4]) == 0
            and other[5] >= row[5]
            and other[8] <= row[8]
        ):
            return True
    return False
