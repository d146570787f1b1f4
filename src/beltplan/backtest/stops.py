"""Year by year: the chance that a project stops within two years, and whether it did.

A project *stops* when it is paused, bankrupt or ended. At each year-end the facts of that
day give the projects that had not stopped, the futures give the chance that each stops
within the window, and the newest facts say whether it did. The window is two years, or
shorter where the facts end before. Windows of one project overlap from year to year: the
intervals of the skill draw whole projects again.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan import quarters
from beltplan.backtest.chances import chance_scores, discrimination, reliability
from beltplan.backtest.honesty import refuse_later_rows
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.backtest.points import Point, Rolling
from beltplan.backtest.stopping import STOPPED, next_stop, stop_rate, stopped_on
from beltplan.facts import load
from beltplan.futures import STATES, estimate, histories, simulate
from beltplan.futures.errors import NoProjectError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from beltplan.futures.histories import History

__all__ = ["WINDOW_YEARS", "YEARS", "rolling"]

YEARS: Final = tuple(range(2019, 2026))
"""Year-ends at which the forecast is made, unless others are asked for."""

WINDOW_YEARS: Final = 2
"""Years within which a stop counts."""


def rolling(
    region: str | Path,
    *,
    years: Iterable[int] = YEARS,
    n: int = 1_000,
    seed: int = 1,
    progress: Callable[[int, int, str], None] | None = None,
) -> Rolling:
    """Forecast at each year-end which projects stop within two years, and score it.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder.
    years
        Years at whose ends the forecasts are made.
    n, seed
        Futures per year-end and their seed.
    progress
        Called as ``progress(done, total, label)`` after each year-end.

    Raises
    ------
    UnknownRegionError
        If there is no such region.

    Examples
    --------
    >>> made = rolling("nordic-battery-belt", years=[2021], n=50)
    >>> made.points[0].made
    datetime.date(2021, 12, 31)
    """
    began = time.perf_counter()
    today = load(region)
    informed = histories.horizon(today)
    truth = {history.project_id: history for history in histories.read(today)}
    points: list[Point] = []
    left_out = {"known": 0, "unknown": 0}
    asked = tuple(years)
    for done, year in enumerate(asked, start=1):
        made = date(year, 12, 31)
        until = min(date(year + WINDOW_YEARS, 12, 31), informed)
        steps = nearest_quarter_end(until) - quarters.of(made)
        if steps > 0:
            found = _points(region, truth, made, until, steps, n=n, seed=seed, left_out=left_out)
            points.extend(found)
        if progress is not None:
            progress(done, len(asked), str(year))
    points = _with_hindsight(points)
    happened = [point.happened for point in points]
    stated = {
        "model": [point.chance for point in points],
        "rate_then": [point.rate_then for point in points],
        "rate_hindsight": [point.rate_hindsight for point in points],
        "plan": [point.plan for point in points],
    }
    clusters = [point.project_id for point in points]
    return Rolling(
        region=today.name,
        n=n,
        seed=seed,
        points=tuple(points),
        left_out=left_out,
        scores=chance_scores(stated, happened, clusters, seed=seed) if points else (),
        reliability=reliability(stated["model"], happened),
        discrimination=discrimination(stated["model"], happened),
        projects=len(set(clusters)),
        seconds=time.perf_counter() - began,
    )


def _points(
    package: str | Path,
    truth: dict[str, History],
    made: date,
    until: date,
    steps: int,
    *,
    n: int,
    seed: int,
    left_out: dict[str, int],
) -> list[Point]:
    region = load(package, made, checked=False)
    refuse_later_rows(region)
    try:
        hazards = estimate(region)
    except NoProjectError:
        return []
    start = quarters.of(made)
    futures = simulate(region, n=n, seed=seed, end=start + steps, hazards=hazards)
    stopped = np.isin(futures.state, [STATES.index(name) for name in STOPPED])
    chances = (stopped[:, :, 1:].any(axis=2) & ~stopped[:, :, 0]).mean(axis=0)
    rate = stop_rate(hazards.histories, hazards.last)
    rate_then = 1 - math.exp(-rate * steps / 4)
    points = []
    for history, chance in zip(hazards.histories, chances, strict=True):
        whole = truth[history.project_id]
        if STATES[history.state] in STOPPED:
            left_out["known"] += 1
            continue
        if stopped_on(whole, made):
            left_out["unknown"] += 1
            continue
        day = next_stop(whole, made, until)
        points.append(
            Point(
                project_id=history.project_id,
                made=made,
                until=until,
                quarters=steps,
                state=STATES[history.state],
                chance=float(chance),
                rate_then=rate_then,
                rate_hindsight=math.nan,
                plan=0.0,
                happened=day is not None,
                day=day,
                silent=day is None and whole.last_news <= made,
            )
        )
    return points


def _with_hindsight(points: Sequence[Point]) -> list[Point]:
    """Fill in the one yearly rate that makes as many stops as there were."""
    stops = sum(point.happened for point in points)
    low, high = 0.0, 50.0
    for _ in range(60):
        rate = (low + high) / 2
        expected = sum(1 - math.exp(-rate * point.quarters / 4) for point in points)
        low, high = (rate, high) if expected < stops else (low, rate)
    return [
        replace(point, rate_hindsight=1 - math.exp(-low * point.quarters / 4)) for point in points
    ]
