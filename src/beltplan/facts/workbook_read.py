"""Read an Excel workbook back into raw tables; nothing in it is trusted or guessed."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from beltplan.facts import codes
from beltplan.facts.book import Book
from beltplan.facts.cells import as_day
from beltplan.facts.checking import check_book
from beltplan.facts.errors import suggest
from beltplan.facts.raw import MAX_ROWS, RawTable, from_rows
from beltplan.facts.schema import Table, schema
from beltplan.facts.workbook_cells import cell_text
from beltplan.facts.workbook_guard import guard
from beltplan.faults import Collector, Fault, FaultError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["DAY_LABEL", "README", "Content", "read_workbook"]

README: Final = "README"
DAY_LABEL: Final = "Date of the data"
"""Label in the first sheet beside which the package's own date stands."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a sound workbook holds.

    Attributes
    ----------
    tables
        Raw table by name, in the order of the schema; rows as in the sheets, without those
        that are empty.
    created
        The package's own date as the first sheet says, or None where it does not.
    """

    tables: dict[str, RawTable]
    created: date | None


def read_workbook(file: str | Path, *, created: date | None = None) -> Content:
    """Read and check a workbook.

    Parameters
    ----------
    file
        The .xlsx file.
    created
        The package's own date, against which `known_from` is checked where the workbook
        itself names none.

    Raises
    ------
    FaultError
        With all faults: sheet, row, column letter, value, code and way out.
    """
    path = Path(file)
    guard(path)
    faults = Collector()
    columns: dict[str, dict[str, str]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets, day = _sheets(path, faults)
    except FaultError:
        raise
    except Exception as error:  # a damaged workbook can fail anywhere in the parser
        message = f"the workbook cannot be read ({type(error).__name__})"
        way_out = "open it in Excel or LibreOffice, save it as .xlsx again, and import that"
        raise FaultError([codes.WORKBOOK_FILE.at(message, way_out)]) from None
    tables: dict[str, RawTable | None] = {}
    for table in schema().tables:
        if table.name not in sheets:
            tables[table.name] = None
            continue
        found = sheets[table.name]
        columns[table.name] = dict(zip(found.header, found.letters, strict=True))
        tables[table.name] = from_rows(found.header, found.rows, found.lines, table, faults)
    check_book(Book(tables, day or created), faults)
    if faults:
        raise FaultError(_in_sheets(faults.faults(), columns))
    return Content({name: raw for name, raw in tables.items() if raw is not None}, day)


def _in_sheets(faults: Sequence[Fault], columns: dict[str, dict[str, str]]) -> list[Fault]:
    """Name sheet and column letter of faults that were found in tables.

    A cell that Excel spoilt counts once, and not as an empty cell as well.
    """
    spots = {(f.sheet, f.line, f.field) for f in faults if f.code.startswith("workbook.")}
    found = []
    for fault in faults:
        if fault.sheet or not fault.table:
            found.append(fault)
        elif (fault.table, fault.line, fault.field) not in spots:
            column = columns.get(fault.table, {}).get(fault.field, "")
            found.append(replace(fault, sheet=fault.table, column=column))
    return found


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The named columns of a sheet as text, with their letters and row numbers."""

    header: list[str]
    letters: list[str]
    rows: list[list[str]]
    lines: list[int]


def _sheets(path: Path, faults: Collector) -> tuple[dict[str, _Sheet], date | None]:
    with path.open("rb") as stream:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        names = [name for name in book.sheetnames if name != README]
        expected = schema().names
        for name in names:
            if name not in expected:
                missing = [each for each in expected if each not in names]
                way_out = suggest(name, missing, otherwise="remove the sheet from the workbook")
                fault = codes.WORKBOOK_SHEET.at(f"no table is called {name!r}", way_out)
                faults.add(replace(fault, sheet=name))
        found = {}
        for table in schema().tables:
            if table.name not in names:
                way_out = "export the region anew and copy your rows into it"
                fault = codes.WORKBOOK_SHEET.at(
                    f"the sheet {table.name!r} is missing", way_out, table=table.name
                )
                faults.add(replace(fault, sheet=table.name))
            else:
                found[table.name] = _sheet(book[table.name], table, faults)
        return found, _day(book[README], faults) if README in book.sheetnames else None


def _day(sheet: Any, faults: Collector) -> date | None:
    """Return the package's own date from the first sheet."""
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_row=50, max_col=2), start=1):
        if len(cells) < 2 or cells[0].value != DAY_LABEL:
            continue
        value = cells[1].value
        text = value.date().isoformat() if isinstance(value, datetime) else str(value or "")
        day = as_day(text)
        if day is None:
            message = f"{text!r} is no day"
            fault = codes.DATE.at(message, "write it as 2026-11-21", value=text, line=line)
            faults.add(replace(fault, sheet=README, column="B"))
        return day
    return None


def _sheet(sheet: Any, table: Table, faults: Collector) -> _Sheet:
    """Return the rows of a sheet as text; columns without a name must be empty."""
    sheet.reset_dimensions()
    found = _Sheet([], [], [], [])
    last = MAX_ROWS + 2
    for line, cells in enumerate(sheet.iter_rows(max_row=last), start=1):
        if line == last:
            fault = codes.TOO_LARGE.at(
                f"cells below row {last - 1:,}", "delete the rows below the table", line=line
            )
            faults.add(replace(fault, sheet=table.name, table=table.name))
            break
        if line == 1:
            names = [_name(cell.value) for cell in cells]
            found.header[:] = [name for name in names if name]
            found.letters[:] = [get_column_letter(n) for n, name in enumerate(names, 1) if name]
            continue
        if all(cell.value is None or cell.value == "" for cell in cells):
            continue
        row = [""] * len(found.header)
        position = 0
        wrong: list[Fault] = []
        for index, cell in enumerate(cells):
            name = names[index] if index < len(names) else ""
            text, problem = cell_text(cell, table.field(name) if name in table else None)
            if not name and text:
                problem = (codes.EXTRA_COLUMN, *_NAMELESS)
            if problem is not None:
                kind, message, way_out = problem
                value = str(getattr(cell.value, "text", cell.value))
                fault = kind.at(message, way_out, field=name, value=value, line=line)
                wrong.append(replace(fault, column=get_column_letter(index + 1)))
            if name:
                row[position] = text
                position += 1
        key = row[found.header.index(table.key)] if table.key in found.header else ""
        for fault in wrong:
            faults.add(replace(fault, sheet=table.name, table=table.name, row=key))
        found.rows.append(row)
        found.lines.append(line)
    return found


_NAMELESS: Final = (
    "the cell stands outside the table: its column has no name",
    "empty the cell, or put it in `note`",
)


def _name(value: object) -> str:
    return "" if value is None else str(value)
