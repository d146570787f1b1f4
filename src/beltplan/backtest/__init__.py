"""Back-tests: what the model would have said on the day of each published forecast."""

from __future__ import annotations

from beltplan.backtest.chances import Bin, ChanceScore
from beltplan.backtest.reasons import NOTES, REASONS
from beltplan.backtest.result import RULES, Backtest, Row, Scores, Skill, Skipped, Variant
from beltplan.backtest.scores import Share

__all__ = [
    "NOTES",
    "REASONS",
    "RULES",
    "Backtest",
    "Bin",
    "ChanceScore",
    "Row",
    "Scores",
    "Share",
    "Skill",
    "Skipped",
    "Variant",
]
