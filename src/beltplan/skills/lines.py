"""Files of JSON lines, plain or packed: whole lines in chunks, and the texts in them.

A file is always cut at the same places, and no line can fill the memory.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from beltplan.skills.documents import record
from beltplan.skills.encodings import line_decoded, marked
from beltplan.skills.errors import BROKEN, NOT_READ, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beltplan.faults import Fault
    from beltplan.skills.documents import Document

__all__ = ["LONGEST_LINE", "Chunk", "chunks", "documents"]

LONGEST_LINE = 64 * 1024 * 1024
_MAGIC = b"\x1f\x8b"
_HEAD = 64


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a file.

    Attributes
    ----------
    number
        From 0.
    first_line
        Number of the first line in the file, from 1.
    data
        The lines.
    read
        Bytes of the (compressed) file read so far.
    faults
        Lines that are too long, and where the file breaks off.
    """

    number: int
    first_line: int
    data: bytes
    read: int
    faults: tuple[Fault, ...] = ()


def chunks(path: Path, *, size: int) -> Iterator[Chunk]:
    """Yield the lines of a file in chunks of about `size` bytes, uncompressed.

    A line that is too long is left out, with a fault; so is the rest of a damaged file.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        fault = NOT_READ.at(
            f"{path.name} cannot be opened: {error.strerror}",
            "check the path and its rights",
            value=str(path),
        )
        yield Chunk(0, 1, b"", 0, (fault,))
        return
    with raw:
        head = raw.read(_HEAD)
        packed = head.startswith(_MAGIC)
        raw.seek(0)
        if not packed and (wrong := _no_lines(path, head)):
            yield Chunk(0, 1, b"", len(head), (wrong,))
            return
        lines = cast("BinaryIO", gzip.GzipFile(fileobj=raw) if packed else raw)
        number, line, first = 0, 1, 1
        held: list[bytes] = []
        faults: list[Fault] = []
        filled = 0
        while True:
            try:
                text, long = _line(lines)
            except (OSError, EOFError, zlib.error):
                faults.append(
                    BROKEN.at(
                        f"{path.name} breaks off after line {line - 1}",
                        "fetch it again; what stands before is read",
                        line=line,
                        value=str(path),
                    )
                )
                break
            if not text:
                break
            if long:
                faults.append(
                    TOO_LARGE.at(
                        f"{path.name} line {line} is longer than {LONGEST_LINE / 1e6:.0f} MB",
                        "write one object per line",
                        line=line,
                        value=str(path),
                    )
                )
                # An empty line keeps the count of lines.
                text = b"\n"
            held.append(text)
            filled += len(text)
            line += 1
            if filled >= size:
                yield Chunk(number, first, b"".join(held), raw.tell(), tuple(faults))
                number, first, filled = number + 1, line, 0
                held, faults = [], []
        if held or faults or not number:
            yield Chunk(number, first, b"".join(held), raw.tell(), tuple(faults))


def documents(name: str, chunk: Chunk) -> Iterator[Document | Fault]:
    """Yield the text of each line of a chunk, or what is wrong with it.

    Parameters
    ----------
    name
        Name of the file.
    chunk
        Lines of it.
    """
    yield from chunk.faults
    for line, data in enumerate(chunk.data.split(b"\n"), start=chunk.first_line):
        text = line_decoded(data).lstrip("\ufeff")
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield record(name, row, line)
        else:
            yield BROKEN.at(
                f"{name} line {line} is no JSON object",
                "write one object per line",
                line=line,
                value=name,
            )


def _no_lines(path: Path, head: bytes) -> Fault | None:
    """Say what is wrong with a file whose beginning is none of lines in UTF-8."""
    if marked(head):
        return NOT_READ.at(
            f"{path.name} is in UTF-16, which JSON lines never are",
            "save it as UTF-8 (PowerShell: Out-File -Encoding utf8)",
            value=str(path),
        )
    if b"\0" in head:
        return NOT_READ.at(
            f"{path.name} holds no lines of text",
            "unpack it first, or pack it with gzip",
            value=str(path),
        )
    return None


def _line(lines: BinaryIO) -> tuple[bytes, bool]:
    """Return the next line, and whether it was too long, in which case it is not kept."""
    text = lines.readline(LONGEST_LINE)
    if len(text) < LONGEST_LINE or text.endswith(b"\n"):
        return text, False
    while text and not text.endswith(b"\n"):
        text = lines.readline(LONGEST_LINE)
    return b"\n", True
