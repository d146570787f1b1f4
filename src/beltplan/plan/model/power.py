"""Power for the plants, reinforcement of the grid, and megawatts that areas cede each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.grouping import summed
from beltplan.plan.model.stock import add_stock

if TYPE_CHECKING:
    from beltplan.plan.model.draft import Draft

__all__ = ["add_power"]


def add_power(draft: Draft) -> None:
    """Add megawatts used by plants, ceded inside a zone, and added to the grid."""
    data = draft.data
    areas, years = data.grid_free.shape
    zones = len(data.zones)
    r = np.arange(areas)[:, None]
    f = data.plant_area
    used = summed(data.power, f, areas, axis=1)
    stock = add_stock(
        draft,
        "grid",
        "reinforced",
        owner=np.arange(areas),
        most=data.grid_most,
        cost=data.grid_cost,
        lead=data.grid_lead,
    )
    widest = data.grid_free + (data.grid_most * years)[:, None]
    cede = draft.columns.add("cede", (areas, years), upper=widest, touches=(r, r), payer=r)
    take = draft.columns.add(
        "take",
        (areas, years),
        cost=data.swap_cost * data.discount,
        upper=widest.sum(axis=0),
        touches=(r, r),
        payer=r,
    )
    rows = draft.rows.add("power", (areas, years), upper=data.grid_free - used, owner=r)
    pool = draft.rows.add("power_pool", (zones, years), lower=0.0, upper=0.0)
    lost = draft.columns.families["lost"].at
    draft.w.put(rows.at[f], lost, -data.power, varying=True)
    draft.w.put(rows.at, cede.at)
    draft.w.put(rows.at, take.at, -1.0)
    draft.t.put(rows.at[:, data.grid_lead :], stock.at, -1.0)
    draft.w.put(pool.at[data.zone], cede.at)
    draft.w.put(pool.at[data.zone], take.at, -1.0)
