"""The situation from the real rooms: complete, sayable in four languages, honest, quick."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.brief.phrases import phrases

from beltplan.balance import run
from beltplan.brief.charts import Withheld
from beltplan.brief.page import render, write
from beltplan.brief.situation import YearOutsideError, build
from beltplan.facts import load
from beltplan.futures import simulate
from beltplan.i18n import LANGS, Message, Span, catalogue, speak

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.brief.model import Situation

# Numbers that a sentence may hold: names of intervals and the rules the page states.
RULES = {"0", "2", "8", "10", "12", "80", "90", "100", "2015", "4.0", "1.0", "10:stä"}

THRESHOLD = 10
# Long tables and lists say nothing more about access after their first rows.
SHORTEN = """() => {
  document.querySelectorAll('details').forEach(d => { d.open = true; });
  document.querySelectorAll('tbody').forEach(t => { while (t.rows.length > 3) t.deleteRow(3); });
  document.querySelectorAll('.srcs, .sources, .assume').forEach(list => {
    while (list.children.length > 5) list.lastElementChild.remove(); });
}"""
PLANS = ("figure.pool_plans", "note.all_plans", "section.pool.plans", "section.belt.caution")
# A plan has parts of its own; `test_plan_parts` holds their words.
PLANNED = (
    *("section.together", "section.decide", "section.then", "section.towns", "section.worth"),
    *("figure.plan_", "figure.town", "headline.together", "note.plan_"),
    *("series.saving", "series.gain", "series.transfer"),
)
FREIGHT = ("figure.freight.reading", "section.freight.lead")


@pytest.fixture(scope="module")
def made() -> Situation:
    region = load("nordic-battery-belt")
    futures = simulate(region, n=250, seed=1)
    return build(region, futures, run(region, futures, seed=1))


def test_the_questions_are_answered(made: Situation) -> None:
    asked = {question for section in made.sections for question in section.questions}
    assert {"Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q8"} <= asked
    assert [section.section_id for section in made.sections] == [
        "belt", "map", "changes", "staff", "pool", "coverage", "homes",
        "power", "freight", "plants", "whom", "unknown",
    ]  # fmt: skip
    ids = [figure.figure_id for figure in made.figures()]
    assert len(ids) == len(set(ids))
    assert [h.headline_id for h in made.headlines] == [
        "vacancies", "double", "homes_short", "homes_empty", "megawatts",
    ]  # fmt: skip


def test_everything_can_be_said_in_every_language(made: Situation) -> None:
    for phrase in phrases(made):
        for lang in LANGS:
            assert isinstance(speak(lang).say(phrase), str)


def test_every_figure_is_whole(made: Situation) -> None:
    for figure in made.figures():
        assert figure.table.rows, figure.figure_id
        width = len(figure.table.columns)
        assert all(len(row) == width for row in figure.table.rows), figure.figure_id
        assert len({c.name for c in figure.table.columns}) == width, figure.figure_id
        assert set(figure.sources) <= set(made.sources), figure.figure_id
        assert speak("en").say(figure.alt), figure.figure_id


def test_intervals_are_in_order(made: Situation) -> None:
    for phrase in phrases(made):
        if isinstance(phrase, Span):
            assert phrase.low <= phrase.central + 1e-6
            assert phrase.central <= phrase.high + 1e-6


def test_no_number_is_written_by_hand() -> None:
    for key, texts in catalogue().items():
        if key.startswith(("minister.", "workbook.")):
            continue
        for text in texts.values():
            bare = re.sub(r"\{\w+\}", "", text)
            numbers = set(re.findall(r"\d+(?:\.\d+)?", bare))
            assert numbers <= RULES, (key, numbers)


def test_the_words_of_figures_are_all_said(made: Situation) -> None:
    said = {phrase.key for phrase in phrases(made) if isinstance(phrase, Message)}
    kinds = ("figure.", "section.", "headline.", "note.", "series.")
    # These stand where there is a back-test, a what-if, a run of all plans, or free capacity.
    only_with = (
        "figure.unknown_backtest",
        "note.backtest",
        "section.belt.what_if",
        *FREIGHT,
        *PLANS,
        *PLANNED,
    )
    unused = [
        key
        for key in catalogue()
        if key.startswith(kinds) and key not in said and not key.startswith(only_with)
    ]
    assert unused == []


def test_small_cells_are_withheld(made: Situation) -> None:
    cells = [cell for f in made.figures() for row in f.table.rows for cell in row]
    assert any(isinstance(cell, Withheld) for cell in cells)
    for row in made.figure("staff_cells").table.rows:
        for cell in row[1:]:
            if isinstance(cell, Span):
                assert cell.central >= THRESHOLD or cell.high == 0


def test_unemployment_stands_beside_its_definition(made: Situation) -> None:
    table = made.figure("unknown_unemployment").table
    names = [column.name for column in table.columns]
    assert names.index("definition") < names.index("value")
    assert {row[names.index("definition")] for row in table.rows} != {None}


def test_the_real_page_is_small_and_steady(made: Situation) -> None:
    for lang in LANGS:
        html = render(made, lang=lang)
        assert len(gzip.compress(html.encode(), 9)) < 280_000
        assert render(made, lang=lang) == html


@pytest.mark.browser
def test_the_real_page_has_no_accessibility_fault(
    made: Situation, browser: Any, axe: str, tmp_path: Path
) -> None:
    write(made, tmp_path)
    for lang, width in (("fi", 360), ("sv", 1280)):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((tmp_path / f"situation-{lang}.html").as_uri())
        page.evaluate(SHORTEN)
        page.evaluate(axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


def test_an_earlier_day_has_its_own_picture() -> None:
    region = load("nordic-battery-belt", as_of="2023-06-30")
    futures = simulate(region, n=100, seed=1)
    made = build(region, futures, run(region, futures, seed=1))
    assert made.as_of.isoformat() == "2023-06-30"
    assert made.year == 2027
    assert render(made, lang="nb")


def test_a_year_outside_the_account_is_refused() -> None:
    region = load("nordic-battery-belt")
    futures = simulate(region, n=50, seed=1, end="2031Q4")
    account = run(region, futures, seed=1)
    with pytest.raises(YearOutsideError, match="2035"):
        build(region, futures, account, year=2035)
