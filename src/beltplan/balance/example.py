"""Made-up regions: for tests, benchmarks and the examples in the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.account import Account, Link
from beltplan.balance.draws import Factor
from beltplan.balance.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["PARAMETERS", "example", "example_activity"]

PARAMETERS: Mapping[str, tuple[float, float, float]] = {
    "close_group_match_share_per_quarter": (0.03, 0.08, 0.15),
    "commute_willingness_cross_border_per_quarter": (0.001, 0.006, 0.02),
    "commute_willingness_per_quarter": (0.02, 0.06, 0.12),
    "commuting_limit_km": (50, 75, 110),
    "commuting_limit_minutes": (40, 60, 80),
    "construction_local_share": (0.15, 0.35, 0.6),
    "construction_peak_per_operating_job": (1.0, 2.0, 3.5),
    "entrant_ratio": (0.7, 0.9, 1.1),
    "frictional_unemployment_share": (0.01, 0.02, 0.03),
    "graduate_stay_share": (0.4, 0.6, 0.8),
    "higher_education_share_cell": (0.14, 0.22, 0.6),
    "hire_share_per_quarter": (0.3, 0.5, 0.7),
    "home_build_lead_quarters": (5, 8, 12),
    "home_build_response_share": (0.2, 0.5, 0.9),
    "home_completions_base_per_1000_per_year": (1.5, 3.2, 5.0),
    "home_completions_max_per_1000_per_year": (6, 10, 14),
    "indirect_jobs_per_direct": (0.5, 1.4, 4.0),
    "indirect_lag_quarters": (1, 4, 8),
    "indirect_local_share": (0.15, 0.3, 0.5),
    "jobs_per_capacity_cell": (40, 90, 190),
    "home_crowding_share": (0.005, 0.02, 0.05),
    "base_jobs_trend_per_year": (-0.006, 0.001, 0.008),
    "layoff_leave_share_local": (0.02, 0.06, 0.15),
    "layoff_leave_share_newcomer": (0.15, 0.35, 0.6),
    "layoff_stay_unemployed_share": (0.35, 0.55, 0.8),
    "leaver_delay_quarters": (1, 2, 4),
    "local_match_share_per_quarter": (0.2, 0.35, 0.5),
    "mover_cross_border_factor": (0.05, 0.2, 0.5),
    "mover_rate_belt_per_quarter": (0.002, 0.006, 0.015),
    "mover_share_age_16_18": (0.01, 0.025, 0.05),
    "mover_share_age_1_5": (0.03, 0.06, 0.09),
    "mover_share_age_6_15": (0.04, 0.08, 0.14),
    "outside_recruits_max_per_1000_per_quarter": (0.8, 2.5, 6),
    "outside_recruits_max_share_of_open_posts": (0.1, 0.25, 0.4),
    "permit_holder_share": (0.1, 0.35, 0.7),
    "permit_leave_share": (0.4, 0.7, 0.95),
    "persons_per_home": (1.9, 2.1, 2.8),
    "persons_per_mover": (1.1, 1.6, 2.4),
    "plan_to_actual_jobs_factor_cell": (0.9, 1.3, 2.5),
    "plan_to_actual_jobs_factor_other": (0.7, 1.0, 1.5),
    "poaching_cap_share_of_open_posts": (0.1, 0.25, 0.45),
    "poaching_share_per_quarter": (0.003, 0.01, 0.025),
    "population_share_age_16_18": (0.03, 0.036, 0.042),
    "population_share_age_1_5": (0.04, 0.05, 0.065),
    "population_share_age_6_15": (0.095, 0.115, 0.13),
    "programme_completion_share": (0.5, 0.7, 0.85),
    "public_service_jobs_per_inhabitant": (0.08, 0.13, 0.17),
    "retirement_rate_per_year": (0.02, 0.025, 0.033),
    "retraining_quarters": (1, 2, 4),
    "road_speed_km_per_h": (60, 75, 85),
    "local_tax_rate_fi": (0.19, 0.205, 0.225),
    "local_tax_rate_no": (0.11, 0.125, 0.14),
    "local_tax_rate_se": (0.32, 0.335, 0.35),
    "taxable_income_per_employed_fi": (28_000, 35_000, 42_000),
    "taxable_income_per_employed_no": (40_000, 49_000, 58_000),
    "taxable_income_per_employed_se": (29_000, 35_000, 41_000),
    "turnover_leaves_place_share": (0.1, 0.2, 0.4),
    "turnover_rate_plant_per_year": (0.06, 0.15, 0.3),
    "unemployed_leave_share_per_quarter": (0.002, 0.01, 0.03),
    "vacancy_share_normal": (0.01, 0.02, 0.04),
}
"""Low, central and high of every parameter that the rules draw, for made-up regions."""


def _triangle(name: str, values: tuple[float, float, float]) -> Factor:
    return Factor(name, float(values[0]), float(values[1]), float(values[2]))


def example(
    *,
    places: int = 6,
    groups: int = 8,
    projects: int = 5,
    quarters: int = 16,
    links: float = 0.3,
    seed: int = 0,
    parameters: Mapping[str, tuple[float, float, float]] | None = None,
) -> Account:
    """Make up a region.

    Parameters
    ----------
    places, groups, projects, quarters
        Sizes.
    links
        Chance that two places are within commuting distance.
    seed
        Seed of the region.
    parameters
        Parameters to use instead of those in `PARAMETERS`.

    Examples
    --------
    >>> account = example(places=2, groups=3)
    >>> account.places, account.groups
    (('place0', 'place1'), ('group0', 'group1', 'group2'))
    """
    rng = np.random.default_rng(seed)
    table = {**PARAMETERS, **(parameters or {})}
    country = np.sort(rng.integers(0, 3, places))
    population = np.round(np.exp(rng.uniform(np.log(2_000), np.log(150_000), places))).astype(float)
    roads = [
        Link(p, q, *_road(rng), border=bool(country[p] != country[q]))
        for p in range(places)
        for q in range(places)
        if p != q and rng.random() < links
    ]
    shares = rng.dirichlet(np.full(groups, 2.0), size=3)
    close = tuple(
        (s, g) for g in range(groups) for s in range(groups) if s != g and rng.random() < 2 / groups
    )
    return Account(
        places=tuple(f"place{i}" for i in range(places)),
        countries=("FI", "NO", "SE"),
        groups=tuple(f"group{i}" for i in range(groups)),
        projects=tuple(f"project{i}" for i in range(projects)),
        profiles=("cell", "other"),
        country=country,
        public=np.arange(groups) % 4 == 3,
        higher=np.arange(groups) % 5 == 4,
        service=np.arange(groups) % 4 == 2,
        close=close,
        project_place=rng.integers(0, places, projects),
        project_profile=rng.integers(0, 2, projects),
        jobs=tuple(_jobs(rng, j) for j in range(projects)),
        profile=tuple(
            tuple(_share(f"profile:{s}:{g}", shares[s, g]) for g in range(groups)) for s in range(2)
        ),
        construction=tuple(_share(f"construction:{g}", shares[2, g]) for g in range(groups)),
        mix=tuple(
            _share(f"mix:{g}", share) for g, share in enumerate(rng.dirichlet(np.full(groups, 3.0)))
        ),
        links=tuple(roads),
        population=population,
        labour_force=tuple(
            _triangle(f"labour:{p}", (0.46 * n, 0.49 * n, 0.52 * n))
            for p, n in enumerate(population)
        ),
        unemployment=tuple(
            _triangle(f"unemployment:{p}", (0.03, 0.06, 0.1)) for p in range(places)
        ),
        trend=tuple(_triangle(f"trend:{p}", (-0.01, 0.0, 0.006)) for p in range(places)),
        homes_vacant=np.where(rng.random(places) < 0.2, 100.0, np.nan),
        homes_building=np.where(rng.random(places) < 0.2, 300.0, np.nan),
        seats=rng.integers(0, 40, (places, groups))
        * (rng.random((places, groups)) < 0.1).astype(float),
        parameters={name: _triangle(name, values) for name, values in table.items()},
        start=4 * 2026 + 3,
        end=4 * 2026 + 2 + quarters,
    )


def _road(rng: np.random.Generator) -> tuple[float, float]:
    if rng.random() < 0.2:
        return np.nan, float(rng.uniform(20, 90))
    return float(rng.uniform(15, 120)), np.nan


def _fixed(name: str, value: float) -> Factor:
    return Factor(name, value, value, value, "fixed")


def _share(name: str, central: float) -> Factor:
    return _triangle(name, (0.7 * central, central, 1.4 * central))


def _jobs(rng: np.random.Generator, j: int) -> Jobs:
    number = _fixed(f"jobs:{j}", float(rng.integers(50, 3000)))
    capacity = Factor(f"capacity:{j}", 5.0, 16.0, 40.0)
    if j % 4 == 0:
        return Jobs(
            "cell", number, capacity, "plan_to_actual_jobs_factor_cell", "jobs_per_capacity_cell"
        )
    if j % 4 == 1:
        return Jobs("plan", number, None, "plan_to_actual_jobs_factor_other")
    if j % 4 == 2:
        return Jobs("actual", number, None)
    return Jobs("capacity", None, capacity, per_capacity="jobs_per_capacity_cell")


def example_activity(
    account: Account, n: int, *, seed: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Make up how projects are built, ramp up, stop and start again.

    Returns
    -------
    Activity and construction activity, float32 [n, project, quarter].
    """
    rng = np.random.default_rng(seed)
    shape = (n, len(account.projects))
    t = np.arange(len(account.quarters))
    build = rng.integers(-12, 30, shape)[..., None]
    ramp = rng.integers(4, 16, shape)[..., None]
    stop = rng.integers(0, 90, shape)[..., None]
    pause = rng.integers(2, 20, shape)[..., None]
    started = build + 8
    activity = np.clip((t - started) / ramp, 0, 1)
    paused = (t >= stop) & (t < stop + pause)
    building = np.where((t >= build) & (t < started), np.minimum(1, (t - build + 1) / 3), 0)
    return (
        np.where(paused, 0, activity).astype(np.float32),
        np.where(paused, 0, building).astype(np.float32),
    )
