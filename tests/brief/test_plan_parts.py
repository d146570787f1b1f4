"""The parts on the plan: they add up, hide small cells, say when nothing is built."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.brief.phrases import phrases
from tests.brief.planned import planned as make_planned

from beltplan.brief import workbook
from beltplan.brief.charts import WITHHELD, Bars, Withheld
from beltplan.brief.model import Situation
from beltplan.brief.page import render, write
from beltplan.brief.page.tables import csv_text
from beltplan.brief.parts import decide, then, together
from beltplan.brief.parts.town_kind import give_and_get
from beltplan.brief.situation import plan_sections
from beltplan.i18n import LANGS, Message, Name, Num, Span, catalogue, speak

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.brief.parts.planned import Planned
    from beltplan.plan.settings import Level

LEVELS: tuple[Level, ...] = ("alone", "national", "together")
OURS = ("together", "decide", "then", "towns", "worth")


@pytest.fixture(scope="module")
def planned() -> Planned:
    return make_planned()


@pytest.fixture(scope="module")
def made(planned: Planned) -> Situation:
    sections = plan_sections(planned)
    return Situation(
        region="nordic-battery-belt",
        title=Name({"": "The belt"}),
        as_of=date(2026, 11, 21),
        futures=100,
        seed=1,
        year=2030,
        version="test",
        headlines=(together.headline(planned),),
        sections=sections,
        sources=dict(sorted(planned.desk.cited.items())),
    )


def test_without_a_plan_there_are_no_sections() -> None:
    assert plan_sections(None) == ()


def test_without_an_agreement_the_towns_are_left_out(planned: Planned) -> None:
    ids = [section.section_id for section in plan_sections(replace(planned, agreement=None))]
    assert ids == ["together", "decide", "then", "worth"]


def test_sections_and_figures_are_whole(made: Situation) -> None:
    assert [section.section_id for section in made.sections] == list(OURS)
    ids = [figure.figure_id for figure in made.figures()]
    assert len(ids) == len(set(ids))
    for figure in made.figures():
        width = len(figure.table.columns)
        assert figure.table.rows, figure.figure_id
        assert all(len(row) == width for row in figure.table.rows), figure.figure_id
        assert len({column.name for column in figure.table.columns}) == width, figure.figure_id
        assert set(figure.sources) <= set(made.sources)
        assert figure.choice is not None or figure.assumptions, figure.figure_id


def test_everything_can_be_said_in_every_language(made: Situation) -> None:
    for phrase in phrases(made):
        for lang in LANGS:
            assert isinstance(speak(lang).say(phrase), str)


def test_no_word_on_the_plan_stays_unsaid(made: Situation) -> None:
    said = {phrase.key for phrase in phrases(made) if isinstance(phrase, Message)}
    ours = tuple(
        f"{kind}.{name}"
        for kind, names in {
            "section": OURS,
            "figure": ("plan_", "town"),
            "note": ("plan_",),
            "headline": ("together",),
            "cost": ("",),
            "level": ("",),
        }.items()
        for name in names
    )
    # These stand where nothing is decided, somebody loses or gains too little to be sure.
    only_then = (
        "section.decide",
        "section.towns.losers",
        "section.towns.no_losers",
        "figure.plan_costs.",
        "figure.plan_seats",
        "note.plan_seats",
        "note.plan_end",
        "note.plan_run_out",
    )
    unsaid = [
        key
        for key in catalogue()
        if key.startswith(ours) and key not in said and not key.startswith(only_then)
    ]
    assert unsaid == []


def _ending(planned: Planned, years: float) -> Planned:
    """Return the same plans, of which so many years at the end are not to be trusted."""
    plans = {
        level: replace(
            plan,
            input=replace(plan.input, assumed={**plan.input.assumed, "plan_end_years": years}),
        )
        for level, plan in planned.comparison.plans.items()
    }
    return replace(planned, comparison=replace(planned.comparison, plans=plans))


@pytest.mark.parametrize(
    ("end", "key", "shown"), [(0, None, 3), (1, "note.plan_end", 2), (9, "note.plan_end_all", 3)]
)
def test_new_seats_of_the_last_years_are_left_out_and_said(
    planned: Planned, end: int, key: str | None, shown: int
) -> None:
    cut = _ending(planned, end)
    assert len(cut.seat_years) == shown
    seats = pl.col("kind") == "seats"
    for level in LEVELS:
        whole = planned.comparison.plans[level].decisions()
        kept = cut.decisions(level)
        assert kept.filter(~seats).equals(whole.filter(~seats))
        late = whole.filter(seats & ~pl.col("year").is_in(list(cut.seat_years)))
        assert kept.height == whole.height - late.height
    section = decide.section(cut)
    assert (section.lead[-1].key == key) or key is None
    for figure in section.figures:
        if figure.figure_id == "plan_seats_years":
            assert len(figure.table.columns) == 1 + shown


def test_recruits_that_rise_are_explained_where_people_run_out(planned: Planned) -> None:
    data = planned.together.input.data
    falling = replace(data, workforce=data.workforce * np.array([1.0, 0.9, 0.8]))
    plan = replace(planned.together, input=replace(planned.together.input, data=falling))
    plans = {**planned.comparison.plans, "together": plan}
    made = replace(planned, comparison=replace(planned.comparison, plans=plans))
    rising = [Span(0.0, 100.0 * k, 900.0) for k in range(3)]
    made._flows["together", "idle"] = np.broadcast_to(np.array([80.0, 40.0, 1.0]), (2, 1, 3))
    (said,) = then._run_out(made, rising)
    assert said.key == "note.plan_run_out"
    assert then._run_out(made, rising[::-1]) == ()
    made._flows["together", "idle"] = np.broadcast_to(np.array([80.0, 80.0, 40.0]), (2, 1, 3))
    assert then._run_out(made, rising) == ()


def test_the_saving_lies_in_its_proved_range(planned: Planned, made: Situation) -> None:
    low, high = planned.comparison.saving_bounds
    assert low <= planned.comparison.saving <= high
    value = made.headlines[0].value
    assert isinstance(value, Num)
    assert value.value == pytest.approx(planned.comparison.saving / 1000)
    rows = made.figure("plan_worth").table.rows
    assert all(row[1] <= row[2] for row in rows)  # type: ignore[operator]


@pytest.mark.parametrize("level", LEVELS)
def test_kinds_of_cost_add_up_to_the_cost(planned: Planned, level: Any) -> None:
    total = sum(planned.costs(level).values())
    plan = planned.comparison.plans[level]
    assert total == pytest.approx(plan.cost, rel=1e-6)


def test_savings_by_kind_add_up_to_the_saving(planned: Planned, made: Situation) -> None:
    rows = made.figure("plan_costs").table.rows
    saved = sum(row[-1].value for row in rows if isinstance(row[-1], Num))
    assert saved == pytest.approx(planned.comparison.saving / 1000, abs=1e-3)


def test_ranges_hold_the_expected_value(planned: Planned, made: Situation) -> None:
    for phrase in phrases(made):
        if isinstance(phrase, Span):
            assert phrase.low <= phrase.central <= phrase.high
    for flow in ("recruits", "idle", "homes_empty"):
        low, mean, high = planned.yearly("together", flow)
        table = planned.together.flows().filter(pl.col("flow") == flow)
        assert mean * len(planned.years) == pytest.approx(float(table["mean"].sum()))
        assert low <= mean + 1e-6
        assert mean <= high + 1e-6


def test_a_town_is_a_part_of_all(planned: Planned) -> None:
    whole = planned.yearly("together", "idle")[1]
    parts = sum(planned.yearly("together", "idle", area=area)[1] for area in planned.areas)
    assert parts == pytest.approx(whole)


def test_gains_and_transfers_add_up(planned: Planned, made: Situation) -> None:
    gains = [row[4] for row in made.figure("towns_gains").table.rows]
    total = sum(span.central for span in gains if isinstance(span, Span))
    assert total == pytest.approx(planned.comparison.saving / 1000, abs=1e-3)
    moved = [row[3] for row in made.figure("towns_transfers").table.rows]
    assert sum(num.value for num in moved if isinstance(num, Num)) == pytest.approx(0, abs=1e-3)


def test_what_is_given_is_got(planned: Planned) -> None:
    found = give_and_get(planned)
    for kind in ("commuters", "students"):
        gave = sum(kinds[kind][0] for kinds in found.values())
        got = sum(kinds[kind][1] for kinds in found.values())
        assert gave == pytest.approx(got)


def test_few_people_are_withheld(planned: Planned, made: Situation) -> None:
    threshold = planned.threshold
    assert threshold > 0
    assert planned.people(threshold - 1) is WITHHELD
    assert planned.people(threshold) == threshold
    assert planned.people(0.2) == 0.0
    assert planned.people_range(0.0, threshold - 1, 50.0) is WITHHELD
    assert planned.people_range(0.0, 0.1, 0.2) == Span(0.0, 0.0, 0.0)
    for figure_id in ("towns_kind", "towns_pairs"):
        figure = made.figure(figure_id)
        for row in figure.table.rows:
            for column, cell in zip(figure.table.columns, row, strict=True):
                if isinstance(cell, float) and not column.name.startswith("power"):
                    assert cell == 0 or cell >= threshold, (figure_id, column.name)
        chart = figure.chart
        if isinstance(chart, Bars):
            values = [abs(value) for part in chart.parts for value in part.values]
            assert all(value == 0 or value >= threshold for value in values)
    cells = [cell for f in made.figures() for row in f.table.rows for cell in row]
    assert any(isinstance(cell, Withheld) for cell in cells)


def test_a_plan_that_builds_nothing_says_so(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_type = type(planned.together)
    nothing = planned.together.decisions().clear()
    monkeypatch.setattr(plan_type, "decisions", lambda _self: nothing)
    section = decide.section(planned)
    said = [line.key for line in section.lead]
    assert said == [
        "section.decide.nothing",
        "section.decide.not",
        "section.decide.no_homes",
        "note.plan_end_all",  # the plan is shorter than the years that its end distorts
    ]
    assert [figure.figure_id for figure in section.figures] == ["plan_decisions"]
    for row in section.figures[0].table.rows:
        assert row[2:5] == (0, 0, 0)
        assert isinstance(row[6], Message)


def test_decisions_are_those_of_the_plan(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seats, homes, megawatts, links and marketing are told, whatever is in the plan."""
    area, course = planned.areas[0], planned.together.input.data.courses[0]
    years = planned.years
    table = pl.DataFrame(
        {
            "kind": ["seats", "homes", "grid", "service", "market"],
            "area": [course.split(".")[0], area, area, area, area],
            "what": [course, area, area, planned.together.input.data.services[0], "step_1"],
            "year": [years[0], years[0], years[1], years[1], years[1]],
            "amount": [30.0, 40.0, 5.0, 60.0, 70.0],
            "unit": ["seats", "homes", "MW", "commuters", "persons"],
            "cost": [300.0, 1800.0, 1000.0, 720.0, 210.0],
        }
    )
    monkeypatch.setattr(type(planned.together), "decisions", lambda _self: table)
    section = decide.section(planned)
    text = " ".join(speak("en").say(line) for line in section.lead)
    for amount in ("30 course seats", "40 homes", "5 megawatts", "60 commuters", "70 people"):
        assert amount in text
    assert [line.key for line in section.lead] == ["section.decide.lead", "note.plan_end_all"]
    assert [row[4] for row in section.figures[0].table.rows] == [30, 40, 5, 60, 70]
    assert section.figures[2].table.rows[0][1] == 30.0


