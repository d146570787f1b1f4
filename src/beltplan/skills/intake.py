"""Files to texts: plain text, JSON lines, CSV, HTML, DOCX and PDF; a fault for each bad file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from beltplan.skills.errors import BROKEN, EMPTY, NOT_A_RECORD, NOT_READ, TOO_LARGE
from beltplan.skills.office import read_docx, read_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["Document", "clean", "read_files", "record", "visible"]

_LARGEST = 64 * 1024 * 1024
_TEXT_FIELDS = (
    "text",
    "description",
    "body",
    "content",
    "ad_text",
    "beskrivning",
    "kuvaus",
    "tekst",
)
_ID_FIELDS = ("id", "ad_id", "uuid", "number", "nr")
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "br", "li", "ul", "ol", "dd", "dt"),
        *("table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
# Marks of writing direction, zero-width signs and other controls say nothing and break words.
_DROPPED = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD)
)
_ODD = re.compile("[\x00-\x08\x0b-\x1f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BINARY_SHARE = 0.02
_SAMPLE = 8192


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its name: the file, and the record within it."""

    name: str
    text: str


class _Visible(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            innermost = len(self._hidden) - 1 - self._hidden[::-1].index(tag)
            del self._hidden[innermost:]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def visible(html: str) -> str:
    """Return the text of a page that a reader sees, without scripts and styles.

    Examples
    --------
    >>> visible("<p>Vi söker <b>svetsare</b></p><script>alert(1)</script>").strip()
    'Vi söker svetsare'
    """
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


def clean(text: str) -> str:
    """Return a text composed, without marks that no reader sees."""
    text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = text.translate(_DROPPED)
        text = "".join(c if c in "\n\t" or c >= " " else " " for c in text)
    return text


def read_files(paths: Iterable[Path]) -> Iterator[Document | Fault]:
    """Yield the texts of files in order, and a fault for each file or record that is no text.

    Nothing is raised for a bad file: the rest is read.
    """
    for path in paths:
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


def _read(path: Path) -> Iterator[Document | Fault]:
    try:
        size = path.stat().st_size
        kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
        if kind in ("jsonl", "ndjson", "csv"):
            yield from (_json_lines if kind != "csv" else _table)(path)
            return
        if size > _LARGEST:
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
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "damaged"
        yield NOT_READ.at(
            f"{path.name} cannot be opened: {reason}",
            "check the path and its rights",
            value=str(path),
        )


def _decoded(data: bytes) -> str | None:
    """Return the text of bytes, or None if they are no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    sample = data[:_SAMPLE]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if b"\0" in sample or odd > _BINARY_SHARE * max(1, len(sample)):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


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


def _lines(path: Path) -> io.TextIOWrapper:
    raw = gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb")  # noqa: SIM115
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")


def _text_of(row: dict[str, object]) -> str:
    for name in _TEXT_FIELDS:
        value = row.get(name)
        if isinstance(value, dict):
            value = value.get("text")
        if isinstance(value, str) and value.strip():
            return visible(value) if "</" in value else value
    return ""


def record(file: str, row: dict[str, object], line: int) -> Document | Fault:
    """Return the text of a record of a file, or what is wrong with it.

    Parameters
    ----------
    file
        Name of the file.
    row
        The record, with its text in a field such as `text` or `description`.
    line
        Its number.
    """
    text = _text_of(row)
    if not text:
        return NOT_A_RECORD.at(
            f"{file} line {line} has no text",
            f"name the field one of {', '.join(_TEXT_FIELDS[:4])}",
            line=line,
            value=file,
        )
    name = next((str(row[n]) for n in _ID_FIELDS if row.get(n)), str(line))
    return Document(f"{file}#{name}", text)


def _json_lines(path: Path) -> Iterator[Document | Fault]:
    with _lines(path) as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield record(path.name, row, line)
            else:
                yield BROKEN.at(
                    f"{path.name} line {line} is no JSON object",
                    "write one object per line",
                    line=line,
                    value=str(path),
                )


def _table(path: Path) -> Iterator[Document | Fault]:
    csv.field_size_limit(_LARGEST)
    with _lines(path) as file:
        rows = csv.DictReader(line.replace("\0", "") for line in file)
        if not set(_TEXT_FIELDS) & set(rows.fieldnames or ()):
            yield NOT_A_RECORD.at(
                f"{path.name} has no column with text",
                f"name a column one of {', '.join(_TEXT_FIELDS[:4])}",
                value=str(path),
            )
            return
        try:
            for row in rows:
                yield record(path.name, dict(row), rows.line_num)
        except csv.Error as error:
            yield BROKEN.at(
                f"{path.name} line {rows.line_num}: {error}",
                "write it as plain CSV",
                value=str(path),
            )
