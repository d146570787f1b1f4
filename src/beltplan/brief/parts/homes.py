"""Homes missing and homes standing empty, and school places (Q4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beltplan.brief.charts import Dot, Dots, Withheld
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.belt import emptiest, worst
from beltplan.brief.parts.what_if import when_running
from beltplan.i18n import Listing, Span, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.brief.charts import Tone
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_SEEN = 14
ASSUMPTIONS = (
    "persons_per_home",
    "persons_per_mover",
    "home_completions_max_per_1000_per_year",
    "home_build_lead_quarters",
    "layoff_leave_share_local",
    "population_share_age_6_15",
)


def section(desk: Desk) -> Section:
    """Return homes short and empty, over time and by place."""
    short = desk.span("homes_short", unit_key="unit.homes")
    empty = desk.more_empty(None, desk.quarter)
    values: dict[str, Phrase] = {
        "year": str(desk.year),
        "short": msg("word.withheld") if isinstance(short, Withheld) else short,
        "empty": empty,
    }
    figures = (_over_time(desk), _missing(desk), _empty(desk))
    return Section(
        section_id="homes",
        questions=("Q4",),
        title=msg("section.homes"),
        question=msg("section.homes.question"),
        lead=(msg("section.homes.lead", **values),),
        figures=figures,
    )


def _homes_sources(desk: Desk) -> tuple[str, ...]:
    table = desk.region.table("figures")
    rows = table.filter(table["theme"] == "housing")
    return desk.cite(*rows["source_ids"].to_list())


def _over_time(desk: Desk) -> Figure:
    names = ("homes_needed", "homes_stock", "homes_short", "homes_empty")
    homes = msg("unit.homes")
    columns = (
        Column("year", msg("column.year")),
        *(Column(n, msg(f"column.{n}"), "span", homes) for n in names),
        Column("homes_more_empty", msg("column.homes_more_empty"), "span", homes),
        Column("school_places", msg("column.school_places"), "span", msg("unit.places")),
    )
    more = {quarter: desk.more_empty(None, quarter) for quarter in desk.seen}
    rows: list[tuple[Cell, ...]] = []
    start = (Span(0, 0, 0, unit="unit.homes"), desk.years[0])
    peaks = {"short": start, "empty": start}
    for year in desk.years:
        last = desk.last_of(year)
        spans = [desk.span(name, quarter=last) for name in names]
        rows.append((str(year), *spans, more[last], desk.span("school_places", quarter=last)))
        short = spans[2]
        if isinstance(short, Span):
            homely = replace(short, unit="unit.homes")
            peaks["short"] = max(peaks["short"], (homely, year), key=lambda peak: peak[0].high)
        peaks["empty"] = max(peaks["empty"], (more[last], year), key=lambda peak: peak[0].high)
    values: dict[str, Phrase] = {
        "homes_short": peaks["short"][0],
        "homes_short_year": str(peaks["short"][1]),
        "homes_empty": peaks["empty"][0],
        "homes_empty_year": str(peaks["empty"][1]),
    }
    return Figure(
        figure_id="homes_time",
        title=msg("figure.homes_time"),
        reading=msg("figure.homes_time.reading", **values),
        alt=msg("figure.homes_time.alt", **values),
        chart=desk.lines(
            desk.band("homes_short", msg("series.homes_short"), "short"),
            desk.spans_band(more.values(), msg("series.homes_empty"), "empty"),
            unit_name="homes",
        ),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("figures")["known_from"]),
        sources=_homes_sources(desk),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.homes"), msg("note.more_empty")),
    )


def _missing(desk: Desk) -> Figure:
    ranked = sorted(desk.balance.places, key=lambda p: (-desk.mean("homes_short", p), p))
    spans = {place: desk.span("homes_short", place=place) for place in ranked}
    return _by_place(desk, "homes_short", "short", spans, worst(desk, "homes_short"))


def _empty(desk: Desk) -> Figure:
    spans = {place: desk.more_empty(place, desk.quarter) for place in desk.balance.places}
    ranked = sorted(spans, key=lambda p: (-spans[p].high, p))
    ordered = {place: spans[place] for place in ranked}
    return _by_place(desk, "homes_empty", "empty", ordered, emptiest(desk))


def _by_place(
    desk: Desk,
    variable: str,
    tone: Tone,
    spans: Mapping[str, Span | Withheld],
    top: tuple[str, ...],
) -> Figure:
    plants = _largest_plants(desk)
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for place, span in spans.items():
        plant = plants.get(place)
        fallen: tuple[Cell, ...] = (None, None)
        if plant is not None:
            fallen = tuple(
                when_running(desk, plant, variable, place, running=runs) for runs in (True, False)
            )
        rows.append(
            (
                desk.place(place),
                span,
                None if plant is None else desk.plant(plant),
                *fallen,
                desk.span("homes_empty", place=place),
                desk.span("school_places", place=place),
            )
        )
        if isinstance(span, Span) and span.high >= 1:
            dots.append(Dot(desk.place(place), span.low, span.central, span.high, tone))
    values: dict[str, Phrase] = {
        "places": Listing(tuple(desk.place(p) for p in top)) if top else msg("word.none"),
        "year": str(desk.year),
    }
    homes = msg("unit.homes")
    head = "homes_short" if variable == "homes_short" else "homes_more_empty"
    what = msg(f"column.{variable}")
    columns = (
        Column("place", msg("column.place")),
        Column(head, msg(f"column.{head}"), "span", homes),
        Column("plant", msg("column.largest_plant")),
        Column(f"{variable}_runs", msg("column.if_runs", what=what), "span", homes),
        Column(f"{variable}_stands", msg("column.if_stands", what=what), "span", homes),
        Column("empty_all", msg("column.homes_empty"), "span", homes),
        Column("school_places", msg("column.school_places"), "span", msg("unit.places")),
    )
    extra = () if variable == "homes_short" else (msg("note.more_empty"),)
    return Figure(
        figure_id=variable,
        title=msg(f"figure.{variable}", year=str(desk.year)),
        reading=msg(f"figure.{variable}.reading", **values),
        alt=msg(f"figure.{variable}.alt", **values),
        chart=Dots(tuple(dots[:_SEEN]), msg("axis.homes")) if dots else None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("figures")["known_from"]),
        sources=_homes_sources(desk),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.what_if"), *extra),
    )


def _largest_plants(desk: Desk) -> dict[str, str]:
    """Return for each place the new plant with most staff at full activity."""
    found: dict[str, tuple[float, str]] = {}
    for row in desk.region.table("projects").iter_rows(named=True):
        plant, place = row["project_id"], row["place_id"]
        jobs = desk.balance.jobs.get(plant)
        if place is None or jobs is None or not row["new_build"]:
            continue
        size = float(jobs.p50)
        if place not in found or size > found[place][0]:
            found[place] = (size, plant)
    return {place: plant for place, (_, plant) in found.items()}
