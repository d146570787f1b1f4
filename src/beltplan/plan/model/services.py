"""Buses, trains and ferries for commuters where a car is not enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.model.stock import add_stock

if TYPE_CHECKING:
    from beltplan.plan.model.draft import Draft

__all__ = ["add_services"]


def add_services(draft: Draft) -> None:
    """Add the seats of services and the commuters who need one."""
    data = draft.data
    years = len(data.years)
    ends = data.service_areas[:, 0], data.service_areas[:, 1]
    stock = add_stock(
        draft,
        "service",
        "extended",
        owner=ends,
        most=data.service_most,
        cost=data.service_cost,
        lead=data.service_lead,
    )
    rows = draft.rows.add(
        "service",
        (len(data.services), years),
        upper=data.service_seats[:, None],
        owner=(ends[0][:, None], ends[1][:, None]),
    )
    arcs = np.flatnonzero(data.arc_service >= 0)
    work = draft.columns.families["work"].at
    draft.w.put(rows.at[data.arc_service[arcs]][:, None, :], work[arcs])
    draft.t.put(rows.at[:, data.service_lead :], stock.at, -1.0)
