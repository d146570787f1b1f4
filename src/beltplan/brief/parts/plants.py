"""The plants' lives: dated events, and the chance that each operates later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beltplan.brief.charts import Timeline
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.lives import Life, chance, lane, life
from beltplan.i18n import Day, Num, msg, plain

if TYPE_CHECKING:
    from datetime import date

    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_NEAR = ("core", "adjacent")
_YEARS_SHOWN = 10


def section(desk: Desk) -> Section:
    """Return plant timelines, the belt's own first."""
    lives = [life(desk, p) for p in desk.region.table("projects")["project_id"]]
    near = [each for each in lives if each.project["scope"] in _NEAR]
    far = [each for each in lives if each.project["scope"] not in _NEAR]
    near.sort(key=_by_place)
    far.sort(key=_by_place)
    grey = sum(each.grey for each in lives)
    values: dict[str, Phrase] = {
        "plants": Num(len(near)),
        "running": Num(sum(each.now == "running" for each in near)),
        "ended": Num(sum(each.now == "ended" for each in near)),
        "grey": Num(grey),
        "total": Num(len(lives)),
    }
    figures = [_timeline(desk, "plants_near", near)]
    if far:
        figures.append(_timeline(desk, "plants_far", far))
    return Section(
        section_id="plants",
        questions=("Q1", "Q8"),
        title=msg("section.plants"),
        question=msg("section.plants.question"),
        lead=(msg("section.plants.lead", **values),),
        figures=tuple(figures),
    )


def _by_place(each: Life) -> tuple[str, str]:
    return (str(each.project["municipality"]), str(each.project["project_id"]))


def _timeline(desk: Desk, figure_id: str, lives: list[Life]) -> Figure:
    years = desk.milestones()[:3]
    first = desk.region.as_of.year - _YEARS_SHOWN
    start: date = desk.region.as_of.replace(year=first, month=1, day=1)
    lanes = tuple(lane(desk, each, years) for each in lives)
    rows: list[tuple[Cell, ...]] = []
    best: tuple[float, Phrase] = (0.0, msg("word.none"))
    for each in lives:
        plant = each.project["project_id"]
        chances: list[Cell] = []
        for year in years:
            share = chance(desk, plant, year)
            chances.append(share)
            if share is not None and year == desk.year and each.project["new_build"]:
                best = max(best, (share, desk.plant_short(plant)), key=lambda item: item[0])
        last: dict[str, Any] | None = each.events[-1] if each.events else None
        rows.append(
            (
                desk.plant(plant),
                plain(each.project["municipality"]),
                plain(each.project["operator"] or ""),
                msg(f"step.{each.project['step']}"),
                msg(f"phase.{each.now}"),
                None if last is None else Day(last["date"], last["date_precision"]),
                None if last is None else desk.name("events", last["event_id"], "description"),
                *chances,
                ";".join(
                    desk.cite(each.project["source_ids"], *[e["source_ids"] for e in each.events])
                ),
            )
        )
    columns = (
        Column("plant", msg("column.plant")),
        Column("place", msg("column.place")),
        Column("operator", msg("column.operator")),
        Column("step", msg("column.step")),
        Column("phase", msg("column.phase")),
        Column("last", msg("column.last_event"), "date"),
        Column("what", msg("column.what")),
        *(
            Column(
                f"operates_{year}",
                msg("column.operates", year=str(year)),
                "number",
                style="percent",
            )
            for year in years
        ),
        Column("sources", msg("column.sources"), "sources"),
    )
    values: dict[str, Phrase] = {
        "count": Num(len(lives)),
        "plant": best[1],
        "share": Num(best[0], style="percent"),
        "year": str(desk.year),
    }
    return Figure(
        figure_id=figure_id,
        title=msg(f"figure.{figure_id}"),
        reading=msg(f"figure.{figure_id}.reading", **values),
        alt=msg(f"figure.{figure_id}.alt", **values),
        chart=Timeline(start, desk.region.as_of, lanes, years),
        table=Table(columns, tuple(rows)),
        kind="press",
        known_from=desk.newest(each.confirmed for each in lives),
        sources=desk.cite(*[e["source_ids"] for each in lives for e in each.events]),
        assumptions=desk.assume(*(p.name for p in desk.region.parameters(room="futures"))),
        notes=(msg("note.timeline"), msg("note.chance")),
    )
