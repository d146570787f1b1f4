"""People from outside the region: reach, marketing, and recruiting for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from beltplan.plan.model.draft import Draft

__all__ = ["add_recruits"]


def add_recruits(draft: Draft) -> None:
    """Add recruits, the marketing that widens the reach, and reach used for each other."""
    data = draft.data
    areas, groups, years = data.inflow.shape
    countries, steps = len(data.countries), len(data.steps)
    shape = (areas, groups, years)
    r3 = np.arange(areas)[:, None, None]
    r = np.arange(areas)[:, None]
    d = data.discount
    widest = (data.reach + data.market_most.sum(axis=1)[:, None])[:, :]
    belt = widest.sum(axis=0)
    people = draft.rows.families["people"]
    hire = draft.columns.add(
        "hire", shape, cost=data.hire_cost * d, upper=data.hire_most, touches=(r3, r3), payer=r3
    )
    lend = draft.columns.add("lend", (areas, years), upper=widest, touches=(r, r), payer=r)
    borrow = draft.columns.add(
        "borrow", (areas, years), cost=data.transfer_cost * d, upper=belt, touches=(r, r), payer=r
    )
    pairs = [(c, e) for c in range(countries) for e in range(countries) if c != e]
    source = np.array([c for c, _ in pairs], np.int64)
    target = np.array([e for _, e in pairs], np.int64)
    cross = draft.columns.add("cross_reach", (len(pairs), years), upper=belt)
    market = draft.columns0.add(
        "market",
        (areas, steps, years),
        cost=data.market_cost[None, :, None] * d,
        upper=data.market_most[:, :, None],
        touches=(r3, r3),
        payer=r3,
    )
    reach = draft.rows.add("reach", (areas, years), upper=data.reach, owner=r)
    shared = draft.rows.add("reach_pool", (countries, years), lower=0.0, upper=0.0)
    draft.w.put(people.at, hire.at, -1.0)
    draft.w.put(reach.at[:, None, :], hire.at)
    draft.w.put(reach.at, lend.at)
    draft.w.put(reach.at, borrow.at, -1.0)
    draft.t.put(reach.at[:, None, :], market.at, -1.0)
    draft.w.put(shared.at[data.country], lend.at)
    draft.w.put(shared.at[data.country], borrow.at, -1.0)
    draft.w.put(shared.at[source], cross.at, -1.0)
    draft.w.put(shared.at[target], cross.at)
