"""Capacity that is built once and then stands: homes, megawatts, seats for commuters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.model.assembly import Family
    from beltplan.plan.model.draft import Draft

__all__ = ["add_stock"]


def add_stock(
    draft: Draft,
    name: str,
    added: str,
    *,
    owner: NDArray[np.int64] | tuple[NDArray[np.int64], NDArray[np.int64]],
    most: Any,
    cost: float,
    lead: int,
) -> Family:
    """Add a stock of new capacity, carried from year to year, and what is added to it.

    What is decided in year t stands from year t + lead on; the stock therefore starts in year
    `lead`, and is shorter than the horizon by that.

    Parameters
    ----------
    draft
        The model under construction.
    name, added
        Names of the stock's columns and rows, and of the columns of what is added.
    owner
        Area of each stock, or its two areas, [i].
    most
        Most that is added in a year, [i] or one number.
    cost
        Cost of a unit, paid in the year of the decision by the (first) owner.
    lead
        Years from the decision to its use.

    Returns
    -------
    The columns of the stock, [i, years - lead].
    """
    first, second = owner if isinstance(owner, tuple) else (owner, owner)
    years = len(draft.data.years)
    span = max(years - lead, 0)
    shape = (len(first), span)
    touches = (first[:, None], second[:, None])
    most = np.broadcast_to(np.asarray(most, np.float64), (len(first),))[:, None]
    stock = draft.columns0.add(
        name, shape, upper=most * (1 + np.arange(span)), touches=touches, payer=first[:, None]
    )
    new = draft.columns0.add(
        added,
        shape,
        cost=cost * draft.data.discount[:span],
        upper=most,
        touches=touches,
        payer=first[:, None],
    )
    rows = draft.rows0.add(name, shape, lower=0.0, upper=0.0, owner=touches)
    draft.a.put(rows.at, stock.at)
    draft.a.put(rows.at[:, 1:], stock.at[:, :-1], -1.0)
    draft.a.put(rows.at, new.at, -1.0)
    return stock
