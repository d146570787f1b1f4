"""Staff: who is needed where, who comes, what is left open, and what one plant changes (Q1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Grid, Stack, Stacks, Withheld
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.belt import STAFF_ASSUMPTIONS
from beltplan.brief.parts.desk import unit
from beltplan.brief.parts.staff_groups import by_group, by_place_and_group
from beltplan.brief.parts.what_if import if_running
from beltplan.i18n import Listing, Num, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_WAYS = ("graduates", "local", "poached", "movers_in", "recruits")
"""Ways into a post, near home first; flows summed over the year."""
_WORTH = 5.0
"""Fewest staff (highest mean of any year) for which a place has a picture of its own."""


def section(desk: Desk) -> Section:
    """Return staff need against supply."""
    grid, ranked = _grid(desk)
    figures = [_hires(desk), grid, by_group(desk), by_place_and_group(desk, ranked)]
    what_if = if_running(desk)
    if what_if is not None:
        figures.append(what_if)
    figures.extend(_of_place(desk, place) for place in ranked)
    top = tuple(desk.place(p) for p in ranked[:3])
    return Section(
        section_id="staff",
        questions=("Q1",),
        title=msg("section.staff"),
        question=msg("section.staff.question"),
        lead=(
            msg(
                "section.staff.lead",
                year=str(desk.year),
                need=desk.span("need", unit_key="unit.persons"),  # type: ignore[arg-type]
                open=desk.span("vacancies", unit_key="unit.posts"),  # type: ignore[arg-type]
                places=Listing(top) if top else msg("word.none"),
            ),
        ),
        figures=tuple(figures),
    )


def _hires(desk: Desk) -> Figure:
    years = desk.years
    values = {way: desk.means(way, years) for way in _WAYS}
    start = desk.balance.quarters.start
    open_ = [float(desk.balance.belt["vacancies"][3][4 * y + 3 - start]) for y in years]
    stacks = tuple(
        Stack(msg(f"way.{way}"), tuple(values[way]), "met", shade)
        for shade, way in enumerate(_WAYS)
    )
    chart = Stacks(
        tuple(str(y) for y in years),
        (*stacks, Stack(msg("way.open"), tuple(open_), "short")),
        unit("persons"),
    )
    rows: list[tuple[Cell, ...]] = [
        (str(year), *(values[way][i] for way in _WAYS), open_[i]) for i, year in enumerate(years)
    ]
    columns = (
        Column("year", msg("column.year")),
        *(Column(way, msg(f"way.{way}"), "number", msg("unit.persons")) for way in _WAYS),
        Column("open", msg("way.open"), "number", msg("unit.posts")),
    )
    at = years.index(desk.year) if desk.year in years else 0
    largest = max(_WAYS, key=lambda way: values[way][at])
    total = sum(values[way][at] for way in _WAYS)
    said: dict[str, Phrase] = {
        "year": str(desk.year),
        "total": Num(total, unit="unit.persons"),
        "open": Num(open_[at], unit="unit.posts"),
        "way": msg(f"way.{largest}"),
        "share": Num(values[largest][at] / total if total else 0.0, style="percent"),
    }
    return Figure(
        figure_id="staff_ways",
        title=msg("figure.staff_ways"),
        reading=msg("figure.staff_ways.reading", **said),
        alt=msg("figure.staff_ways.alt", **said),
        chart=chart,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("programmes")["known_from"]),
        sources=desk.cite(*desk.region.table("programmes")["source_ids"].to_list()),
        assumptions=desk.assume(
            "local_match_share_per_quarter",
            "close_group_match_share_per_quarter",
            "graduate_stay_share",
            "outside_recruits_max_per_1000_per_quarter",
            "hire_share_per_quarter",
        ),
        notes=(msg("note.means", poached=msg("way.poached")),),
    )


def _grid(desk: Desk) -> tuple[Figure, list[str]]:
    ranked = [p for p in desk.belt_places() if desk.highest_mean("need", p) >= _WORTH]
    at = desk.quarter - desk.balance.quarters.start
    order = dict(zip(desk.balance.places, desk.balance.places_["vacancies"][1, :, at], strict=True))
    ranked.sort(key=lambda p: (-order[p], -desk.highest_mean("vacancies", p), p))
    years = desk.years
    cells: list[tuple[float | Withheld | None, ...]] = []
    rows: list[tuple[Cell, ...]] = []
    for place in ranked:
        line = tuple(
            span if isinstance(span, Withheld) else span.central
            for span in (
                desk.span("vacancies", place=place, quarter=desk.last_of(year)) for year in years
            )
        )
        cells.append(line)
        rows.append((desk.place(place), *line))
    top = tuple(desk.place(p) for p in ranked[:3])
    said: dict[str, Phrase] = {
        "places": Listing(top) if top else msg("word.none"),
        "count": Num(len(ranked)),
    }
    columns = (
        Column("place", msg("column.place")),
        *(
            Column(
                f"vacancies_{year}",
                msg("column.median_of", year=str(year)),
                "number",
                msg("unit.posts"),
            )
            for year in years
        ),
    )
    shown = min(len(ranked), 14)
    figure = Figure(
        figure_id="staff_places",
        title=msg("figure.staff_places"),
        reading=msg("figure.staff_places.reading", **said),
        alt=msg("figure.staff_places.alt", **said),
        chart=Grid(
            tuple(desk.place(p) for p in ranked[:shown]),
            tuple(str(y) for y in years),
            tuple(cells[:shown]),
            msg("axis.open_posts_median"),
        ),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("events")["known_from"]),
        sources=desk.cite(*desk.region.table("projects")["source_ids"].to_list()),
        assumptions=desk.assume(*STAFF_ASSUMPTIONS, "publishing_threshold"),
        notes=(msg("note.withheld"),),
    )
    return figure, ranked


def _of_place(desk: Desk, place: str) -> Figure:
    need = desk.span("need", place=place)
    open_ = desk.span("vacancies", place=place)
    name = desk.place(place)
    said: dict[str, Phrase] = {
        "place": name,
        "year": str(desk.year),
        "need": msg("word.withheld") if isinstance(need, Withheld) else need,
        "open": msg("word.withheld") if isinstance(open_, Withheld) else open_,
    }
    columns = (
        Column("year", msg("column.year")),
        Column("need", msg("column.need"), "span", msg("unit.persons")),
        Column("vacancies", msg("column.vacancies"), "span", msg("unit.posts")),
        Column("unemployed", msg("column.unemployed"), "span", msg("unit.persons")),
        Column("population", msg("column.population"), "span", msg("unit.persons")),
        Column("homes_short", msg("column.homes_short"), "span", msg("unit.homes")),
        Column("homes_empty", msg("column.homes_empty"), "span", msg("unit.homes")),
        Column("school_places", msg("column.school_places"), "span", msg("unit.places")),
    )
    rows = tuple(
        (
            str(year),
            *(desk.span(c.name, place=place, quarter=desk.last_of(year)) for c in columns[1:]),
        )
        for year in desk.years
    )
    people = desk.region.figure(place, "population", status="actual")
    return Figure(
        figure_id=f"place_{place}",
        title=msg("figure.place", place=name),
        reading=msg("figure.place.reading", **said),
        alt=msg("figure.place.alt", **said),
        chart=desk.lines(
            desk.band("need", msg("series.need"), "need", place),
            desk.band("filled", msg("series.filled"), "met", place),
            unit_name="persons",
        ),
        table=Table(columns, rows),
        kind="model",
        known_from=None if people is None else people.known_from,
        sources=() if people is None else desk.cite(people.source_ids),
        choice=name,
    )
