"""Faulty workbooks: every fault with its cell, and nothing imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from beltplan.facts.errors import TargetError
from beltplan.facts.workbook_import import import_workbook
from beltplan.facts.workbook_write import export_workbook
from beltplan.faults import Fault, FaultError

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[Any], None]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def import_edited(
    region_dir: Path, tmp_path: Path, exported: bytes
) -> Callable[[Edit], tuple[Fault, ...]]:
    """Export, edit, import; give the faults and see that nothing was touched."""

    def run(edit: Edit) -> tuple[Fault, ...]:
        file = tmp_path / "region.xlsx"
        file.write_bytes(exported)
        book = openpyxl.load_workbook(file)
        edit(book)
        book.save(file)
        before = contents(region_dir)
        with pytest.raises(FaultError) as caught:
            import_workbook(file, region=region_dir, into=region_dir)
        assert contents(region_dir) == before
        with pytest.raises(FaultError):
            import_workbook(file, region=region_dir, into=tmp_path / "new")
        assert not (tmp_path / "new").exists()
        return caught.value.faults

    return run


Run = Callable[[Edit], tuple[Fault, ...]]


def at(book: Any, table: str, field: str, row: int) -> Any:
    letters = {cell.value: cell.column_letter for cell in book[table][1]}
    return book[table][f"{letters[field]}{row}"]


CELLS = [
    ("projects", "note", '=HYPERLINK("http://x","y")', "workbook.formula", "its value"),
    ("figures", "value", "=1+1", "workbook.formula", "its value"),
    ("figures", "value", ArrayFormula("F2", "=SUM(A1:A2)"), "workbook.formula", "its value"),
    ("figures", "value", "#REF!", "workbook.error-value", "#REF!"),
    ("figures", "value", "1 000", "facts.number-separator", "1000"),
    ("figures", "value", "about", "facts.type", "no number"),
    ("figures", "value", True, "facts.type", "true"),
    ("figures", "value", datetime(2024, 10, 1), "workbook.cell-type", "date"),  # noqa: DTZ001
    ("figures", "value", -4, "facts.negative", "below zero"),
    ("events", "date", datetime(2019, 6, 1, 8, 30), "facts.date", "2019-06-01"),  # noqa: DTZ001
    ("events", "date", 43617, "facts.date", "counted by Excel"),
    ("events", "date", "2025-02-30", "facts.date", "no day 30"),
    ("occupations", "isco08", 8112, "workbook.cell-type", "text"),
    ("figures", "period", date(2024, 10, 1), "workbook.cell-type", "a date"),
    ("figures", "period", True, "workbook.cell-type", "TRUE or FALSE"),
    ("figures", "period", time(8, 30), "workbook.cell-type", "time of day"),
    ("projects", "place_id", "umae", "facts.unknown-place", "umea"),
    ("metrics", "comparable", "=NOT(TRUE())", "workbook.formula", "its value"),
    ("figures", "value", "=TRUE()", "workbook.formula", "its value"),
    ("metrics", "comparable", "maybe", "facts.type", "true or false"),
    ("metrics", "comparable", 1, "facts.type", "true or false"),
    ("places", "name", None, "facts.required", "fill it"),
    ("places", "country", "Sweden", "facts.country", "SE"),
    ("occupations", "n_essential", 3.5, "facts.type", "whole number"),
]


@pytest.mark.parametrize(
    ("table", "field", "value", "code", "says"),
    CELLS,
    ids=[f"{c[3]}-{c[1]}-{n}" for n, c in enumerate(CELLS)],
)
def test_a_bad_cell(
    import_edited: Run, table: str, field: str, value: object, code: str, says: str
) -> None:
    spot = ""

    def edit(book: Any) -> None:
        nonlocal spot
        cell = at(book, table, field, 2)
        spot = cell.coordinate
        if isinstance(value, ArrayFormula):
            value.ref = cell.coordinate
        if isinstance(value, (int, float)):
            cell.number_format = "General"
        cell.value = value

    found = [fault for fault in import_edited(edit) if fault.code == code]
    assert found
    fault = found[0]
    assert (fault.sheet, fault.table, fault.field) == (table, table, field)
    assert f"{fault.column}{fault.line}" == spot
    assert fault.value or value in (None, "")
    assert fault.way_out
    assert says in fault.message + fault.way_out


def test_a_percentage(import_edited: Run) -> None:
    def edit(book: Any) -> None:
        cell = at(book, "figures", "value", 2)
        cell.value, cell.number_format = 0.5, "0%"

    (fault,) = import_edited(edit)
    assert fault.code == "workbook.cell-type"
    assert "0.5" in fault.message


def test_all_faults_of_all_sheets_at_once(import_edited: Run) -> None:
    def edit(book: Any) -> None:
        at(book, "events", "date", 3).value = "2025-02-30"
        at(book, "events", "source_ids", 2).value = "s1;nobody"
        at(book, "figures", "unit", 2).value = "homes"
        at(book, "projects", "note", 2).value = "=A1"
        at(book, "places", "place_id", 3).value = "umea"
        del book["tools"]
        book.create_sheet("Blad1")
        book["links"]["A1"].value = "link"
        book["groups"]["Z3"].value = "aside"

    faults = import_edited(edit)
    assert {(f.sheet, f.line, f.code) for f in faults} >= {
        ("events", 3, "facts.date"),
        ("events", 2, "facts.unknown-source"),
        ("figures", 2, "facts.unit"),
        ("projects", 2, "workbook.formula"),
        ("places", 3, "facts.duplicate"),
        ("tools", None, "workbook.sheet"),
        ("Blad1", None, "workbook.sheet"),
        ("links", 1, "facts.missing-column"),
        ("links", 1, "facts.extra-column"),
        ("groups", 3, "facts.extra-column"),
    }
    assert list(faults) == sorted(faults, key=Fault.sort_key)
    for fault in faults:
        assert fault.sheet
        assert fault.way_out


def test_the_fault_reads_well(import_edited: Run) -> None:
    def edit(book: Any) -> None:
        at(book, "projects", "place_id", 2).value = "umae"

    (fault,) = import_edited(edit)
    assert fault.where == "sheet projects cell D2 (ume_cell), field place_id"


def test_a_truth_value_as_libreoffice_writes_it(region_dir: Path, tmp_path: Path) -> None:
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    book = openpyxl.load_workbook(file)
    at(book, "metrics", "comparable", 2).value = "=TRUE()"
    at(book, "metrics", "comparable", 4).value = "FALSE"
    book.save(file)
    before = contents(region_dir)
    import_workbook(file, region=region_dir, into=region_dir)
    assert contents(region_dir) == before


def test_empty_rows_and_moved_columns_are_no_faults(region_dir: Path, tmp_path: Path) -> None:
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book["metrics"]
    sheet.insert_rows(3, amount=2)
    for row in sheet.iter_rows():
        row[0].value, row[1].value = row[1].value, row[0].value
    book.save(file)
    before = contents(region_dir)
    import_workbook(file, region=region_dir, into=region_dir)
    assert contents(region_dir) == before


def test_a_folder_of_something_else_is_not_overwritten(region_dir: Path, tmp_path: Path) -> None:
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    other = tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"x")
    with pytest.raises(TargetError, match="neither a region's folder nor empty"):
        import_workbook(file, region=region_dir, into=other)
    assert contents(other) == {"cat.jpg": b"x"}
