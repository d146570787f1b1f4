"""The workbook as Excel would read it back: typed, linked, charted, and free of formulas."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from tests.brief import factory
from tests.brief.full_situation import full

from beltplan.brief import workbook
from beltplan.brief.charts import WITHHELD, Grid, Timeline
from beltplan.brief.model import Column, Figure, Table
from beltplan.i18n import LANGS, Day, Lang, Num, Span, msg, plain, speak

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from beltplan.brief.model import Cell, Situation

_FIRST = 7
"""Row (from 1) of the first line of a figure's table."""


@pytest.fixture(scope="module")
def situation() -> Situation:
    return full()


@pytest.fixture(scope="module")
def content(situation: Situation) -> bytes:
    return workbook.make(situation)


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def _sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    return next(sheet for sheet in book if sheet["A1"].value == title)


def _expected(cell: Cell, column: Column) -> list[Any]:
    voice = speak("en")
    if column.kind == "span":
        if isinstance(cell, Span):
            return [cell.low, cell.central, cell.high]
        if isinstance(cell, (float, int)):
            return [None, cell, None]
        return [None if cell is None else "·"] * 3
    if cell is None:
        return [None]
    if cell is WITHHELD:
        return ["·"]
    if isinstance(cell, Num):
        return [cell.value]
    if isinstance(cell, Day):
        return [datetime(cell.date.year, cell.date.month, cell.date.day)]  # noqa: DTZ001
    if isinstance(cell, (float, int)):
        return [cell]
    text = voice.say(cell)  # type: ignore[arg-type]
    return [(text.replace(";", "; ") if column.kind == "sources" else text) or None]


def test_the_numbers_are_those_of_the_situation(
    book: openpyxl.Workbook, situation: Situation
) -> None:
    voice, compared = speak("en"), 0
    for figure in situation.figures():
        if figure.choice is not None:
            continue
        sheet = _sheet(book, voice.say(figure.title))
        for at, row in enumerate(figure.table.rows):
            wanted = [
                value
                for cell, column in zip(row, figure.table.columns, strict=True)
                for value in _expected(cell, column)
            ]
            found = [sheet.cell(_FIRST + at, 1 + k).value for k in range(len(wanted))]
            assert found == wanted
            compared += len(wanted)
    assert compared > 500


def test_figures_of_one_choice_share_a_sheet(book: openpyxl.Workbook) -> None:
    (sheet,) = [sheet for sheet in book if str(sheet["A1"].value).endswith("one by one")]
    column = [sheet.cell(row, 1).value for row in range(_FIRST, _FIRST + 21)]
    assert list(dict.fromkeys(column)) == ["Skellefteå", "Boden", "Vaasa"]
    assert len(sheet._charts) == 3


def test_every_sheet_of_a_figure_is_set_up(book: openpyxl.Workbook, situation: Situation) -> None:
    voice = speak("en")
    for figure in situation.figures():
        if figure.choice is None:
            sheet = _sheet(book, voice.say(figure.title))
            assert sheet.freeze_panes == "B7"
            assert sheet.auto_filter.ref.startswith("A6:")
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.print_title_rows == "$6:$6"
            assert str(sheet["A3"].value).startswith("←")
            assert sheet["A3"].hyperlink.location == "'Contents'!A1"


def test_spans_are_three_typed_columns_with_their_unit(book: openpyxl.Workbook) -> None:
    sheet = _sheet(book, speak("en").text("figure.homes_time"))
    assert [sheet.cell(6, k).value for k in (2, 3, 4)] == [
        "Homes missing, 10\u00a0%",
        "Homes missing, median",
        "Homes missing, 90\u00a0%",
    ]
    assert {sheet.cell(5, k).value for k in (2, 3, 4)} == {"homes"}
    assert all(sheet.cell(_FIRST, k).data_type == "n" for k in (2, 3, 4))
    assert sheet.cell(_FIRST, 3).number_format == "#,##0"


