"""The map: towns by what they are short of, plants by step and phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import MapPlace, MapProject, RegionMap, Withheld
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.belt import STAFF_ASSUMPTIONS, worst
from beltplan.brief.parts.lives import life
from beltplan.i18n import Day, Listing, Num, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_FRAMED = ("core", "adjacent")


def section(desk: Desk) -> Section:
    """Return the map with its table of places."""
    covered = set(desk.balance.places)
    order = {p: i for i, p in enumerate(desk.belt_places())}
    places: list[MapPlace] = []
    rows: list[tuple[Cell, ...]] = []
    used: list[str] = []
    for row in desk.region.table("places").iter_rows(named=True):
        place_id = row["place_id"]
        if place_id not in covered and row["scope"] not in _FRAMED:
            continue
        value = desk.span("vacancies", place=place_id) if place_id in covered else None
        central = value if value is None or isinstance(value, Withheld) else value.central
        if row["lat"] is not None and row["lon"] is not None:
            places.append(
                MapPlace(
                    place_id,
                    desk.place(place_id),
                    row["country"],
                    row["lat"],
                    row["lon"],
                    central,
                    order.get(place_id, 500),
                    row["scope"] in _FRAMED,
                )
            )
        people = desk.region.figure(place_id, "population", status="actual")
        if people is not None:
            used.extend(people.source_ids)
        when = None if people is None or people.date is None else Day(people.date)
        rows.append(
            (
                desk.place(place_id),
                msg(f"country.{row['country']}"),
                None if people is None else people.value,
                when,
                desk.span("need", place=place_id) if place_id in covered else None,
                value,
                desk.span("homes_short", place=place_id) if place_id in covered else None,
            )
        )
    plants = _plants(desk)
    phases = [p.phase for p in plants]
    values: dict[str, Phrase] = {
        "running": Num(phases.count("running")),
        "total": Num(len(plants)),
        "places": Listing(tuple(desk.place(p) for p in worst(desk, "vacancies"))),
        "year": str(desk.year),
    }
    persons = msg("unit.persons")
    columns = (
        Column("place", msg("column.place")),
        Column("country", msg("column.country")),
        Column("population", msg("column.population"), "number", persons),
        Column("population_date", msg("column.population_date"), "date"),
        Column("need", msg("column.need"), "span", persons),
        Column("vacancies", msg("column.vacancies"), "span", msg("unit.posts")),
        Column("homes_short", msg("column.homes_short"), "span", msg("unit.homes")),
    )
    figure = Figure(
        figure_id="map",
        title=msg("figure.map", year=str(desk.year)),
        reading=msg("figure.map.reading", **values),
        alt=msg("figure.map.alt", **values),
        chart=RegionMap(tuple(places), plants, msg("axis.posts"), msg("axis.open_posts_median")),
        table=Table(columns, tuple(sorted(rows, key=_by_need))),
        kind="model",
        known_from=desk.newest(desk.region.table("events")["known_from"]),
        sources=desk.cite(used),
        assumptions=desk.assume(*STAFF_ASSUMPTIONS),
        notes=(msg("note.map"), msg("note.withheld")),
    )
    return Section(
        section_id="map",
        questions=("Q1", "Q8"),
        title=msg("section.map"),
        question=msg("section.map.question"),
        lead=(msg("section.map.lead", **values),),
        figures=(figure,),
    )


def _by_need(row: tuple[Cell, ...]) -> float:
    need = row[4]
    return -getattr(need, "central", -1.0)


def _plants(desk: Desk) -> tuple[MapProject, ...]:
    found = []
    for row in desk.region.table("projects").iter_rows(named=True):
        if row["scope"] not in _FRAMED or row["lat"] is None:
            continue
        each = life(desk, row["project_id"])
        found.append(
            MapProject(
                row["project_id"],
                desk.plant_short(row["project_id"]),
                row["place_id"],
                row["lat"],
                row["lon"],
                row["step"],
                each.now,
                each.grey,
            )
        )
    return tuple(found)
