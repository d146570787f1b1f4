"""Faults as people read them: text, a table for the terminal, a page of the manual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.faults.declared import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table as RichTable

    from beltplan.faults.fault import Fault

__all__ = ["as_rich", "faults_page", "plain"]


def plain(faults: Iterable[Fault]) -> str:
    """Return faults as text, two lines each.

    Examples
    --------
    >>> from beltplan.faults import Fault
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
