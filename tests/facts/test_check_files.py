"""Bad files: encodings, sizes, shapes."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from beltplan.facts import check, load, schema
from beltplan.faults import FaultError

if TYPE_CHECKING:
    from pathlib import Path

Change = Callable[[bytes], bytes]


def change(folder: Path, table: str, how: Change) -> Path:
    path = folder / f"{table}.csv"
    path.write_bytes(how(path.read_bytes()))
    return folder


def codes(folder: Path) -> list[str]:
    return [fault.code for fault in check(folder)]


@pytest.mark.parametrize(
    "how",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n\n",
    ],
    ids=["BOM", "CRLF", "both", "no last line end", "empty lines at the end"],
)
def test_forms_that_are_accepted(region_dir: Path, how: Change) -> None:
    before = load(region_dir)
    for table in schema().tables:
        change(region_dir, table.name, how)
    assert check(region_dir) == []
    after = load(region_dir)
    for table in schema().tables:
        assert after.table(table.name).equals(before.table(table.name))


@pytest.mark.parametrize(
    ("how", "code", "says"),
    [
        (lambda d: d.decode().encode("latin-1"), "facts.encoding", "CSV UTF-8"),
        (lambda d: d.decode().encode("utf-16"), "facts.encoding", "UTF-16"),
        (lambda d: d.decode().encode("utf-16-le"), "facts.binary", "NUL"),
        (lambda d: d + b"\x00", "facts.binary", "NUL"),
        (lambda d: d.replace(b",", b";"), "facts.delimiter", "semicolons"),
        (lambda d: d.replace(b",", b"\t"), "facts.delimiter", "tabs"),
        (lambda d: d + b'"open', "facts.quoting", "quotation marks"),
        (lambda d: d + b'"a"b,c\n', "facts.quoting", "quotation marks"),
        (lambda _: b"", "facts.empty-file", "place_id"),
        (lambda d: d + b"oulu,Oulu\n", "facts.cell-count", "2 cells"),
        (lambda d: d.replace(b"name_alt", b"name_alternative"), "facts.extra-column", "name_alt"),
        (lambda d: d.replace(b"name_alt", b"x"), "facts.missing-column", "name_alt"),
        (lambda d: d.replace(b"name_alt", b"name"), "facts.double-column", "twice"),
    ],
)
def test_forms_that_are_refused(region_dir: Path, how: Change, code: str, says: str) -> None:
    found = [f for f in check(change(region_dir, "places", how)) if f.code == code]
    assert found
    assert found[0].table == "places"
    assert says in found[0].message + found[0].way_out


def test_latin_1_names_the_line_and_the_word(region_dir: Path) -> None:
    change(region_dir, "places", lambda data: data.decode().encode("latin-1"))
    (fault,) = (f for f in check(region_dir) if f.code == "facts.encoding")
    assert fault.line == 2
    assert "Umeå" in fault.value


def test_an_unreadable_table_breeds_no_further_faults(region_dir: Path) -> None:
    change(region_dir, "places", lambda data: data + b"\x00")
    assert codes(region_dir) == ["facts.binary"]


def test_a_row_with_too_few_cells_still_exists(region_dir: Path) -> None:
    change(region_dir, "places", lambda data: data.replace(b"vaasa,Vaasa,", b"vaasa,"))
    assert codes(region_dir) == ["facts.cell-count"]


def test_missing_table_and_extra_file(region_dir: Path) -> None:
    (region_dir / "events.csv").rename(region_dir / "event.csv")
    faults = check(region_dir)
    assert [f.code for f in faults][:2] == ["package.extra-file", "facts.missing-table"]
    assert "events.csv" in faults[0].way_out
    with pytest.raises(FaultError):
        load(region_dir, checked=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\xff",
        '{"name": "x"}',
        '{"name": "x", "title": "X", "created": "soon", "version": "1"}',
        '{"name": 1, "title": "X", "created": "2026-01-01", "version": "1"}',
        "[" * 100_000,
    ],
)
def test_a_broken_descriptor(region_dir: Path, text: str) -> None:
    (region_dir / "datapackage.json").write_text(text, encoding="latin-1")
    assert set(codes(region_dir)) == {"package.descriptor"}
    with pytest.raises(FaultError):
        load(region_dir)


def test_a_missing_and_an_outdated_descriptor(region_dir: Path) -> None:
    path = region_dir / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace("Second local name", "x"), encoding="utf-8")
    (fault,) = check(region_dir)
    assert fault.code == "package.descriptor-drift"
    assert "beltplan facts describe" in fault.way_out
    path.unlink()
    assert codes(region_dir) == ["package.descriptor"]


def test_ten_million_rows_are_refused_at_once(region_dir: Path) -> None:
    path = region_dir / "events.csv"
    header = path.read_bytes().splitlines()[0] + b"\n"
    with path.open("wb") as stream:
        stream.write(header)
        block = b"e1,ume_cell,2019-06-01,day,announced\n" * 10_000
        for _ in range(1_000):
            stream.write(block)
    tracemalloc.start()
    begin = time.perf_counter()
    (fault,) = check(region_dir)
    seconds = time.perf_counter() - begin
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (fault.code, fault.table) == ("facts.too-large", "events")
    assert seconds < 2
    assert peak < 20e6


def test_ten_million_short_rows_are_refused_too(region_dir: Path) -> None:
    path = region_dir / "events.csv"
    path.write_bytes(path.read_bytes() + b"e\n" * 10_000_000)
    begin = time.perf_counter()
    (fault,) = check(region_dir)
    assert fault.code == "facts.too-large"
    assert "lines" in fault.message
    assert time.perf_counter() - begin < 3
