"""All tables of a region as text cells, for the rules that look across cells and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.facts.cells import as_day, as_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from beltplan.facts.raw import RawTable
    from beltplan.faults import Fault, Kind

__all__ = ["Book", "Row"]


@dataclass(slots=True)
class Row:
    """One row of a raw table."""

    raw: RawTable
    index: int

    def __getitem__(self, field: str) -> str:
        column = self.raw.columns.get(field)
        return column[self.index] if column is not None else ""

    @property
    def id(self) -> str:
        """Return the id of the row."""
        return self[self.raw.table.key]

    @property
    def line(self) -> int:
        """Return the line of the file where the row begins."""
        return self.raw.lines[self.index]

    def number(self, field: str) -> float | None:
        """Return a number, or None where the cell is empty or no number."""
        return as_number(self[field])

    def day(self, field: str) -> date | None:
        """Return a day, or None where the cell is empty or no day."""
        return as_day(self[field])

    def members(self, field: str) -> list[str]:
        """Return the members of a list."""
        return [member for member in self[field].split(";") if member]

    def at(self, kind: Kind, field: str, message: str, way_out: str) -> Fault:
        """Return a fault at a field of this row."""
        return kind.at(
            message,
            way_out,
            table=self.raw.table.name,
            row=self.id,
            field=field,
            value=self[field],
            line=self.line,
        )


@dataclass(slots=True)
class Book:
    """The raw tables of a region.

    Attributes
    ----------
    tables
        Raw tables by name; None where a table could not be read.
    created
        The package's own date, or None where the descriptor does not say.
    """

    tables: Mapping[str, RawTable | None]
    created: date | None

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table; none where it could not be read."""
        raw = self.tables.get(table)
        if raw is not None:
            for index in range(len(raw.lines)):
                yield Row(raw, index)

    def ids(self, table: str) -> frozenset[str] | None:
        """Return the ids of a table, or None where it could not be read."""
        raw = self.tables.get(table)
        if raw is None or raw.table.key not in raw.columns:
            return None
        return frozenset(raw.ids()) | frozenset(raw.dropped)

    def known_from(self, table: str) -> dict[str, date]:
        """Return the day from which each row of a table is known."""
        found = {}
        for row in self.rows(table):
            day = row.day("known_from")
            if day is not None:
                found[row.id] = day
        return found
