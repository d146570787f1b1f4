"""Judge a workbook file before any of it is parsed.

An .xlsx file is a zip archive of XML. A small archive can unpack to more than a machine
holds, and XML can define entities that multiply. Both are refused here, with bounded
memory: the archive is read in small blocks, of which nothing is kept.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from beltplan.facts import codes
from beltplan.faults import FaultError

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["MAX_PACKED", "MAX_RATIO", "MAX_UNPACKED", "guard"]

MAX_PACKED: Final = 32 * 2**20
MAX_UNPACKED: Final = 64 * 2**20
MAX_PART: Final = 4 * 2**20
"""Bytes of a part that holds no cells (styles, relations), and of a row of cells."""
MAX_RATIO: Final = 100
MAX_ENTRIES: Final = 1_000
_RATIO_FREE: Final = 8 * 2**20
"""An archive that unpacks to less than this may be as well packed as it likes."""
_BLOCK: Final = 2**16
_LARGE: Final = ("xl/worksheets/sheet", "xl/sharedStrings", "xl/comments", "xl/drawings/")
"""Parts that grow with the data."""
_FORBIDDEN: Final = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_OVERLAP: Final = max(len(word) for word in _FORBIDDEN)

_RESAVE = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook) again"


def guard(path: Path) -> None:
    """Refuse a file that is no workbook or would unpack to too much.

    Raises
    ------
    FaultError
        With `workbook.file` or `workbook.size`.
    """
    if not path.is_file():
        raise FaultError([_file(f"there is no file {path}", "check the name of the file")])
    packed = path.stat().st_size
    if packed > MAX_PACKED:
        raise FaultError([_size(f"the file has {packed / 2**20:,.0f} MB")])
    try:
        with zipfile.ZipFile(path) as archive:
            _judge(archive, packed)
    except FaultError:
        raise
    except (OSError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        message = f"the file is no workbook, or it is damaged ({error or type(error).__name__})"
        raise FaultError([_file(message, _RESAVE)]) from None
    except Exception as error:  # a damaged archive can fail in any way
        message = f"the file is no workbook, or it is damaged ({type(error).__name__})"
        raise FaultError([_file(message, _RESAVE)]) from None


def _judge(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FaultError([_size(f"the archive has {len(entries):,} entries")])
    if any(entry.flag_bits & 1 for entry in entries):
        way_out = "remove the password in Excel (File, Info, Protect workbook) and save again"
        raise FaultError([_file("the workbook is protected by a password", way_out)])
    declared = sum(entry.file_size for entry in entries)
    if declared > MAX_UNPACKED or (declared > _RATIO_FREE and declared > MAX_RATIO * packed):
        times = declared / max(packed, 1)
        message = f"the file says that it unpacks to {declared / 2**20:,.0f} MB, {times:,.0f} times"
        raise FaultError([_size(message + " its size")])
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise FaultError([_file("the archive holds no workbook", _RESAVE)])
    unpacked = 0
    for entry in entries:
        unpacked += _scan(archive, entry, MAX_UNPACKED - unpacked)


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """Unpack one entry block by block and return its true size."""
    size = 0
    row = 0
    tail = b""
    if not entry.filename.startswith(_LARGE):
        room = min(room, MAX_PART)
    is_xml = entry.filename.endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > room:
                raise FaultError([_size(f"{entry.filename} unpacks to more than {room:,} bytes")])
            end = block.rfind(b"<row")
            row = len(block) - end if end >= 0 else row + len(block)
            if entry.filename.startswith("xl/worksheets/sheet") and row > MAX_PART:
                raise FaultError([_size(f"{entry.filename} has a row of {row:,} bytes")])
            if is_xml:
                window = tail + block
                if any(word in window for word in _FORBIDDEN):
                    message = f"{entry.filename} defines entities, which no spreadsheet does"
                    raise FaultError([_file(message, _RESAVE)])
                tail = window[-_OVERLAP:]
    return size


def _file(message: str, way_out: str) -> Fault:
    return codes.WORKBOOK_FILE.at(message, way_out)


def _size(message: str) -> Fault:
    way_out = "export the region anew with `beltplan facts export` and copy your rows into it"
    return codes.WORKBOOK_SIZE.at(message, way_out)
