"""The published forecasts of a region, as cases to be tested."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from beltplan.backtest.row import Skipped

if TYPE_CHECKING:
    from beltplan.facts import Region

__all__ = ["JOBS", "METRICS", "Case", "read"]

JOBS: Final = ("jobs", "plant_jobs")
METRICS: Final = ("population", "population_change", "new_homes", *JOBS)
"""Metrics that the rooms below can forecast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One published forecast with a known outcome.

    Attributes
    ----------
    case_id, place, place_id, project_id, metric, unit
        What was forecast; ``place_id`` and ``project_id`` may be None.
    made
        Day whose facts may be used, see `forecast_day`.
    stated
        Published figure for its target (middle of a range).
    target
        Day for which it was made; None where undated.
    outcome_low, outcome, outcome_high, day
        What happened, and when.
    notes
        Codes of `beltplan.backtest.reasons.NOTES`.
    source_ids, outcome_source_ids
        Sources.
    """

    case_id: str
    place: str
    place_id: str | None
    project_id: str | None
    metric: str
    unit: str
    made: date
    stated: float
    target: date | None
    outcome_low: float
    outcome: float
    outcome_high: float
    day: date
    notes: tuple[str, ...]
    source_ids: tuple[str, ...]
    outcome_source_ids: tuple[str, ...]


def forecast_day(made: date, as_found: str | None, known_from: date) -> date:
    """Return the day whose facts a test of a forecast may use.

    The day of the forecast. Where that is known only as a month or a year, the day on
    which the forecast became public, kept within that month or year: what was public
    then was public to the author's readers too.

    Examples
    --------
    >>> forecast_day(date(2019, 1, 1), "2019", date(2019, 10, 31)).isoformat()
    '2019-10-31'
    >>> forecast_day(date(2021, 3, 1), "2021-03", date(2022, 5, 1)).isoformat()
    '2021-03-31'
    """
    last = _last_day(made, as_found)
    return made if last is None else min(max(made, known_from), last)


def _last_day(made: date, as_found: str | None) -> date | None:
    """Return the last day of the year or month that a day was recorded as, None for a day."""
    found = (as_found or "").strip()
    if re.fullmatch(r"\d{4}", found):
        return date(made.year, 12, 31)
    if re.fullmatch(r"\d{4}-\d{2}", found):
        return made.replace(day=calendar.monthrange(made.year, made.month)[1])
    return None


def _range(row: dict[str, Any], prefix: str = "") -> tuple[float, float, float] | None:
    """Return low, middle and high of a figure, or None where it has no number."""
    value = row["actual_value" if prefix else "value"]
    low, high = row[f"{prefix}low"], row[f"{prefix}high"]
    given = [number for number in (low, value, high) if number is not None]
    if not given:
        return None
    least, most = min(given), max(given)
    return float(least), float((least + most) / 2 if value is None else value), float(most)


def _notes(row: dict[str, Any]) -> list[str]:
    words = (row["metric_as_found"] or "").lower()
    notes = []
    if "scenario" in words:
        notes.append("backtest.condition")
    if "goal" in words:
        notes.append("backtest.goal")
    if "indirect" in words:
        notes.append("backtest.with-indirect")
    if _last_day(row["made"], row["made_as_found"]) is not None:
        notes.append("backtest.public-day")
    return notes


def read(region: Region) -> tuple[tuple[Case, ...], tuple[Skipped, ...]]:
    """Return the cases of a region, and those that cannot be tested whatever the model.

    Parameters
    ----------
    region
        The region as known today: outcomes are read from it, forecasts of ours never.
    """
    cases: list[Case] = []
    skipped: list[Skipped] = []
    for row in region.table("forecasts").iter_rows(named=True):
        made = forecast_day(row["made"], row["made_as_found"], row["known_from"])

        def skip(code: str, detail: str, row: dict[str, Any] = row, made: date = made) -> None:
            skipped.append(
                Skipped(
                    case_id=row["case_id"],
                    place=row["place"],
                    metric=row["metric"],
                    made=made,
                    code=code,
                    detail=detail,
                )
            )

        outcome, stated = _range(row, "actual_"), _range(row)
        if outcome is None or row["actual_date"] is None:
            skip("backtest.no-outcome", row["actual_as_found"] or "no outcome recorded")
        elif stated is None:
            skip("backtest.no-number", "no number recorded")
        elif row["place_id"] is None and row["project_id"] is None:
            skip("backtest.no-subject", f"{row['place']} is no place of the region")
        elif row["metric"] not in METRICS:
            skip("backtest.not-modelled", f"metric {row['metric']}")
        elif row["actual_date"] <= made:
            skip("backtest.not-after", f"outcome of {row['actual_date']}, forecast of {made}")
        else:
            notes = _notes(row)
            if row["value"] is None or (row["low"] is not None and row["high"] is not None):
                notes.append("backtest.midpoint")
            if outcome[0] < outcome[2]:
                notes.append("backtest.outcome-range")
            if row["target_date"] is None:
                notes.append("backtest.undated")
            elif row["actual_date"] < row["target_date"]:
                notes.append("backtest.interpolated")
            cases.append(
                Case(
                    case_id=row["case_id"],
                    place=_name(region, row),
                    place_id=row["place_id"],
                    project_id=row["project_id"],
                    metric=row["metric"],
                    unit=row["unit"],
                    made=made,
                    stated=stated[1],
                    target=row["target_date"],
                    outcome_low=outcome[0],
                    outcome=outcome[1],
                    outcome_high=outcome[2],
                    day=row["actual_date"],
                    notes=tuple(notes),
                    source_ids=tuple(row["source_ids"]),
                    outcome_source_ids=tuple(row["actual_source_ids"]),
                )
            )
    return tuple(cases), tuple(skipped)


def _name(region: Region, row: dict[str, Any]) -> str:
    if row["place_id"] is not None:
        return str(region.row("places", row["place_id"])["name"])
    if row["project_id"] is not None:
        return str(region.row("projects", row["project_id"])["municipality"])
    return str(row["place"])
