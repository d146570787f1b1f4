"""Multi-criteria label-setting: all ways through programmes that no other way beats.

The method of Martins (1984) for the multi-objective shortest path, with two changes. A state
is what a person is able to do (a set of competences as bits, and an EQF level), and a label is
beaten also by a label that costs no more in any respect and leads to a state that is at least
as good. And time is not a cost that adds up: a programme starts when it starts, so an arc maps
the month of readiness to the month of completion. That map never lets the later overtake the
earlier (first in, first out), so that what is beaten stays beaten when both go on.

Months, money, hours and language are whole numbers, in units that the caller chooses. Labels
are settled month by month, since every programme takes at least a month; within a month by the sum
of their costs, which sorts every label behind those that beat it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from beltplan.compiled import forget_stale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Arcs", "Labels", "pareto", "prune", "search"]

forget_stale(Path(__file__).parent)
_jit = njit(cache=True, nogil=True, boundscheck=False)

MONTH, MONEY, HOURS, LANGUAGE, MASK, LEVEL, PARENT, ARC = range(8)
"""Columns of a label."""


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

    def table(self) -> Ints:
        """Return the fields as columns, int64 [arc, 10]."""
        return np.column_stack(
            (
                *(self.entry, self.exit, self.gain, self.first, self.period, self.phase),
                *(self.months, self.money, self.hours, self.language),
            )
        ).astype(np.int64)


@dataclass(frozen=True)
class Labels:
    """What the search found.

    Attributes
    ----------
    table
        int64 [label, 8]: month, money, hours, language, mask, level, parent (-1), arc (-1).
    complete
        Whether the search ended by itself, not by the limit on labels.
    """

    table: Ints
    complete: bool

    def arcs(self, label: int) -> list[int]:
        """Return the arcs that lead to a label, in order."""
        found: list[int] = []
        while self.table[label, PARENT] >= 0:
            found.append(int(self.table[label, ARC]))
            label = int(self.table[label, PARENT])
        return found[::-1]


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
    *,
    mask: int = 0,
    level: int = 4,
    horizon: int = 120,
    limit: int = 200_000,
) -> Labels:
    """Return every label that none beats, settled up to `horizon` months.

    Parameters
    ----------
    arcs
        The programmes, pruned or not.
    mask, level
        Competences and EQF level at the start.
    horizon
        Months within which the way must end.
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
    table, complete = _search(arcs.table(), mask, level, horizon, limit)
    return Labels(table, bool(complete))


@_jit
def _search(arcs: Any, mask: int, level: int, horizon: int, limit: int) -> Any:  # pragma: no cover
    n = arcs.shape[0]
    room = 1024
    waiting = np.empty((room, 8), dtype=np.int64)
    behind = np.empty(room, dtype=np.int64)
    heads = np.full(horizon + 1, -1, dtype=np.int64)
    settled = np.empty((1024, 8), dtype=np.int64)
    count = 1
    done = 0
    waiting[0] = np.array([0, 0, 0, 0, mask, level, -1, -1], dtype=np.int64)
    behind[0] = -1
    heads[0] = 0
    for month in range(horizon + 1):
        size = 0
        at = heads[month]
        while at >= 0:
            size += 1
            at = behind[at]
        if size == 0:
            continue
        bucket = np.empty(size, dtype=np.int64)
        at = heads[month]
        for k in range(size):
            bucket[k] = at
            at = behind[at]
        # By the sum of the costs, the better state first among equals: what beats another
        # stands before it, so that nothing settled is ever beaten.
        keys = np.empty(size, dtype=np.int64)
        for k in range(size):
            row = waiting[bucket[k]]
            bits = 0
            left = row[4]
            while left:
                left &= left - 1
                bits += 1
            keys[k] = (row[1] + row[2] + row[3]) * 1024 + (63 - bits) * 16 + (15 - row[5])
        order = np.argsort(keys)
        for k in range(size):
            row = waiting[bucket[order[k]]]
            if _beaten(settled, done, row):
                continue
            if done >= limit:
                return settled[:done].copy(), False
            if done == settled.shape[0]:
                larger = np.empty((2 * done, 8), dtype=np.int64)
                larger[:done] = settled
                settled = larger
            for c in range(8):
                settled[done, c] = row[c]
            own = done
            done += 1
            for a in range(n):
                arc = arcs[a]
                if arc[0] > row[5]:
                    continue
                if (arc[2] & ~row[4]) == 0 and arc[1] <= row[5]:
                    continue
                start = row[0] if row[0] > arc[3] else arc[3]
                start += (arc[5] - start) % arc[4]
                end = start + arc[6]
                if end > horizon:
                    continue
                if count == room:
                    wider = np.empty((2 * room, 8), dtype=np.int64)
                    wider[:room] = waiting
                    waiting = wider
                    longer = np.empty(2 * room, dtype=np.int64)
                    longer[:room] = behind
                    behind = longer
                    room *= 2
                    row = settled[own]
                new = waiting[count]
                new[0] = end
                new[1] = row[1] + arc[7]
                new[2] = row[2] + arc[8]
                new[3] = row[3] if row[3] > arc[9] else arc[9]
                new[4] = row[4] | arc[2]
                new[5] = row[5] if row[5] > arc[1] else arc[1]
                new[6] = own
                new[7] = a
                if _beaten(settled, done, new):
                    continue
                behind[count] = heads[end]
                heads[end] = count
                count += 1
            row = settled[own]
    return settled[:done].copy(), True


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
        ):
            return True
    return False


def pareto(criteria: NDArray[np.float64]) -> Ints:
    """Return the rows that no other row beats (all criteria to be small), first of equals.

    Parameters
    ----------
    criteria
        float [row, criterion].

    Examples
    --------
    >>> pareto(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])).tolist()
    [0, 1]
    """
    order = np.lexsort(criteria.T[::-1])
    kept: list[int] = []
    rows = criteria[order]
    for at in range(len(rows)):
        if not kept or not bool(np.any(np.all(rows[kept] <= rows[at], axis=1))):
            kept.append(at)
    result: Ints = np.sort(order[np.array(kept, dtype=np.int64)])
    return result
