"""What kind of file it is: by its first bytes, then by its ending; and the way out of others."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final, Literal

from beltplan.skills.errors import BROKEN, NOT_READ, PROTECTED

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["Form", "form_of"]

Form = Literal["lines", "object", "table", "docx", "pdf", "html", "text"]

_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_RTF: Final = b"{\\rtf"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HEAD: Final = 1024
# Within so many bytes of an old file stands the list of what it holds.
_LIST: Final = 1 << 20
_ENDINGS: Final[dict[str, Form]] = {
    **dict.fromkeys(("jsonl", "ndjson"), "lines"),
    "json": "object",
    **dict.fromkeys(("csv", "tsv", "tab"), "table"),
    **dict.fromkeys(("docx", "docm", "dotx"), "docx"),
    "pdf": "pdf",
    **dict.fromkeys(("html", "htm", "xhtml", "xml"), "html"),
}
_AS_DOCX: Final = "open it in Word or LibreOffice and save it as .docx"
_AS_CSV: Final = "save the sheet as CSV, with a column named text"
# What stands in an archive that is a document of some program, and the way out.
_ARCHIVES: Final = (
    ("xl/", "is an Excel workbook", _AS_CSV),
    ("ppt/", "is a presentation", "save it as PDF"),
    ("content.xml", "is an OpenDocument file", "open it in LibreOffice and save it as .docx"),
)
_BY_ENDING: Final = {
    "odt": ("is an OpenDocument file", _AS_DOCX),
    "ods": ("is an OpenDocument sheet", _AS_CSV),
    "xlsx": ("is an Excel workbook", _AS_CSV),
    "xls": ("is an old Excel workbook", _AS_CSV),
    "doc": ("is an old Word document", _AS_DOCX),
    "msg": ("is a mail of Outlook", "save it as text"),
    "eml": ("is a mail", "save what it says as text"),
}


def form_of(path: Path, name: str) -> Form | Fault:
    """Return how a file is read, or why it is not.

    Parameters
    ----------
    path, name
        The file, and what it is called by.

    Raises
    ------
    OSError
        If it cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        ending = path.name.lower().removesuffix(".gz").rpartition(".")[2]
        if head.startswith(_ZIP):
            return _archive(path, name, ending)
        if head.startswith(_OLD_OFFICE):
            return _old(path, name, ending, head + file.read(_LIST))
    if _PDF in head:
        return "pdf"
    if head.startswith(_RTF):
        return _no(path, name, "is rich text (RTF)", _AS_DOCX)
    form = _ENDINGS.get(ending, "text")
    if form == "docx":
        return BROKEN.at(f"{name} is no Word document", "save it again as .docx", value=str(path))
    if form == "pdf" and head:
        return BROKEN.at(f"{name} is no PDF", "save it again as PDF", value=str(path))
    if ending in _BY_ENDING and head:
        return _no(path, name, *_BY_ENDING[ending])
    return form


def _archive(path: Path, name: str, ending: str) -> Form | Fault:
    try:
        with zipfile.ZipFile(path) as book:
            held = book.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        if _ENDINGS.get(ending) == "docx":
            return "docx"
        if ending in _BY_ENDING:
            return _no(path, name, *_BY_ENDING[ending])
        return BROKEN.at(
            f"{name} is broken: it cannot be unpacked",
            "save it again from its program",
            value=str(path),
        )
    for part, what, way_out in _ARCHIVES:
        if any(each.startswith(part) for each in held):
            return _no(path, name, what, way_out)
    if any(each.startswith("word/") for each in held) or _ENDINGS.get(ending) == "docx":
        return "docx"
    return _no(path, name, "is an archive (zip)", "unpack it and give the folder")


def _old(path: Path, name: str, ending: str, data: bytes) -> Fault:
    if _ENCRYPTED in data:
        return PROTECTED.at(
            f"{name} is locked with a password", "save it without a password", value=str(path)
        )
    if _ENDINGS.get(ending) == "docx":
        return PROTECTED.at(
            f"{name} is locked with a password, or an old .doc file",
            "save it as .docx without a password",
            value=str(path),
        )
    default = ("is an old Office file", "save it as .docx, or a sheet as CSV")
    return _no(path, name, *_BY_ENDING.get(ending, default))


def _no(path: Path, name: str, what: str, way_out: str) -> Fault:
    return NOT_READ.at(f"{name} {what}, which is not read", way_out, value=str(path))