def test_every_chart_that_excel_can_draw_is_there(
    book: openpyxl.Workbook, situation: Situation
) -> None:
    voice = speak("en")
    for figure in situation.figures():
        if figure.choice is None:
            sheet = _sheet(book, voice.say(figure.title))
            native = figure.chart is not None and not isinstance(figure.chart, (Grid, Timeline))
            assert len(sheet._charts) == int(native)


def test_charts_point_at_the_cells_that_hold_their_numbers(
    book: openpyxl.Workbook, situation: Situation
) -> None:
    for sheet in book:
        for chart in sheet._charts:
            for series in chart.series:
                where, cells = series.val.numRef.f.rsplit("!", 1)
                target = book[where.strip("'").replace("''", "'")]
                found = [cell.value for (cell,) in target[cells.replace("$", "")]]
                assert any(isinstance(value, (int, float)) for value in found)
    flows = situation.figure("freight").chart
    sheet = _sheet(book, speak("en").say(situation.figure("freight").title))
    where, cells = sheet._charts[0].series[0].val.numRef.f.rsplit("!", 1)
    found = [cell.value for (cell,) in book[where.strip("'")][cells.replace("$", "")]]
    assert found == [flow.load[1] for flow in flows.flows]  # type: ignore[union-attr]


def test_a_chart_reads_its_table_where_that_holds_the_numbers() -> None:
    made = factory.charts()
    stacks = made["stacks"]
    columns = tuple(
        Column(f"c{k}", msg("column.need"), "number")
        for k, _ in enumerate(stacks.stacks)  # type: ignore[attr-defined]
    )
    rows = tuple(
        (str(year), *(stack.values[at] for stack in stacks.stacks))  # type: ignore[attr-defined]
        for at, year in enumerate(range(2027, 2041))
    )
    table = Table((Column("year", msg("column.year")), *columns), rows)
    base = factory.situation()
    figure = replace(base.figure("staff_ways"), table=table)
    book = _of(base, figure)
    sheet = _sheet(book, speak("en").say(figure.title))
    for at, series in enumerate(sheet._charts[0].series):
        letter = "BCDEFGH"[at]
        assert series.val.numRef.f.endswith(f"!${letter}$7:${letter}$20")
        assert (series.cat.strRef or series.cat.numRef).f.endswith("!$A$7:$A$20")


