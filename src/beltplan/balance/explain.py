"""One cell of the account, step by step, as a planner would do it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from beltplan import quarters as calendar
from beltplan.balance.draws import BLOCK, draw
from beltplan.balance.errors import QuarterError, position
from beltplan.balance.jobs import drawn_jobs
from beltplan.balance.lanes import lanes
from beltplan.balance.reference import one_lane, trace
from beltplan.balance.run import activity_of, read_for
from beltplan.balance.steps import Cell, steps_of

if TYPE_CHECKING:
    from beltplan.balance.reading import Reading
    from beltplan.balance.steps import Step
    from beltplan.facts import Parameter, Region
    from beltplan.futures import Futures

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True)
class Explanation:
    """The arithmetic of one cell in one future.

    Attributes
    ----------
    place, group, quarter
        The cell.
    future, lane_of
        Number of the future, and what it was chosen by.
    steps
        The steps, in the order in which they are taken.
    parameters
        The parameters that the steps name: record and value drawn in this future.
    """

    place: str
    group: str
    quarter: int
    future: int
    lane_of: str
    steps: tuple[Step, ...]
    parameters: tuple[tuple[Parameter, float], ...]

    def text(self) -> str:
        """Return the arithmetic as plain text."""
        label = calendar.label(self.quarter)
        lines = [f"{self.place}, {self.group}, {label}: future {self.future} ({self.lane_of})", ""]
        for number, step in enumerate(self.steps):
            lines.append(f"{number}. {step.title}")
            lines += [f"     {line}" for line in step.lines]
            lines.append("")
        lines.append("Parameters in this future")
        for record, value in self.parameters:
            low, central, high = record.low, record.central, record.high
            sources = ", ".join(record.source_ids) or record.kind
            lines.append(
                f"     {record.name} = {value:.4g} {record.unit} "
                f"({low:g} to {central:g} to {high:g}; {sources})"
                if None not in (low, central, high)
                else f"     {record.name} = {value:.4g} {record.unit} ({sources})"
            )
        return "\n".join(lines)


def explain(
    region: Region,
    futures: Futures,
    *,
    place: str,
    group: str,
    quarter: int | str,
    future: int | Literal["median"] = "median",
    seed: int = 1,
) -> Explanation:
    """Do the arithmetic of one cell in one future.

    Parameters
    ----------
    region, futures
        As for `beltplan.balance.run`.
    place, group, quarter
        The cell.
    future
        Number of a future, or ``median``: the one whose need for project staff in the place
        and quarter is the median of all.
    seed
        Seed of the draws, as in `run`.

    Raises
    ------
    UnknownCellError
        If there is no such place or group.
    QuarterError
        If the quarter lies outside the futures, or there is no such future.
    """
    reading = read_for(region, futures)
    account = reading.account
    p = position(place, account.places, "place")
    g = position(group, account.groups, "occupation group")
    wanted = calendar.parse(quarter) if isinstance(quarter, str) else quarter
    if wanted not in futures.quarters:
        first, last = (calendar.label(futures.quarters[i]) for i in (0, -1))
        message = f"{calendar.label(wanted)} lies outside the futures"
        raise QuarterError(message, f"choose from {first} to {last}")
    t = futures.quarters.index(wanted)
    number = _median(reading, futures, p, t, seed=seed) if future == "median" else future
    if not 0 <= number < futures.n:
        message = f"there is no future {number}"
        raise QuarterError(message, f"choose from 0 to {futures.n - 1}")
    block = number // BLOCK
    start, stop = block * BLOCK, min((block + 1) * BLOCK, futures.n)
    drawn = lanes(account, *activity_of(reading, futures, start, stop), seed=seed, block=block)
    lane = number - start
    cell = Cell(account, one_lane(drawn, lane), trace(account, drawn, lane), p, g, t)
    steps = steps_of(cell)
    names = dict.fromkeys(name for step in steps for name in step.parameters)
    values = _values(reading, seed=seed, number=number)
    return Explanation(
        place=place,
        group=group,
        quarter=wanted,
        future=number,
        lane_of="the median need of the place" if future == "median" else "chosen",
        steps=steps,
        parameters=tuple((reading.parameters[n], values[n]) for n in names if n in values),
    )


def _median(reading: Reading, futures: Futures, p: int, t: int, *, seed: int) -> int:
    """Return the future with the median staff need of a place in a quarter."""
    jobs = drawn_jobs(reading.account, seed=seed, n=futures.n)
    need = np.zeros(futures.n)
    for j, column in enumerate(reading.columns):
        if reading.account.project_place[j] == p:
            need += futures.activity[:, column, t] * jobs[j]
    return int(np.argsort(need, kind="stable")[(futures.n - 1) // 2])


def _values(reading: Reading, *, seed: int, number: int) -> dict[str, float]:
    """Return what one future has drawn of each parameter."""
    factors = list(reading.account.parameters.values())
    column = draw(factors, seed=seed, block=number // BLOCK)[:, number % BLOCK]
    return {factor.name: float(value) for factor, value in zip(factors, column, strict=True)}
