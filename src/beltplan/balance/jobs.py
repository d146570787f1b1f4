"""How many people each project employs, and what each future draws of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from beltplan.balance.draws import Factor, draw_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beltplan.balance.account import Account

    Floats = NDArray[np.float32]

__all__ = ["Jobs", "drawn_jobs", "full_staff"]


@dataclass(frozen=True, slots=True)
class Jobs:
    """How many people a project employs at full activity.

    Attributes
    ----------
    rule
        ``actual``: the number is a count of a plant that exists; ``plan``: a plan, times
        `factor`; ``cell``: a plan times `factor`, at most `per_capacity` times the
        capacity and at least the plan; ``capacity``: `per_capacity` times the capacity.
    number
        Count or plan; None under rule ``capacity``.
    capacity
        Capacity in the unit of its step; None where it is not needed.
    factor, per_capacity
        Names of parameters; empty where not needed.
    """

    rule: Literal["actual", "plan", "cell", "capacity"]
    number: Factor | None
    capacity: Factor | None
    factor: str = ""
    per_capacity: str = ""


def drawn_jobs(account: Account, *, seed: int, n: int) -> Floats:
    """Return the staff of each project at full activity in each future, float32 [j, n]."""
    one = Factor("one", 1, 1, 1, "fixed")
    parts = (
        tuple(account.parameters.values()),
        tuple(job.number or one for job in account.jobs),
        tuple(job.capacity or one for job in account.jobs),
    )
    values = draw_all([factor for part in parts for factor in part], seed=seed, n=n)
    rows, number, capacity = np.split(values, np.cumsum([len(part) for part in parts])[:-1])
    return full_staff(account, dict(zip(account.parameters, rows, strict=True)), number, capacity)


def full_staff(
    account: Account, drawn: Mapping[str, Floats], number: Floats, capacity: Floats
) -> Floats:
    """Staff at full activity, [j, l]; see `Jobs`."""
    result = np.empty_like(number)
    for row, job in enumerate(account.jobs):
        if job.rule == "actual":
            result[row] = number[row]
        elif job.rule == "plan":
            result[row] = number[row] * drawn[job.factor]
        elif job.rule == "cell":
            most = drawn[job.per_capacity] * capacity[row]
            result[row] = np.maximum(number[row], np.minimum(number[row] * drawn[job.factor], most))
        else:
            result[row] = drawn[job.per_capacity] * capacity[row]
    return result
