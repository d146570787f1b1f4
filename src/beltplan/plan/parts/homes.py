"""Homes that stand, homes needed, and what can be built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.plan.parts.people import by_area

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.plan.costs import Assumed
    from beltplan.plan.geography import Geography
    from beltplan.plan.parts.people import Folk

    Floats = NDArray[np.float64]

__all__ = ["homes"]


def homes(
    reading: Reading, where: Geography, assumed: Assumed, folk: Folk, years: int, step: float
) -> dict[str, Any]:
    """Return homes that stand, homes needed, and what can be built."""
    persons = assumed("persons_per_home")
    growth = (1.0 + folk.trend[:, None]) ** (step * (1 + np.arange(years)))
    needed = folk.population[:, None] * growth / persons
    vacant = np.where(np.isnan(reading.account.homes_vacant), 0.0, reading.account.homes_vacant)
    known = by_area(where, vacant)
    normal = folk.population / persons * assumed("vacancy_share_normal")
    standing = folk.population / persons + np.maximum(known, normal)
    stock = np.maximum(
        standing[:, None],
        np.maximum.accumulate(needed * (1.0 + assumed("vacancy_share_normal")), axis=1),
    )
    retain, inflow = folk.fields["retain"], folk.fields["inflow"]
    workforce = np.empty((len(where.areas), years))
    people_now = folk.fields["start"]
    for t in range(years):
        people_now = people_now * retain + inflow[:, :, t]
        workforce[:, t] = people_now.sum(axis=1)
    ordinary = assumed("home_completions_base_per_1000_per_year")
    most = assumed("home_completions_max_per_1000_per_year")
    return {
        "homes_stock": stock,
        "homes_needed": needed,
        "workforce": workforce,
        "per_worker": np.full(len(where.areas), assumed("persons_per_mover") / persons),
        "home_most": np.maximum(most - ordinary, 0.0) * folk.population / 1000.0 * step,
        "home_cost": assumed("plan_home_cost") / step,
        "empty_cost": assumed("plan_home_empty_cost"),
        "short_cost": assumed("plan_home_short_cost"),
        "home_lead": round(assumed("home_build_lead_quarters") / 4.0 / step),
    }
