"""Does Owen's theorem hold for a programme: every condition tested on its arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.faults import Collector
from beltplan.shares.errors import INTEGER, NOBODY, REACH, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beltplan.faults import Fault, Kind
    from beltplan.shares.program import CostProgram

__all__ = ["check_conditions"]

_ROUND: Final = 1e-9


def check_conditions(
    programme: CostProgram,
    *,
    row_names: Sequence[str] | None = None,
    column_names: Sequence[str] | None = None,
) -> tuple[Fault, ...]:
    """Return every way in which a programme breaks the conditions of Owen's theorem.

    1. Every right-hand side of a row that is finite and not 0 has owners, and their parts add up to
       1. The bounds of everybody are then the sum of the members' bounds, and those of a coalition
       are the part that it owns.
    2. No part is negative.
    3. A bound of a column that is finite and not 0 belongs to the players that the column touches,
       so the column touches somebody.
    4. A column that stands in a row with owners, and touches players at all, touches at least one
       of the row's owners: what nobody in the coalition owns, no column of the coalition uses.

    5. No column takes whole numbers only.

    A column exists for a coalition only when all players that it touches belong to it; that rule is
    built into `CostProgram.bounds`, so a coalition's columns are always some of everybody's.

    Parameters
    ----------
    programme
        The programme.
    row_names, column_names
        What to call rows and columns in the faults; default their index.

    Returns
    -------
    The faults; none when the theorem holds.
    """
    naming = _Naming(row_names, column_names)
    found = Collector()
    for fault in (
        *_rows(programme, naming),
        *_columns(programme, naming),
        *_reach(programme, naming),
    ):
        found.add(fault)
    return found.faults()


class _Naming:
    """What rows and columns are called, and faults that name them."""

    def __init__(
        self,
        rows: Sequence[str] | None,
        columns: Sequence[str] | None,
    ) -> None:
        self._rows, self._columns = rows, columns

    def row(self, i: int) -> str:
        return self._rows[i] if self._rows is not None else str(i)

    def column(self, j: int) -> str:
        return self._columns[j] if self._columns is not None else str(j)

    def of_row(self, kind: Kind, i: int, message: str, way_out: str) -> Fault:
        """Return a fault in the owners of a row."""
        return kind.at(message, way_out, table="rows", row=self.row(i), field="owners")

    def of_column(
        self, kind: Kind, j: int, message: str, way_out: str, *, field: str, value: str = ""
    ) -> Fault:
        """Return a fault in a field of a column."""
        name = self.column(j)
        return kind.at(message, way_out, table="columns", row=name, field=field, value=value)


def _rows(programme: CostProgram, naming: _Naming) -> Iterator[Fault]:
    """Find right-hand sides without owners, and parts that do not add up."""
    matters = programme.owned_rows
    parts = np.asarray(programme.owners.sum(axis=1)).ravel()
    negative = np.asarray((programme.owners < 0).sum(axis=1)).ravel() > 0
    for i in np.flatnonzero(matters & (parts == 0) & ~negative).tolist():
        bound = programme.row_lower[i]
        if not np.isfinite(bound) or bound == 0:
            bound = programme.row_upper[i]
        message = f"row {naming.row(i)} has the right-hand side {bound:g} and no owner"
        way_out = (
            "give it owners; what towns share they own in parts, half each unless facts differ"
        )
        yield naming.of_row(NOBODY, i, message, way_out)
    for i in np.flatnonzero(matters & (parts != 0) & (np.abs(parts - 1) > _ROUND)).tolist():
        message = f"the parts of row {naming.row(i)} add up to {parts[i]:g}"
        yield naming.of_row(WEIGHTS, i, message, "the parts of one row add up to 1")
    for i in np.flatnonzero(negative).tolist():
        message = f"a part of row {naming.row(i)} is negative"
        yield naming.of_row(WEIGHTS, i, message, "a part is between 0 and 1")


def _columns(programme: CostProgram, naming: _Naming) -> Iterator[Fault]:
    """Find bounds that belong to nobody, and whole numbers."""
    count = programme.touched
    lower, upper = programme.col_lower, programme.col_upper
    bounded = (np.isfinite(lower) & (lower != 0)) | (np.isfinite(upper) & (upper != 0))
    for j in np.flatnonzero(bounded & (count == 0)).tolist():
        message = f"column {naming.column(j)} has a bound and touches nobody"
        way_out = "make the bound a row with owners, or say whom the column touches"
        yield naming.of_column(NOBODY, j, message, way_out, field="touches")
    for j in np.flatnonzero(programme.integer).tolist():
        message = f"column {naming.column(j)} takes whole numbers only"
        way_out = "relax it, or use the least core and the subsidy"
        yield naming.of_column(INTEGER, j, message, way_out, field="integer")


def _reach(programme: CostProgram, naming: _Naming) -> Iterator[Fault]:
    """Find entries of the matrix whose column touches none of the row's owners."""
    entries = programme.matrix.tocoo()
    owners = (programme.owners > 0).astype(np.float64)
    owned = np.asarray(owners.sum(axis=1)).ravel() > 0
    count = programme.touched
    look = (entries.data != 0) & (programme.owned_rows & owned)[entries.row]
    look &= count[entries.col] > 0
    rows, columns = entries.row[look], entries.col[look]
    shared = np.asarray(owners[rows].multiply(programme.touches[columns]).sum(axis=1)).ravel()
    for i, j in zip(rows[shared == 0].tolist(), columns[shared == 0].tolist(), strict=True):
        row = naming.row(i)
        message = f"column {naming.column(j)} uses row {row}, whose owners it does not touch"
        way_out = "add the owners to those that the column touches"
        yield naming.of_column(REACH, j, message, way_out, field="touches", value=row)
