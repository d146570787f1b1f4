"""Files that only look like workbooks: refused quickly, with bounded memory."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest

from beltplan.facts.workbook_guard import MAX_UNPACKED, guard
from beltplan.facts.workbook_read import read_workbook
from beltplan.faults import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>"""


def refused(file: Path) -> str:
    """Return the code of the fault; the refusal is quick and small."""
    tracemalloc.start()
    begin = time.perf_counter()
    with pytest.raises(FaultError) as caught:
        guard(file)
    seconds = time.perf_counter() - begin
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 5
    assert peak < 10e6
    (fault,) = caught.value.faults
    assert fault.message
    assert fault.way_out
    return fault.code


@pytest.fixture
def file(exported: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "region.xlsx"
    path.write_bytes(exported)
    return path


def test_an_export_passes(file: Path) -> None:
    guard(file)


def test_missing_files_and_other_files(tmp_path: Path, file: Path) -> None:
    assert refused(tmp_path / "nothing.xlsx") == "workbook.file"
    assert refused(tmp_path) == "workbook.file"
    other = tmp_path / "x.xlsx"
    for data in (b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\3\4"):
        other.write_bytes(data)
        assert refused(other) == "workbook.file"
    data = file.read_bytes()
    other.write_bytes(data[: len(data) // 2])
    assert refused(other) == "workbook.file"


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with path.open("wb") as stream:
        stream.truncate(2**31)
    assert refused(path) == "workbook.size"


def bomb(path: Path, size: int, entries: int = 1) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(entries):
            name = f"xl/worksheets/sheet{number}.xml"
            with archive.open(name, "w", force_zip64=True) as stream:
                for _ in range(max(size // 2**20, 1)):
                    stream.write(b" " * min(size, 2**20))


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    bomb(path, 300 * 2**20)
    assert path.stat().st_size < 2**20
    assert refused(path) == "workbook.size"


def test_a_zip_bomb_of_modest_size_but_absurd_ratio(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    bomb(path, 64 * 2**20)
    assert refused(path) == "workbook.size"


def test_a_bomb_within_one_part(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    for name, content in (
        ("xl/styles.xml", b"<xf/>" * 10**6),
        ("xl/worksheets/sheet1.xml", b'<row r="1">' + b'<c r="A1"/>' * 5 * 10**5),
    ):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr(name, content)
        assert refused(path) == "workbook.size"


def test_a_zip_bomb_of_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    bomb(path, 10, entries=2_000)
    assert refused(path) == "workbook.size"


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    size = 300 * 2**20
    bomb(path, size)
    data = path.read_bytes()
    lied = data.replace(struct.pack("<L", size), struct.pack("<L", 1_000))
    lied = lied.replace(struct.pack("<Q", size), struct.pack("<Q", 1_000))
    assert lied != data
    path.write_bytes(lied)
    assert refused(path) in ("workbook.file", "workbook.size")


def test_overlapping_entries(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    bomb(path, 2**20)
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    directory = data[start:end] * 400
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, 800, 800, len(directory), start)
    path.write_bytes(data[:start] + directory + bytes(tail))
    assert refused(path) in ("workbook.file", "workbook.size")


def test_entities(tmp_path: Path) -> None:
    path = tmp_path / "lol.xlsx"
    for data in (LAUGHS, LAUGHS.decode().encode("utf-16"), b" " * (2**16 - 5) + LAUGHS):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", data)
        assert refused(path) == "workbook.file"


def test_a_password(file: Path) -> None:
    data = bytearray(file.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    file.write_bytes(bytes(data))
    assert refused(file) == "workbook.file"


def rewrite(file: Path, name: str, how: Callable[[bytes], bytes]) -> None:
    """Change one part of a workbook."""
    with zipfile.ZipFile(file) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    assert how(parts[name]) != parts[name]
    parts[name] = how(parts[name])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'r="2"', b'r="1048576"', "facts.too-large"),
        (b'r="2"', b'r="99999999999999"', "facts.too-large"),
        (b"</row>", b'<c r="XFD2"><v>5</v></c></row>', "facts.extra-column"),
        (b'r="B2"', b'r="ZZZZZZ2"', "workbook.file"),
        (b'r="B2"', b'r="B"', "workbook.file"),
        (b"<sheetData>", b"<sheetData", "workbook.file"),
        (b'<c r="B2"', b'<c r="B2" t="nonsense"', "workbook.file"),
    ],
)
def test_cells_far_away_and_broken_sheets(file: Path, old: bytes, new: bytes, code: str) -> None:
    rewrite(file, "xl/worksheets/sheet4.xml", lambda data: data.replace(old, new))
    begin = time.perf_counter()
    with pytest.raises(FaultError) as caught:
        read_workbook(file)
    assert code in {fault.code for fault in caught.value.faults}
    assert time.perf_counter() - begin < 10


def test_dimensions_that_lie_hide_nothing(file: Path) -> None:
    def shrink(data: bytes) -> bytes:
        start = data.index(b"<dimension")
        return data[:start] + b'<dimension ref="A1"/>' + data[data.index(b">", start) + 1 :]

    whole = read_workbook(file).tables["projects"].columns
    rewrite(file, "xl/worksheets/sheet4.xml", shrink)
    assert read_workbook(file).tables["projects"].columns == whole


def test_the_limit_is_larger_than_any_region() -> None:
    assert MAX_UNPACKED >= 64 * 2**20
