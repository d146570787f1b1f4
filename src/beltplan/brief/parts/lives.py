"""Plants' lives as the brief tells them: phases between dated events, the phase today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.brief.charts import Lane, Mark
from beltplan.brief.parts.desk import is_running
from beltplan.brief.svg.symbols import EVENT_PHASE
from beltplan.i18n import msg

if TYPE_CHECKING:
    from datetime import date

    from beltplan.brief.charts import Phase
    from beltplan.brief.parts.desk import Desk

__all__ = ["Life", "chance", "lane", "life"]


@dataclass(frozen=True, slots=True)
class Life:
    """A plant's events and what they make of it."""

    project: dict[str, Any]
    events: tuple[dict[str, Any], ...]
    phases: tuple[tuple[date, date, Phase], ...]
    now: Phase
    confirmed: date | None
    """First-public day of the newest event."""
    grey: bool


def life(desk: Desk, project_id: str) -> Life:
    """Return a plant's life as known on the day of the region."""
    project = desk.region.row("projects", project_id)
    events = tuple(desk.region.events(project_id).iter_rows(named=True))
    now: Phase = "unknown" if project["new_build"] else "running"
    phases: list[tuple[date, date, Phase]] = []
    since: date | None = None
    for event in events:
        phase = EVENT_PHASE.get(event["status"])
        if phase is None or phase == now:
            if since is None and phase is not None:
                since = event["date"]
            continue
        if since is not None:
            phases.append((since, event["date"], now))
        now, since = phase, event["date"]  # type: ignore[assignment]
    if since is not None:
        phases.append((since, desk.region.as_of, now))
    confirmed = max((e["known_from"] for e in events), default=None)
    grey = desk.region.grey(confirmed or project["known_from"])
    return Life(project, events, tuple(phases), now, confirmed, grey)


def chance(desk: Desk, project_id: str, year: int) -> float | None:
    """Return the share of futures in which a plant operates at the end of a year."""
    futures = desk.futures
    quarter = desk.last_of(year)
    if project_id not in futures.projects or quarter not in futures.quarters:
        return None
    column = futures.projects.index(project_id)
    activity = futures.activity[:, column, quarter - futures.quarters[0]]
    return float(np.mean(is_running(activity)))


def lane(desk: Desk, each: Life, years: tuple[int, ...]) -> Lane:
    """Return a plant's lane in a timeline."""
    project = each.project
    marks = tuple(
        Mark(
            event["date"],
            event["date_precision"],
            event["status"],
            msg(f"status.{event['status']}"),
            event["kind"],
        )
        for event in each.events
    )
    shares = [chance(desk, project["project_id"], year) for year in years]
    outlook = tuple(share for share in shares if share is not None)
    where = desk.place(project["place_id"]) if project["place_id"] else project["municipality"]
    return Lane(
        name=desk.plant_short(project["project_id"]),
        place=where,
        marks=marks,
        phases=each.phases,
        outlook=outlook if len(outlook) == len(years) else (),
        grey=each.grey,
    )
