"""Made-up towns whose numbers can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from beltplan.balance.account import Account, Link
from beltplan.balance.draws import Factor
from beltplan.balance.example import PARAMETERS
from beltplan.balance.jobs import Jobs
from beltplan.balance.lanes import lanes
from beltplan.balance.reference import Trace, trace

if TYPE_CHECKING:
    from collections.abc import Callable

NEUTRAL: dict[str, float] = {
    **dict.fromkeys(PARAMETERS, 0.0),
    "hire_share_per_quarter": 1.0,
    "local_match_share_per_quarter": 1.0,
    "retraining_quarters": 1.0,
    "commuting_limit_km": 50.0,
    "commuting_limit_minutes": 60.0,
    "road_speed_km_per_h": 60.0,
    "mover_cross_border_factor": 1.0,
    "leaver_delay_quarters": 1.0,
    "persons_per_mover": 1.0,
    "persons_per_home": 2.0,
    "home_build_lead_quarters": 4.0,
    "indirect_lag_quarters": 1.0,
    "construction_local_share": 1.0,
    "home_crowding_share": 1.0,
    "higher_education_share_cell": 0.2,
}
"""Parameters under which nothing happens but hiring of the unemployed of the same place."""


def fixed(name: str, value: float) -> Factor:
    return Factor(name, value, value, value, "fixed")


def make_towns(
    *,
    people: tuple[float, ...] = (10_000.0,),
    unemployment: float | tuple[float, ...] = 0.1,
    jobs: tuple[tuple[int, float], ...] = ((0, 1_000.0),),
    groups: int = 1,
    links: tuple[tuple[int, int], ...] = (),
    close: tuple[tuple[int, int], ...] = (),
    countries: tuple[str, ...] | None = None,
    quarters: int = 6,
    **parameters: float,
) -> Account:
    """Return towns with half of the people in the labour force and equal groups."""
    count = len(people)
    rates = unemployment if isinstance(unemployment, tuple) else (unemployment,) * count
    codes = countries or ("SE",) * count
    names = tuple(sorted(set(codes)))
    values = {**NEUTRAL, **parameters}
    share = tuple(fixed(f"share:{g}", 1 / groups) for g in range(groups))
    return Account(
        places=tuple(f"town{p}" for p in range(count)),
        countries=names,
        groups=tuple(f"group{g}" for g in range(groups)),
        projects=tuple(f"plant{j}" for j in range(len(jobs))),
        profiles=("other",),
        country=np.array([names.index(code) for code in codes], np.int64),
        public=np.zeros(groups, np.bool_),
        higher=np.zeros(groups, np.bool_),
        service=np.zeros(groups, np.bool_),
        close=close,
        project_place=np.array([place for place, _ in jobs], np.int64),
        project_profile=np.zeros(len(jobs), np.int64),
        jobs=tuple(Jobs("actual", fixed(f"jobs:{j}", n), None) for j, (_, n) in enumerate(jobs)),
        profile=(share,),
        construction=share,
        mix=share,
        links=tuple(Link(q, p, 20.0, np.nan, border=codes[q] != codes[p]) for q, p in links),
        population=np.array(people),
        labour_force=tuple(fixed(f"labour:{p}", n / 2) for p, n in enumerate(people)),
        unemployment=tuple(fixed(f"out:{p}", rate) for p, rate in enumerate(rates)),
        trend=tuple(fixed(f"trend:{p}", 0.0) for p in range(count)),
        homes_vacant=np.full(count, np.nan),
        homes_building=np.full(count, np.nan),
        seats=np.zeros((count, groups)),
        parameters={name: fixed(name, value) for name, value in values.items()},
        start=4 * 2026 + 3,
        end=4 * 2026 + 2 + quarters,
    )


def follow(account: Account, activity: Any, building: Any = None) -> Trace:
    """Run one future with the given activity, [project, quarter]."""
    act = np.asarray(activity, np.float32)[None]
    bld = np.zeros_like(act) if building is None else np.asarray(building, np.float32)[None]
    return trace(account, lanes(account, act, bld, seed=1, block=0), 0)


@pytest.fixture
def towns() -> Callable[..., Account]:
    return make_towns


@pytest.fixture
def run_one() -> Callable[..., Trace]:
    return follow
