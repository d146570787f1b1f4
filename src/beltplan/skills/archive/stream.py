"""A file of JSON lines as chunks of whole lines, always cut at the same places."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.skills.errors import BROKEN, NOT_READ, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["LONGEST_LINE", "Chunk", "chunks"]

LONGEST_LINE = 64 * 1024 * 1024
_MAGIC = b"\x1f\x8b"
_BUFFER = 1 << 20


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
        packed = raw.read(2) == _MAGIC
        raw.seek(0)
        lines: io.BufferedReader = io.BufferedReader(
            gzip.GzipFile(fileobj=raw) if packed else raw,
            _BUFFER,
        )
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


def _line(lines: io.BufferedReader) -> tuple[bytes, bool]:
    """Return the next line, and whether it was too long, in which case it is not kept."""
    text = lines.readline(LONGEST_LINE)
    if len(text) < LONGEST_LINE or text.endswith(b"\n"):
        return text, False
    while (rest := lines.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass
    return b"\n", True
