"""Programmes as arcs, and which of them no way needs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.paths.kernel import jit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Arcs", "prune"]


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


@jit
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
