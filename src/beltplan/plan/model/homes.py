"""Homes: what people need, what stands, what stands empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.model.stock import add_stock

if TYPE_CHECKING:
    from beltplan.plan.model.draft import Draft

__all__ = ["add_homes"]


def add_homes(draft: Draft) -> None:
    """Add homes to build, homes short and homes empty."""
    data = draft.data
    areas, years = data.homes_stock.shape
    r = np.arange(areas)[:, None]
    d = data.discount
    stock = add_stock(
        draft,
        "homes",
        "built",
        owner=np.arange(areas),
        most=data.home_most,
        cost=data.home_cost,
        lead=data.home_lead,
    )
    free = data.homes_stock - data.homes_needed + data.per_worker[:, None] * data.workforce
    people = draft.columns.families["people"].at
    most = draft.columns.values("upper")[0][people].sum(axis=1) * data.per_worker[:, None]
    short = draft.columns.add(
        "short",
        (areas, years),
        cost=data.short_cost * d,
        upper=np.maximum(most - free, 0.0),
        touches=(r, r),
        payer=r,
    )
    room = np.maximum(free, 0.0) + (data.home_most * years)[:, None]
    empty = draft.columns.add(
        "empty", (areas, years), cost=data.empty_cost * d, upper=room, touches=(r, r), payer=r
    )
    rows = draft.rows.add("homes", (areas, years), lower=free, upper=free, owner=r)
    draft.w.put(rows.at[:, None, :], people, data.per_worker[:, None, None])
    draft.w.put(rows.at, short.at, -1.0)
    draft.w.put(rows.at, empty.at)
    draft.t.put(rows.at[:, data.home_lead :], stock.at, -1.0)
    study = draft.columns.families["study"].at
    length = data.course_length[data.entry_course]
    weight = data.per_worker[data.entry_home]
    for lag in range(min(int(length.max(initial=0)), years)):
        e = np.flatnonzero(length > lag)
        draft.w.put(
            rows.at[data.entry_home[e]][:, lag:],
            study[e][:, : years - lag],
            weight[e][:, None],
        )
