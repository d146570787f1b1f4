"""Year by year: people and staff that were counted later, against what we would have said.

The published forecasts that can be tested are a selected lot: most were collected because
their plants failed. This test selects nothing: from each year-end it forecasts every later
count of a place's population and of a plant's staff that is in the facts. Counts of one
place or plant overlap and are few, so its intervals are wide too.
"""

from __future__ import annotations

import math
import time
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from beltplan import quarters
from beltplan.backtest import scores as score
from beltplan.backtest.baselines import baselines
from beltplan.backtest.cases import Case
from beltplan.backtest.honesty import refuse_later_rows
from beltplan.backtest.later import METRICS, Count, Counts, count_scores
from beltplan.backtest.model import Model, NotSupportedError
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.backtest.stops import YEARS
from beltplan.facts import load
from beltplan.futures import plans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from beltplan.facts import Region

__all__ = ["counts"]


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
        scores=count_scores(points),
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
