"""Read an Excel workbook back into raw tables; nothing in it is trusted or guessed."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
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
from beltplan.facts.schema import Field, Table, schema
from beltplan.facts.workbook_guard import guard
from beltplan.faults import Collector, Fault, FaultError, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["DAY_LABEL", "README", "Content", "read_workbook"]

README: Final = "README"
DAY_LABEL: Final = "Date of the data"
"""Label in the first sheet beside which the package's own date stands."""

_TEXTS: Final = ("id", "text", "enum", "country", "list")
_AS_TEXT: Final = "format the cell as text and type the value again"


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
        header, rows, lines = sheets[table.name]
        columns[table.name] = {
            name: get_column_letter(index) for index, name in enumerate(header, start=1)
        }
        tables[table.name] = from_rows(header, rows, lines, table, faults)
    check_book(Book(tables, day or created), faults)
    found = faults.faults()
    if found:
        raise FaultError(_in_sheets(found, columns))
    return Content({name: raw for name, raw in tables.items() if raw is not None}, day)


def _in_sheets(faults: Iterable[Fault], columns: dict[str, dict[str, str]]) -> list[Fault]:
    """Name sheet and column letter of faults that were found in tables."""
    return [
        fault
        if fault.sheet or not fault.table
        else replace(
            fault,
            sheet=fault.table,
            column=columns.get(fault.table, {}).get(fault.field, ""),
        )
        for fault in faults
    ]


_Sheet = tuple[list[str], list[list[str]], list[int]]


def _sheets(path: Path, faults: Collector) -> tuple[dict[str, _Sheet], date | None]:
    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
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
    finally:
        book.close()


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
    """Return the header, the rows as text, and the number of each row in the sheet."""
    sheet.reset_dimensions()
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    last = MAX_ROWS + 2
    for line, cells in enumerate(sheet.iter_rows(max_row=last), start=1):
        if line == last:
            fault = codes.TOO_LARGE.at(
                f"cells below row {last - 1:,}", "delete the rows below the table", line=line
            )
            faults.add(replace(fault, sheet=table.name, table=table.name))
            break
        if line == 1:
            header = [_name(cell.value) for cell in cells]
            while header and not header[-1]:
                header.pop()
            continue
        if all(cell.value is None or cell.value == "" for cell in cells):
            continue
        row = [
            _text(cell, header[index] if index < len(header) else "", table, line, index, faults)
            for index, cell in enumerate(cells)
        ]
        for index in range(len(header), len(row)):
            if row[index]:
                message = "the cell stands outside the table: its column has no name"
                fault = codes.EXTRA_COLUMN.at(
                    message, "empty the cell, or put it in `note`", value=row[index], line=line
                )
                faults.add(_spot(fault, table, index))
        rows.append(row[: len(header)] + [""] * (len(header) - len(row)))
        lines.append(line)
    return header, rows, lines


def _name(value: object) -> str:
    return "" if value is None else str(value)


def _spot(fault: Fault, table: Table, index: int) -> Fault:
    return replace(fault, sheet=table.name, table=table.name, column=get_column_letter(index + 1))


def _text(cell: Any, name: str, table: Table, line: int, index: int, faults: Collector) -> str:
    """Return a cell as the text that stands in the CSV file; what Excel changed is a fault."""
    value = cell.value
    if value is None:
        return ""
    field = table.field(name) if name in table else None

    def fault(kind: Kind, message: str, way_out: str) -> None:
        found = kind.at(message, way_out, field=name, value=str(value), line=line)
        faults.add(_spot(found, table, index))

    if cell.data_type == "f":
        value = getattr(value, "text", value)
        fault(codes.WORKBOOK_FORMULA, "the cell holds a formula", "replace it by its value")
        return ""
    if cell.data_type == "e":
        fault(codes.WORKBOOK_ERROR, f"the cell shows the error {value}", "write the value itself")
        return ""
    if isinstance(value, str):
        return _from_text(value, field)
    if field is None:
        return str(value)
    if field.type in _TEXTS:
        word = _WORDS.get(type(value), "a number")
        fault(codes.WORKBOOK_TYPE, f"Excel holds {word} where a text belongs", _AS_TEXT)
        return ""
    if isinstance(value, datetime):
        if value.time() != time():
            message = "the cell holds a time of day"
            fault(codes.DATE, message, f"write the day only: {value.date().isoformat()}")
            return ""
        if field.type != "date":
            fault(codes.WORKBOOK_TYPE, "Excel took a number for a date", "type the number again")
            return ""
        return value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if "%" in str(cell.number_format) and field.unit != "share":
            message = f"the cell is formatted as a percentage: Excel holds {value}"
            fault(codes.WORKBOOK_TYPE, message, "format it as a number and type it again")
            return ""
        return _number(value, str(cell.number_format))
    fault(codes.WORKBOOK_TYPE, f"Excel holds {type(value).__name__}", _AS_TEXT)
    return ""


_WORDS: Final = {datetime: "a date", bool: "TRUE or FALSE", time: "a time of day"}


def _from_text(value: str, field: Field | None) -> str:
    text = value.replace("\r\n", "\n")
    if field is not None and field.type == "boolean" and text.lower() in ("true", "false"):
        return text.lower()
    return text


def _number(value: int | float, number_format: str) -> str:
    """Return a number with the decimals of its format, where they show all of it.

    Excel keeps 15 digits; what lies beyond is noise of the binary form.
    """
    if isinstance(value, int):
        text = str(value)
    elif value != value or value in (float("inf"), float("-inf")):
        return str(value)
    else:
        text = format(Decimal(f"{value:.15g}"), "f")
    whole, _, decimals = number_format.partition(".")
    if whole == "0" and decimals and set(decimals) == {"0"}:
        padded = text + ("" if "." in text else ".")
        missing = len(decimals) - len(padded.partition(".")[2])
        return padded + "0" * missing if missing >= 0 else text
    return text