def test_losing_towns_are_named(planned: Planned) -> None:
    assert planned.agreement is not None
    gains = planned.agreement.gains.copy()
    gains[0] = -1e6
    sections = plan_sections(replace(planned, agreement=replace(planned.agreement, gains=gains)))
    towns = next(section for section in sections if section.section_id == "towns")
    text = " ".join(speak("en").say(line) for line in towns.lead)
    assert speak("en").say(planned.area(planned.areas[0])) in text
    card = next(f for f in towns.figures if f.figure_id == f"town_{planned.areas[0]}")
    assert "It loses" in speak("en").say(card.reading)


def test_every_town_has_a_card(planned: Planned, made: Situation) -> None:
    for area in planned.areas:
        card = made.figure(f"town_{area}")
        assert card.choice is not None
        said = speak("en").say(card.reading)
        assert "Alone" in said
        assert "Gives:" in said


def test_prices_are_ranked(planned: Planned, made: Situation) -> None:
    spans = [row[2] for row in made.figure("plan_prices").table.rows]
    means = [span.central for span in spans if isinstance(span, Span)]
    assert means == sorted(means, reverse=True)
    assert means


def test_a_name_of_an_area_is_in_each_language(planned: Planned) -> None:
    kokkola = planned.area("kokkola")
    assert speak("en").say(kokkola) == "Kokkola–Jakobstad"
    assert speak("sv").say(kokkola) == "Karleby–Jakobstad"
    assert speak("fi").say(kokkola) == "Kokkola–Pietarsaari"
    assert speak("nb").say(planned.area("rana")) == "Helgeland"


