"""Back-tests: what the model would have said on the day of each published forecast.

>>> from beltplan.backtest import rolling
>>> rolling("nordic-battery-belt", years=[2020], n=50).n
50
"""

from __future__ import annotations

from beltplan.backtest.assumptions import VARIATIONS, Variation
from beltplan.backtest.chances import Bin, ChanceScore
from beltplan.backtest.counts import counts
from beltplan.backtest.later import Count, Counts, CountScore
from beltplan.backtest.points import Point, Rolling
from beltplan.backtest.published import run
from beltplan.backtest.reasons import NOTES, REASONS
from beltplan.backtest.result import RULES, Backtest, Scores, Skill, Variant
from beltplan.backtest.row import Row, Skipped
from beltplan.backtest.scores import Share
from beltplan.backtest.stops import rolling

__all__ = [
    "NOTES",
    "REASONS",
    "RULES",
    "VARIATIONS",
    "Backtest",
    "Bin",
    "ChanceScore",
    "Count",
    "CountScore",
    "Counts",
    "Point",
    "Rolling",
    "Row",
    "Scores",
    "Share",
    "Skill",
    "Skipped",
    "Variant",
    "Variation",
    "counts",
    "rolling",
    "run",
]
