"""One fault at one spot of an input, and many of them in order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Fault", "arrange", "count"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at one spot of an input.

    Attributes
    ----------
    code
        Stable machine code such as ``facts.unknown-place``.
    table, row, field
        Where: table, id of the row and field; empty where it does not apply.
    value
        The text that was found.
    message, way_out
        What is wrong, and what to do about it.
    line
        Line of the file, or row of the sheet, counted from 1.
    sheet, column
        Sheet and column letter, for workbooks.
    """

    code: str
    table: str = ""
    row: str = ""
    field: str = ""
    value: str = ""
    message: str = ""
    way_out: str = ""
    line: int | None = None
    sheet: str = ""
    column: str = ""

    @property
    def where(self) -> str:
        """Return the spot in words: ``events.csv line 7 (ske_ett_03), field date``."""
        if self.sheet:
            spot = f"sheet {self.sheet}"
            if self.line is not None:
                spot += f" cell {self.column}{self.line}" if self.column else f" row {self.line}"
            elif self.column:
                spot += f" column {self.column}"
        else:
            spot = f"{self.table}.csv" if self.table else "package"
            if self.line is not None:
                spot += f" line {self.line}"
        if self.row:
            spot += f" ({self.row})"
        if self.field:
            spot += f", field {self.field}"
        return spot

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as plain data, for JSON."""
        return asdict(self)

    def sort_key(self) -> tuple[str, int, str, str, str, str]:
        """Return the key that orders faults as a reader goes through the files."""
        line = self.line if self.line is not None else 0
        return (self.sheet or self.table, line, self.field, self.code, self.row, self.message)


def arrange(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults sorted, each once."""
    return tuple(sorted(set(faults), key=Fault.sort_key))


def count(faults: Iterable[Fault]) -> str:
    """Return ``1 fault`` or ``n faults``."""
    n = sum(1 for _ in faults)
    return "1 fault" if n == 1 else f"{n} faults"
