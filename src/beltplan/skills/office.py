"""DOCX and PDF to text, with bounds on what a file may unpack to."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from beltplan.skills.errors import BROKEN, NOT_READ, PROTECTED, TOO_LARGE

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["read_docx", "read_pdf"]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_PAGES = 2000
# What unpacking raises besides, by the way a part is packed.
_DAMAGED = (lzma.LZMAError, OSError, ValueError, NotImplementedError)
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")


def read_docx(path: Path) -> str | Fault:
    """Return the text of a Word document, or what is wrong with it."""
    with path.open("rb") as file:
        if file.read(4) == _OLD_OFFICE:
            return PROTECTED.at(
                f"{path.name} is locked with a password, or an old .doc file",
                "save it as .docx without a password",
                value=str(path),
            )
    try:
        with zipfile.ZipFile(path) as book:
            names = {name for name in book.namelist() if _PARTS.fullmatch(name)}
            if "word/document.xml" not in names:
                return _broken(path, "it holds no document")
            texts = []
            left = _MOST_UNPACKED
            for name in sorted(names, key=lambda n: (n != "word/document.xml", n)):
                with book.open(name) as part:
                    data = part.read(left + 1)
                left -= len(data)
                if left < 0:
                    return TOO_LARGE.at(
                        f"{path.name} unpacks to more than {_MOST_UNPACKED / 1e6:.0f} MB",
                        "save the text as a plain file",
                        value=str(path),
                    )
                texts.append(_paragraphs(data))
    except _DeclaresError:
        return _broken(path, "it declares entities, which Word never writes")
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, EOFError):
        return _broken(path, "it cannot be unpacked")
    except _DAMAGED:
        return _broken(path, "it cannot be unpacked")
    except RuntimeError:
        return PROTECTED.at(
            f"{path.name} is locked with a password", "save it without a password", value=str(path)
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

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        del name, public, system
        raise _DeclaresError

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes
        if tag == f"{_WORD}p":
            self._depth += 1
            self._end_line()
        elif tag == f"{_WORD}t":
            self._taken = True
        elif tag in (f"{_WORD}tab", f"{_WORD}br"):
            self.add(" ")

    def end(self, tag: str) -> None:
        if tag == f"{_WORD}p":
            self._depth -= 1
            self._end_line()
        elif tag == f"{_WORD}t":
            self._taken = False

    def data(self, text: str) -> None:
        if self._taken:
            self.add(text)

    def add(self, text: str) -> None:
        if self._depth:
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


def _broken(path: Path, why: str) -> Fault:
    return BROKEN.at(
        f"{path.name} is broken: {why}", "save it again from its program", value=str(path)
    )


def read_pdf(path: Path) -> str | Fault:
    """Return the text of a PDF, or what is wrong with it; scanned pages hold no text."""
    try:
        from pypdf import PdfReader
    except ImportError:
        return NOT_READ.at(
            f"{path.name}: PDF files need the package pypdf",
            "install beltplan[pdf], or save the text as a plain file",
            value=str(path),
        )
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return PROTECTED.at(
                f"{path.name} is locked with a password",
                "save it without a password",
                value=str(path),
            )
        pages = []
        size = 0
        for number, page in enumerate(reader.pages):
            pages.append(page.extract_text() or "")
            size += len(pages[-1])
            if size > _MOST_UNPACKED or number >= _MOST_PAGES:
                return TOO_LARGE.at(
                    f"{path.name} holds more text than is read", "split the file", value=str(path)
                )
    except Exception:  # a damaged PDF can raise anything
        return _broken(path, "its pages cannot be read")
    return "\n".join(pages)
