"""Projects at year-ends: the chance that each stops, and whether it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beltplan.backtest.written import Written, lines

if TYPE_CHECKING:
    from datetime import date

    from beltplan.backtest.chances import Bin, ChanceScore

__all__ = ["RULES", "Point", "Rolling"]

RULES: Final = ("model", "rate_then", "rate_hindsight", "plan")
"""Rules: ours; the rate of stops known on the day; the share that stopped, which nobody
could know on the day; the plan happens (nobody ever stops)."""


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
class Rolling(Written):
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

    def to_csv(self) -> str:
        """Return one line per point."""
        return lines(self.points, Point, number=".4f")
