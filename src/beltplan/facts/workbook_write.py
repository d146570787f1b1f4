"""Export a region to an Excel workbook: one sheet a table, made from the attribute table.

Text cells are text in every sense: typed as strings, formatted as text, quoted where they
begin like a formula, so that ``8112``, ``2024-10`` and ``=1+1`` come back as they went.
Numbers carry a number format with as many decimals as the file writes.
"""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from beltplan.facts import codes
from beltplan.facts.cells import as_day
from beltplan.facts.checking import check
from beltplan.facts.errors import TargetError
from beltplan.facts.package import Descriptor, locate, read_descriptor
from beltplan.facts.raw import RawTable, read_raw
from beltplan.facts.schema import Field, schema
from beltplan.facts.workbook_read import DAY_LABEL, README, read_workbook
from beltplan.faults import Collector, FaultError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["FIRST_EXCEL_DAY", "export_workbook"]

FIRST_EXCEL_DAY: Final = date(1900, 3, 1)
"""Excel counts a 29 February 1900; earlier days are written as text."""

_SPARE_ROWS: Final = 500
_LIST_LIMIT: Final = 255
_FORMULA_MARKS: Final = ("=", "+", "-", "@")
_WIDTHS: Final = {"number": 12, "integer": 10, "boolean": 10, "date": 12, "country": 9, "enum": 16}

_HELP: Final = (
    "One sheet is one table; row 1 holds the names of the fields.",
    "Point at a name to read what the field means, its unit and its type.",
    "Leave a cell empty where the value is unknown. Never write a formula.",
    "Dates are days (2026-02-27). Lists are separated by semicolons, without blanks.",
    "known_from is the first day on which the row was public; the date of the data above is "
    "the newest such day, so move it on when you add newer rows.",
    "Every row names its sources; add a new source to the sheet 'sources' first.",
    "Add rows below the last one. Do not rename sheets or columns.",
    "Bring the workbook back with: beltplan facts import --xlsx FILE --into FOLDER",
    "If anything is wrong, all faults are listed at once and nothing is imported.",
)


def export_workbook(region: str | Path, file: Path) -> Path:
    """Write all tables of a region to an Excel workbook.

    The workbook is read back before it is put in place, so that what is exported is known
    to come back unchanged.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder; it must be free of faults.
    file
        The .xlsx file to write; replaced in one step.

    Raises
    ------
    FaultError
        If the region has faults.
    TargetError
        If the file cannot be written.
    """
    folder = locate(region)
    faults = check(folder)
    if faults:
        raise FaultError(faults)
    descriptor = read_descriptor(folder)
    collector = Collector()
    tables = [read_raw(folder / t.filename, t, collector) for t in schema().tables]
    raws = {raw.table.name: raw for raw in tables if raw is not None}
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=file.absolute().parent) as stage:
            fresh = Path(stage) / "region.xlsx"
            _write(fresh, raws, descriptor)
            _verify(fresh, raws, descriptor.created)
            fresh.replace(file)
    except OSError as error:
        message = f"cannot write {file}: {error.strerror or error}"
        raise TargetError(message, "close it in Excel, or choose another file") from error
    return file


def _verify(file: Path, raws: dict[str, RawTable], created: date) -> None:
    back = read_workbook(file, created=created).tables
    for name, raw in raws.items():
        for field in raw.table.fields:
            pairs = zip(raw.columns[field.name], back[name].columns[field.name], strict=True)
            for index, (before, after) in enumerate(pairs):
                if before != after:
                    message = "the cell would not come back from a workbook as it is"
                    fault = codes.WORKBOOK_TYPE.at(
                        message,
                        f"rewrite it: it would come back as {after!r}",
                        table=name,
                        row=raw.ids()[index],
                        field=field.name,
                        value=before,
                        line=raw.lines[index],
                    )
                    raise FaultError([fault])


