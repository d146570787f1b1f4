"""The belt in numbers, and its need of staff over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Withheld
from beltplan.brief.model import Column, Figure, Headline, Section, Table
from beltplan.brief.parts.lives import life
from beltplan.i18n import Listing, Name, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Message, Phrase

__all__ = ["STAFF_ASSUMPTIONS", "emptiest", "headlines", "section", "worst"]

STAFF_ASSUMPTIONS = (
    "plan_to_actual_jobs_factor_cell",
    "jobs_per_capacity_cell",
    "higher_education_share_cell",
    "construction_peak_per_operating_job",
    "indirect_jobs_per_direct",
    "turnover_rate_plant_per_year",
    "commuting_limit_km",
)


def worst(desk: Desk, variable: str, count: int = 3) -> tuple[str, ...]:
    """Return the places with the largest median of a variable, largest first."""
    at = desk.quarter - desk.balance.quarters.start
    medians = desk.balance.places_[variable][1, :, at].tolist()
    median = dict(zip(desk.balance.places, medians, strict=True))
    ranked = sorted(median, key=lambda p: (-median[p], p))
    return tuple(p for p in ranked[:count] if median[p] >= 1)


def emptiest(desk: Desk, count: int = 3) -> tuple[str, ...]:
    """Return the places where most more homes may stand empty (by the 90 % point)."""
    high = {place: desk.more_empty(place, desk.quarter).high for place in desk.balance.places}
    ranked = sorted(high, key=lambda place: (-high[place], place))
    return tuple(place for place in ranked[:count] if high[place] >= 1)


def _named(desk: Desk, places: tuple[str, ...]) -> Phrase:
    return Listing(tuple(desk.place(p) for p in places)) if places else msg("word.none")


def _belt(desk: Desk, variable: str, unit: str) -> Span:
    span = desk.span(variable, unit_key=unit)
    return Span(0, 0, 0, 0, unit) if isinstance(span, Withheld) else span


def headlines(desk: Desk) -> tuple[Headline, ...]:
    """Return the belt's numbers for the headline year."""
    year = str(desk.year)
    need = _belt(desk, "need", "unit.persons")
    counted = _belt(desk, "counted_on", "unit.persons")
    now, then = desk.balance.quarters.start, desk.quarter
    return (
        Headline(
            "vacancies",
            msg("headline.vacancies", year=year),
            _belt(desk, "vacancies", "unit.posts"),
            msg(
                "headline.vacancies.meaning",
                need=need,
                places=_named(desk, worst(desk, "vacancies")),
            ),
            "staff",
            "short",
        ),
        Headline(
            "double",
            msg("headline.double", year=year),
            _belt(desk, "double_counted", "unit.persons"),
            msg("headline.double.meaning", counted=Num(counted.central, unit="unit.persons")),
            "pool",
            "accent",
        ),
        Headline(
            "homes_short",
            msg("headline.homes_short", year=year),
            _belt(desk, "homes_short", "unit.homes"),
            msg("headline.homes_short.meaning", places=_named(desk, worst(desk, "homes_short"))),
            "homes",
            "short",
        ),
        Headline(
            "homes_empty",
            msg("headline.homes_empty", year=year),
            desk.more_empty(None, desk.quarter),
            msg("headline.homes_empty.meaning", places=_named(desk, emptiest(desk))),
            "homes",
            "empty",
        ),
        Headline(
            "megawatts",
            msg("headline.megawatts"),
            _megawatts(desk, "waiting", now),
            msg(
                "headline.megawatts.meaning",
                year=year,
                later=_megawatts(desk, "waiting", then),
                free=_megawatts(desk, "free", then),
            ),
            "power",
            "need",
        ),
    )


def _megawatts(desk: Desk, name: str, quarter: int) -> Span:
    index = quarter - desk.balance.quarters.start
    values = desk.balance.power.variables[name][:, :, index].sum(axis=1)
    return Span(float(values[0]), float(values[1]), float(values[2]), 0, "unit.mw")


def section(desk: Desk) -> Section:
    """Return the first section: need of staff for the whole belt over time."""
    chart = desk.lines(
        desk.band("need", msg("series.need"), "need"),
        desk.band("filled", msg("series.filled"), "met"),
        unit_name="persons",
    )
    names = ("need", "filled", "vacancies", "unemployed", "population")
    rows: list[tuple[Cell, ...]] = []
    for year in desk.years:
        quarter = desk.last_of(year)
        rows.append((str(year), *(desk.span(name, quarter=quarter) for name in names)))
    columns = (
        Column("year", msg("column.year")),
        *(Column(name, msg(f"column.{name}"), "span", msg("unit.persons")) for name in names),
    )
    need, filled = _belt(desk, "need", "unit.persons"), _belt(desk, "filled", "unit.persons")
    values: dict[str, Phrase] = {"year": str(desk.year), "need": need, "filled": filled}
    figure = Figure(
        figure_id="belt_need",
        title=msg("figure.belt_need"),
        reading=msg("figure.belt_need.reading", **values),
        alt=msg("figure.belt_need.alt", **values),
        chart=chart,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("events")["known_from"]),
        sources=desk.cite(*desk.region.table("events")["source_ids"].to_list()),
        assumptions=desk.assume(*STAFF_ASSUMPTIONS),
        notes=(msg("note.interval"),),
    )
    lives = [life(desk, p) for p in desk.region.table("projects")["project_id"]]
    running = sum(each.now == "running" for each in lives)
    return Section(
        section_id="belt",
        questions=("Q1", "Q4", "Q5"),
        title=msg("section.belt"),
        question=msg("section.belt.question"),
        lead=(
            msg("section.belt.lead", plants=Num(len(lives)), running=Num(running)),
            msg("section.belt.futures", count=Num(desk.balance.n)),
            *_what_if(desk),
            *_caution(desk),
        ),
        figures=(figure,),
    )


def _caution(desk: Desk) -> tuple[Message, ...]:
    """Say it where ranges made the same way held too few of the counts made later."""
    if desk.counts is None or not desk.counts.points:
        return ()
    inside = sum(point.covered for point in desk.counts.points)
    number = len(desk.counts.points)
    expected = sum(point.inside for point in desk.counts.points)
    if inside >= expected:
        return ()
    return (msg("section.belt.caution", inside=Num(inside), number=Num(number)),)


def _what_if(desk: Desk) -> tuple[Message, ...]:
    """Say what was assumed, so that nobody takes a what-if for the picture as known."""
    if not desk.what_if:
        return ()
    assumed = Listing(tuple(Name({"": each}) for each in desk.what_if))
    return (msg("section.belt.what_if", assumed=assumed),)
