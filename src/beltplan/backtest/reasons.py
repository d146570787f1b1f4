"""Stable codes: why a case is not scored, and what a reader must know about a row."""

from __future__ import annotations

__all__ = ["NOTES", "REASONS"]

REASONS: dict[str, str] = {
    "backtest.no-outcome": "No outcome is known",
    "backtest.no-number": "The published forecast is not a number",
    "backtest.not-after": "The outcome is not later than the forecast",
    "backtest.no-subject": "The forecast is about no single place or project of the region",
    "backtest.not-modelled": "The model does not forecast this",
    "backtest.no-population": "No population of the place was public on the day of the forecast",
    "backtest.no-project": "No project was public on the day of the forecast",
    "backtest.no-jobs": "Neither jobs nor a capacity of the project was public on that day",
    "backtest.no-assumption": "The model needs an assumption that was not public on that day",
}
"""Why a case is skipped: code and sentence."""

NOTES: dict[str, str] = {
    "backtest.interpolated": (
        "The target lies after the outcome: the published forecast is read off a straight "
        "line from the last known value on the day of the forecast"
    ),
    "backtest.undated": (
        "The published forecast has no date (full plan, full scale): it is taken at its word "
        "for the day of the outcome, which is hard on its author"
    ),
    "backtest.first-day": (
        "The day of the forecast is known only as a month or a year: its first day is used, "
        "so that we know less than the author did"
    ),
    "backtest.published-later": (
        "The project became public only with the forecast: the facts are those of the day on "
        "which the forecast was published"
    ),
    "backtest.midpoint": "The published forecast is a range: its middle is used",
    "backtest.outcome-range": (
        "The outcome is known only as a range: a value inside it counts as no error"
    ),
    "backtest.partial-outcome": "The outcome covers only part of the period of the forecast",
    "backtest.plan-is-forecast": "The plan known on that day is the published forecast itself",
    "backtest.direct-only": (
        "The published figure counts indirect jobs too; ours counts the jobs in the plants"
    ),
    "backtest.condition": (
        "The published forecast holds under a condition (a scenario); ours does not assume it"
    ),
    "backtest.goal": "The published figure is a goal rather than a forecast",
    "backtest.first-known": (
        "No earlier value was public on that day: the first one published later is the start "
        "of the paths, never of our sample"
    ),
}
"""What a reader must know about a row: code and sentence."""
