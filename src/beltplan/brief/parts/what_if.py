"""What the futures say if one plant runs, and if it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.brief.charts import Dot, Dots
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.belt import STAFF_ASSUMPTIONS
from beltplan.brief.parts.desk import is_running
from beltplan.brief.parts.staff_groups import SEEN
from beltplan.i18n import Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["if_running", "when_running"]

_ENOUGH = 50
"""Fewest futures on either side of an if."""


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


def if_running(desk: Desk) -> Figure | None:
    """Return what is needed and short with a plant at work, and without."""
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
            tuple(dot for _, dot, _ in found[:SEEN]),
            msg("axis.need_in_place"),
            mark_name=msg("mark.stands"),
        ),
        table=Table(tuple(columns), tuple(cells for _, _, cells in found)),
        kind="model",
        known_from=desk.newest(desk.region.table("events")["known_from"]),
        sources=desk.cite(*desk.region.table("events")["source_ids"].to_list()),
        assumptions=desk.assume(*STAFF_ASSUMPTIONS),
        notes=(msg("note.what_if"),),
    )