def test_withheld_and_unknown_cells_say_why(book: openpyxl.Workbook) -> None:
    sheet = _sheet(book, speak("en").say(factory.situation().figure("power_queue").title))
    notes = {
        rule.promptTitle: (rule.prompt, str(rule.sqref))
        for rule in sheet.data_validations.dataValidation
    }
    assert "too few" in notes["Withheld"][0]
    assert "B13" in notes["Withheld"][1]
    assert sheet["B13"].value == "·"
    assert sheet["E7"].value is None
    assert "E7" in notes["Not known"][1]
    assert "withheld" in str(sheet["B3"].value)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","x")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "http://evil.example/",
        "mailto:a@b.c",
        "x" * 40_000,
        "a\x00b\x1b",
    ],
)
def test_texts_stay_texts(text: str) -> None:
    base = factory.situation()
    figure = base.figure("map")
    table = Table((Column("place", msg("column.place")),), ((plain(text),), (plain("end"),)))
    sheet = _sheet(_of(base, replace(figure, table=table)), speak("en").say(figure.title))
    cell = sheet["A7"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert str(cell.value)[:20].replace("_x0000_", "\x00").replace("_x001B_", "\x1b") == text[:20]
    assert sheet["A8"].value == "end"


def test_there_is_no_formula(book: openpyxl.Workbook, content: bytes) -> None:
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
        assert not any("external" in name.lower() for name in parts.namelist())


def test_contents_lead_to_every_sheet(book: openpyxl.Workbook) -> None:
    sheet = book["Contents"]
    targets = {
        cell.hyperlink.location.rsplit("!", 1)[0].strip("'")
        for row in sheet
        for cell in row
        if cell.hyperlink is not None
    }
    assert targets == set(book.sheetnames) - {"Contents"}


def test_contents_show_the_headlines(book: openpyxl.Workbook, situation: Situation) -> None:
    sheet = book["Contents"]
    for at, headline in enumerate(situation.headlines):
        value = headline.value
        assert isinstance(value, Span)
        found = [sheet.cell(7 + at, column).value for column in (2, 3, 4)]
        assert found == [value.low, value.central, value.high]


def test_every_source_stands_with_its_kind_and_links_only_where_complete(
    book: openpyxl.Workbook, situation: Situation
) -> None:
    sheet = book["Sources"]
    found = {sheet.cell(row, 1).value: row for row in range(5, 5 + len(situation.sources))}
    assert set(found) == set(situation.sources)
    for name, row in found.items():
        source = situation.sources[name]
        assert sheet.cell(row, 2).value == speak("en").text(f"kind.{source.kind}")
        assert sheet.cell(row, 5).value == (source.date or None)
        target = sheet.cell(row, 7).hyperlink
        assert (target.target if target else None) == (source.url if source.complete else None)


def test_source_cells_lead_to_their_row(book: openpyxl.Workbook, situation: Situation) -> None:
    sheet = _sheet(book, speak("en").text("figure.changes_events"))
    link = sheet["D7"].hyperlink.location
    where, cell = link.rsplit("!", 1)
    first = str(sheet["D7"].value).split(";")[0]
    assert book[where.strip("'")][cell].value == first
    assert first in situation.sources


def test_assumptions_have_their_range_and_quality(book: openpyxl.Workbook) -> None:
    sheet = book["Assumptions"]
    rows = {sheet.cell(row, 1).value: row for row in (5, 6)}
    row = rows["turnover"]
    assert [sheet.cell(row, column).value for column in (3, 4, 5)] == [0.06, 0.15, 0.3]
    assert sheet.cell(row, 8).value == "low"
    assert [sheet.cell(rows["limit"], column).value for column in (3, 4, 5)] == [None, 75, None]


def test_national_definitions_stand_beside_each_other(book: openpyxl.Workbook) -> None:
    sheet = book["Definitions"]
    found = {sheet.cell(row, 2).value for row in range(5, 40)}
    assert {"registered, share of the register", "job-seekers, share of the labour force"} <= found


@pytest.mark.parametrize("lang", LANGS)
def test_names_heads_and_texts_are_in_the_language(situation: Situation, lang: Lang) -> None:
    made = openpyxl.load_workbook(io.BytesIO(workbook.make(situation, lang=lang)))
    voice = speak(lang)
    assert made.sheetnames[0] == voice.text("workbook.contents")
    assert voice.text("workbook.sources") in made.sheetnames
    assert all(len(name) <= 31 for name in made.sheetnames)
    assert made.properties.title == voice.text("workbook.title", region=situation.title)


def test_texts_that_are_not_translated_say_so(situation: Situation) -> None:
    made = openpyxl.load_workbook(io.BytesIO(workbook.make(situation, lang="nb")))
    sheet = _sheet(made, speak("nb").text("figure.changes_events"))
    assert "engelsk" in str(sheet["B3"].value)
    sheet = _sheet(made, speak("nb").text("figure.unknown_disputes"))
    assert "engelsk" not in str(sheet["B3"].value)


def test_the_same_bytes_every_time(situation: Situation, content: bytes) -> None:
    assert workbook.make(situation) == content


def test_properties_are_fixed(book: openpyxl.Workbook, situation: Situation) -> None:
    assert book.properties.created.date() == situation.as_of
    assert book.properties.creator == f"Beltplan {situation.version}"


def test_a_file_is_whole_or_not_there(situation: Situation, tmp_path: Path) -> None:
    path = tmp_path / "out" / "situation.xlsx"
    workbook.write(situation, path, lang="fi")
    assert zipfile.is_zipfile(path)
    assert [item.name for item in path.parent.iterdir()] == ["situation.xlsx"]


def _of(base: Situation, figure: Figure) -> openpyxl.Workbook:
    """Return the workbook of a situation of which only one figure is left."""
    section = next(item for item in base.sections if item.section_id == "map")
    only = replace(base, sections=(replace(section, figures=(figure,)),))
    return openpyxl.load_workbook(io.BytesIO(workbook.make(only)))
