"""What each future draws, one number at a time: a parameter, the staff of a plant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.draws import Factor, draw_all
from beltplan.balance.reading import parameter_factor
from beltplan.balance.sizes import chosen, size_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.facts import Region

__all__ = ["drawn_parameter", "staff"]


def drawn_parameter(region: Region, name: str, *, n: int, seed: int = 1) -> NDArray[np.float32]:
    """Return what each future draws of a parameter, float32 [n].

    Parameters
    ----------
    region
        The region, as known on a day.
    name
        Name that the rules know; later evidence takes its place once it is known.
    n, seed
        Futures and the seed of the balance.

    Raises
    ------
    UnknownParameterError
        If the region lacks the parameter.
    """
    record = region.parameter(chosen(region, name))
    found: NDArray[np.float32] = draw_all([parameter_factor(name, record)], seed=seed, n=n)[0]
    return found


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
    number, capacity = draw_all([job.number or one, job.capacity or one], seed=seed, n=n)

    def drawn(name: str) -> NDArray[np.float32]:
        return drawn_parameter(region, name, n=n, seed=seed)

    found: NDArray[np.float32] = number
    if job.rule == "plan":
        found = number * drawn(job.factor)
    elif job.rule == "cell":
        most = drawn(job.per_capacity) * capacity
        found = np.maximum(number, np.minimum(number * drawn(job.factor), most))
    elif job.rule == "capacity":
        found = drawn(job.per_capacity) * capacity
    return found
