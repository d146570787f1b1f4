"""Counts made after a forecast, what we would have said of them, and how well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beltplan.backtest import scores as score
from beltplan.backtest.written import Written, lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from beltplan.backtest.scores import Share

__all__ = ["METRICS", "NEAR_YEARS", "Count", "CountScore", "Counts", "count_scores"]

METRICS: Final = {"population": "population", "headcount": "plant_jobs"}
"""Figures that are forecast, and the metric of a published forecast that they match."""

NEAR_YEARS: Final = 2
"""Counts up to this many years ahead are scored apart from those further ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One later count beside our forecast of it.

    Attributes
    ----------
    subject, metric
        Place or project, and what was counted (a key of `METRICS`).
    made, day, years
        Day of the forecast, day of the count, years between.
    p10, median, p90
        Our sample.
    nothing, plan
        The last known count, and the plan on a straight line (None where no plan).
    outcome
        The count.
    scale
        The last known population, or the planned jobs; losses are divided by it.
    covered
        Whether our 80 % interval holds the count.
    inside
        Share of our own sample inside our interval.
    loss, loss_nothing, loss_plan
        Ours at levels .1 .5 .9, and absolute errors of the rules, divided by ``scale``.
    """

    subject: str
    metric: str
    made: date
    day: date
    years: float
    p10: float
    median: float
    p90: float
    nothing: float
    plan: float | None
    outcome: float
    scale: float
    covered: bool
    inside: float
    loss: float
    loss_nothing: float
    loss_plan: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountScore:
    """Scores of one metric at one reach.

    Attributes
    ----------
    metric, reach
        What was counted; ``near`` (up to `NEAR_YEARS` ahead) or ``far``.
    n, subjects
        Counts, and different places or plants among them.
    coverage
        Counts inside our 80 % interval; its interval takes them as independent.
    expected
        Share that should be inside if our samples were right.
    below
        Counts under our interval; the rest of those outside lie above it.
    loss, loss_nothing, loss_plan
        Mean losses; the plan's over the counts that have one.
    skill_nothing, skill_plan
        Loss that we save against the rules.
    """

    metric: str
    reach: str
    n: int
    subjects: int
    coverage: Share
    expected: float
    below: int
    loss: float
    loss_nothing: float
    loss_plan: float
    skill_nothing: float
    skill_plan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Written):
    """All counts with their scores.

    Attributes
    ----------
    region, n, seed
        Region, futures per year-end and their seed.
    points, scores
        The counts, and their scores by metric and reach.
    skipped
        Later counts that could not be forecast, by reason.
    seconds
        Time taken.
    """

    region: str
    n: int
    seed: int
    points: tuple[Count, ...]
    scores: tuple[CountScore, ...]
    skipped: dict[str, int]
    seconds: float

    def to_csv(self) -> str:
        """Return one line per count."""
        return lines(self.points, Count, number=".6g")


def count_scores(points: Sequence[Count]) -> tuple[CountScore, ...]:
    """Return the scores of counts, by metric and reach."""
    found = []
    for metric in METRICS:
        for reach in ("near", "far"):
            here = [
                point
                for point in points
                if point.metric == metric and (point.years <= NEAR_YEARS) == (reach == "near")
            ]
            if not here:
                continue
            planned = [(p.loss, p.loss_plan) for p in here if p.loss_plan is not None]
            ours, nothing = sum(p.loss for p in here), sum(p.loss_nothing for p in here)
            plan = sum(theirs for _, theirs in planned)
            found.append(
                CountScore(
                    metric=metric,
                    reach=reach,
                    n=len(here),
                    subjects=len({point.subject for point in here}),
                    coverage=score.binomial_interval(sum(p.covered for p in here), len(here)),
                    expected=sum(p.inside for p in here) / len(here),
                    below=sum(p.outcome < p.p10 for p in here),
                    loss=ours / len(here),
                    loss_nothing=nothing / len(here),
                    loss_plan=plan / len(planned) if planned else math.nan,
                    skill_nothing=score.skill(ours, nothing),
                    skill_plan=score.skill(sum(a for a, _ in planned), plan)
                    if planned
                    else math.nan,
                )
            )
    return tuple(found)
