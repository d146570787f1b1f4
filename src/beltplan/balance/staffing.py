"""Staff of one plant at full activity, inside or outside the places of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.draws import Factor, draw_all
from beltplan.balance.reading import parameter_factor
from beltplan.balance.sizes import chosen, size_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.facts import Region

__all__ = ["staff"]


def staff(region: Region, project: str, *, n: int, seed: int = 1) -> NDArray[np.float32]:
    """Return the staff of a plant at full activity in each future, float32 [n].

    The same numbers as the account draws, by the same rule (see `account.Jobs`); it also
    serves plants outside the places of the account.

    Parameters
    ----------
    region
        The region, as known on a day.
    project
        Id of the project.
    n, seed
        Futures and the seed of the balance.

    Raises
    ------
    UnknownRowError
        If the project is not known on that day.
    UnknownParameterError
        If the region lacks a parameter of the rule.
    """
    row = region.row("projects", project)
    job = size_of(region, project, row["step"], new_build=row["new_build"]).jobs
    one = Factor("one", 1, 1, 1, "fixed")
    factors = [job.number or one, job.capacity or one]
    for name in (job.factor, job.per_capacity):
        record = region.parameter(chosen(region, name)) if name else None
        factors.append(one if record is None else parameter_factor(name, record))
    number, capacity, factor, per_capacity = draw_all(factors, seed=seed, n=n)
    found: NDArray[np.float32] = per_capacity * capacity
    if job.rule == "actual":
        found = number
    elif job.rule == "plan":
        found = number * factor
    elif job.rule == "cell":
        found = np.maximum(number, np.minimum(number * factor, found))
    return found
