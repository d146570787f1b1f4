"""A made-up situation as long as a real one: every section, many events, plants and sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.brief import factory

from beltplan.brief.charts import Lane, Mark, Timeline
from beltplan.brief.model import Cell, Column, Figure, Section, Situation, SourceLine, Table
from beltplan.i18n import Day, Listing, Name, Num, Phrase, Span, msg, plain

EVENTS = (
    "Deal closed; more than 600 hires planned within 12 months in two towns",
    "Cash for weeks, says the press; the outcome is not known",
    "Temporary grid allocation of 50 MW until 2033 for a data centre",
    "Commissioning of the refinery deferred; the mine goes on",
    "All remaining staff laid off",
    "Change negotiations for up to 120 person-years",
    "183 temporary lay-offs; an expansion above EUR 1bn is frozen",
    "Production of cathode material moved to another country",
)
KINDS = ("official", "company", "press", "estimate")


def sources(count: int = 60) -> dict[str, SourceLine]:
    """Return many sources, every other one with a full address."""
    return {
        f"s{n}": SourceLine(
            f"s{n}",
            f"What the municipal council decided about homes and seats, item {n}",
            f"Publisher of things {n}",
            f"https://www.example.org/news/2026/{n}/a-long-address-that-goes-on-{n}"
            if n % 2
            else "",
            bool(n % 2),
            f"2026-0{1 + n % 9}-11",
            KINDS[n % 4],  # type: ignore[arg-type]
            "good",
        )
        for n in range(count)
    }


def _figure(figure_id: str, chart: object, table: Table, **values: Phrase) -> Figure:
    made = factory.figure(figure_id, figure_id, chart, values)
    return replace(made, table=table, sources=tuple(f"s{n}" for n in range(12)))


def _changes(count: int) -> Section:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Day(factory.AS_OF - timedelta(days=25 * n), "month" if n % 2 else "day"),
            plain(factory.PLANTS[n % len(factory.PLANTS)][0]),
            Name({"en": EVENTS[n % len(EVENTS)]}),
            f"s{2 * n};s{2 * n + 1}",
        )
        for n in range(count)
    )
    columns = (
        Column("date", msg("column.date"), "date"),
        Column("plant", msg("column.plant")),
        Column("what", msg("column.what")),
        Column("sources", msg("column.sources"), "sources"),
    )
    since: Phrase = Day(date(2025, 11, 21))
    names = Listing((plain("Ett"), plain("Stegra"), plain("Keliber")))
    events = _figure(
        "changes_events",
        None,
        Table(columns, rows),
        count=Num(count),
        plants=names,
        since=since,
    )
    lead = msg(
        "section.changes.lead", since=since, count=Num(count), plants=Num(9), figures=Num(57)
    )
    question = msg("section.changes.question")
    return Section("changes", ("Q1",), msg("section.changes"), question, (lead,), (events,))


def _pool() -> Section:
    made = factory.charts()
    places = Listing((factory.NAMES["skelleftea"], factory.NAMES["vaasa"]))
    year = str(factory.YEAR)
    table = factory.figure("x", "map", None, {}).table
    figure = _figure("pool_places", made["dots"], table, places=places, year=year)
    lead = msg("section.pool.how")
    return Section(
        "pool", ("Q2",), msg("section.pool"), msg("section.pool.question"), (lead,), (figure,)
    )


def _homes() -> Section:
    made = factory.charts()
    columns = (
        Column("year", msg("column.year")),
        Column("homes_short", msg("column.homes_short"), "span", msg("unit.homes")),
    )
    rows = tuple((str(year), Span(10.0, year - 1900.0, 900.5)) for year in range(2027, 2041))
    figure = _figure(
        "homes_time",
        made["lines"],
        Table(columns, rows),
        homes_short=Num(2310, unit="unit.homes"),
        homes_short_year="2031",
        homes_empty=Num(830, unit="unit.homes"),
        homes_empty_year="2027",
    )
    return Section(
        "homes", ("Q4",), msg("section.homes"), msg("section.homes.question"), (), (figure,)
    )


def _unknown() -> Section:
    columns = (
        Column("place", msg("column.subject")),
        Column("definition", msg("column.definition")),
        Column("value", msg("column.value"), "number", digits=1),
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        (factory.NAMES["umea"], plain("registered, share of the register"), 6.5),
        (factory.NAMES["vaasa"], plain("job-seekers, share of the labour force"), 9.1),
    )
    readings = (
        _figure(
            "unknown_assumptions",
            None,
            Table(columns, rows),
            count=Num(61),
            assumed=Num(22),
            first=plain("Jobs for each GWh of installed capacity"),
        ),
        _figure("unknown_grey", None, Table(columns, rows), count=Num(312), total=Num(407)),
        _figure("unknown_unemployment", None, Table(columns, rows), count=Num(3)),
        _figure("unknown_disputes", None, Table(columns, rows), count=Num(14)),
        _figure("unknown_left_out", None, Table(columns, rows), count=Num(19)),
    )
    lead = msg("section.unknown.lead", share=Num(0.77, style="percent"))
    question = msg("section.unknown.question")
    return Section("unknown", ("Q10",), msg("section.unknown"), question, (lead,), readings)


def _plants(count: int) -> Timeline:
    lanes = []
    for n in range(count):
        name, place, _, phase = factory.PLANTS[n % len(factory.PLANTS)]
        day = factory.AS_OF - timedelta(days=90 * n)
        mark = Mark(day, "month", "restarting", msg("status.restarting"), "press")
        phases = ((day, factory.AS_OF, phase),)
        shares = (0.01 * n, 0.02 * n, 0.03 * n)
        lanes.append(Lane(plain(name), factory.NAMES[place], (mark,), phases, shares))
    return Timeline(date(2016, 1, 1), factory.AS_OF, tuple(lanes), (2027, 2030, 2035))


def full(*, events: int = 16, plants: int = 22) -> Situation:
    """Return a situation with every section and more rows than two pages hold."""
    base = factory.situation()
    made = []
    for section in base.sections:
        if section.section_id == "plants":
            figure = replace(section.figures[0], chart=_plants(plants), sources=("s40", "s41"))
            section = replace(section, figures=(figure,))
        if section.section_id in {"map", "power", "staff", "belt"}:
            figures = tuple(replace(f, sources=("s30", "s31", "s32")) for f in section.figures)
            section = replace(section, figures=figures)
        made.append(section)
    order = [*made[:2], _changes(events), made[2], _pool(), _homes(), *made[3:], _unknown()]
    return replace(base, sections=tuple(order), sources={**base.sources, **sources()})
