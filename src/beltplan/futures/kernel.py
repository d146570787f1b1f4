"""The inner loop: one block of futures, project by project, quarter by quarter.

Compiled, without the global lock, so that blocks run side by side in threads. All random
numbers come in from outside. The compiler's cache looks at the date of this file only: after
changing `states` alone, save this file anew.
"""

from __future__ import annotations

from math import exp, pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numba
import numpy as np

from beltplan.compiled import forget_stale
from beltplan.futures.states import (
    AGED_GROUPS,
    BANDS,
    BANKRUPT,
    CAUSE,
    CONSTRUCTION,
    DEMAND,
    ENDED,
    FIRST,
    GROUP_OF_STATE,
    OPERATING,
    PAUSED,
    PLANNED,
    RAMP_UP,
    REDUCED,
    RESTARTING,
    TARGET,
    UNSEEN,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.futures.arrays import Block, Draws, Forced, Model, Rates, Start

__all__ = ["run"]

_SECOND_BAND, _THIRD_BAND = BANDS[1], BANDS[2]
_DONE = 1.0 - 1e-9


def _ramp_python(years: float, corners: NDArray[np.float64], shares: NDArray[np.float64]) -> float:
    if years <= 0.0:
        return 0.0
    last = corners.size - 1
    if years >= corners[last]:
        return 1.0
    i = 1
    while years > corners[i]:
        i += 1
    part = (years - corners[i - 1]) / (corners[i] - corners[i - 1])
    return float(shares[i - 1] + part * (shares[i] - shares[i - 1]))


def _cut_python(u: float, low: float, mode: float, high: float) -> float:
    at = (mode - low) / (high - low)
    if u < at:
        return float(low + (u * (high - low) * (mode - low)) ** 0.5)
    return float(high - ((1.0 - u) * (high - low) * (high - mode)) ** 0.5)


forget_stale(Path(__file__).parent)

_ramp = cast("Callable[..., float]", numba.njit(cache=True, nogil=True)(_ramp_python))
_cut = cast("Callable[..., float]", numba.njit(cache=True, nogil=True)(_cut_python))


def _run_python(
    model: Model, start: Start, forced: Forced, rates: Rates, draws: Draws, out: Block
) -> None:
    n, projects, kept_quarters = out.activity.shape
    steps = forced.state.shape[1]
    offset = steps - kept_quarters
    hazard = np.empty(TARGET.size)
    factor = np.empty(6)
    for p in range(projects):
        g = start.family[p]
        for i in range(n):
            s = start.state[p]
            before = start.before[p]
            age, built, ramped = start.age[p], start.built[p], start.ramped[p]
            distress = start.distress[p]
            sold = start.sold[p]
            level = 1.0 if start.existing[p] else draws.level[p, i]
            stretch = draws.stretch[p, i]
            base, base_ramp = 0.0, 0.0
            kept = 1.0
            if start.observed[p] >= 0.0:
                base = start.observed[p]
                base_ramp = _ramp(
                    start.observed_ramp[p] / stretch, model.ramp_years, model.ramp_shares
                )
                if s == OPERATING:
                    level = base
            if start.reduced_years[p] >= 0.0:
                left = model.recovery ** (4.0 * start.reduced_years[p])
                kept = 1.0 - (1.0 - draws.kept[p, i]) * left
            first = start.restart[p] if start.restart[p] >= 0.0 else draws.share[p, i] * level
            goal = first + max(level - first, 0.0) * draws.growth[p, i]
            given = False
            cause = -1
            completed = -1.0
            built_some = False
            if forced.gone[p] or (draws.hidden[p, i] < start.silent[p] and forced.no_end[p] == 0):
                cause = -1 if forced.gone[p] else UNSEEN
                s = ENDED
            for t in range(steps):
                frozen = forced.frozen[p, t] == 1
                want = forced.state[p, t]
                if want >= 0 and not forced.gone[p]:
                    asked = forced.level[p, t]
                    if want == REDUCED:
                        kept *= asked
                        distress = 1.0
                    else:
                        if want != s:
                            age = 0.0
                        if want in (PAUSED, BANKRUPT, ENDED) and s not in (PAUSED, BANKRUPT):
                            before = OPERATING if s in (RAMP_UP, RESTARTING) else s
                        if want in (RAMP_UP, RESTARTING) and want != s:
                            ramped, base, base_ramp, kept = 0.0, 0.0, 0.0, 1.0
                        if want in (RAMP_UP, OPERATING) and built > 0.0 and completed < 0.0:
                            completed = built
                        if want == OPERATING:
                            kept = 1.0
                        if want == ENDED:
                            cause = DEMAND
                        elif s == ENDED:
                            cause = -1
                        if asked >= 0.0:
                            level, goal, given = asked, asked, True
                        s = want
                elif t > 0 and s != ENDED and forced.held[p, t] == 0:
                    group = GROUP_OF_STATE[s]
                    low, high = FIRST[group], FIRST[group + 1]
                    band = 0
                    if age >= _THIRD_BAND:
                        band = 2
                    elif age >= _SECOND_BAND:
                        band = 1
                    money = 1.0 + (model.distress - 1.0) * distress
                    ahead = rates.progress[i, t]
                    if s in (PLANNED, CONSTRUCTION):
                        ahead *= 1.0 - (1.0 - model.delay) * distress
                    if frozen:
                        ahead = 0.0
                    elif s == PLANNED:
                        ahead *= start.start[p] if t >= forced.no_build[p] else 0.0
                    elif s == CONSTRUCTION:
                        x = (built + 0.125) / model.building_scale
                        grown = model.building_shape * x ** (model.building_shape - 1.0)
                        early = t < start.floor[p] or t < forced.no_start[p]
                        ahead *= 0.0 if early else grown
                    elif sold:
                        ahead *= model.sold
                    fail = rates.ages[i, group, band] if group < AGED_GROUPS else 1.0
                    moved = fail * rates.fail[i, t]
                    factor[0] = moved * money
                    factor[1] = fail * start.permit[p, t]
                    factor[2] = fail * start.grid[p, t]
                    factor[3] = factor[4] = moved
                    factor[5] = ahead
                    total = 0.0
                    for c in range(6):
                        total += rates.sums[i, group, g, c] * factor[c]
                    u = draws.event[p, t, i]
                    # 1 - exp(-x) is below x: most quarters need neither the exponential nor more.
                    if u < 0.25 * total:
                        no_end = t < forced.no_end[p]
                        total = 0.0
                        for k in range(low, high):
                            h = rates.rates[i, k, g] * factor[CAUSE[k]]
                            to = TARGET[k]
                            if (forced.never[p] >> to) & 1 or (to == ENDED and no_end):
                                h = 0.0
                            total += h
                            hazard[k] = total
                        chance = 1.0 - exp(-0.25 * total)
                    else:
                        chance = 0.0
                    if u < chance:
                        pick = u / chance * total
                        k = low
                        while hazard[k] < pick and k < high - 1:
                            k += 1
                        to = TARGET[k]
                        if to == REDUCED:
                            cut = _cut(
                                draws.mark[p, t, i], draws.cut_low, draws.cut_mode, draws.cut_high
                            )
                            kept *= cut
                            distress = 1.0
                        else:
                            age = 0.0
                            if to in (PAUSED, BANKRUPT, ENDED):
                                if s not in (PAUSED, BANKRUPT):
                                    before = OPERATING if s in (RAMP_UP, RESTARTING) else s
                                cause = CAUSE[k] if to == ENDED else -1
                            elif to == RAMP_UP:
                                completed = built
                                ramped, base, base_ramp, kept = 0.0, 0.0, 0.0, 1.0
                            elif to == RESTARTING:
                                sold = 0
                                distress = 0.0
                                if before == OPERATING:
                                    ramped, kept = 0.0, 1.0
                                    if not given:
                                        first = start.restart[p]
                                        if first < 0.0:
                                            first = draws.share[p, i] * level
                                        goal = first + max(level - first, 0.0) * draws.growth[p, i]
                                else:
                                    to = before
                            s = to
                activity = 0.0
                if s == RAMP_UP:
                    r = _ramp((ramped + 0.125) / stretch, model.ramp_years, model.ramp_shares)
                    grown = 1.0
                    if base_ramp < _DONE:
                        grown = max(r - base_ramp, 0.0) / (1.0 - base_ramp)
                    activity = (base + max(level - base, 0.0) * grown) * kept
                    if r >= _DONE:
                        s, level = OPERATING, max(level, base)
                elif s == RESTARTING:
                    r = min(max(ramped + 0.125, 0.0) / draws.years[p, i], 1.0)
                    activity = goal * r * kept
                    if r >= _DONE:
                        s, level, age = OPERATING, goal, 0.0
                elif s == OPERATING:
                    activity = level * kept
                    base, base_ramp = level, 1.0
                o = t - offset
                if o >= 0:
                    out.state[i, p, o] = s
                    out.activity[i, p, o] = activity
                    out.building[i, p, o] = 0.0
                    if s == CONSTRUCTION and not frozen:
                        out.building[i, p, o] = built + 0.125
                        built_some = True
                age += 0.25
                if s == CONSTRUCTION and not frozen:
                    built += 0.25
                if s in (RAMP_UP, RESTARTING) and not frozen:
                    ramped += 0.25
                distress *= model.half_life
                kept = 1.0 - (1.0 - kept) * model.recovery
            out.cause[i, p] = cause
            if built_some:
                whole = completed
                if whole <= 0.0:
                    relative = rates.rates[i, FIRST[1], g] * model.building_scale + 1e-12
                    usual = model.building_scale * relative ** (-1.0 / model.building_shape)
                    whole = max(built, usual)
                height = min(1.0, model.building_scale / whole)
                for o in range(kept_quarters):
                    x = out.building[i, p, o]
                    if x > 0.0:
                        out.building[i, p, o] = height * sin(pi * min(x / whole, 1.0)) ** 2


run = cast("Callable[..., None]", numba.njit(cache=True, nogil=True)(_run_python))
run.__doc__ = """Simulate one block of futures; the results go into `out`."""
