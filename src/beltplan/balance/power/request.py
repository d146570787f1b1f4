"""Who asks for megawatts where, from which day: the queue of each grid area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beltplan import quarters
from beltplan.balance.draws import draw_all
from beltplan.balance.power.serving import STILL
from beltplan.balance.reading import LeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.balance.sizes import Size
    from beltplan.facts import Region

    Floats = NDArray[np.float32]

__all__ = ["Request", "area_of_place", "queue"]

_ZONES: Final = {"SE": "SE2", "FI": "FI", "NO": "NO4"}


@dataclass(frozen=True, slots=True)
class Request:
    """A project in the queue of a grid area.

    Attributes
    ----------
    project, area
        Ids.
    since, basis
        Day of its place, and the kind of event that gave it.
    megawatts
        Its request.
    lost
        Whether it had lost its place before the start.
    idle
        Quarters for which it has stood still at the start.
    """

    project: str
    area: str
    since: date
    basis: str
    megawatts: Floats
    lost: bool
    idle: int


def queue(
    region: Region, reading: Reading, *, seed: int, n: int
) -> tuple[tuple[Request, ...], tuple[LeftOut, ...]]:
    """Return the queue of all grid areas in order of the day, and who does not queue."""
    rows = {row["project_id"]: row for row in region.table("projects").iter_rows(named=True)}
    places = {row["place_id"]: row for row in region.table("places").iter_rows(named=True)}
    grid = set(region.table("grid")["grid_area"].to_list())
    requests, left = [], []
    for size in reading.sizes:
        row = rows[size.project]
        area = area_of_place(places[row["place_id"]], grid)
        if not row["new_build"]:
            left.append(_left(size, "balance.connected", "it has its connection already"))
        elif area is None:
            left.append(_left(size, "balance.no-grid-area", "no capacity is known for its area"))
        else:
            events = region.events(size.project).select("date", "status").rows()
            since, basis, lost, idle = _history(events, row["known_from"], region.as_of)
            megawatts = _megawatts(size, reading, seed=seed, n=n)
            requests.append(Request(size.project, area, since, basis, megawatts, lost, idle))
    requests.sort(key=lambda each: (each.since, each.project))
    return tuple(requests), tuple(left)


def _left(size: Size, code: str, reason: str) -> LeftOut:
    return LeftOut("power", size.project, code, reason)


def area_of_place(place: Mapping[str, object], grid: set[str]) -> str | None:
    """Return the grid area of a place: its own, its bidding zone, or the usual one of the land."""
    for name in (place["place_id"], place["bidding_zone"], _ZONES.get(str(place["country"]))):
        if name in grid:
            return str(name)
    return None


def _history(
    events: list[tuple[date, str]], known: date, as_of: date
) -> tuple[date, str, bool, int]:
    """Return day and basis of the place, whether it was lost, and for how long it is idle."""
    days = {status: day for day, status in reversed(events)}
    basis = next((s for s in ("grid_reserved", "announced") if s in days), "")
    first = min((day for day, _ in events), default=known)
    since = days.get(basis, first) if basis else first
    lost, idle = False, 0
    for day, status in events:
        if status == "grid_lost":
            lost = True
        elif status == "grid_reserved":
            lost = False
        if status in STILL:
            idle = quarters.of(as_of) - quarters.of(day)
        elif status in ("construction", "ramp_up", "operating", "restarting"):
            idle = 0
    return since, basis or "first known", lost, idle


def _megawatts(size: Size, reading: Reading, *, seed: int, n: int) -> Floats:
    if size.megawatts is not None:
        stated: Floats = draw_all([size.megawatts], seed=seed, n=n)[0]
        return stated
    names = (f"mwh_per_capacity_{size.step}", "full_load_hours")
    factors = [size.capacity, *(reading.account.parameters[name] for name in names)]
    capacity, hourly, hours = draw_all(factors, seed=seed, n=n)
    derived: Floats = capacity * hourly / hours
    return derived
