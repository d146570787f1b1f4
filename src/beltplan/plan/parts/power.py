"""Megawatts that plants ask for and that the grid has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.balance.power import area_of_place
from beltplan.plan.grouping import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.plan.costs import Assumed
    from beltplan.plan.geography import Geography

    Ints = NDArray[np.int64]

    Floats = NDArray[np.float64]

__all__ = ["power"]


def power(
    region: Region,
    reading: Reading,
    where: Geography,
    assumed: Assumed,
    plants: Sequence[int],
    plant_area: Ints,
    activity: Floats,
    labels: Sequence[str],
    step: float,
) -> dict[str, Any]:
    """Return megawatts that plants ask for and that the grid has, by area.

    The free capacity of a grid area is divided between the areas in it in proportion to what
    their plants ask for at full activity: each town owns its part, and can cede it.
    """
    rows = {row["project_id"]: row for row in region.table("projects").iter_rows(named=True)}
    asked = np.zeros(len(plants))
    hours = assumed("full_load_hours")
    for k, j in enumerate(plants):
        size = reading.sizes[j]
        if not rows[size.project]["new_build"]:
            continue
        if size.megawatts is not None:
            asked[k] = size.megawatts.central
        else:
            asked[k] = size.capacity.central * assumed(f"mwh_per_capacity_{size.step}") / hours
    grid = region.table("grid")
    known = set(grid["grid_area"].to_list())
    places = {row["place_id"]: row for row in region.table("places").iter_rows(named=True)}
    zone_of = []
    for r in range(len(where.areas)):
        first = int(np.flatnonzero(where.area_of == r)[0])
        zone_of.append(area_of_place(places[reading.account.places[first]], known) or "")
    zones = tuple(sorted(set(zone_of)))
    zone = np.array([zones.index(each) for each in zone_of], np.int64)
    wanted = summed(asked, plant_area, len(where.areas))
    free = np.zeros((len(where.areas), len(labels)))
    for z, name in enumerate(zones):
        inside = zone == z
        total = wanted[inside].sum()
        levels = {
            row["year"]: row["capacity_central"]
            for row in sorted(grid.iter_rows(named=True), key=lambda row: row["known_from"])
            if row["grid_area"] == name
        }
        for t, label in enumerate(labels):
            held = [levels[year] for year in sorted(levels) if year <= int(label[:4])]
            if total > 0 and held:
                free[inside, t] = held[-1] * wanted[inside] / total
            elif total > 0:
                free[inside, t] = wanted[inside]
    lead = round(assumed("plan_grid_lead_years") / step)
    return {
        "zones": zones,
        "zone": zone,
        "power": activity[:, list(plants)] * asked[None, :, None],
        "grid_free": free,
        "grid_most": np.where(wanted > 0, assumed("plan_grid_most_mw") * step, 0.0),
        "grid_cost": assumed("plan_grid_cost") / step,
        "grid_lead": lead,
        "swap_cost": assumed("plan_grid_swap_cost"),
    }
