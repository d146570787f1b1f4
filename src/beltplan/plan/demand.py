"""What each future asks for: staff of plants, of building sites and of what they feed.

The rules are those of the balance (`docs/model/balance.md`, § 2), with each future's own draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.draws import BLOCK
from beltplan.balance.lanes import lanes
from beltplan.balance.rates import RATES
from beltplan.balance.run import activity_of
from beltplan.plan.grouping import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.futures import Futures

    Floats = NDArray[np.float64]

__all__ = ["Demand", "demand", "features"]


@dataclass(frozen=True)
class Demand:
    """Posts in some futures.

    Attributes
    ----------
    staff
        float [s, j, g, t], of plants; j as in the account.
    around
        float [s, p, g, t], of building sites (people of the place only) and of services fed.
    activity
        float [s, j, t], share of the plan.
    first
        float [s, p, g], posts of projects in the first quarter of the futures.
    """

    staff: Floats
    around: Floats
    activity: Floats
    first: Floats


def features(
    reading: Reading, futures: Futures, jobs: NDArray[np.float32], periods: Sequence[Sequence[int]]
) -> NDArray[np.float32]:
    """Return what describes a future for the reduction: plant staff by place and period.

    Parameters
    ----------
    reading, futures
        The region as the account reads it, and its futures.
    jobs
        float32 [j, n], staff at full activity.
    periods
        Positions of the quarters of each period.

    Returns
    -------
    float32 [n, place * period], persons.
    """
    account = reading.account
    activity = futures.activity[:, list(reading.columns)]
    out = np.zeros((futures.n, len(account.places), len(periods)), np.float32)
    for t, inside in enumerate(periods):
        mean = activity[:, :, list(inside)].mean(axis=2) * jobs.T
        for j, place in enumerate(account.project_place):
            out[:, place, t] += mean[:, j]
    return out.reshape(futures.n, -1)


def demand(
    reading: Reading,
    futures: Futures,
    chosen: NDArray[np.int64],
    periods: Sequence[Sequence[int]],
    *,
    seed: int,
) -> Demand:
    """Return the posts of the chosen futures.

    Parameters
    ----------
    reading, futures
        The region as the account reads it, and its futures.
    chosen
        int [s], which futures.
    periods
        Positions of the quarters of each period.
    seed
        Seed of what each future draws of the parameters, as in the balance.
    """
    account = reading.account
    s, groups = len(chosen), len(account.groups)
    plants, places = len(account.projects), len(account.places)
    staff = np.zeros((s, plants, groups, len(periods)))
    around = np.zeros((s, places, groups, len(periods)))
    activity = np.zeros((s, plants, len(periods)))
    first = np.zeros((s, places, groups))
    for block in np.unique(chosen // BLOCK):
        start = int(block) * BLOCK
        end = min(start + BLOCK, futures.n)
        drawn = lanes(
            account, *activity_of(reading, futures, start, end), seed=seed, block=int(block)
        )
        for k in np.flatnonzero(chosen // BLOCK == block):
            lane = int(chosen[k]) - start
            runs = drawn.activity[:, :, lane].astype(np.float64)
            jobs = drawn.jobs[:, lane]
            profile = drawn.profile[account.project_profile, :, lane]
            crew = drawn.crew[:, lane] * (1.0 - float(drawn.rate[RATES.index("visiting"), lane]))
            service = drawn.service[:, lane]
            lag = float(drawn.rate[RATES.index("indirect_lag"), lane])
            target = summed(runs * jobs, account.project_place, places, axis=1)
            fed = target.copy()
            for t in range(1, len(runs)):
                fed[t] = fed[t - 1] + (target[t] - fed[t - 1]) / lag
            building = drawn.building[:, :, lane].astype(np.float64)
            site = summed(building * crew, account.project_place, places, axis=1)
            for t, inside in enumerate(periods):
                at = list(inside)
                activity[k, :, t] = runs[at].mean(axis=0)
                staff[k, :, :, t] = (activity[k, :, t] * jobs)[:, None] * profile
                around[k, :, :, t] = (
                    site[at].mean(axis=0)[:, None] * drawn.construction[None, :, lane]
                    + fed[at].mean(axis=0)[:, None] * service[None, :]
                )
            first[k] = summed((runs[0] * jobs)[:, None] * profile, account.project_place, places)
            first[k] += fed[0][:, None] * service[None, :]
    return Demand(staff, around, activity, first)
