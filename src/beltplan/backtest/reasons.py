"""Stable codes: why a case is not scored, and what a reader must know about a row."""

from __future__ import annotations

__all__ = ["NOTES", "REASONS"]

REASONS: dict[str, str] = {
    "backtest.no-outcome": "No outcome is known that counts the same thing",
    "backtest.no-number": "The published forecast is not a number",
    "backtest.not-after": "The outcome is not later than the forecast",
    "backtest.no-subject": "The forecast is about no single place or project of the region",
    "backtest.not-modelled": "The model does not forecast this",
    "backtest.no-population": "No population of the place was public on the day of the forecast",
    "backtest.no-project": "No project was public on the day of the forecast",
    "backtest.other-definition": "The later count is defined otherwise (borders, whose staff)",
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
    "backtest.public-day": (
        "The day of the forecast is known only as a month or a year: the facts are those of "
        "the day on which it became public, within that month or year"
    ),
    "backtest.midpoint": "The published forecast is a range: its middle is used",
    "backtest.outcome-range": (
        "The outcome is known only as a range: a value inside it counts as no error"
    ),
    "backtest.plan-is-forecast": "The plan known on that day is the published forecast itself",
    "backtest.no-plan": "No plan was public on that day",
    "backtest.with-indirect": (
        "The published figure counts indirect jobs anywhere; ours counts posts filled in "
        "plants, on their building sites and in the services of the place"
    ),
    "backtest.posts": "Ours counts the posts of the plants, filled or not",
    "backtest.condition": (
        "The published forecast holds under a condition (a scenario); ours does not assume it"
    ),
    "backtest.goal": "The published figure is a goal rather than a forecast",
}
"""What a reader must know about a row: code and sentence."""
