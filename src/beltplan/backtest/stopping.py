"""When projects stop: paused, bankrupt or ended, by their histories."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from beltplan.futures import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from beltplan.futures.histories import History

__all__ = ["STOPPED", "next_stop", "stop_rate", "stopped_on"]

STOPPED: Final = ("paused", "bankrupt", "ended")
"""States that count as stopped."""

_DAYS_A_YEAR: Final = 365.25
_JEFFREYS: Final = 0.5


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


def stopped_on(history: History, day: date) -> bool:
    """Tell whether a project stood still, or was gone, on a day."""
    return any(
        STATES[spell.state] in STOPPED
        and spell.start <= day
        and (spell.end is None or spell.end > day)
        for spell in history.spells
    )


def next_stop(history: History, after: date, until: date) -> date | None:
    """Return the day of the first stop after a day, up to and with another."""
    days = [
        spell.start
        for spell in history.spells
        if STATES[spell.state] in STOPPED and after < spell.start <= until
    ]
    return min(days, default=None)
