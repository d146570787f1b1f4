"""Faults of inputs: collected, then shown at once, each with a way out.

The exception tree::

    BeltplanError            anything that a user can mend; has a way out
    └── FaultError           one or more faults found in facts, workbooks or settings

A kind of fault is declared once, with `kind`, by the room that can find it; the
documentation lists all of them from the same declarations::

    UNKNOWN_PLACE = kind("facts.unknown-place", "Unknown place", "A row names a place that …")
    raise FaultError([UNKNOWN_PLACE.at("no place 'umae'", "did you mean 'umea'?", value="umae")])
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table as RichTable

__all__ = [
    "BeltplanError",
    "Collector",
    "Fault",
    "FaultError",
    "Kind",
    "as_rich",
    "faults_page",
    "kind",
    "kinds",
    "plain",
]

_SHOWN_IN_MESSAGE = 20
_KINDS: dict[str, Kind] = {}


class BeltplanError(Exception):
    """Something that the user can mend.

    Parameters
    ----------
    message
        What is wrong, and where.
    way_out
        What to try; the command line prints it as the last line.
    """

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.message}. {self.way_out}" if self.way_out else self.message


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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: stable code, title, description."""

    code: str
    title: str
    description: str

    def at(
        self,
        message: str,
        way_out: str,
        *,
        table: str = "",
        row: str = "",
        field: str = "",
        value: str = "",
        line: int | None = None,
    ) -> Fault:
        """Return a fault of this kind at a spot."""
        shown = value if len(value) <= 120 else value[:117] + "..."
        return Fault(self.code, table, row, field, shown, message, way_out, line)


def kind(code: str, title: str, description: str) -> Kind:
    """Declare a kind of fault.

    Raises
    ------
    ValueError
        If the code is taken already.
    """
    if code in _KINDS:
        msg = f"fault code {code!r} is declared twice"
        raise ValueError(msg)
    _KINDS[code] = Kind(code, title, description)
    return _KINDS[code]


def kinds() -> tuple[Kind, ...]:
    """Return all kinds of fault declared by the rooms imported so far, by code."""
    return tuple(_KINDS[code] for code in sorted(_KINDS))


class FaultError(BeltplanError):
    """One or more faults, sorted and without repeats.

    Parameters
    ----------
    faults
        At least one fault.

    Examples
    --------
    >>> error = FaultError([Fault("facts.unknown-place", message="no place 'x'")])
    >>> len(error.faults)
    1
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = arrange(faults)
        if not self.faults:
            msg = "a FaultError needs at least one fault"
            raise ValueError(msg)
        text = plain(self.faults[:_SHOWN_IN_MESSAGE])
        if len(self.faults) > _SHOWN_IN_MESSAGE:
            text += f"\n… and {len(self.faults) - _SHOWN_IN_MESSAGE} more"
        super().__init__(f"{count(self.faults)}\n{text}")


def arrange(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults sorted, each once."""
    return tuple(sorted(set(faults), key=Fault.sort_key))


def count(faults: Iterable[Fault]) -> str:
    """Return ``1 fault`` or ``n faults``."""
    n = sum(1 for _ in faults)
    return "1 fault" if n == 1 else f"{n} faults"


class Collector:
    """Collect faults with bounded memory.

    A file with a million faulty rows must not fill the memory with a million
    messages: of one kind in one field the first `limit` are kept, and the rest
    is counted in one closing fault.

    Parameters
    ----------
    limit
        How many faults of one kind in one field are kept.
    """

    def __init__(self, *, limit: int = 100) -> None:
        self._limit = limit
        self._kept: list[Fault] = []
        self._seen: Counter[tuple[str, str, str, str]] = Counter()
        self._last: dict[tuple[str, str, str, str], Fault] = {}

    def add(self, fault: Fault) -> None:
        """Add one fault."""
        key = (fault.code, fault.sheet, fault.table, fault.field)
        self._seen[key] += 1
        if self._seen[key] <= self._limit:
            self._kept.append(fault)
        else:
            self._last[key] = fault

    def __bool__(self) -> bool:
        return bool(self._kept)

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults, sorted and without repeats."""
        rest = [
            replace(
                last,
                row="",
                value="",
                message=f"and {self._seen[key] - self._limit} more faults of this kind, "
                "the last one here",
            )
            for key, last in self._last.items()
        ]
        return arrange([*self._kept, *rest])


def plain(faults: Iterable[Fault]) -> str:
    """Return faults as text, two lines each.

    Examples
    --------
    >>> print(plain([Fault("facts.type", "events", "e1", "date", "x", "not a date",
    ...                    "write 2026-02-27", 3)]))
    events.csv line 3 (e1), field date: not a date [facts.type]
        → write 2026-02-27
    """
    lines: list[str] = []
    for fault in faults:
        placed = fault.table or fault.sheet or fault.row or fault.field or fault.line is not None
        spot = f"{fault.where}: " if placed else ""
        lines.append(f"{spot}{fault.message} [{fault.code}]")
        if fault.way_out:
            lines.append(f"    → {fault.way_out}")
    return "\n".join(lines)


def as_rich(faults: Iterable[Fault], *, title: str | None = None) -> RichTable:
    """Return faults as a table for the terminal."""
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(title=title, show_lines=True, title_justify="left")
    for name in ("Where", "Value", "What is wrong", "What to do", "Code"):
        table.add_column(name, overflow="fold")
    for fault in faults:
        cells = (fault.where, fault.value, fault.message, fault.way_out, fault.code)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def faults_page() -> str:
    """Return the Markdown page of all declared kinds of fault, for the documentation.

    It lists the kinds of the rooms that are imported.
    """
    lines = [
        "# Faults",
        "",
        "Every fault carries one of these codes; the codes do not change between versions.",
        "",
        "| code | fault | what it means |",
        "|---|---|---|",
    ]
    lines += [f"| `{k.code}` | {k.title} | {k.description} |" for k in kinds()]
    return "\n".join(lines) + "\n"
