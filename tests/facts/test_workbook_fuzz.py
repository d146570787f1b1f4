"""Whatever the bytes: a sound workbook, or a FaultError, and never half a package."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beltplan.facts import check
from beltplan.facts.store import new_region
from beltplan.facts.workbook_import import import_workbook
from beltplan.facts.workbook_write import export_workbook
from beltplan.faults import FaultError

if TYPE_CHECKING:
    from pathlib import Path

patient = settings(
    max_examples=60,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("fuzz")
    folder = new_region("start", into=where)
    path = folder / "sources.csv"
    row = 's1,press,,good,"A, B",=1+1,,2024-10,none,2024-10-01,,"two\nlines"\n'
    path.write_text(path.read_text("utf-8") + row, encoding="utf-8", newline="")
    assert check(folder) == []
    export_workbook(folder, where / "start.xlsx")
    return where


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def attempt(data: bytes, start: Path) -> None:
    """Import bytes in place: a fault leaves everything as it was, a success is sound."""
    folder, file = start / "start", start / "fuzzed.xlsx"
    file.write_bytes(data)
    before = contents(folder)
    try:
        import_workbook(file, region=folder, into=folder)
    except FaultError:
        assert contents(folder) == before
    else:
        assert check(folder) == []
        for name, content in before.items():
            (folder / name).write_bytes(content)
    assert not [path for path in start.iterdir() if path.name.startswith(".")]


@patient
@given(data=st.binary(max_size=2_000))
def test_any_bytes(start: Path, data: bytes) -> None:
    attempt(data, start)


@patient
@given(data=st.binary(max_size=400))
def test_any_bytes_that_begin_like_a_zip(start: Path, data: bytes) -> None:
    attempt(b"PK\x03\x04" + data + b"PK\x05\x06" + data, start)


@patient
@given(
    spots=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.none() | st.floats(0, 1),
)
def test_flipped_and_missing_bytes(
    start: Path, spots: list[tuple[float, int]], cut: float | None
) -> None:
    data = bytearray((start / "start.xlsx").read_bytes())
    for spot, byte in spots:
        data[int(spot * (len(data) - 1))] = byte
    attempt(bytes(data if cut is None else data[: int(cut * len(data))]), start)


WORDS = [b"", b"<", b">", b'"', b"&", b"&amp;", b"\xff", b"\x00", b"-1", b"1e999", b"99999999999",
         b"NaN", b'<c r="A1"/>', b'<f>1+1</f>', b"</row>", b't="s"', b't="d"', b't="b"', b't="e"',
         b"<v>7</v>", b"xml", b"2024-13-45"]  # fmt: skip


@patient
@given(data=st.data())
def test_changed_parts_in_a_sound_archive(start: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(start / "start.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    telling = [n for n in parts if n.endswith((".xml", ".rels")) and "comments" not in n]
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(telling))
        content = parts[name]
        begin = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(begin, min(begin + 40, len(content))))
        word = data.draw(st.sampled_from(WORDS) | st.binary(max_size=6))
        parts[name] = content[:begin] + word + content[end:]
    if data.draw(st.booleans()):
        parts.pop(data.draw(st.sampled_from(telling)))
    file = start / "made.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    attempt(file.read_bytes(), start)
