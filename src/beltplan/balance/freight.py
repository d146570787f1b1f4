"""Goods: tonnes to and from the new plants, and the corridors that they use.

Tonnes of a project = activity x capacity x tonnes for each unit of capacity, in and out.
A corridor carries its share of the tonnes of each place; shares of a place may add up to
more than one, because a tonne can use two corridors in series. A corridor whose opening is
planned carries nothing before. Free capacity is reported where a source gives it; unknown
stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from beltplan import quarters
from beltplan.balance.draws import Factor, draw_all
from beltplan.balance.power import summary
from beltplan.balance.reading import LeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.futures import Futures

    Floats = NDArray[np.float32]

__all__ = ["Freight", "run_freight"]


@dataclass(frozen=True)
class Freight:
    """Goods by corridor.

    Attributes
    ----------
    corridors, names, modes
        Ids, names and modes of the corridors.
    quarters
        Quarters.
    tonnes
        float32 [4, corridor, quarter]: p10, p50, p90, mean of the rate in t per year.
    by_direction
        ``in`` and ``out`` to arrays of the same shape: to and from the plants.
    free_capacity
        By corridor: low, central, high in t per year, or None where nobody published it.
    left_out
        Projects without tonnes, and why.
    """

    corridors: tuple[str, ...]
    names: tuple[str, ...]
    modes: tuple[str, ...]
    quarters: range
    tonnes: Floats
    by_direction: Mapping[Literal["in", "out"], Floats]
    free_capacity: Mapping[str, tuple[float, float, float] | None]
    left_out: tuple[LeftOut, ...]


def run_freight(region: Region, reading: Reading, futures: Futures, *, seed: int) -> Freight:
    """Load the corridors with the goods of the new plants, in every future.

    Parameters
    ----------
    region, reading, futures
        The region, as the account reads it, and its futures.
    seed
        Seed of the draws.
    """
    into, out, left_out = _by_place(region, reading, futures, seed=seed)
    table = region.table("corridors")
    rows = list(table.iter_rows(named=True))
    uses = list(region.table("corridor_use").iter_rows(named=True))
    shape = (4, len(rows), len(futures.quarters))
    tonnes, inward, outward = (np.zeros(shape, np.float32) for _ in range(3))
    for c, row in enumerate(rows):
        corridor = row["corridor_id"]
        used = [u for u in uses if u["corridor_id"] == corridor and u["place_id"] in into]
        if not used:
            continue
        arriving = np.zeros((futures.n, len(futures.quarters)), np.float32)
        leaving = arriving.copy()
        for use in used:
            central = use["share_central"]
            low = central if use["share_low"] is None else use["share_low"]
            high = central if use["share_high"] is None else use["share_high"]
            factor = Factor(f"corridor:{use['use_id']}", low, central, high)
            share = draw_all([factor], seed=seed, n=futures.n)[0][:, None]
            share = share * _open(region, corridor, use["place_id"], futures.quarters)
            arriving += share * into[use["place_id"]]
            leaving += share * out[use["place_id"]]
        inward[:, c], outward[:, c] = summary(arriving), summary(leaving)
        tonnes[:, c] = summary(arriving + leaving)
    return Freight(
        corridors=tuple(row["corridor_id"] for row in rows),
        names=tuple(row["name"] for row in rows),
        modes=tuple(row["mode"] for row in rows),
        quarters=futures.quarters,
        tonnes=tonnes,
        by_direction={"in": inward, "out": outward},
        free_capacity={row["corridor_id"]: _free(row) for row in rows},
        left_out=left_out,
    )


def _by_place(
    region: Region, reading: Reading, futures: Futures, *, seed: int
) -> tuple[dict[str, Floats], dict[str, Floats], tuple[LeftOut, ...]]:
    """Tonnes to and from each place, float32 [n, quarter] in t per year."""
    new = dict(region.table("projects").select("project_id", "new_build").rows())
    into: dict[str, Floats] = {}
    out: dict[str, Floats] = {}
    left = []
    account = reading.account
    for j, (size, column) in enumerate(zip(reading.sizes, reading.columns, strict=True)):
        if not new[size.project]:
            reason = "its goods travel today already"
            left.append(LeftOut("freight", size.project, "balance.old-freight", reason))
            continue
        place = account.places[account.project_place[j]]
        names = (f"freight_in_per_capacity_{size.step}", f"freight_out_per_capacity_{size.step}")
        factors = [size.capacity, *(account.parameters[name] for name in names)]
        capacity, per_in, per_out = draw_all(factors, seed=seed, n=futures.n)
        activity = futures.activity[:, column]
        for table, per in ((into, per_in), (out, per_out)):
            tonnes = activity * (capacity * per)[:, None]
            table[place] = table[place] + tonnes if place in table else tonnes
    return into, out, tuple(left)


def _open(region: Region, corridor: str, place: str, span: range) -> Floats:
    """1 from the year in which the corridor reaches the place, 0 before, float32 [quarter].

    Openings are figures named ``<corridor>_open_<stage>``; a stage reaches the places that
    its name holds. A corridor without such figures is open.
    """
    table = region.table("figures")
    years = [
        (metric, value)
        for metric, value in table.select("metric", "value").rows()
        if metric.startswith(f"{corridor}_open_") and value is not None
    ]
    here = [value for metric, value in years if place in metric]
    if not years:
        return np.ones(len(span), np.float32)
    year = min(here) if here else float("inf")
    return np.array([quarters.year(quarter) >= year for quarter in span], np.float32)


def _free(row: Mapping[str, float | None]) -> tuple[float, float, float] | None:
    low, central, high = row["capacity_low"], row["capacity_central"], row["capacity_high"]
    if central is None:
        return None
    return (central if low is None else low, central, central if high is None else high)