class _Formats:
    """Cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def get(self, name: str, **properties: Any) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format({"valign": "top", **properties})
        return self._made[name]

    @property
    def text(self) -> Format:
        return self.get("text", num_format="@")

    @property
    def quoted(self) -> Format:
        return self.get("quoted", num_format="@", quote_prefix=True)

    @property
    def day(self) -> Format:
        return self.get("day", num_format="yyyy-mm-dd", align="left")

    @property
    def plain(self) -> Format:
        return self.get("plain")

    def number(self, decimals: int) -> Format:
        pattern = "0" if decimals == 0 else "0." + "0" * decimals
        return self.get(f"number {decimals}", num_format=pattern)


def _write(file: Path, raws: dict[str, RawTable], descriptor: Descriptor) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = _Formats(book)
        book.set_properties({"title": descriptor.titles["en"], "comments": "Made by Beltplan"})
        _readme(book.add_worksheet(README), raws, descriptor, formats)
        for raw in raws.values():
            _sheet(book.add_worksheet(raw.table.name), raw, raws, formats)


def _readme(
    sheet: Worksheet, raws: dict[str, RawTable], descriptor: Descriptor, formats: _Formats
) -> None:
    bold = formats.get("bold", bold=True)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    lines = [
        ("Region", descriptor.titles["en"]),
        ("Name", descriptor.name),
        ("Version", descriptor.version),
        (DAY_LABEL, descriptor.created.isoformat()),
    ]
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text, formats.text)
    start = len(lines) + 1
    for number, text in enumerate(_HELP):
        sheet.write_string(start + number, 1, text, formats.text)
    start += len(_HELP) + 1
    for number, raw in enumerate(raws.values()):
        sheet.write_url(start + number, 0, f"internal:'{raw.table.name}'!A1", string=raw.table.name)
        text = f"{len(raw.lines)} rows; {raw.table.fields[0].description.lower()}"
        sheet.write_string(start + number, 1, text, formats.text)


def _sheet(sheet: Worksheet, raw: RawTable, raws: dict[str, RawTable], formats: _Formats) -> None:
    header = formats.get("header", bold=True, bg_color="#E8EEF2", border=1)
    last = len(raw.lines) + _SPARE_ROWS
    for column, field in enumerate(raw.table.fields):
        sheet.write_string(0, column, field.name, header)
        sheet.write_comment(0, column, _comment(field), {"width": 300, "height": 110})
        width = _WIDTHS.get(field.type, 24)
        sheet.set_column(column, column, width, _column_format(field, formats))
        validation = _validation(field, raws)
        if validation is not None:
            sheet.data_validation(1, column, last, column, validation)
        for row, value in enumerate(raw.columns[field.name], start=1):
            if value:
                _cell(sheet, row, column, field, value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(raw.lines), 1), len(raw.table.fields) - 1)


def _column_format(field: Field, formats: _Formats) -> Format:
    if field.type == "date":
        return formats.day
    return formats.plain if field.type in ("number", "integer", "boolean") else formats.text


def _comment(field: Field) -> str:
    lines = [field.description, "", f"Type: {field.type}"]
    if field.unit:
        lines.append(f"Unit: {field.unit}")
    if field.values:
        lines.append(f"Values: {', '.join(field.values)}")
    if field.references:
        lines.append(f"One of the {field.references[1]} of the sheet {field.references[0]}")
    lines.append("Must be filled" if field.required else "May be empty (unknown)")
    return "\n".join(lines)


def _validation(field: Field, raws: dict[str, RawTable]) -> dict[str, Any] | None:
    help_text = {"error_title": field.name, "error_message": "See the note on the column's name."}
    if field.values and len(",".join(field.values)) <= _LIST_LIMIT:
        return {"validate": "list", "source": list(field.values), **help_text}
    if field.type == "boolean":
        return {"validate": "list", "source": ["TRUE", "FALSE"], **help_text}
    if field.references and field.type != "list":
        target, key = field.references
        names = schema().table(target).names
        letter = xlsxwriter.utility.xl_col_to_name(names.index(key))
        end = len(raws[target].lines) + _SPARE_ROWS
        source = f"='{target}'!${letter}$2:${letter}${end}"
        return {"validate": "list", "source": source, "error_type": "warning", **help_text}
    if field.type in ("number", "integer") and (field.minimum, field.maximum) != (None, None):
        kind = "decimal" if field.type == "number" else "integer"
        if field.maximum is None:
            return {"validate": kind, "criteria": ">=", "value": field.minimum, **help_text}
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
        return {"validate": kind, "criteria": "between", **bounds, **help_text}
    return None


def _cell(
    sheet: Worksheet, row: int, column: int, field: Field, value: str, formats: _Formats
) -> None:
    day = as_day(value) if field.type == "date" else None
    if field.type in ("number", "integer"):
        decimals = len(value.partition(".")[2])
        sheet.write_number(row, column, float(value), formats.number(decimals))
    elif field.type == "boolean":
        sheet.write_boolean(row, column, value == "true", formats.plain)
    elif day is not None and day >= FIRST_EXCEL_DAY:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a calendar day
        sheet.write_datetime(row, column, moment, formats.day)
    else:
        style = formats.quoted if value.startswith(_FORMULA_MARKS) else formats.text
        sheet.write_string(row, column, value, style)
