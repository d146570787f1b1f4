"""Year by year: the chance that a project stops within two years, and whether it did.

A project *stops* when it is paused, bankrupt or ended. At each year-end the facts of that
day give the projects that had not stopped, the futures give the chance that each stops
within the window, and the newest facts say whether it did. The window is two years, or
shorter where the facts end before. Windows of one project overlap from year to year: the
intervals of the skill draw whole projects again.
"""

from __future__ import annotations

import csv
import io
import json
import math
import time
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beltplan import quarters
from beltplan.backtest.chances import (
    Bin,
    ChanceScore,
    chance_scores,
    discrimination,
    reliability,
)
from beltplan.backtest.honesty import refuse_later_rows
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.backtest.result import finite
from beltplan.facts import load
from beltplan.futures import STATES, estimate, histories, simulate
from beltplan.futures.errors import NoProjectError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from beltplan.futures.histories import History

__all__ = ["RULES", "STOPPED", "YEARS", "Point", "Rolling", "rolling"]

YEARS: Final = tuple(range(2019, 2026))
"""Year-ends at which the forecast is made, unless others are asked for."""

WINDOW_YEARS: Final = 2
"""Years within which a stop counts."""

STOPPED: Final = ("paused", "bankrupt", "ended")
"""States that count as stopped."""

RULES: Final = ("model", "rate_then", "rate_hindsight", "plan")
"""Rules: ours; the rate of stops known on the day; the share that stopped, which nobody
could know on the day; the plan happens (nobody ever stops)."""

_DAYS_A_YEAR: Final = 365.25
_JEFFREYS: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One project at one year-end.

    Attributes
    ----------
    project_id, made, until
        Project, day of the forecast, end of the window.
    quarters
        Length of the window in quarters, rounded.
    state
        State of the project as known on the day.
    chance
        Our chance that it stops within the window.
    rate_then, rate_hindsight, plan
        Chances stated by the other rules, see `RULES`.
    happened, day
        Whether it stopped within the window, and when.
    silent
        No news of the project after `made` at all: it counts as not stopped, but nobody
        knows.
    """

    project_id: str
    made: date
    until: date
    quarters: int
    state: str
    chance: float
    rate_then: float
    rate_hindsight: float
    plan: float
    happened: bool
    day: date | None
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """All points with their scores.

    Attributes
    ----------
    region, n, seed
        Region, futures per year-end and their seed.
    points
        One per project and year-end.
    left_out
        Projects known on the day, not counted because they had stopped by then, by reason:
        ``known`` (it was known) and ``unknown`` (it became public later).
    scores
        Brier and log score by rule.
    reliability
        How often projects stopped, by the chance that we stated.
    discrimination
        Chance that a project that stopped had been given the higher chance.
    projects
        Different projects among the points.
    seconds
        Time taken.
    """

    region: str
    n: int
    seed: int
    points: tuple[Point, ...]
    left_out: dict[str, int]
    scores: tuple[ChanceScore, ...]
    reliability: tuple[Bin, ...]
    discrimination: float
    projects: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values (dates as ISO text)."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return plain

    def to_json(self) -> str:
        """Return `to_dict` as text; what is not a number is null."""
        return json.dumps(finite(self.to_dict()), ensure_ascii=False, indent=2, allow_nan=False)

    def to_csv(self) -> str:
        """Return one line per point."""
        buffer = io.StringIO()
        names = list(Point.__dataclass_fields__)
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(names)
        for point in self.points:
            values = (getattr(point, name) for name in names)
            writer.writerow([f"{v:.4f}" if isinstance(v, float) else v for v in values])
        return buffer.getvalue()


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
        if _stopped_on(whole, made):
            left_out["unknown"] += 1
            continue
        day = _next_stop(whole, made, until)
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


def stop_rate(lives: Iterable[History], last: date) -> float:
    """Return the stops per project-year at risk that were known up to a day.

    The posterior mean under Jeffreys' prior, ``(stops + 1/2) / years``; not a number
    without a day at risk.
    """
    stops, days = 0, 0
    for history in lives:
        spells = history.spells
        for spell, following in zip(spells, [*spells[1:], None], strict=True):
            if STATES[spell.state] in STOPPED:
                continue
            days += max((min(spell.end or last, last) - spell.start).days, 0)
            stops += following is not None and STATES[following.state] in STOPPED
    return (stops + _JEFFREYS) * _DAYS_A_YEAR / days if days else math.nan


def _stopped_on(history: History, day: date) -> bool:
    return any(
        STATES[spell.state] in STOPPED
        and spell.start <= day
        and (spell.end is None or spell.end > day)
        for spell in history.spells
    )


def _next_stop(history: History, after: date, until: date) -> date | None:
    days = [
        spell.start
        for spell in history.spells
        if STATES[spell.state] in STOPPED and after < spell.start <= until
    ]
    return min(days, default=None)
