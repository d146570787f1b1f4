"""Read one CSV table as text cells, refusing what is too large or no text.

Nothing is interpreted here: a `RawTable` holds the cells as they stand, and the
line of the file in which each row begins.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from beltplan.facts import codes
from beltplan.facts.errors import suggest

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.facts.schema import Table
    from beltplan.faults import Collector

__all__ = ["MAX_BYTES", "MAX_CELL", "MAX_ROWS", "RawTable", "read_raw"]

MAX_BYTES: Final = 32 * 2**20
MAX_ROWS: Final = 200_000
MAX_CELL: Final = 32_767
"""Characters that a cell of a spreadsheet can hold."""


@dataclass(slots=True)
class RawTable:
    """The cells of one table as text.

    Attributes
    ----------
    table
        Its declaration.
    columns
        Cells by field; a field that the file lacks is absent.
    lines
        For each row the line of the file (or row of the sheet) where it begins.
    dropped
        Ids of rows that could not be read cell by cell; they exist, so references
        to them are no fault of their own.
    """

    table: Table
    columns: dict[str, list[str]]
    lines: list[int]
    dropped: set[str] = field(default_factory=set)

    def ids(self) -> list[str]:
        """Return the ids of the rows, empty texts where there is no id column."""
        return self.columns.get(self.table.key) or [""] * len(self.lines)


def read_raw(path: Path, table: Table, faults: Collector) -> RawTable | None:
    """Read a CSV file; what is wrong with its form goes to `faults`.

    Size is judged before a byte is read, the number of lines before anything is parsed.

    Returns
    -------
    RawTable or None
        None where nothing could be read.
    """
    text = _read_text(path, table, faults)
    if text is None:
        return None
    return parse_csv(text, table, faults)


def _read_text(path: Path, table: Table, faults: Collector) -> str | None:
    name = table.name
    if not path.is_file():
        way_out = f"add {table.filename} with the header {','.join(table.names[:3])},…"
        faults.add(codes.MISSING_TABLE.at(f"no file {table.filename}", way_out, table=name))
        return None
    size = path.stat().st_size
    if size > MAX_BYTES:
        faults.add(
            codes.TOO_LARGE.at(
                f"{size / 2**20:,.0f} MB; a table has at most {MAX_BYTES // 2**20} MB",
                "keep raw statistics outside the region and bring in the figures it needs",
                table=name,
            )
        )
        return None
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        faults.add(
            codes.ENCODING.at(
                "the file is UTF-16 ('Unicode text' in Excel), not UTF-8",
                "in Excel choose Save as, CSV UTF-8 (comma delimited)",
                table=name,
            )
        )
        return None
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        faults.add(
            codes.BINARY.at(
                "the file holds NUL bytes, so it is no text file",
                "save the table as CSV UTF-8; an .xlsx goes through `beltplan facts import`",
                table=name,
                line=line,
            )
        )
        return None
    lines = data.count(b"\n")
    if lines > MAX_ROWS:
        faults.add(
            codes.TOO_LARGE.at(
                f"{lines:,} lines; a table has at most {MAX_ROWS:,}",
                "keep raw statistics outside the region and bring in the figures it needs",
                table=name,
            )
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        word = data[max(error.start - 10, 0) : error.start + 10].decode("cp1252", "replace")
        faults.add(
            codes.ENCODING.at(
                f"byte {error.start + 1} is not UTF-8; as Latin-1 it reads {word!r}",
                "save the file as UTF-8: in Excel Save as, CSV UTF-8 (comma delimited)",
                table=name,
                value=word.strip(),
                line=before.count(b"\n") + 1,
            )
        )
        return None


def parse_csv(text: str, table: Table, faults: Collector) -> RawTable | None:
    """Split the text of a CSV file into cells; CRLF counts as LF, also inside cells."""
    reader = csv.reader(
        io.StringIO(text.replace("\r\n", "\n"), newline=""), strict=True, lineterminator="\n"
    )
    rows: list[list[str]] = []
    lines: list[int] = []
    begin = 1
    limit = csv.field_size_limit(MAX_BYTES)
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        faults.add(
            codes.QUOTING.at(
                f"the quotation marks do not match: {error}",
                'put the cell in "…" and write a quotation mark inside it twice ("")',
                table=table.name,
                line=begin,
            )
        )
        return None
    finally:
        csv.field_size_limit(limit)
    if not rows:
        way_out = f"the first line is {','.join(table.names[:3])},…"
        faults.add(codes.EMPTY_FILE.at("the file is empty", way_out, table=table.name))
        return None
    header = rows.pop(0)
    del lines[0]
    if len(header) == 1 and len(table.names) > 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in header[0]:
                faults.add(
                    codes.DELIMITER.at(
                        f"the columns are separated by {word}, not by commas",
                        "in Excel choose Save as, CSV UTF-8 (comma delimited), "
                        "or import the .xlsx itself with `beltplan facts import`",
                        table=table.name,
                        line=1,
                    )
                )
                return None
    return from_rows(header, rows, lines, table, faults)


def from_rows(
    header: list[str], rows: list[list[str]], lines: list[int], table: Table, faults: Collector
) -> RawTable:
    """Turn a header and rows into columns; what is wrong with their shape goes to `faults`."""
    check_header(header, table, faults)
    key = header.index(table.key) if table.key in header else None
    kept: list[list[str]] = []
    kept_lines: list[int] = []
    dropped: set[str] = set()
    for row, line in zip(rows, lines, strict=True):
        if len(row) == len(header):
            kept.append(row)
            kept_lines.append(line)
            continue
        name = row[key] if key is not None and key < len(row) else ""
        dropped.add(name)
        faults.add(
            codes.CELL_COUNT.at(
                f"{len(row)} cells under a header of {len(header)}",
                'a cell that holds a comma goes in "…"; an empty cell is still a cell (,,)',
                table=table.name,
                row=name,
                line=line,
            )
        )
    cells = [list(column) for column in zip(*kept, strict=True)] or [[] for _ in header]
    columns = {name: column for name, column in zip(header, cells, strict=True) if name in table}
    return RawTable(table, columns, kept_lines, dropped)


def check_header(header: list[str], table: Table, faults: Collector) -> None:
    """Find missing, unknown and repeated columns."""
    seen: set[str] = set()
    missing = [name for name in table.names if name not in header]
    for name in header:
        if not name:
            faults.add(
                codes.EXTRA_COLUMN.at(
                    "a column has no name",
                    "remove the column, or the comma at the end of the first line",
                    table=table.name,
                    line=1,
                )
            )
        elif name in seen:
            faults.add(
                codes.DOUBLE_COLUMN.at(
                    f"the column {name!r} is there twice",
                    "keep one of them",
                    table=table.name,
                    field=name,
                    line=1,
                )
            )
        elif name not in table:
            faults.add(
                codes.EXTRA_COLUMN.at(
                    f"{table.name} has no field {name!r}",
                    suggest(name, missing, otherwise="remove the column, or put it in `note`"),
                    table=table.name,
                    field=name,
                    line=1,
                )
            )
        seen.add(name)
    for name in missing:
        faults.add(
            codes.MISSING_COLUMN.at(
                f"the column {name!r} is missing",
                f"add it, with empty cells where unknown: {table.field(name).description}",
                table=table.name,
                field=name,
                line=1,
            )
        )
