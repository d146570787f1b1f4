"""Staff: who is needed where, who comes, what is left open, and what one plant changes (Q1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.brief.charts import Dot, Dots, Grid, Stack, Stacks, Withheld
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.belt import STAFF_ASSUMPTIONS
from beltplan.brief.parts.desk import is_running, unit
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section", "when_running"]

_WAYS = ("graduates", "local", "poached", "movers_in", "recruits")
"""Ways into a post, near home first; flows summed over the year."""
_ENOUGH = 50
"""Fewest futures on either side of an if."""
_WORTH = 5.0
"""Fewest staff (highest mean of any year) for which a place has a picture of its own."""
_COLUMNS = 7
"""Places in the matrix of occupation groups."""
_SEEN = 12
"""Rows of a picture; the table has all."""


def section(desk: Desk) -> Section:
    """Return staff need against supply."""
    grid, ranked = _grid(desk)
    figures = [_hires(desk), grid, _groups(desk), _cells(desk, ranked)]
    what_if = _what_if(desk)
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


def _group_totals(desk: Desk, variable: str) -> dict[str, tuple[float, float, float]]:
    """Sum places' means; the interval is the sum of places' 10 and 90 % points."""
    index = desk.quarter - desk.balance.quarters.start
    values = desk.balance.cells[variable][:, :, :, index].sum(axis=1)
    found = {}
    for g, group in enumerate(desk.balance.groups):
        low, mean, high = (float(values[k, g]) for k in (0, 3, 2))
        # A rare large future can lift the mean above the sum of 90 % points.
        found[group] = (min(low, mean), mean, max(high, mean))
    return found


def _groups(desk: Desk) -> Figure:
    need = _group_totals(desk, "need")
    open_ = _group_totals(desk, "vacancies")
    base = _group_totals(desk, "base_vacancies")
    threshold = desk.region.parameter("publishing_threshold").central or 0.0
    ranked = sorted(need, key=lambda g: (-open_[g][1], g))
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for group in ranked:
        name = desk.name("groups", group)
        cells: list[Cell] = [
            Span(*values[group]) if values[group][1] >= threshold or not values[group][1] else None
            for values in (need, open_, base)
        ]
        rows.append((name, *cells))
        low, mean, high = open_[group]
        if mean >= threshold:
            dots.append(Dot(name, low, mean, high, "short"))
    dots = dots[:_SEEN]
    top = Listing(tuple(dot.name for dot in dots[:3])) if dots else msg("word.none")
    said: dict[str, Phrase] = {"groups": top, "year": str(desk.year)}
    columns = (
        Column("group", msg("column.group")),
        Column("need", msg("column.need"), "span", msg("unit.persons")),
        Column("vacancies", msg("column.vacancies"), "span", msg("unit.posts")),
        Column("base_vacancies", msg("column.base_vacancies"), "span", msg("unit.posts")),
    )
    return Figure(
        figure_id="staff_groups",
        title=msg("figure.staff_groups", year=str(desk.year)),
        reading=msg("figure.staff_groups.reading", **said),
        alt=msg("figure.staff_groups.alt", **said),
        chart=Dots(tuple(dots), unit("open_posts")) if dots else None,
        table=Table(columns, tuple(rows), short=12),
        kind="model",
        known_from=desk.newest(desk.region.table("profiles")["known_from"]),
        sources=desk.cite(
            *desk.region.table("profiles")["source_ids"].to_list(),
            *desk.region.table("groups")["source_ids"].to_list(),
        ),
        assumptions=desk.assume("higher_education_share_cell", "turnover_rate_plant_per_year"),
        notes=(msg("note.groups"),),
    )


def _cells(desk: Desk, ranked: list[str]) -> Figure:
    """Return occupation groups by place: where the publishing threshold bites."""
    places = ranked[:_COLUMNS]
    need = _group_totals(desk, "need")
    groups = sorted(need, key=lambda g: (-need[g][1], g))
    cells: list[tuple[float | Withheld | None, ...]] = []
    rows: list[tuple[Cell, ...]] = []
    hidden = 0
    for group in groups:
        spans = [desk.span("need", place=place, group=group) for place in places]
        line = tuple(span if isinstance(span, Withheld) else span.central for span in spans)
        hidden += sum(isinstance(value, Withheld) for value in line)
        cells.append(line)
        rows.append((desk.name("groups", group), *spans))
    said: dict[str, Phrase] = {
        "year": str(desk.year),
        "group": desk.name("groups", groups[0]),
        "count": Num(hidden),
        "total": Num(len(groups) * len(places)),
    }
    persons = msg("unit.persons")
    columns = (
        Column("group", msg("column.group")),
        *(Column(p, msg("word.as_is", text=desk.place(p)), "span", persons) for p in places),
    )
    return Figure(
        figure_id="staff_cells",
        title=msg("figure.staff_cells", year=str(desk.year)),
        reading=msg("figure.staff_cells.reading", **said),
        alt=msg("figure.staff_cells.alt", **said),
        chart=Grid(
            tuple(desk.name("groups", g) for g in groups[:_SEEN]),
            tuple(desk.place(p) for p in places),
            tuple(cells[:_SEEN]),
            msg("axis.need_median"),
        ),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("profiles")["known_from"]),
        sources=desk.cite(*desk.region.table("profiles")["source_ids"].to_list()),
        assumptions=desk.assume("higher_education_share_cell", "publishing_threshold"),
        notes=(msg("note.withheld"),),
    )


def when_running(
    desk: Desk, project_id: str, variable: str, place: str, *, running: bool
) -> Span | None:
    """Return a place's variable in those futures where a plant operates, or does not.

    The same futures are looked at twice, nothing is computed anew; None where
    fewer than 50 futures are on that side.
    """
    futures = desk.futures
    if project_id not in futures.projects or desk.quarter not in futures.quarters:
        return None
    column = futures.projects.index(project_id)
    runs = is_running(futures.activity[:, column, desk.quarter - futures.quarters[0]])
    chosen = runs if running else ~runs
    if int(chosen.sum()) < _ENOUGH:
        return None
    sample: Any = desk.balance.sample(variable, place=place, quarter=desk.quarter)
    low, central, high = np.quantile(sample[: len(chosen)][chosen], (0.1, 0.5, 0.9))
    return Span(float(low), float(central), float(high))


def _what_if(desk: Desk) -> Figure | None:
    names = ("need", "vacancies", "homes_short", "homes_empty")
    found: list[tuple[float, Dot, tuple[Cell, ...]]] = []
    for row in desk.region.table("projects").iter_rows(named=True):
        plant, place = row["project_id"], row["place_id"]
        if place not in desk.balance.places:
            continue
        spans = {
            (name, runs): when_running(desk, plant, name, place, running=runs)
            for name in names
            for runs in (True, False)
        }
        on, off = spans["need", True], spans["need", False]
        if on is None or off is None:
            continue
        title = desk.plant_with_place(plant, place)
        dot = Dot(title, on.low, on.central, on.high, "need", mark=off.central)
        cells: list[Cell] = [desk.plant(plant), desk.place(place)]
        for name in names:
            cells.extend((spans[name, True], spans[name, False]))
        found.append((on.central - off.central, dot, tuple(cells)))
    if not found:
        return None
    found.sort(key=lambda item: -item[0])
    columns = [Column("plant", msg("column.plant")), Column("place", msg("column.place"))]
    for name in names:
        key = msg("unit.homes") if name.startswith("homes") else msg("unit.persons")
        columns.extend(
            Column(
                f"{name}_{state}",
                msg(f"column.if_{state}", what=msg(f"column.{name}")),
                "span",
                key,
            )
            for state in ("runs", "stands")
        )
    first = found[0]
    said: dict[str, Phrase] = {
        "plant": first[1].name,
        "year": str(desk.year),
        "more": Num(first[0]),
    }
    return Figure(
        figure_id="staff_what_if",
        title=msg("figure.staff_what_if", year=str(desk.year)),
        reading=msg("figure.staff_what_if.reading", **said),
        alt=msg("figure.staff_what_if.alt", **said),
        chart=Dots(
            tuple(dot for _, dot, _ in found[:_SEEN]),
            msg("axis.need_in_place"),
            mark_name=msg("mark.stands"),
        ),
        table=Table(tuple(columns), tuple(cells for _, _, cells in found), short=8),
        kind="model",
        known_from=desk.newest(desk.region.table("events")["known_from"]),
        sources=desk.cite(*desk.region.table("events")["source_ids"].to_list()),
        assumptions=desk.assume(*STAFF_ASSUMPTIONS),
        notes=(msg("note.what_if"),),
    )


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
