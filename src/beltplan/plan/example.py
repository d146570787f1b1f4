"""Made-up regions of any size, for tests and benchmarks."""

from __future__ import annotations

import numpy as np

from beltplan.plan.data import PlanData
from beltplan.plan.grouping import summed

__all__ = ["example"]


def example(
    areas: int = 4,
    groups: int = 5,
    years: int = 5,
    scenarios: int = 3,
    *,
    plants: int | None = None,
    courses: int | None = None,
    countries: int = 3,
    seed: int = 1,
) -> PlanData:
    """Make up a region whose areas are short of different people in different years.

    Parameters
    ----------
    areas, groups, years, scenarios
        Sizes.
    plants, courses
        Numbers of plants and of courses; by default one plant and three courses an area.
    countries
        Number of countries.
    seed
        Seed.

    Examples
    --------
    >>> data = example(3, 2, 4, 2)
    >>> data.need.shape
    (2, 3, 2, 4)
    """
    rng = np.random.default_rng(seed)
    R, O, T, S = areas, groups, years, scenarios  # noqa: E741, N806
    F = R if plants is None else plants  # noqa: N806
    P = 3 * R if courses is None else courses  # noqa: N806
    country = np.sort(np.arange(R) % countries)
    where = np.stack([country * 2.0, np.arange(R) * 1.0], axis=1) + rng.normal(0, 0.3, (R, 2))
    far = np.hypot(*(where[:, None] - where[None]).transpose(2, 0, 1))
    mix = rng.dirichlet(np.full(O, 4.0), R)
    force = rng.lognormal(9.0, 0.7, R)
    start = force[:, None] * mix
    retain = np.full(O, 0.975)
    inflow = (start * 0.024)[:, :, None] * rng.uniform(0.8, 1.1, (R, O, T))
    plant_area = np.arange(F) % R
    jobs = rng.lognormal(6.5, 0.7, F)
    profile = rng.dirichlet(np.full(O, 0.7), F)
    begin = rng.integers(0, max(T // 2, 1), (S, F))
    height = rng.choice([0.0, 0.3, 0.7, 1.0], (S, F), p=[0.25, 0.25, 0.25, 0.25])
    ramp = np.clip((np.arange(T) - begin[:, :, None] + 1) / 4.0, 0, 1) * height[:, :, None]
    staff = ramp[:, :, None, :] * (jobs[:, None] * profile)[None, :, :, None]
    base = start[:, :, None] * 0.95 * (1 + 0.001 * np.arange(T))
    need = np.repeat(base[None], S, axis=0)
    need += summed(staff, plant_area, R, axis=1)
    power = ramp * (jobs * 0.1)[None, :, None]
    pairs = [(i, j) for i in range(R) for j in np.argsort(far[i])[1:4].tolist() if i != j]
    origin = np.array([*range(R), *(i for i, _ in pairs)], np.int64)
    target = np.array([*range(R), *(j for _, j in pairs)], np.int64)
    distance = far[origin, target]
    arc_cost = 6.0 * distance + np.where(origin != target, 2.0, 0.0)
    ends = sorted({(min(i, j), max(i, j)) for i, j in pairs})
    ends = ends[: max(len(ends) // 2, 1)] if ends else []
    service = np.array(
        [
            ends.index((min(i, j), max(i, j))) if (min(i, j), max(i, j)) in ends else -1
            for i, j in zip(origin.tolist(), target.tolist(), strict=True)
        ],
        np.int64,
    )
    course_area = np.arange(P) % R
    course_group = rng.integers(0, O, P)
    entry = [
        (p, int(h), int(e))
        for p in range(P)
        for h in np.argsort(far[course_area[p]])[: min(4, R)]
        for e in rng.permutation([g for g in range(O) if g != course_group[p]])[:3]
    ]
    entries = np.array(entry, np.int64).reshape(-1, 3)
    workforce = np.empty((R, T))
    stock = start.sum(axis=1)
    for t in range(T):
        stock = stock * 0.975 + inflow[:, :, t].sum(axis=1)
        workforce[:, t] = stock
    homes = force[:, None] * 0.95 * np.ones(T)
    probability = rng.dirichlet(np.full(S, 8.0))
    return PlanData(
        areas=tuple(f"area{i}" for i in range(R)),
        countries=tuple(f"C{i}" for i in range(countries)),
        groups=tuple(f"group{i}" for i in range(O)),
        years=tuple(str(2027 + t) for t in range(T)),
        plants=tuple(f"plant{i}" for i in range(F)),
        courses=tuple(f"course{i}" for i in range(P)),
        services=tuple(f"service{i}" for i in range(len(ends))),
        zones=tuple(f"Z{i}" for i in range(countries)),
        steps=("near", "far", "farther"),
        country=country,
        zone=country.copy(),
        probability=probability,
        discount=1.03 ** -np.arange(T, dtype=np.float64),
        start=start,
        frictional=0.02 * start,
        mobility=0.01 * start,
        inflow=inflow,
        retain=retain,
        need=need,
        plant_area=plant_area,
        staff=staff,
        power=power,
        arc_origin=origin,
        arc_target=target,
        arc_service=service,
        arc_cost=arc_cost,
        move_cost=6.0,
        border_cost=3.0,
        hire_cost=15.0,
        transfer_cost=0.5,
        hire_most=np.repeat((0.03 * start)[:, :, None], T, axis=2),
        reach=np.repeat((0.004 * force)[:, None], T, axis=1),
        market_most=0.004 * force[:, None] * np.array([1.0, 1.0, 2.0]),
        market_cost=np.array([2.0, 5.0, 12.0]),
        course_area=course_area,
        course_group=course_group,
        course_length=rng.integers(1, min(3, T) + 1, P),
        course_share=rng.uniform(0.4, 0.7, P),
        course_most=np.full(P, 120.0),
        seat_cost=rng.uniform(8.0, 15.0, P),
        start_cost=np.full(P, 6.0),
        course_seats=np.repeat(rng.choice([0.0, 15.0, 30.0], P)[:, None], T, axis=1),
        entry_course=entries[:, 0],
        entry_home=entries[:, 1],
        entry_group=entries[:, 2],
        entry_cost=8.0 + 2.0 * far[entries[:, 1], course_area[entries[:, 0]]],
        applicants=np.repeat((0.004 * force)[:, None], T, axis=1),
        homes_stock=homes * 1.02,
        homes_needed=homes,
        workforce=workforce,
        per_worker=np.full(R, 0.8),
        home_most=0.01 * force,
        home_cost=40.0,
        empty_cost=9.0,
        short_cost=15.0,
        home_lead=min(2, T),
        grid_free=np.repeat(rng.uniform(0.3, 1.5, R)[:, None] * 60.0, T, axis=1),
        grid_most=np.full(R, 40.0),
        grid_cost=150.0,
        grid_lead=min(7, T),
        swap_cost=1.0,
        service_areas=np.array(ends, np.int64).reshape(-1, 2),
        service_seats=np.full(len(ends), 20.0),
        service_most=60.0,
        service_cost=6.0,
        service_lead=1,
        vacancy_cost=(60.0, 120.0),
        vacancy_share=0.1,
        loss_cost=90.0,
        idle_cost=18.0,
    )
