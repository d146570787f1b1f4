"""Who can work where, by the day or by the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.costs import Assumed
    from beltplan.plan.geography import Geography

    Floats = NDArray[np.float64]

__all__ = ["commuting"]


def commuting(where: Geography, assumed: Assumed, step: float) -> tuple[Floats, dict[str, Any]]:
    """Return the travel cost between areas [r, r] (NaN: no way known), and the arcs' fields."""
    km = where.km
    time = np.where(
        np.isnan(where.minutes), 60.0 * km / assumed("road_speed_km_per_h"), where.minutes
    )
    daily = (km <= assumed("commuting_limit_km")) & (time <= assumed("commuting_limit_minutes"))
    weekly = ~daily & (km <= assumed("plan_commute_week_limit_km"))
    border = where.country[:, None] != where.country[None, :]
    per_km = assumed("plan_commute_cost_per_km")
    far = 0.2 * per_km * km  # one trip a week instead of five
    cost = np.where(
        daily, per_km * km, np.where(weekly, assumed("plan_commute_week_cost") + far, np.nan)
    )
    cost = cost + border * assumed("plan_commute_border_cost")
    np.fill_diagonal(cost, 0.0)
    pairs = np.argwhere(~np.isnan(cost) & ~np.eye(len(km), dtype=bool))
    own = np.arange(len(km))
    origin = np.concatenate([own, pairs[:, 0]]).astype(np.int64)
    target = np.concatenate([own, pairs[:, 1]]).astype(np.int64)
    ends = [(int(a), int(b)) for a, b in pairs if a < b and daily[a, b]]
    number = {pair: k for k, pair in enumerate(ends)}
    service = np.array(
        [
            number.get((min(a, b), max(a, b)), -1) if a != b else -1
            for a, b in zip(origin.tolist(), target.tolist(), strict=True)
        ],
        np.int64,
    )
    return cost, {
        "arc_origin": origin,
        "arc_target": target,
        "arc_cost": cost[origin, target],
        "arc_service": service,
        "services": tuple(f"{where.areas[a]}-{where.areas[b]}" for a, b in ends),
        "service_areas": np.array(ends, np.int64).reshape(-1, 2),
        "service_seats": np.full(len(ends), assumed("plan_service_seats")),
        "service_most": assumed("plan_service_most") * step,
        "service_cost": assumed("plan_service_cost") / step,
        "service_lead": round(assumed("plan_service_lead_years") / step),
    }
