"""Where each project stands at the horizon, as arrays for the kernel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from beltplan import quarters
from beltplan.futures import effects, plans
from beltplan.futures.arrays import Start
from beltplan.futures.histories import past_age
from beltplan.futures.states import (
    CONSTRUCTION,
    GRID,
    OPERATING,
    PERMIT,
    PLANNED,
    RAMP_UP,
    RESTARTING,
    STATES,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from beltplan.facts import Region
    from beltplan.futures.hazards import Hazards
    from beltplan.futures.histories import History

__all__ = ["starting_point"]


def starting_point(region: Region, hazards: Hazards, *, first: int, steps: int) -> Start:
    """Return what is known of each project at the horizon of information.

    Parameters
    ----------
    region
        The region.
    hazards
        Its estimated rates.
    first
        Quarter of the first step.
    steps
        Number of steps.
    """
    lives, settings, last = hazards.histories, hazards.settings, hazards.last
    opening = quarters.first_day(first)
    after = last + timedelta(days=1)

    def each(value: Callable[[History], float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([value(h) for h in lives], dtype=np.float64)

    def index(value: Callable[[History], int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([value(h) for h in lives], dtype=np.int64)

    def factor_by_cause(cause: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        now = np.array([effects.cause_factors(h, after, settings)[cause] for h in lives])
        left = 0.5 ** (np.arange(steps) / 4 / settings["evidence_half_life"])
        return np.asarray(1 + (now[:, None] - 1) * left[None, :])

    observed = [_observed(region, h) for h in lives]
    return Start(
        family=index(lambda h: h.family),
        state=index(lambda h: h.state),
        before=index(lambda h: h.before_stop),
        age=each(lambda h: _age(h, opening)),
        built=each(lambda h: _built(h, opening)),
        ramped=each(lambda h: _ramped(h, opening)),
        silent=each(lambda h: hazards.exposure.silence.get(h.project_id, 0.0)),
        distress=each(lambda h: effects.distress(h, after, settings)),
        start=each(lambda h: effects.start_factor(h, after, settings)),
        sold=index(lambda h: int(h.holds("sold", after) is not None)),
        existing=index(lambda h: int(not h.new_build)),
        observed=np.array([-1.0 if seen is None else seen[0] for seen in observed]),
        observed_ramp=np.array(
            [
                0.0 if seen is None else effects.years_between(h.since, seen[1])
                for h, seen in zip(lives, observed, strict=True)
            ]
        ),
        reduced_years=np.array(
            [_cut_years(h, seen, last) for h, seen in zip(lives, observed, strict=True)]
        ),
        restart=each(lambda h: _restart_plan(region, h)),
        floor=index(lambda h: _floor(region, h) - first),
        permit=factor_by_cause(PERMIT),
        grid=factor_by_cause(GRID),
    )


def _age(history: History, opening: date) -> float:
    """Return the years in the state at the opening of the first quarter, before it negative."""
    offset = past_age(history) if len(history.spells) == 1 else 0.0
    return offset + effects.years_between(history.since, opening)


def _built(history: History, opening: date) -> float:
    building = history.state == CONSTRUCTION
    now = effects.years_between(history.since, opening) if building else 0.0
    return history.built_years + now


def _ramped(history: History, opening: date) -> float:
    ramping = history.state in (RAMP_UP, RESTARTING)
    return effects.years_between(history.since, opening) if ramping else 0.0


def _floor(region: Region, history: History) -> int:
    """Return the quarter before which the announcements rule out a start, 0 where none."""
    year = None if history.produced else plans.start_year(region, history.project_id)
    return 0 if year is None else 4 * year


def _observed(region: Region, history: History) -> tuple[float, date] | None:
    """Return the activity that a headcount in the present state shows, and its day."""
    if not history.new_build or history.state not in (RAMP_UP, OPERATING):
        return None
    plan = plans.planned_jobs(region, history.project_id)
    staff = plans.headcount(region, history.project_id)
    if plan is None or staff is None or staff[1] < history.since:
        return None
    return min(staff[0] / plan, 1.0), staff[1]


def _cut_years(history: History, observed: tuple[float, date] | None, last: date) -> float:
    """Return the years since the last cut that no headcount holds yet, -1 if there is none."""
    if history.state not in (RAMP_UP, OPERATING):
        return -1.0
    since = observed[1] if observed is not None else history.since
    cuts = [day for day in history.reductions if since < day <= last]
    return effects.years_between(cuts[-1], last) if cuts else -1.0


def _restart_plan(region: Region, history: History) -> float:
    """Return the staff planned for a restart as a share of the planned jobs, -1 if unknown."""
    plan = plans.planned_jobs(region, history.project_id)
    restart = plans.restart_jobs(region, history.project_id)
    return -1.0 if plan is None or restart is None else min(restart / plan, 1.0)


def state_label(history: History) -> str:
    """Return the present state of a project in words, with the quarter it began.

    A plan that was never announced in an event has no such quarter.
    """
    name = STATES[history.state]
    known = history.news or history.state != PLANNED
    return f"{name} since {quarters.label(quarters.of(history.since))}" if known else name
