"""The places of the account: which they are, their homes, seats and ways to work."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan import quarters
from beltplan.balance.account import Link
from beltplan.balance.reading.left_out import LeftOut, leave_out
from beltplan.balance.reading.parameters import parameter_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from beltplan.facts import Parameter, Region

__all__ = ["SCOPES", "homes_at_start", "links_within_reach", "places_of", "seats_of"]

SCOPES: Final = ("core", "adjacent", "supply")
"""Places in the account: the region's labour market; partner regions are not in it."""


def places_of(
    region: Region, rows: Mapping[str, Mapping[str, object]], out: list[LeftOut]
) -> tuple[str, ...]:
    """Return the places of the region whose population is known."""
    places = []
    for place, row in rows.items():
        figure = region.figure(place, "population", status=("actual", "estimate"))
        if row["scope"] not in SCOPES:
            leave_out(out, "place", place, "balance.linked")
        elif figure is None or not figure.value:
            leave_out(out, "place", place, "balance.unknown-population")
        else:
            places.append(place)
    return tuple(places)


def homes_at_start(
    region: Region, places: Sequence[str], start: int, records: Mapping[str, Parameter]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Homes empty and under construction at the start, where somebody counted them.

    Of homes under construction that were counted earlier, one in `home_build_lead_quarters`
    is finished each quarter, as by the rule.
    """
    vacant = np.full(len(places), math.nan)
    building = np.full(len(places), math.nan)
    lead = records["home_build_lead_quarters"].central or 1.0
    for p, place in enumerate(places):
        empty = region.figure(place, "vacant_homes", status="actual")
        if empty is not None and empty.value is not None and not empty.grey:
            vacant[p] = empty.value
        count = region.figure(place, "homes_in_production", status="actual")
        if count is not None and count.value is not None and count.date is not None:
            age = max(start - quarters.of(count.date), 0)
            building[p] = count.value * (1 - 1 / lead) ** age
    return vacant, building


def links_within_reach(
    table: pl.DataFrame, at: Mapping[str, int], records: Mapping[str, Parameter]
) -> tuple[Link, ...]:
    """Ways to work within the widest limits; of one pair and mode a reported distance first."""
    km = parameter_factor("km", records["commuting_limit_km"]).high
    minutes = parameter_factor("minutes", records["commuting_limit_minutes"]).high
    speed = parameter_factor("speed", records["road_speed_km_per_h"]).high
    found: dict[tuple[int, int], Link] = {}
    order = sorted(table.iter_rows(named=True), key=lambda row: row["row_type"] != "reported")
    for row in order:
        if row["from_place"] not in at or row["to_place"] not in at or row["mode"] == "air":
            continue
        far = row["distance_km"] if row["distance_km"] is not None else math.nan
        long = row["duration_min"] if row["duration_min"] is not None else math.nan
        time = long if math.isfinite(long) else 60 * far / speed
        if not time <= minutes or far > km:
            continue
        ends = at[row["from_place"]], at[row["to_place"]]
        for origin, target in (ends, ends[::-1]):
            link = Link(origin, target, far, long, bool(row["cross_border"]))
            found.setdefault((origin, target), link)
    return tuple(found[key] for key in sorted(found))


def seats_of(
    region: Region, at: Mapping[str, int], groups: Sequence[str], out: list[LeftOut]
) -> NDArray[np.float64]:
    """Seats a year of programmes that run (or may run), by place and group."""
    seats = np.zeros((len(at), len(groups)))
    for row in region.table("programmes").iter_rows(named=True):
        name = row["programme_id"]
        if row["status"] not in ("running", "unknown"):
            leave_out(out, "programme", name, "balance.not-running")
        elif row["place_id"] not in at:
            leave_out(out, "programme", name, "balance.elsewhere")
        elif row["group_id"] is None:
            leave_out(out, "programme", name, "balance.no-group")
        elif row["seats_per_year"] is None:
            leave_out(out, "programme", name, "balance.no-seats")
        else:
            seats[at[row["place_id"]], groups.index(row["group_id"])] += row["seats_per_year"]
    return seats
