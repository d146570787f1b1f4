"""Files to texts: plain text, JSON lines, CSV, HTML, DOCX and PDF; a fault for each bad file."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from itertools import chain
from typing import TYPE_CHECKING

from beltplan.skills.documents import TEXT_FIELDS, Document, clean, record
from beltplan.skills.errors import BROKEN, EMPTY, NOT_A_RECORD, NOT_READ, TOO_LARGE
from beltplan.skills.lines import chunks, documents
from beltplan.skills.office import read_docx, read_pdf
from beltplan.skills.pages import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["read_files"]

_LARGEST = 64 * 1024 * 1024
_CHUNK = 4 * 1024 * 1024
_BINARY_SHARE = 0.02
_SAMPLE = 8192
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ",;\t"


def read_files(paths: Iterable[Path]) -> Iterator[Document | Fault]:
    """Yield the texts of files in order, and a fault for each file or record that is no text.

    A folder stands for the files in it, by name. Nothing is raised for a bad file: the rest is
    read.
    """
    for path in _files(paths):
        any_text = False
        any_fault = False
        for item in _read(path):
            if not isinstance(item, Document):
                any_fault = True
                yield item
            elif item.text.strip():
                any_text = True
                yield Document(item.name, clean(item.text))
        if not any_text and not any_fault:
            yield EMPTY.at(f"{path.name} holds no text", "leave the file out", value=str(path))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")
            )
        else:
            yield path


def _read(path: Path) -> Iterator[Document | Fault]:
    try:
        size = path.stat().st_size
        kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
        if kind in ("jsonl", "ndjson"):
            for chunk in chunks(path, size=_CHUNK):
                yield from documents(path.name, chunk)
        elif kind == "csv":
            yield from _table(path)
        elif size > _LARGEST:
            yield TOO_LARGE.at(
                f"{path.name} has {size / 1e6:.0f} MB; a single text may have {_LARGEST / 1e6:.0f}",
                "give many texts as JSON lines, which are read one by one",
                value=str(path),
            )
        elif kind in ("docx", "pdf"):
            found = (read_docx if kind == "docx" else read_pdf)(path)
            yield Document(path.name, found) if isinstance(found, str) else found
        else:
            yield _plain(path, html=kind in ("html", "htm", "xhtml"))
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "damaged"
        yield NOT_READ.at(
            f"{path.name} cannot be opened: {reason}",
            "check the path and its rights",
            value=str(path),
        )


def _decoded(data: bytes) -> str | None:
    """Return the text of bytes, or None if they are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    sample = data[:_SAMPLE]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if b"\0" in sample or odd > _BINARY_SHARE * max(1, len(sample)):
        return None
    encoding = _encoding(data)
    return data.decode(encoding, errors="replace")


def _encoding(data: bytes) -> str:
    """Return UTF-8, also where a few bytes are damaged, or the code page of old Windows."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        bad = text.count("\ufffd")
        if sum(c > "\x7f" for c in text) <= 2 * bad:
            return "cp1252"
    return "utf-8-sig"


def _plain(path: Path, *, html: bool) -> Document | Fault:
    text = _decoded(path.read_bytes())
    if text is None:
        return NOT_READ.at(
            f"{path.name} is no text",
            "give text, JSON lines, CSV, HTML, DOCX or PDF",
            value=str(path),
        )
    looks_html = text[:500].lstrip().lower().startswith(("<!doctype html", "<html"))
    return Document(path.name, visible(text) if html or looks_html else text)


def _rows(path: Path) -> Iterator[str]:
    """Yield the lines of a file; one that is too long comes in pieces, which no table allows."""
    packed = path.name.lower().endswith(".gz")
    raw = gzip.open(path) if packed else path.open("rb")  # noqa: SIM115
    with raw:
        sample = raw.read(_SAMPLE)
        raw.seek(0)
        marked = (encoding for mark, encoding in _MARKS if sample.startswith(mark))
        # The sample may end within a character.
        encoding = next(marked, None) or _encoding(sample[: max(0, len(sample) - 3)])
        file = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        while line := file.readline(_LARGEST):
            yield line.replace("\0", "")


def _table(path: Path) -> Iterator[Document | Fault]:
    csv.field_size_limit(_LARGEST)
    lines = _rows(path)
    head = next(lines, "")
    delimiter = max(_DELIMITERS, key=head.count)
    rows = csv.DictReader(chain([head], lines), delimiter=delimiter)
    try:
        if not set(TEXT_FIELDS) & set(rows.fieldnames or ()):
            yield NOT_A_RECORD.at(
                f"{path.name} has no column with text",
                f"name a column one of {', '.join(TEXT_FIELDS[:4])}",
                value=str(path),
            )
            return
        for row in rows:
            yield record(path.name, dict(row), rows.line_num)
    except csv.Error as error:
        yield BROKEN.at(
            f"{path.name} line {rows.line_num}: {error}",
            "write it as plain CSV",
            value=str(path),
        )
