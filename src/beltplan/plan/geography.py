"""Areas, and how far it is between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.errors import NoPlanError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.facts import Region

__all__ = ["Geography", "geography"]


@dataclass(frozen=True)
class Geography:
    """Areas of a region.

    Attributes
    ----------
    areas, names
        Ids and names.
    countries
        Countries, sorted.
    country
        int [r], position in `countries`.
    area_of
        int [place of the account], position of its area; -1 where it has none.
    km
        float [r, r], shortest known way between two towns of the areas by road, rail or ferry;
        NaN where the facts have none. Nil on the diagonal.
    minutes
        float [r, r], its time, NaN where unknown.
    """

    areas: tuple[str, ...]
    names: tuple[str, ...]
    countries: tuple[str, ...]
    country: NDArray[np.int64]
    area_of: NDArray[np.int64]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]


def geography(region: Region, places: Sequence[str]) -> Geography:
    """Read the areas whose places are in the account.

    Parameters
    ----------
    region
        The region.
    places
        Places of the balance's account.

    Raises
    ------
    NoPlanError
        If no area has a place in the account.
    """
    rows = [
        row
        for row in region.table("areas").iter_rows(named=True)
        if any(place in places for place in row["places"])
    ]
    if not rows:
        message = f"no area of {region.name} has a place whose people are known"
        raise NoPlanError(message, "add rows to areas.csv, or take a later day")
    countries = tuple(sorted({row["country"] for row in rows}))
    at = {place: r for r, row in enumerate(rows) for place in row["places"]}
    km = np.full((len(rows), len(rows)), np.nan)
    minutes = km.copy()
    for link in region.table("links").iter_rows(named=True):
        a, b = at.get(link["from_place"]), at.get(link["to_place"])
        far = link["distance_km"]
        if a is None or b is None or a == b or link["mode"] == "air" or far is None:
            continue
        if not km[a, b] <= far:
            km[a, b] = km[b, a] = far
            time = np.nan if link["duration_min"] is None else float(link["duration_min"])
            minutes[a, b] = minutes[b, a] = time
    np.fill_diagonal(km, 0.0)
    np.fill_diagonal(minutes, 0.0)
    return Geography(
        areas=tuple(row["area_id"] for row in rows),
        names=tuple(row["name"] for row in rows),
        countries=countries,
        country=np.array([countries.index(row["country"]) for row in rows], np.int64),
        area_of=np.array([at.get(place, -1) for place in places], np.int64),
        km=km,
        minutes=minutes,
    )
