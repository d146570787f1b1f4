"""People at the start, who comes into work, and who retires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.plan.grouping import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.plan.costs import Assumed
    from beltplan.plan.geography import Geography

    Floats = NDArray[np.float64]

__all__ = ["Folk", "by_area", "people"]


@dataclass(frozen=True)
class Folk:
    """People of the areas.

    Attributes
    ----------
    population, labour_force
        float [r].
    mix
        float [o], share of employment.
    employed
        float [r, o], at the start.
    trend
        float [r], change of population a year.
    fields
        Fields of `PlanData`.
    """

    population: Floats
    labour_force: Floats
    mix: Floats
    employed: Floats
    trend: Floats
    fields: dict[str, Any]


def by_area(where: Geography, values: Floats) -> Floats:
    """Return sums over the places of each area, [r, ...] of [place, ...]."""
    return summed(values, where.area_of, len(where.areas))


def people(reading: Reading, where: Geography, assumed: Assumed, years: int, step: float) -> Folk:
    """Return the people at the start, who comes into work, and who retires."""
    account = reading.account
    mix = np.array([each.central for each in account.mix])
    mix = mix / mix.sum()
    force = np.array([each.central for each in account.labour_force])
    idle = np.array([each.central for each in account.unemployment])
    trend = np.array([each.central for each in account.trend])
    population = by_area(where, account.population)
    labour = by_area(where, force)
    employed = by_area(where, force * (1.0 - idle))
    retire = 1.0 - (1.0 - assumed("retirement_rate_per_year")) ** step
    graduates = (
        by_area(where, account.seats)
        * assumed("programme_completion_share")
        * assumed("graduate_stay_share")
        * step
    )
    start = labour[:, None] * mix
    unable = (labour - employed) * (1.0 - assumed("plan_hireable_share"))
    entrants = start * retire * assumed("entrant_ratio") + graduates
    return Folk(
        population=population,
        labour_force=labour,
        mix=mix,
        employed=employed[:, None] * mix,
        trend=by_area(where, account.population * trend) / population,
        fields={
            "start": start,
            "frictional": unable[:, None] * mix,
            "mobility": start * assumed("plan_mobility_share") * step,
            "inflow": np.repeat(entrants[:, :, None], years, axis=2),
            "retain": np.full(len(mix), 1.0 - retire),
        },
    )
