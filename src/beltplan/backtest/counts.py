"""Year by year: people and staff that were counted later, against what we would have said.

The published forecasts that can be tested are a selected lot: most were collected because
their plants failed. This test selects nothing: from each year-end it forecasts every later
count of a place's population and of a plant's staff that is in the facts. Counts of one
place or plant overlap and are few, so its intervals are wide too.
"""

from __future__ import annotations

import csv
import io
import json
import math
import time
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from beltplan import quarters
from beltplan.backtest import scores as score
from beltplan.backtest.baselines import baselines
from beltplan.backtest.cases import Case
from beltplan.backtest.honesty import refuse_later_rows
from beltplan.backtest.model import Model, NotSupportedError
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.backtest.result import finite
from beltplan.backtest.stops import YEARS
from beltplan.facts import load
from beltplan.futures import plans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from beltplan.backtest.scores import Share
    from beltplan.facts import Region

__all__ = ["METRICS", "Count", "CountScore", "Counts", "counts"]

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
class Counts:
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

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values (dates as ISO text)."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return plain

    def to_json(self) -> str:
        """Return `to_dict` as text; what is not a number is null."""
        return json.dumps(finite(self.to_dict()), ensure_ascii=False, indent=2, allow_nan=False)

    def to_csv(self) -> str:
        """Return one line per count."""
        buffer = io.StringIO()
        names = list(Count.__dataclass_fields__)
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(names)
        for point in self.points:
            values = (getattr(point, name) for name in names)
            writer.writerow([f"{v:.6g}" if isinstance(v, float) else v for v in values])
        return buffer.getvalue()


def counts(
    region: str | Path,
    *,
    years: Iterable[int] = YEARS,
    n: int = 500,
    seed: int = 1,
    processes: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Counts:
    """Forecast every later count of population and staff from each year-end, and score it.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder.
    years
        Years at whose ends the forecasts are made.
    n, seed
        Futures per year-end and their seed.
    processes
        Threads; all cores if not given. Changes nothing but the time.
    progress
        Called as ``progress(done, total, label)`` after each year-end.

    Raises
    ------
    UnknownRegionError
        If there is no such region.
    """
    began = time.perf_counter()
    today = load(region)
    asked = tuple(years)
    points: list[Count] = []
    skipped: dict[str, int] = {}
    for done, year in enumerate(asked, start=1):
        made = date(year, 12, 31)
        cases = _later(today, made)
        if cases:
            known = load(region, made, checked=False)
            refuse_later_rows(known)
            watch = tuple(sorted({nearest_quarter_end(case.day) for case in cases}))
            model = Model(known, n=n, seed=seed, watch=watch, processes=processes)
            for case in cases:
                try:
                    definition = today.row("figures", case.case_id)["definition"]
                    points.append(_count(case, known, model, definition=definition))
                except NotSupportedError as error:
                    skipped[error.code] = skipped.get(error.code, 0) + 1
        if progress is not None:
            progress(done, len(asked), str(year))
    return Counts(
        region=today.name,
        n=n,
        seed=seed,
        points=tuple(points),
        scores=_scores(points),
        skipped=skipped,
        seconds=time.perf_counter() - began,
    )


def _later(today: Region, made: date) -> list[Case]:
    """Return the counts after a day, as cases without a published forecast."""
    figures = today.table("figures").filter(
        pl.col("metric").is_in(list(METRICS))
        & (pl.col("status") == "actual")
        & (pl.col("date") > made)
        & pl.col("value").is_not_null()
        & pl.col("preferred").fill_null(value=True)
        & pl.col("superseded_by").is_null()
    )
    cases = []
    for row in figures.iter_rows(named=True):
        if nearest_quarter_end(row["date"]) <= quarters.of(made):
            continue
        of_place = row["subject_type"] == "place"
        cases.append(
            Case(
                case_id=row["figure_id"],
                place=row["subject"],
                place_id=row["subject"] if of_place else None,
                project_id=None if of_place else row["subject"],
                metric=METRICS[row["metric"]],
                unit=row["unit"],
                made=made,
                stated=math.nan,
                target=None,
                outcome_low=row["value"],
                outcome=row["value"],
                outcome_high=row["value"],
                day=row["date"],
                notes=(),
                source_ids=(),
                outcome_source_ids=tuple(row["source_ids"]),
            )
        )
    return cases


def _definition(case: Case, region: Region) -> str | None:
    """Return how the last known count was defined (borders of the place, whose staff)."""
    name = "population" if case.place_id else "headcount"
    figure = region.figure(case.place_id or case.project_id or "", name, status="actual")
    return None if figure is None else figure.definition


def _count(case: Case, region: Region, model: Model, *, definition: str | None) -> Count:
    rules = baselines(case, region)
    if rules is None:
        raise NotSupportedError("backtest.no-population", case.place)
    if _definition(case, region) != definition:
        raise NotSupportedError("backtest.other-definition", case.case_id)
    samples = model.draw(case).samples
    scale = rules.base
    if case.project_id is not None:
        planned = plans.planned_jobs(region, case.project_id)
        scale = planned if planned is not None else rules.base
    if not scale:
        raise NotSupportedError("backtest.no-project", f"no jobs of {case.project_id} known")
    p10, median, p90 = (float(q) for q in np.quantile(samples, score.LEVELS))
    y = case.outcome
    return Count(
        subject=case.project_id or case.place,
        metric=next(name for name, metric in METRICS.items() if metric == case.metric),
        made=case.made,
        day=case.day,
        years=(case.day - case.made).days / 365.25,
        p10=p10,
        median=median,
        p90=p90,
        nothing=rules.nothing,
        plan=rules.plan,
        outcome=y,
        scale=scale,
        covered=p10 <= y <= p90,
        inside=float(np.mean((samples >= p10) & (samples <= p90))),
        loss=score.sample_loss(samples, y, y) / scale,
        loss_nothing=abs(rules.nothing - y) / scale,
        loss_plan=None if rules.plan is None else abs(rules.plan - y) / scale,
    )


def _scores(points: Sequence[Count]) -> tuple[CountScore, ...]:
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
