"""Megawatts: who holds a place in the grid queue, who waits, who loses it.

A grid area (a place with capacity of its own, or a bidding zone) has a capacity for new use
that rises in steps. New projects queue in it in the order in which they reserved, or were
announced. Each quarter, in every future:

1. a project that has ended, or has stood still longer than the grace period, loses its
   place and the megawatts that it held; when it starts again it stands behind all others;
2. plants at work and building sites come first at the start, then the queue, in order: a
   project whose whole request fits in what is left takes it; others wait, and a smaller
   request behind them may pass.

Projects below the ordinary limit do not queue, and plants that were there before have
their connection. Megawatts do not limit activity here: the shortage is reported beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan import quarters
from beltplan.balance.draws import Factor, draw_all
from beltplan.balance.reading import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.balance.sizes import Size
    from beltplan.facts import Region
    from beltplan.futures import Futures

    Floats = NDArray[np.float32]
    Held = NDArray[np.bool_]
    _Queue = tuple[Held, Held, Held, Floats]

__all__ = [
    "POWER",
    "Power",
    "QueuePlace",
    "Request",
    "area_of_place",
    "queue",
    "run_power",
    "serve",
]

POWER: Final = {
    "capacity": ("MW", "Capacity of the grid area for new use"),
    "held": ("MW", "Megawatts that projects hold"),
    "free": ("MW", "Capacity that nobody holds"),
    "waiting": ("MW", "Megawatts of projects that wait in the queue"),
    "released": ("MW", "Megawatts given up in the quarter by projects that ended or stood still"),
    "jobs": ("persons", "Staff of the projects that hold megawatts"),
    "jobs_per_100mw": ("persons per 100 MW", "Staff for each 100 MW held"),
}
"""Variables by grid area and quarter: unit and meaning."""

_PLANNED, _ENDED = "planned", "ended"
_STILL = ("paused", "bankrupt")
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


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """What becomes of a project's place in the queue.

    Attributes
    ----------
    project_id, area, since, basis
        Whose place, where, from which day, by which event.
    mw
        Low, middle and high of the request (p10, p50, p90).
    holds, waits, lost
        float32 [quarter], share of the futures in which it holds its megawatts, waits for
        them, or has lost its place.
    """

    project_id: str
    area: str
    since: date
    basis: str
    mw: tuple[float, float, float]
    holds: Floats
    waits: Floats
    lost: Floats


@dataclass(frozen=True)
class Power:
    """Megawatts by grid area.

    Attributes
    ----------
    areas
        Grid areas with a project in their queue.
    quarters
        Quarters.
    variables
        Name to float32 [4, area, quarter]: p10, p50, p90, mean; see `POWER`.
    queue
        The projects in the order of their place.
    left_out
        Projects that do not queue, and why.
    """

    areas: tuple[str, ...]
    quarters: range
    variables: Mapping[str, Floats]
    queue: tuple[QueuePlace, ...]
    left_out: tuple[LeftOut, ...]


def run_power(
    region: Region,
    reading: Reading,
    futures: Futures,
    jobs: Floats,
    *,
    seed: int,
    added: Mapping[str, NDArray[np.float64]] | None = None,
) -> Power:
    """Run the queues of all grid areas in every future.

    Parameters
    ----------
    region, reading, futures
        The region, as the account reads it, and its futures.
    jobs
        float32 [project of the account, n], staff at full activity.
    seed
        Seed of the draws.
    added
        Megawatts that a plan adds to a grid area, float [quarter].
    """
    n = futures.n
    requests, left_out = queue(region, reading, seed=seed, n=n)
    column = {size.project: at for size, at in zip(reading.sizes, reading.columns, strict=True)}
    row = {size.project: j for j, size in enumerate(reading.sizes)}
    areas = tuple(sorted({each.area for each in requests}))
    table = {name: np.zeros((4, len(areas), len(futures.quarters)), np.float32) for name in POWER}
    places = []
    for a, (area, inside, capacity, (held, waits, lost, released)) in enumerate(
        _served(region, reading, futures, requests, seed=seed, added=added)
    ):
        wanted = np.stack([each.megawatts for each in inside])
        staff = np.stack(
            [
                futures.activity[:, column[each.project]] * jobs[row[each.project]][:, None]
                for each in inside
            ]
        )
        taken = np.einsum("jnt,jn->nt", held, wanted)
        values = {
            "capacity": capacity,
            "held": taken,
            "free": np.maximum(capacity - taken, 0),
            "waiting": np.einsum("jnt,jn->nt", waits, wanted),
            "released": released,
            "jobs": (staff * held).sum(axis=0),
        }
        values["jobs_per_100mw"] = np.where(
            taken > 0, 100 * values["jobs"] / np.where(taken > 0, taken, 1), 0
        )
        for name, value in values.items():
            table[name][:, a] = summary(value)
        for j, each in enumerate(inside):
            low, middle, high = np.quantile(each.megawatts, (0.1, 0.5, 0.9))
            places.append(
                QueuePlace(
                    each.project,
                    area,
                    each.since,
                    each.basis,
                    (float(low), float(middle), float(high)),
                    held[j].mean(axis=0, dtype=np.float32),
                    waits[j].mean(axis=0, dtype=np.float32),
                    lost[j].mean(axis=0, dtype=np.float32),
                )
            )
    return Power(areas, futures.quarters, table, tuple(places), left_out)


def unserved(
    region: Region,
    reading: Reading,
    futures: Futures,
    jobs: Floats,
    at: Sequence[int],
    *,
    seed: int,
    added: Mapping[str, NDArray[np.float64]] | None = None,
) -> Floats:
    """Return the posts of plants that run, in the account, without the power they wait for.

    Parameters
    ----------
    region, reading, futures, jobs, seed, added
        As in `run_power`.
    at
        Positions of the quarters.

    Returns
    -------
    float32 [n, len(at)], persons.
    """
    requests, _ = queue(region, reading, seed=seed, n=futures.n)
    column = {size.project: k for size, k in zip(reading.sizes, reading.columns, strict=True)}
    row = {size.project: j for j, size in enumerate(reading.sizes)}
    total = np.zeros((futures.n, len(at)), np.float32)
    for _, inside, _, (_, waits, _, _) in _served(
        region, reading, futures, requests, seed=seed, added=added
    ):
        for j, each in enumerate(inside):
            runs = futures.activity[:, column[each.project]][:, list(at)]
            total += waits[j][:, list(at)] * runs * jobs[row[each.project]][:, None]
    return total


def _served(
    region: Region,
    reading: Reading,
    futures: Futures,
    requests: Sequence[Request],
    *,
    seed: int,
    added: Mapping[str, NDArray[np.float64]] | None,
) -> Iterator[tuple[str, list[Request], Floats, _Queue]]:
    """Serve each grid area: its id, its requests, its capacity [n, quarter], who holds."""
    grace, limit = _draw(region, reading, seed=seed, n=futures.n)
    column = {size.project: k for size, k in zip(reading.sizes, reading.columns, strict=True)}
    for area in sorted({each.area for each in requests}):
        inside = [each for each in requests if each.area == area]
        state = np.stack([futures.state[:, column[each.project]] for each in inside])
        capacity = _capacity(region, area, futures.quarters, seed=seed, n=futures.n)
        if added is not None and area in added:
            capacity += added[area].astype(np.float32)
        yield area, inside, capacity, serve(inside, state, capacity, grace, limit)


def summary(values: NDArray[np.float32]) -> Floats:
    """Return p10, p50, p90 and mean over futures, float32 [4, quarter], of [n, quarter]."""
    lines = np.quantile(values, (0.1, 0.5, 0.9), axis=0)
    return np.concatenate([lines, values.mean(axis=0, dtype=np.float64)[None]]).astype(np.float32)


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
        if status in _STILL:
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


def _draw(region: Region, reading: Reading, *, seed: int, n: int) -> tuple[Floats, Floats]:
    limit = region.parameter("grid_ordinary_limit_mw")
    low, high = limit.low or 0.0, limit.high or 0.0
    factors = [
        reading.account.parameters["grid_pause_grace_quarters"],
        Factor("grid_ordinary_limit_mw", low, limit.central or low, high),
    ]
    grace, ordinary = draw_all(factors, seed=seed, n=n)
    return grace, ordinary


def _capacity(region: Region, area: str, span: range, *, seed: int, n: int) -> Floats:
    """Capacity of an area, float32 [n, quarter]: a level holds from its year to the next.

    One draw of a future holds for all levels of the area. Of two rows of one year the one
    known later counts.
    """
    rows = [r for r in region.table("grid").iter_rows(named=True) if r["grid_area"] == area]
    levels = {row["year"]: row for row in sorted(rows, key=lambda row: row["known_from"])}
    result = np.zeros((n, len(span)), np.float32)
    for year in sorted(levels):
        row = levels[year]
        central = row["capacity_central"]
        low = central if row["capacity_low"] is None else row["capacity_low"]
        high = central if row["capacity_high"] is None else row["capacity_high"]
        drawn = draw_all([Factor(f"grid:{area}", low, central, high)], seed=seed, n=n)[0]
        later = np.array([quarters.year(quarter) >= year for quarter in span])
        result[:, later] = drawn[:, None]
    return result


def serve(
    requests: list[Request],
    state: NDArray[np.int8],
    capacity: Floats,
    grace: Floats,
    limit: Floats,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], Floats]:
    """Run one queue in every future.

    Parameters
    ----------
    requests
        Projects in the order of their place, m of them.
    state
        int8 [m, n, quarter], index into `beltplan.futures.STATES`.
    capacity
        float32 [n, quarter], MW.
    grace
        float32 [n], quarters for which a project that stands still keeps its place.
    limit
        float32 [n], MW below which a project does not queue.

    Returns
    -------
    Who holds, who waits, who has lost the place, bool [m, n, quarter]; MW given up in the
    quarter, float32 [n, quarter].
    """
    from beltplan.futures import STATES

    still = [STATES.index(name) for name in _STILL]
    ended, planned = STATES.index(_ENDED), STATES.index(_PLANNED)
    m, n, span = state.shape
    held = np.zeros((m, n, span), np.bool_)
    waits, lost = held.copy(), held.copy()
    released = np.zeros((n, span), np.float32)
    holds = np.zeros((m, n), np.bool_)
    behind = np.array([np.full(n, each.lost) for each in requests])
    idle = np.array([np.full(n, each.idle, np.float32) for each in requests])
    for t in range(span):
        now = state[:, :, t]
        stands = np.isin(now, still)
        idle = np.where(stands, idle + (t > 0), 0)
        gone = now == ended
        falls = gone | (stands & (idle > grace))
        for j, each in enumerate(requests):
            released[:, t] += np.where(falls[j] & holds[j], each.megawatts, 0)
        behind |= falls
        holds &= ~falls
        free = capacity[:, t].copy()
        for j, each in enumerate(requests):
            free -= np.where(holds[j], each.megawatts, 0)
        asks = ~falls & ~holds & ~(stands & behind)
        first = asks & ~behind & (now != planned) & ~stands if t == 0 else np.zeros_like(asks)
        for group in (first, asks & ~behind, asks & behind):
            for j, each in enumerate(requests):
                fits = group[j] & ~holds[j] & (each.megawatts >= limit)
                fits &= each.megawatts <= free
                holds[j] |= fits
                free -= np.where(fits, each.megawatts, 0)
        for j, each in enumerate(requests):
            queues = each.megawatts >= limit
            held[j, :, t] = holds[j]
            waits[j, :, t] = asks[j] & ~holds[j] & queues
            lost[j, :, t] = behind[j] & ~holds[j] & ~waits[j, :, t] & queues
    return held, waits, lost, released
