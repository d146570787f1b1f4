"""Word documents to text, with bounds on what a file may unpack to."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from beltplan.skills.errors import BROKEN, PROTECTED, TOO_LARGE

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["read_docx"]

_MOST_UNPACKED = 64 * 1024 * 1024
# What unpacking raises, by the way a part is packed.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, ET.ParseError),
    *(EOFError, OSError, ValueError, NotImplementedError),
)
_BODY = re.compile(r"word/document\d*\.xml")
_PARTS = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml")
# Word has two sets of names, the usual and the strict one.
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# A second drawing of the same box for old programs, and what was moved to another place.
_SKIPPED = frozenset({"Fallback", "moveFrom"})
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(path: Path, name: str) -> str | Fault:
    """Return the text of a Word document, or what is wrong with it.

    Paragraphs, tables, text boxes, headers and notes are read, with changes as if accepted;
    hidden text, comments and embedded files are not.

    Parameters
    ----------
    path, name
        The file, and what it is called by.
    """
    try:
        with zipfile.ZipFile(path) as book:
            names = {part for part in book.namelist() if _PARTS.fullmatch(part)}
            if not any(_BODY.fullmatch(part) for part in names):
                return _broken(path, name, "it holds no document")
            texts = []
            left = _MOST_UNPACKED
            for part in sorted(names, key=lambda n: (not _BODY.fullmatch(n), n)):
                with book.open(part) as file:
                    data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    return TOO_LARGE.at(
                        f"{name} unpacks to more than {_MOST_UNPACKED / 1e6:.0f} MB",
                        "save the text as a plain file",
                        value=str(path),
                    )
                texts.append(_paragraphs(data))
    except _DeclaresError:
        return _broken(path, name, "it declares entities, which Word never writes")
    except _DAMAGED:
        return _broken(path, name, "it cannot be unpacked")
    except RuntimeError:
        return PROTECTED.at(
            f"{name} is locked with a password", "save it without a password", value=str(path)
        )
    return "\n".join(texts)


class _DeclaresError(Exception):
    """A document has a type of its own, with which a small file could grow without end."""


class _Paragraphs:
    """Takes the text of paragraphs as they are parsed; no tree is built, however deep they nest."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._depth = 0
        self._taken = False
        self._hidden = False
        self._skipped = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        del name, public, system
        raise _DeclaresError

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition("}")
        if name in _SKIPPED:
            self._skipped += 1
        elif f"{space}}}" not in _WORD:
            return
        elif name == "p":
            self._depth += 1
            self._end_line()
        elif name == "t":
            self._taken = True
        elif name == "r":
            self._hidden = False
        elif name == "vanish":
            self._hidden = not {"0", "false", "off"} & set(attributes.values())
        elif name in _SIGNS:
            self.add(_SIGNS[name])

    def end(self, tag: str) -> None:
        space, _, name = tag.rpartition("}")
        if name in _SKIPPED:
            self._skipped -= 1
        elif f"{space}}}" not in _WORD:
            return
        elif name == "p":
            self._depth -= 1
            self._end_line()
        elif name == "t":
            self._taken = False
        elif name == "r":
            self._hidden = False

    def data(self, text: str) -> None:
        if self._taken and not self._hidden:
            self.add(text)

    def add(self, text: str) -> None:
        if self._depth and not self._skipped:
            self._pieces.append(text)

    def _end_line(self) -> None:
        if self._pieces and self._pieces[-1] != "\n":
            self._pieces.append("\n")

    def close(self) -> str:
        return "".join(self._pieces).rstrip("\n")


def _paragraphs(data: bytes) -> str:
    parser = ET.XMLParser(target=_Paragraphs())  # noqa: S314
    try:
        parser.feed(data)
        return str(parser.close())
    except LookupError as error:
        # An encoding that there is not.
        raise ET.ParseError(str(error)) from error


def _broken(path: Path, name: str, why: str) -> Fault:
    return BROKEN.at(f"{name} is broken: {why}", "save it again from its program", value=str(path))
