"""Homes missing and homes standing empty, and school places (Q4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Dot, Dots, Withheld
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.belt import worst
from beltplan.brief.parts.staff import when_running
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
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
    empty = desk.span("homes_empty", unit_key="unit.homes")
    values: dict[str, Phrase] = {
        "year": str(desk.year),
        "short": msg("word.withheld") if isinstance(short, Withheld) else short,
        "empty": msg("word.withheld") if isinstance(empty, Withheld) else empty,
    }
    figures = [_over_time(desk), _by_place(desk, "homes_short", "short")]
    figures.append(_by_place(desk, "homes_empty", "empty"))
    return Section(
        section_id="homes",
        questions=("Q4",),
        title=msg("section.homes"),
        question=msg("section.homes.question"),
        lead=(msg("section.homes.lead", **values),),
        figures=tuple(figures),
    )


def _homes_sources(desk: Desk) -> tuple[str, ...]:
    table = desk.region.table("figures")
    rows = table.filter(table["theme"] == "housing")
    return desk.cite(*rows["source_ids"].to_list())


def _over_time(desk: Desk) -> Figure:
    names = ("homes_needed", "homes_stock", "homes_short", "homes_empty", "school_places")
    columns = (
        Column("year", msg("column.year")),
        *(Column(n, msg(f"column.{n}"), "span", msg("unit.homes")) for n in names[:-1]),
        Column("school_places", msg("column.school_places"), "span", msg("unit.places")),
    )
    rows = tuple(
        (str(y), *(desk.span(n, quarter=desk.last_of(y)) for n in names)) for y in desk.years
    )
    peaks: dict[str, Phrase] = {}
    for name in ("homes_short", "homes_empty"):
        medians = [desk.span(name, quarter=desk.last_of(y)) for y in desk.years]
        numbers = [s.central if isinstance(s, Span) else 0.0 for s in medians]
        top = max(range(len(numbers)), key=lambda i: numbers[i])
        peaks[f"{name}_year"] = str(desk.years[top])
        peaks[name] = Num(numbers[top], unit="unit.homes")
    return Figure(
        figure_id="homes_time",
        title=msg("figure.homes_time"),
        reading=msg("figure.homes_time.reading", **peaks),
        alt=msg("figure.homes_time.alt", **peaks),
        chart=desk.lines(
            desk.band("homes_short", msg("series.homes_short"), "short"),
            desk.band("homes_empty", msg("series.homes_empty"), "empty"),
            unit_name="homes",
        ),
        table=Table(columns, rows),
        kind="model",
        known_from=desk.newest(desk.region.table("figures")["known_from"]),
        sources=_homes_sources(desk),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.homes"),),
    )


def _by_place(desk: Desk, variable: str, tone: Tone) -> Figure:
    plants = _largest_plants(desk)
    ranked = sorted(desk.balance.places, key=lambda p: (-desk.median(variable, p), p))
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for place in ranked:
        span = desk.span(variable, place=place)
        plant = plants.get(place)
        fallen = None
        if plant is not None:
            fallen = when_running(desk, plant, variable, place, running=False)
        rows.append(
            (
                desk.place(place),
                span,
                None if plant is None else desk.plant(plant),
                fallen,
                desk.span("school_places", place=place),
            )
        )
        if isinstance(span, Span) and span.high >= 1:
            mark = None if fallen is None else fallen.central
            dots.append(Dot(desk.place(place), span.low, span.central, span.high, tone, mark))
    top = tuple(desk.place(p) for p in worst(desk, variable))
    values: dict[str, Phrase] = {
        "places": Listing(top) if top else msg("word.none"),
        "year": str(desk.year),
    }
    columns = (
        Column("place", msg("column.place")),
        Column(variable, msg(f"column.{variable}"), "span", msg("unit.homes")),
        Column("plant", msg("column.largest_plant")),
        Column(f"{variable}_stands", msg("column.if_it_stands"), "span", msg("unit.homes")),
        Column("school_places", msg("column.school_places"), "span", msg("unit.places")),
    )
    return Figure(
        figure_id=variable,
        title=msg(f"figure.{variable}", year=str(desk.year)),
        reading=msg(f"figure.{variable}.reading", **values),
        alt=msg(f"figure.{variable}.alt", **values),
        chart=Dots(tuple(dots[:_SEEN]), msg("axis.homes"), mark_name=msg("mark.largest_stands"))
        if dots
        else None,
        table=Table(columns, tuple(rows), short=10),
        kind="model",
        known_from=desk.newest(desk.region.table("figures")["known_from"]),
        sources=_homes_sources(desk),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.what_if"),),
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