def test_a_range_has_columns_of_its_own_in_csv(made: Situation) -> None:
    table = made.figure("towns_gains").table
    rows = list(csv.DictReader(io.StringIO(csv_text(table))))
    assert {"gain_low", "gain_central", "gain_high"} <= set(rows[0])
    assert float(rows[0]["gain_low"]) <= float(rows[0]["gain_high"])
    assert not any("p50" in name for name in rows[0])


def test_the_workbook_has_a_sheet_for_each(made: Situation) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for lang in LANGS:
        book = openpyxl.load_workbook(io.BytesIO(workbook.make(made, lang=lang)))
        voice = speak(lang)
        heads = {str(sheet.cell(1, 1).value) for sheet in book}
        for figure_id in ("plan_decisions", "plan_flows", "towns_gains", "towns_kind"):
            assert any(voice.say(made.figure(figure_id).title) in head for head in heads)
        assert any(voice.say(made.figure("plan_prices").title) in head for head in heads)


def test_the_page_holds_all_of_it(made: Situation) -> None:
    html = render(made)
    for figure in made.figures():
        assert figure.figure_id in html
    assert render(made) == html


@pytest.mark.browser
def test_no_accessibility_fault(made: Situation, browser: Any, axe: str, tmp_path: Path) -> None:
    write(made, tmp_path)
    for lang, width, scheme in (("fi", 360, "light"), ("sv", 1280, "dark"), ("nb", 360, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=True,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto((tmp_path / f"situation-{lang}.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_probabilities_weigh_the_scenarios(planned: Planned) -> None:
    low, mean, high = planned.by_year("alone", "recruits")
    values = planned.alone.by_area("recruits").sum(axis=1)
    p = planned.alone.input.data.probability
    assert np.allclose(mean, p @ values)
    assert np.all(low <= mean + 1e-9)
    assert np.all(mean <= high + 1e-9)
