"""A published forecast in a back-test: scored, or left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.backtest.reasons import REASONS

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Row", "Skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One published forecast beside ours, the naive rules and the outcome.

    All values are in ``unit`` and for the day of the outcome.

    Attributes
    ----------
    case_id, place, place_id, project_id
        Case and what it is about; ``place_id`` and ``project_id`` may be None.
    metric, unit
        What was forecast.
    made, target, day
        Day of the forecast (and last day whose facts we use), day for which it was
        made (None where undated), day of the outcome.
    basis
        Rooms that make our sample: ``balance`` (people and homes) or ``futures``
        (activity times jobs).
    n
        Sampled futures.
    base
        Last value known on the day of the forecast, from which paths start.
    p10, median, p90, mean
        Our sample on the day of the outcome.
    stated
        The published forecast as stated, for its own target day.
    published, nothing, plan
        Rules on the day of the outcome: the published forecast (interpolated where
        its target lies later), "nothing happens" (the last known value), "the plan
        happens" (straight to the plan announced by that day); ``plan`` is None where
        no plan was known.
    plan_source
        Where the plan comes from, in words; empty where there is none.
    outcome_low, outcome, outcome_high
        What happened; low and high are equal where it is one number.
    scale
        Change promised by the published forecast up to the day of the outcome, in
        absolute terms; losses are divided by it.
    covered
        Whether our 80 % interval meets the outcome.
    inside
        Share of our own sample inside our interval: 0.8, or more where many futures agree
        (a plant that almost surely stands still has an interval from 0 to 0).
    loss, loss_fine, crps
        Our loss at levels .1 .5 .9, at .05 to .95, and our ranked probability score,
        each divided by ``scale``.
    loss_published, loss_nothing, loss_plan
        Absolute errors of the rules divided by ``scale``.
    notes
        Codes from `beltplan.backtest.reasons.NOTES`, for what a reader must know.
    source_ids, outcome_source_ids
        Sources of the forecast and of the outcome.
    """

    case_id: str
    place: str
    place_id: str | None
    project_id: str | None
    metric: str
    unit: str
    made: date
    target: date | None
    day: date
    basis: str
    n: int
    base: float
    p10: float
    median: float
    p90: float
    mean: float
    stated: float
    published: float
    nothing: float
    plan: float | None
    plan_source: str
    outcome_low: float
    outcome: float
    outcome_high: float
    scale: float
    covered: bool
    inside: float
    loss: float
    loss_fine: float
    crps: float
    loss_published: float
    loss_nothing: float
    loss_plan: float | None
    notes: tuple[str, ...]
    source_ids: tuple[str, ...]
    outcome_source_ids: tuple[str, ...]

    @property
    def bias(self) -> int:
        """1 where our median is above the outcome, -1 below, 0 inside its range."""
        return (self.median > self.outcome_high) - (self.median < self.outcome_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A case that the facts or the model cannot support.

    Attributes
    ----------
    case_id, place, metric, made
        The case.
    code
        Stable code, a key of `beltplan.backtest.reasons.REASONS`.
    detail
        What exactly is missing.
    """

    case_id: str
    place: str
    metric: str
    made: date
    code: str
    detail: str

    @property
    def reason(self) -> str:
        """The reason in words."""
        return REASONS[self.code]
