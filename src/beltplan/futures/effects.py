"""What multiplies the rates of a project at a time: evidence, age, building time, silence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from beltplan.futures.states import (
    BANDS,
    CONSTRUCTION,
    DEMAND,
    GRID,
    HAZARD_CAUSES,
    PERMIT,
    PLANNED,
)

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from beltplan.futures.histories import History
    from beltplan.futures.settings import Settings

__all__ = [
    "alive_while_silent",
    "band",
    "building_weight",
    "cause_factors",
    "delay_factor",
    "distress",
    "fading",
    "start_factor",
]

_DAYS = 365.25


def years_between(earlier: date, later: date) -> float:
    """Return the years from one day to another."""
    return (later - earlier).days / _DAYS


def fading(since: date | None, day: date, half_life: float) -> float:
    """Return how much of a piece of bad news is left: 1 on its day, half after `half_life` years.

    Examples
    --------
    >>> from datetime import date
    >>> round(fading(date(2024, 1, 1), date(2025, 12, 31), 2.0), 2)
    0.5
    """
    if since is None:
        return 0.0
    return float(0.5 ** (max(years_between(since, day), 0.0) / half_life))


def distress(history: History, day: date, settings: Settings) -> float:
    """Return how much known money trouble weighs on a day, 0 to 1."""
    return fading(history.holds("distress", day), day, settings["evidence_half_life"])


def cause_factors(history: History, day: date, settings: Settings) -> NDArray[np.float64]:
    """Return the factor on failures by each cause on a day, shape (5,)."""
    half_life = settings["evidence_half_life"]
    factors = np.ones(len(HAZARD_CAUSES))
    for kind, cause, name in (
        ("distress", DEMAND, "evidence_distress_factor"),
        ("permit_refused", PERMIT, "evidence_permit_factor"),
        ("grid_lost", GRID, "evidence_grid_factor"),
    ):
        left = fading(history.holds(kind, day), day, half_life)
        factors[cause] += (settings[name] - 1) * left
    return factors


def delay_factor(history: History, day: date, settings: Settings) -> float:
    """Return the factor on progress of plans and sites that money trouble leaves on a day."""
    return 1 - (1 - settings["evidence_delay_factor"]) * distress(history, day, settings)


def start_factor(history: History, day: date, settings: Settings) -> float:
    """Return the factor on the start of building on a day: permits, money, obstacles."""
    factor = 1.0
    for kind in ("permitted", "financed"):
        if history.holds(kind, day):
            factor *= settings["evidence_ready_factor"]
    if history.holds("permit_refused", day) or history.holds("grid_lost", day):
        factor *= settings["evidence_block_factor"]
    return factor


def building_weight(years: float, settings: Settings) -> float:
    """Return the weight of the rate of completion after some years of building.

    The hazard of a Weibull with shape k and scale D is ``weight / D`` with
    ``weight = k (years / D)^(k - 1)``.
    """
    k, scale = settings["construction_shape"], settings["construction_years"]
    return float(k * (max(years, 0.0) / scale) ** (k - 1))


def band(years: float) -> int:
    """Return the age band of some years in a state.

    Examples
    --------
    >>> [band(y) for y in (0.0, 1.9, 2.0, 7.0)]
    [0, 0, 1, 2]
    """
    return int(np.searchsorted(BANDS, years, side="right")) - 1


def alive_while_silent(at: float, silent: float, death: float, news: float, seen: float) -> float:
    """Return the chance of being alive at a time, given silence over the whole time.

    A living project makes news at a rate and ends at a rate; an end is reported with
    probability `seen`. With ``m = death + news`` the chance of silence through ``s`` years
    while alive is ``exp(-m s)``, and that of silence with an unreported end at ``v`` has the
    density ``death (1 - seen) exp(-m v)``. Bayes' rule gives the result.

    Parameters
    ----------
    at
        Years since the last news, at most `silent`.
    silent
        Years of silence in all.
    death, news
        Rates per year.
    seen
        Chance that an end is reported.

    Examples
    --------
    >>> alive_while_silent(3.0, 3.0, 0.2, 0.6, 1.0)
    1.0
    >>> round(alive_while_silent(3.0, 3.0, 0.2, 0.6, 0.85), 2)
    0.73
    """
    total = death + news
    if total <= 0 or silent <= 0:
        return 1.0
    through = math.exp(-total * silent)
    unseen = death * (1 - seen) / total
    alive = through + unseen * (math.exp(-total * at) - through)
    return alive / (through + unseen * (1 - through))


def may_be_silent(history: History) -> bool:
    """Return whether silence says something: new projects that do not yet produce."""
    return history.new_build and history.state in (PLANNED, CONSTRUCTION)
