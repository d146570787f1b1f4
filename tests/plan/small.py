"""Regions so small that the best plan can be worked out by hand: nothing happens unless told."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.plan.data import PlanData


def _full(value: Any, *shape: int) -> np.ndarray:
    array = np.asarray(value, np.float64)
    array = array.reshape(*array.shape, *(1,) * (len(shape) - array.ndim))
    return np.ascontiguousarray(np.broadcast_to(array, shape))


def small(
    start: Any,
    need: Any,
    *,
    years: int = 1,
    countries: tuple[int, ...] | None = None,
    zones: tuple[int, ...] | None = None,
    arcs: tuple[tuple[int, int], ...] = (),
    arc_cost: float = 0.0,
    arc_service: int = -1,
    plants: tuple[int, ...] = (),
    staff: Any = 0.0,
    power: Any = 0.0,
    courses: tuple[tuple[int, int], ...] = (),
    entries: tuple[tuple[int, int, int], ...] = (),
    course_length: int = 1,
    probability: tuple[float, ...] = (1.0,),
    **other: Any,
) -> PlanData:
    """Return a region.

    `start` is [r, o]; `need` [s, r, o] or [r, o], the same in all years; courses are (area,
    group), entries (course, home, group). Any other field is broadcast from its first axes.
    """
    begin = np.asarray(start, np.float64)
    R, O = begin.shape  # noqa: N806, E741
    T, S, F, P, E = years, len(probability), len(plants), len(courses), len(entries)  # noqa: N806
    country = np.array(countries or (0,) * R)
    zone = np.array(zones or (0,) * R)
    origin = np.array([*range(R), *(i for i, _ in arcs)], np.int64)
    target = np.array([*range(R), *(j for _, j in arcs)], np.int64)
    services = tuple(sorted({(min(pair), max(pair)) for pair in arcs})) if arc_service >= 0 else ()
    wanted = np.asarray(need, np.float64)
    wanted = wanted if wanted.ndim == 3 else np.repeat(wanted[None], S, axis=0)
    entry = np.array(entries, np.int64).reshape(-1, 3)
    shapes = {
        "discount": (1.0, (T,)),
        "frictional": (0.0, (R, O)),
        "mobility": (0.0, (R, O)),
        "inflow": (0.0, (R, O, T)),
        "retain": (1.0, (O,)),
        "hire_most": (0.0, (R, O, T)),
        "reach": (0.0, (R, T)),
        "market_most": (0.0, (R, 1)),
        "market_cost": (0.0, (1,)),
        "course_share": (1.0, (P,)),
        "course_most": (0.0, (P,)),
        "seat_cost": (0.0, (P,)),
        "start_cost": (0.0, (P,)),
        "course_seats": (0.0, (P, T)),
        "entry_cost": (0.0, (E,)),
        "applicants": (1e4, (R, T)),
        "homes_stock": (1e4, (R, T)),
        "homes_needed": (1e4, (R, T)),
        "workforce": (0.0, (R, T)),
        "per_worker": (0.0, (R,)),
        "home_most": (0.0, (R,)),
        "grid_free": (0.0, (R, T)),
        "grid_most": (0.0, (R,)),
        "service_seats": (0.0, (len(services),)),
    }
    plain = {
        "move_cost": 1.0, "border_cost": 0.0, "hire_cost": 1.0, "transfer_cost": 0.0,
        "home_cost": 1.0, "empty_cost": 0.0, "short_cost": 0.0, "grid_cost": 1.0,
        "swap_cost": 0.0, "service_most": 0.0, "service_cost": 1.0, "vacancy_share": 1.0,
        "loss_cost": 0.0, "idle_cost": 0.0, "home_lead": 0, "grid_lead": 0, "service_lead": 0,
        "vacancy_cost": (50.0, 60.0),
    }  # fmt: skip
    values: dict[str, Any] = {
        name: _full(other.pop(name, value), *shape) for name, (value, shape) in shapes.items()
    }
    values |= {name: other.pop(name, value) for name, value in plain.items()}
    assert not other, f"no such field: {sorted(other)}"
    return PlanData(
        areas=tuple("ABCDEFG"[:R]),
        countries=tuple(f"C{c}" for c in range(country.max() + 1)),
        groups=tuple(f"g{o}" for o in range(O)),
        years=tuple(str(2030 + t) for t in range(T)),
        plants=tuple(f"plant{f}" for f in range(F)),
        courses=tuple(f"course{p}" for p in range(P)),
        services=tuple(f"service{k}" for k in range(len(services))),
        zones=tuple(f"Z{z}" for z in range(zone.max() + 1)),
        steps=("step",),
        country=country,
        zone=zone,
        probability=np.array(probability),
        start=begin,
        need=np.repeat(wanted[:, :, :, None], T, axis=3),
        plant_area=np.array(plants, np.int64),
        staff=_full(staff, S, F, O, T),
        power=_full(power, S, F, T),
        arc_origin=origin,
        arc_target=target,
        arc_service=np.where(origin != target, arc_service, -1),
        arc_cost=np.where(origin != target, arc_cost, 0.0),
        course_area=np.array([r for r, _ in courses], np.int64),
        course_group=np.array([o for _, o in courses], np.int64),
        course_length=np.full(P, course_length),
        entry_course=entry[:, 0],
        entry_home=entry[:, 1],
        entry_group=entry[:, 2],
        service_areas=np.array(services, np.int64).reshape(-1, 2),
        **values,
    )
