"""Running the queues of all grid areas in every future."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan import quarters
from beltplan.balance.draws import Factor, draw_all
from beltplan.balance.power.request import Request, queue
from beltplan.balance.power.result import POWER, Power, QueuePlace
from beltplan.balance.power.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.futures import Futures

    Floats = NDArray[np.float32]
    Held = NDArray[np.bool_]
    _Queue = tuple[Held, Held, Held, Floats]

__all__ = ["run_power", "summary", "unserved"]


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
