"""Files to texts: plain text, JSON, CSV, HTML, DOCX and PDF; a fault for each bad file."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from beltplan.skills.cleaning import clean
from beltplan.skills.documents import Document, record
from beltplan.skills.docx import read_docx
from beltplan.skills.encodings import decoded, marked
from beltplan.skills.errors import BROKEN, EMPTY, NOT_READ, TOO_LARGE
from beltplan.skills.folders import files_of
from beltplan.skills.kinds import form_of
from beltplan.skills.lines import Chunk, chunks, documents
from beltplan.skills.pages import visible
from beltplan.skills.pdf import read_pdf
from beltplan.skills.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from beltplan.faults import Fault
    from beltplan.skills.kinds import Form

__all__ = ["read_files"]

_LARGEST: Final = 64 * 1024 * 1024
_CHUNK: Final = 4 * 1024 * 1024
_HEAD: Final = 4
_PACKED: Final = b"\x1f\x8b"
# Where services put a list of adverts in their answer.
_LISTS: Final = ("hits", "ads", "content", "items", "results")


def read_files(paths: Iterable[Path], *, without: Path | None = None) -> Iterator[Document | Fault]:
    """Yield the texts of files in order, and a fault for each file or record that is no text.

    A folder stands for the files in it, by name, and a file that is given twice is read once. All
    names differ: the second record with an id has its number behind it. Nothing is raised for a
    bad file: the rest is read.

    Parameters
    ----------
    paths
        Files and folders.
    without
        A file of a folder that is left out.
    """
    names: Counter[str] = Counter()
    for item in files_of(paths, without=without):
        if not isinstance(item, tuple):
            yield item
            continue
        path, name = item
        any_item = False
        for found in _read(path, name):
            if not isinstance(found, Document):
                any_item = True
                yield found
                continue
            text = clean(found.text)
            if text.strip():
                any_item = True
                names[found.name] += 1
                n = names[found.name]
                yield Document(found.name if n == 1 else f"{found.name} ({n})", text)
        if not any_item:
            yield EMPTY.at(f"{name} holds no text", "leave the file out", value=str(path))


def _read(path: Path, name: str) -> Iterator[Document | Fault]:
    try:
        form = form_of(path, name)
        if form == "lines" or form == "object":
            yield from _json(path, name)
        elif form == "table":
            yield from read_table(path, name)
        elif isinstance(form, str):
            yield _single(path, name, form)
        else:
            yield form
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "damaged"
        yield NOT_READ.at(
            f"{name} cannot be opened: {reason}", "check the path and its rights", value=str(path)
        )


def _single(path: Path, name: str, form: Form) -> Document | Fault:
    if path.stat().st_size > _LARGEST:
        return _too_large(path, name)
    if form in ("docx", "pdf"):
        found = (read_docx if form == "docx" else read_pdf)(path, name)
        return Document(name, found) if isinstance(found, str) else found
    data = _bytes(path)
    if data is None:
        return _too_large(path, name)
    text = decoded(data, html=form == "html")
    if text is None:
        return NOT_READ.at(
            f"{name} is no text", "give text, JSON lines, CSV, HTML, DOCX or PDF", value=str(path)
        )
    looks_html = text[:500].lstrip().lower().startswith(("<!doctype html", "<html", "<?xml"))
    return Document(name, visible(text) if form == "html" or looks_html else text)


def _opened(path: Path) -> BinaryIO:
    """Open a file, unpacking it if it is packed."""
    with path.open("rb") as file:
        packed = file.read(len(_PACKED)) == _PACKED
    return cast("BinaryIO", gzip.open(path) if packed else path.open("rb"))


def _bytes(path: Path) -> bytes | None:
    """Return what a file holds, unpacked, or None if that is too large."""
    with _opened(path) as file:
        data = file.read(_LARGEST + 1)
    return data if len(data) <= _LARGEST else None


def _json(path: Path, name: str) -> Iterator[Document | Fault]:
    """Yield the records of JSON lines, or of a file that is one object or one list."""
    whole = _whole(path)
    if whole is None:
        for chunk in _lines(path):
            yield from documents(name, chunk)
        return
    for number, row in enumerate(whole, start=1):
        if isinstance(row, dict):
            yield record(name, row, number, what="record")
        else:
            yield BROKEN.at(
                f"{name} record {number} is no JSON object",
                "write a list of objects, or one object per line",
                value=str(path),
            )


def _lines(path: Path) -> Iterator[Chunk]:
    """Yield whole lines; a file that says that it is UTF-16, as PowerShell writes, at once."""
    with path.open("rb") as file:
        wide = marked(file.read(_HEAD))
    data = _bytes(path) if wide and path.stat().st_size <= _LARGEST else None
    if data is None:
        yield from chunks(path, size=_CHUNK)
    else:
        yield Chunk(0, 1, (decoded(data) or "").encode("utf-8", "replace"), len(data))


def _whole(path: Path) -> list[object] | None:
    """Return the records of a file that is one value of JSON, or None if it is one of lines."""
    try:
        with _opened(path) as file:
            first = _value(file.readline(_LARGEST))
            if isinstance(first, dict) and file.read(1):
                return None
        data = _bytes(path)
    except (OSError, EOFError, zlib.error):
        return None
    value = None if data is None else _value(data)
    if isinstance(value, dict):
        held = next((value[n] for n in _LISTS if isinstance(value.get(n), list)), None)
        return [value] if held is None else held
    return value if isinstance(value, list) else None


def _value(data: bytes) -> object:
    """Return a value of JSON, or None if the bytes are none."""
    try:
        return json.loads((decoded(data) or "").lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _too_large(path: Path, name: str) -> Fault:
    return TOO_LARGE.at(
        f"{name} holds more than {_LARGEST / 1e6:.0f} MB, the most of a single text",
        "give many texts as JSON lines, which are read one by one",
        value=str(path),
    )
