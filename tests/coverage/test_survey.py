"""The survey: filled it comes back as needs, spoilt it comes back as every fault at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from beltplan.coverage import SURVEY_WORDS, read_needs, survey_needs, template, write_needs
from beltplan.coverage.survey import COLUMNS, FIRST_ROW
from beltplan.faults import FaultError
from beltplan.i18n import LANGS, speak
from beltplan.skills.extension import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.facts import Region
    from beltplan.faults import Fault


def filled(
    region: Region, path: Path, rows: list[dict[str, Any]], lang: str = "en", **head: Any
) -> Path:
    """Write the template, fill it as a company would, and save it."""
    words = {name: speak(lang).text(f"survey.{name}") for name in SURVEY_WORDS}
    path.write_bytes(template(region, lang, words, year=2026))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    answers = {
        "company": "Example Cells AB",
        "place": "Skellefteå",
        "day": date(2026, 11, 20),
        **head,
    }
    for at, name in enumerate(("company", "place", "day")):
        sheet.cell(4 + at, 2).value = answers[name]
    for number, row in enumerate(rows):
        for name, value in row.items():
            sheet.cell(FIRST_ROW + number, COLUMNS.index(name) + 1).value = value
    book.save(path)
    return path


GOOD = {
    "role": "operator",
    "competence": "electrode coating",
    "level": 4,
    "posts": 30,
    "year": 2028,
}


def test_a_filled_survey_becomes_needs(region: Region, tmp_path: Path) -> None:
    rows = [
        GOOD,
        {"competence": "torkning av elektroder", "year": 2029},
        {
            "competence": "kennojen formointi",
            "posts": 10,
            "at_least": 5,
            "at_most": 20,
            "year": 2030,
        },
        {"competence": "electrolyte filling", "at_least": 4, "at_most": 8, "year": 2030},
    ]
    found = survey_needs(region, filled(region, tmp_path / "s.xlsx", rows))
    first, second, third, fourth = found.iter_rows(named=True)
    assert first["competence"] == BASE + "nbb-skill-002"
    assert (first["level"], first["posts_central"], first["year"]) == (4, 30.0, 2028)
    assert (first["place_id"], first["employer"], first["kind"]) == (
        "skelleftea", "Example Cells AB", "company",
    )  # fmt: skip
    assert first["known_from"] == date(2026, 11, 20)
    assert (second["level"], second["posts_central"]) == (None, None), "unknown stays unknown"
    assert (third["posts_low"], third["posts_high"]) == (5.0, 20.0)
    assert fourth["posts_central"] == 6.0


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_of_each_language_reads_back(
    region: Region, tmp_path: Path, lang: str
) -> None:
    found = survey_needs(region, filled(region, tmp_path / "s.xlsx", [GOOD], lang, place="Vaasa"))
    assert found["place_id"].to_list() == ["vaasa"]


def test_all_faults_come_at_once_each_with_its_cell(region: Region, tmp_path: Path) -> None:
    rows = [
        {"competence": "electrode coatin", "year": 2028},
        {"competence": "electrode coating", "level": 9, "posts": -3, "year": 1999},
        {"role": "operator", "posts": 4},
        {"competence": "electrode coating", "posts": 5, "at_least": 7, "year": 2028},
        {"competence": "electrode coating", "posts": "=1+1", "year": 2028},
        {"competence": "electrode coating", "posts": "many", "year": 2028.5},
    ]
    path = filled(region, tmp_path / "s.xlsx", rows, place="Skeleftea", company=None, day="soon")
    with pytest.raises(FaultError) as caught:
        survey_needs(region, path)
    at = {(fault.code, fault.column, fault.line) for fault in caught.value.faults}
    assert at == {
        ("survey.missing", "B", 4),
        ("survey.place", "B", 5),
        ("survey.missing", "B", 6),
        ("survey.competence", "B", FIRST_ROW),
        ("survey.level", "C", FIRST_ROW + 1),
        ("survey.number", "D", FIRST_ROW + 1),
        ("survey.year", "G", FIRST_ROW + 1),
        ("survey.missing", "B", FIRST_ROW + 2),
        ("survey.missing", "G", FIRST_ROW + 2),
        ("survey.range", "D", FIRST_ROW + 3),
        ("survey.formula", "D", FIRST_ROW + 4),
        ("survey.number", "D", FIRST_ROW + 5),
        ("survey.year", "G", FIRST_ROW + 5),
    }
    assert all(fault.way_out for fault in caught.value.faults)
    coating = next(f for f in caught.value.faults if f.code == "survey.competence")
    assert "electrode coating" in coating.way_out


def test_an_empty_survey_and_a_strange_workbook_are_refused(region: Region, tmp_path: Path) -> None:
    with pytest.raises(FaultError) as caught:
        survey_needs(region, filled(region, tmp_path / "s.xlsx", []))
    assert [fault.code for fault in caught.value.faults] == ["survey.empty"]
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(FaultError) as caught:
        survey_needs(region, tmp_path / "other.xlsx")
    assert [fault.code for fault in caught.value.faults] == ["survey.template"]
    (tmp_path / "not.xlsx").write_bytes(b"\x00\x01not a workbook")
    with pytest.raises(FaultError):
        survey_needs(region, tmp_path / "not.xlsx")


def test_needs_survive_their_file(region: Region, tmp_path: Path) -> None:
    found = survey_needs(region, filled(region, tmp_path / "s.xlsx", [GOOD]))
    write_needs(tmp_path / "needs.csv", found)
    assert read_needs(tmp_path / "needs.csv").equals(found)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "need_id\nx\n"])
def test_a_broken_file_of_needs_is_a_fault(tmp_path: Path, content: str) -> None:
    path = tmp_path / "needs.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FaultError, match=r"coverage\.needs-file"):
        read_needs(path)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["electrode coating", "=A1", "#REF!", "2028", "umea", "4"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS, min_size=1), max_size=4),
    st.dictionaries(st.sampled_from(["company", "place", "day"]), CELLS),
)
def test_any_content_gives_needs_or_faults(
    region: Region, tmp_path: Path, rows: list[dict[str, Any]], head: dict[str, Any]
) -> None:
    path = filled(region, tmp_path / "s.xlsx", rows, **head)
    faults: tuple[Fault, ...] = ()
    try:
        found = survey_needs(region, path)
    except FaultError as error:
        faults = error.faults
    assert all(fault.way_out and fault.message for fault in faults)
    if not faults:
        assert found.height >= 1
        assert found["competence"].null_count() == 0
