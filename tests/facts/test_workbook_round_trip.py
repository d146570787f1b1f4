"""Export and import change no byte."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beltplan.facts import check, schema
from beltplan.facts.errors import TargetError
from beltplan.facts.workbook_import import import_workbook
from beltplan.facts.workbook_write import export_workbook
from beltplan.faults import FaultError

if TYPE_CHECKING:
    from beltplan.facts.schema import Field

Rows = dict[str, list[dict[str, str]]]
WriteRows = Callable[[Path, Rows], Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def round_trip(folder: Path, where: Path) -> dict[str, bytes]:
    file = export_workbook(folder, where / "region.xlsx")
    return contents(import_workbook(file, region=folder, into=where / "back").folder)


def test_the_small_region(region_dir: Path, tmp_path: Path) -> None:
    assert round_trip(region_dir, tmp_path) == contents(region_dir)


def test_the_shipped_region(tmp_path: Path) -> None:
    from beltplan.facts import locate

    folder = locate("nordic-battery-belt")
    back = round_trip(folder, tmp_path)
    for table in schema().tables:
        assert back[table.filename] == (folder / table.filename).read_bytes(), table.name
    assert back["datapackage.json"] == (folder / "datapackage.json").read_bytes()


def test_an_import_in_place_changes_nothing(region_dir: Path, tmp_path: Path) -> None:
    (region_dir / "README.md").write_text("mine", encoding="utf-8")
    before = contents(region_dir)
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    done = import_workbook(file, region=region_dir, into=region_dir)
    assert done.changes == ()
    assert contents(region_dir) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_edit_arrives(region_dir: Path, tmp_path: Path) -> None:
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    book = openpyxl.load_workbook(file)
    book["figures"]["F2"].value = 130500.5
    sheet = book["places"]
    for column, value in zip("ABDK", ("oulu", "Oulu", "FI", "core"), strict=True):
        sheet[f"{column}4"].value = value
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[f"{columns['kind']}4"].value = "official"
    sheet[f"{columns['known_from']}4"].value = date(2020, 1, 1)
    book.save(file)
    done = import_workbook(file, region=region_dir, into=region_dir)
    assert [(c.table, c.added, c.changed, c.removed) for c in done.changes] == [
        ("places", 1, 0, 0),
        ("figures", 0, 1, 0),
    ]
    assert ",130500.5," in (region_dir / "figures.csv").read_text("utf-8")
    assert check(region_dir) == []


def test_the_date_of_the_data_moves_on_in_the_first_sheet(region_dir: Path, tmp_path: Path) -> None:
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    book = openpyxl.load_workbook(file)
    assert book["README"]["A4"].value == "Date of the data"
    book["README"]["B4"].value = "2027-03-01"
    columns = {cell.value: cell.column_letter for cell in book["figures"][1]}
    book["figures"][f"{columns['known_from']}3"].value = date(2027, 2, 28)
    book.save(file)
    import_workbook(file, region=region_dir, into=region_dir)
    assert '"created": "2027-03-01T00:00:00Z"' in (region_dir / "datapackage.json").read_text(
        "utf-8"
    )


def test_the_template_helps(region_dir: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export_workbook(region_dir, tmp_path / "region.xlsx"))
    assert book.sheetnames == ["README", *schema().names]
    for table in schema().tables:
        sheet = book[table.name]
        assert sheet.freeze_panes == "B2"
        ranges = {
            str(area).split(":")[0]: rule
            for rule in sheet.data_validations.dataValidation
            for area in rule.sqref.ranges
        }
        for field, cell in zip(table.fields, sheet[1], strict=True):
            assert cell.value == field.name
            assert field.description in cell.comment.text
            assert field.type in cell.comment.text
            assert not field.unit or f"Unit: {field.unit}" in cell.comment.text
            rule = ranges.get(f"{cell.column_letter}2")
            if field.values:
                assert rule is not None, f"{table.name}.{field.name} has no list of values"
                assert rule.formula1 == '"' + ",".join(field.values) + '"'
            if field.type == "boolean":
                assert rule is not None


def test_cells_are_typed_and_never_formulas(region_dir: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export_workbook(region_dir, tmp_path / "region.xlsx"))

    def cell(table: str, field: str, row: int) -> openpyxl.cell.Cell:
        letters = {each.value: each.column_letter for each in book[table][1]}
        return book[table][f"{letters[field]}{row}"]

    note = cell("projects", "note", 2)
    assert (note.value, note.data_type, note.number_format) == ("=1+1", "s", "@")
    assert note.quotePrefix
    isco = cell("occupations", "isco08", 2)
    assert (isco.value, isco.data_type) == ("8112", "s")
    value = cell("figures", "value", 4)
    assert (value.value, value.number_format) == (250.5, "0.00")
    assert cell("figures", "date", 2).is_date
    assert cell("metrics", "comparable", 2).value is True


def test_a_region_with_faults_is_not_exported(region_dir: Path, tmp_path: Path) -> None:
    path = region_dir / "events.csv"
    path.write_text(path.read_text("utf-8").replace("2025-03-12", "2025-02-30"), encoding="utf-8")
    with pytest.raises(FaultError):
        export_workbook(region_dir, tmp_path / "region.xlsx")
    assert not (tmp_path / "region.xlsx").exists()


def test_an_export_that_cannot_be_written(region_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(TargetError):
        export_workbook(region_dir, tmp_path / "no" / "folder.xlsx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_anew_by_libreoffice(region_dir: Path, tmp_path: Path) -> None:
    file = export_workbook(region_dir, tmp_path / "region.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "saved"), str(file)], check=True, capture_output=True, timeout=120
    )
    done = import_workbook(
        tmp_path / "saved" / "region.xlsx", region=region_dir, into=tmp_path / "back"
    )
    assert contents(done.folder) == contents(region_dir)


# --- generated tables

TABLES = ("sources", "metrics", "staffing", "calls", "rules", "programmes", "grid", "sites")
CREATED = date(2026, 11, 21)

characters = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Zl", "Zp"),
    exclude_characters="\ufeff\uffff\ufffe",
)
plain = st.text(characters | st.just("\n"), min_size=1, max_size=30)
tricky = st.sampled_from(
    ["=1+1", "+600", "-1000", "@x", "8112", "0810", "2024-10", "1e5", "TRUE", "_x0041_", " a ",
     '"', ",", "'x", "1,5", "a\nb", "#REF!", "=cmd|' /C calc'!A0", "½", "𝔘"]
)  # fmt: skip
texts = plain | tricky


def numbers(low: float | None, high: float | None) -> st.SearchStrategy[str]:
    least = -(10**9) if low is None else low
    most = 10**9 if high is None else high

    def fits(text: str) -> bool:
        return least <= float(text) <= most and not (text.startswith("-") and float(text) == 0)

    whole = st.integers(int(least), int(most)).map(str)
    decimal = st.builds(
        lambda n, d, size: f"{n}.{d % 10**size:0{size}d}",
        st.integers(int(least), int(most)),
        st.integers(0, 10**5),
        st.integers(1, 5),
    )
    return (whole | decimal).filter(fits)


def cells(field: Field) -> st.SearchStrategy[str]:
    names = texts.map(lambda t: t.replace(";", "").replace("\n", " ").strip() or "x")
    days = st.dates(date(1800, 1, 1), CREATED).map(date.isoformat)
    kinds = {
        "text": texts,
        "id": names,
        "enum": st.sampled_from(field.values or ("x",)),
        "boolean": st.sampled_from(["true", "false"]),
        "country": st.sampled_from(["SE", "FI", "NO"]),
        "date": days,
        "number": numbers(field.minimum, field.maximum),
        "integer": numbers(field.minimum, field.maximum).map(lambda t: t.partition(".")[0]),
        "list": st.lists(names, min_size=1, max_size=3, unique=True).map(";".join),
    }
    if field.references:
        return st.just("")
    cell = kinds[field.type]
    if field.type == "integer":
        cell = cell.filter(lambda t: t != "-0" and float(t) >= (field.minimum or -1e9))
    return cell if field.required else cell | st.just("")


@st.composite
def regions(draw: st.DrawFn) -> Rows:
    rows: Rows = {}
    for name in TABLES:
        table = schema().table(name)
        count = draw(st.integers(0, 3))
        members = [{f.name: draw(cells(f)) for f in table.fields} for _ in range(count)]
        for number, member in enumerate(members):
            member[table.key] = f"{number}{member[table.key]}".strip()
            for low, middle, high in (("capacity_low", "capacity_central", "capacity_high"),):
                given = sorted((member[f] for f in (low, middle, high) if member.get(f)), key=float)
                for field in (low, middle, high):
                    if member.get(field):
                        member[field] = given.pop(0)
        rows[name] = members
    return rows


@settings(max_examples=12, deadline=timedelta(seconds=20), suppress_health_check=list(HealthCheck))
@given(rows=regions())
def test_generated_tables_come_back_byte_for_byte(
    rows: Rows, write_rows: WriteRows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    where = tmp_path_factory.mktemp("generated")
    folder = write_rows(where / "region", rows)
    faults = check(folder)
    assert faults == []
    assert round_trip(folder, where) == contents(folder)
