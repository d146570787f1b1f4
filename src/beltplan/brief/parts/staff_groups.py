"""Staff by occupation group: need and what is short, by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Dot, Dots, Grid, Withheld
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.desk import unit
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["SEEN", "by_group", "by_place_and_group"]

SEEN = 12
"""Rows of a picture; the table has all."""

_COLUMNS = 7
"""Places in the matrix of occupation groups."""


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


def by_group(desk: Desk) -> Figure:
    """Return need and open posts by occupation group."""
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
    dots = dots[:SEEN]
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
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("profiles")["known_from"]),
        sources=desk.cite(
            *desk.region.table("profiles")["source_ids"].to_list(),
            *desk.region.table("groups")["source_ids"].to_list(),
        ),
        assumptions=desk.assume("higher_education_share_cell", "turnover_rate_plant_per_year"),
        notes=(msg("note.groups"),),
    )


def by_place_and_group(desk: Desk, ranked: list[str]) -> Figure:
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
            tuple(desk.name("groups", g) for g in groups[:SEEN]),
            tuple(desk.place(p) for p in places),
            tuple(cells[:SEEN]),
            msg("axis.need_median"),
        ),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("profiles")["known_from"]),
        sources=desk.cite(*desk.region.table("profiles")["source_ids"].to_list()),
        assumptions=desk.assume("higher_education_share_cell", "publishing_threshold"),
        notes=(msg("note.withheld"),),
    )
