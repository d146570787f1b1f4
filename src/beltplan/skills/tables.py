"""CSV to texts, one a row; what is no row of the table is a fault, and the rest is read."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from beltplan.skills.documents import TEXT_FIELDS, Document, column_with_text, record
from beltplan.skills.encodings import encoding_of, marked
from beltplan.skills.errors import BROKEN, NOT_A_RECORD, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from beltplan.faults import Fault, Kind

__all__ = ["LONGEST", "read_table"]

LONGEST: Final = 64 * 1024 * 1024
_BLOCK: Final = 1 << 20
_DELIMITERS: Final = ",;\t|"
_SEPARATOR: Final = "sep="
"""Excel takes a first line such as ``sep=;`` for what parts the columns."""
_MOST_OPEN: Final = 20
"""So often the lines behind a quote that is never closed are read again as rows."""


def read_table(path: Path, name: str) -> Iterator[Document | Fault]:
    """Yield the text of each row of a CSV file, packed with gzip or not.

    Columns are parted by comma, semicolon, tab or bar; the first row names them.

    Parameters
    ----------
    path, name
        The file, and what its texts are called by.
    """
    csv.field_size_limit(LONGEST)
    packed = path.name.lower().endswith(".gz")
    with cast("BinaryIO", gzip.open(path) if packed else path.open("rb")) as raw:
        encoding = _encoding(raw)
        raw.seek(0)
        file = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        yield from _Table(path, name, file).rows()


def _encoding(raw: BinaryIO) -> str:
    """Return the encoding of a file, by its mark or the first block with more than ASCII in it."""
    block = raw.read(_BLOCK)
    if found := marked(block):
        return found
    while block and block.isascii():
        block = raw.read(_BLOCK)
    # The block may end within a character.
    return encoding_of(block + raw.readline(_BLOCK))


def _delimiter(head: str) -> str:
    """Return what parts the columns: that by which one of them names texts, or the commonest."""
    naming = (
        d for d in _DELIMITERS if column_with_text(cell.strip('" \r\n') for cell in head.split(d))
    )
    return next(naming, max(_DELIMITERS, key=head.count))


class _Table:
    """A table being read: lines, and the row at hand.

    Attributes
    ----------
    line
        Number of the line that was read last.
    held
        The lines of the row at hand.
    is_open
        Whether the file ended within quotes.
    """

    def __init__(self, path: Path, name: str, file: io.TextIOWrapper) -> None:
        self._path = path
        self._name = name
        self._file = file
        self.line = 0
        self.held: list[str] = []
        self.is_open = False
        self._faults: list[Fault] = []

    def rows(self) -> Iterator[Document | Fault]:
        """Yield what each row holds, or what is wrong with it."""
        head = self._read()
        delimiter = _delimiter(head)
        if head.lower().startswith(_SEPARATOR):
            delimiter = head[len(_SEPARATOR) :][:1]
            head = self._read()
        if delimiter not in _DELIMITERS or not delimiter:
            delimiter = _delimiter(head)
        columns = next(csv.reader([head], delimiter=delimiter), [])
        if not column_with_text(columns):
            yield self._fault(
                NOT_A_RECORD,
                "has no column with text in its first row",
                f"name a column, in the first row, one of {', '.join(TEXT_FIELDS[:4])}",
            )
            return
        lines: Iterable[str] = iter(self._read, "")
        for _ in range(_MOST_OPEN):
            yield from self._part(lines, columns, delimiter)
            if not self.is_open:
                return
            # What stands behind the quote are rows again.
            lines = self.held[1:]
            self.line -= len(lines)

    def _part(
        self, lines: Iterable[str], columns: list[str], delimiter: str
    ) -> Iterator[Document | Fault]:
        again = isinstance(lines, list)
        self.is_open = False
        rows = csv.reader(self._counted(lines, again=again), delimiter=delimiter)
        while True:
            self.held = []
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                yield self._fault(BROKEN, str(error), "write it as plain CSV", self.line)
                continue
            finally:
                yield from self._faults
                self._faults = []
            first = self.line - len(self.held) + 1
            if self.is_open:
                why = "opens a quote that is never closed"
                yield self._fault(
                    BROKEN, why, 'close it; within a text write "" for a quote', first
                )
                return
            if any(row[len(columns) :]):
                why = f"has {len(row)} columns, the first row {len(columns)}"
                yield self._fault(BROKEN, why, "put texts that hold the separator in quotes", first)
            elif any(cell.strip() for cell in row):
                yield record(self._name, dict(zip(columns, row, strict=False)), first)

    def _counted(self, lines: Iterable[str], *, again: bool) -> Iterator[str]:
        for line in lines:
            self.held.append(line)
            self.line += again
            yield line
        # The parser asks for more lines only within quotes.
        self.is_open = bool(self.held)

    def _read(self) -> str:
        """Return the next line; of one that is too long only its end."""
        line = self._file.readline(LONGEST)
        self.line += bool(line)
        if len(line) == LONGEST and not line.endswith(("\n", "\r")):
            most = f"{LONGEST / 1e6:.0f} MB"
            self._faults.append(
                self._fault(TOO_LARGE, f"is longer than {most}", "split the text", self.line)
            )
            while len(line) == LONGEST and not line.endswith(("\n", "\r")):
                line = self._file.readline(LONGEST)
            line = "\n"
        return line.replace("\0", " ")

    def _fault(self, kind: Kind, why: str, way_out: str, line: int | None = None) -> Fault:
        where = self._name if line is None else f"{self._name} line {line}"
        return kind.at(f"{where} {why}", way_out, line=line, value=str(self._path))
