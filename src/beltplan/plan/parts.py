"""The parts of the plan's numbers: people, commuting, recruiting, courses, homes, power.

Flows are per period, costs per period are scaled by the discount factor, which carries the length
of the period; what is paid once is therefore divided by that length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.plan.costs import Assumed
    from beltplan.plan.geography import Geography

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Folk", "commuting", "education", "homes", "people", "power", "recruiting"]

NEAREST = 4
"""Areas from which a course takes its students: its own and the nearest."""
ENTRIES = 3
"""Groups from which a course takes its students: the largest close ones."""
NEW_COURSES = 4
"""Groups, those with most plant staff, for which an area with a school can open a course."""


@dataclass(frozen=True)
class Folk:
    """People of the areas.

    Attributes
    ----------
    population, labour_force
        float [r].
    mix
        float [o], share of employment.
    employed
        float [r, o], at the start.
    trend
        float [r], change of population a year.
    fields
        Fields of `PlanData`.
    """

    population: Floats
    labour_force: Floats
    mix: Floats
    employed: Floats
    trend: Floats
    fields: dict[str, Any]


def _by_area(where: Geography, values: Floats) -> Floats:
    out = np.zeros((len(where.areas), *values.shape[1:]))
    inside = where.area_of >= 0
    np.add.at(out, where.area_of[inside], values[inside])
    return out


def people(
    reading: Reading, where: Geography, assumed: Assumed, years: int, step: float
) -> Folk:
    """Return the people at the start, who comes into work, and who retires."""
    account = reading.account
    mix = np.array([each.central for each in account.mix])
    mix = mix / mix.sum()
    force = np.array([each.central for each in account.labour_force])
    idle = np.array([each.central for each in account.unemployment])
    trend = np.array([each.central for each in account.trend])
    population = _by_area(where, account.population)
    labour = _by_area(where, force)
    employed = _by_area(where, force * (1.0 - idle))
    retire = 1.0 - (1.0 - assumed("retirement_rate_per_year")) ** step
    graduates = (
        _by_area(where, account.seats)
        * assumed("programme_completion_share")
        * assumed("graduate_stay_share")
        * step
    )
    start = labour[:, None] * mix
    unable = (labour - employed) * (1.0 - assumed("plan_hireable_share"))
    entrants = start * retire * assumed("entrant_ratio") + graduates
    return Folk(
        population=population,
        labour_force=labour,
        mix=mix,
        employed=employed[:, None] * mix,
        trend=_by_area(where, account.population * trend) / population,
        fields={
            "start": start,
            "frictional": unable[:, None] * mix,
            "mobility": start * assumed("plan_mobility_share") * step,
            "inflow": np.repeat(entrants[:, :, None], years, axis=2),
            "retain": np.full(len(mix), 1.0 - retire),
        },
    )


def commuting(
    where: Geography, assumed: Assumed, step: float
) -> tuple[Floats, dict[str, Any]]:
    """Return the travel cost between areas [r, r] (NaN: no way known), and the arcs' fields."""
    km = where.km
    time = np.where(
        np.isnan(where.minutes), 60.0 * km / assumed("road_speed_km_per_h"), where.minutes
    )
    daily = (km <= assumed("commuting_limit_km")) & (time <= assumed("commuting_limit_minutes"))
    weekly = ~daily & (km <= assumed("plan_commute_week_limit_km"))
    border = where.country[:, None] != where.country[None, :]
    per_km = assumed("plan_commute_cost_per_km")
    far = 0.2 * per_km * km  # one trip a week instead of five
    cost = np.where(daily, per_km * km, np.where(weekly, assumed("plan_commute_week_cost") + far, np.nan))
    cost = cost + border * assumed("plan_commute_border_cost")
    np.fill_diagonal(cost, 0.0)
    pairs = np.argwhere(~np.isnan(cost) & ~np.eye(len(km), dtype=bool))
    own = np.arange(len(km))
    origin = np.concatenate([own, pairs[:, 0]]).astype(np.int64)
    target = np.concatenate([own, pairs[:, 1]]).astype(np.int64)
    ends = [(int(a), int(b)) for a, b in pairs if a < b and daily[a, b]]
    number = {pair: k for k, pair in enumerate(ends)}
    service = np.array(
        [
            number.get((min(a, b), max(a, b)), -1) if a != b else -1
            for a, b in zip(origin.tolist(), target.tolist(), strict=True)
        ],
        np.int64,
    )
    return cost, {
        "arc_origin": origin,
        "arc_target": target,
        "arc_cost": cost[origin, target],
        "arc_service": service,
        "services": tuple(f"{where.areas[a]}-{where.areas[b]}" for a, b in ends),
        "service_areas": np.array(ends, np.int64).reshape(-1, 2),
        "service_seats": np.full(len(ends), assumed("plan_service_seats")),
        "service_most": assumed("plan_service_most") * step,
        "service_cost": assumed("plan_service_cost") / step,
        "service_lead": round(assumed("plan_service_lead_years") / step),
    }


def recruiting(
    reading: Reading, where: Geography, assumed: Assumed, folk: Folk, years: int, step: float
) -> dict[str, Any]:
    """Return reach, bounds by group, and the steps of marketing."""
    del reading
    reach = assumed("outside_recruits_max_per_1000_per_quarter") * 4 * step * folk.population / 1000
    most = np.minimum(reach[:, None] * folk.mix * assumed("plan_recruit_group_factor"), reach[:, None])
    steps = ("step_1", "step_2", "step_3")
    shares = np.array([assumed(f"plan_market_reach_{name}") for name in steps])
    widest = 1.0 + shares.sum()
    return {
        "steps": steps,
        "reach": np.repeat(reach[:, None], years, axis=1),
        "hire_most": np.repeat((most * widest)[:, :, None], years, axis=2),
        "market_most": reach[:, None] * shares[None, :],
        "market_cost": np.array([assumed(f"plan_market_cost_{name}") for name in steps]) / step,
        "hire_cost": assumed("plan_recruit_cost") / step,
        "transfer_cost": assumed("plan_recruit_transfer_cost") / step,
    }


def education(
    region: Region,
    reading: Reading,
    where: Geography,
    assumed: Assumed,
    folk: Folk,
    staff: Floats,
    travel: Floats,
    years: int,
    step: float,
) -> dict[str, Any]:
    """Return courses that exist or can be opened, and who can take them."""
    account = reading.account
    level = {
        row["group_id"]: int(row["skill_level"])
        for row in region.table("groups").iter_rows(named=True)
    }
    listed = _listed(region, reading, where)
    schools = sorted({area for area, _ in listed})
    staff_of = staff.sum(axis=(0, 1, 3))
    wanted = [int(o) for o in np.argsort(-staff_of)[:NEW_COURSES] if staff_of[o] > 0]
    for area in schools:
        for o in wanted:
            listed.setdefault((area, o), 0.0)
    pairs = sorted(listed)
    close: dict[int, list[int]] = {}
    for source, target in account.close:
        close.setdefault(target, []).append(source)
    entry = []
    for p, (area, o) in enumerate(pairs):
        near = [int(r) for r in np.argsort(np.where(np.isnan(travel[area]), np.inf, travel[area]))]
        near = [r for r in near if not np.isnan(travel[area, r])][:NEAREST]
        sources = sorted(close.get(o, []), key=lambda g: -folk.mix[g])[:ENTRIES]
        entry += [(p, r, g) for r in near for g in sources]
    entries = np.array(entry, np.int64).reshape(-1, 3)
    course_area = np.array([area for area, _ in pairs], np.int64)
    group = np.array([o for _, o in pairs], np.int64)
    levels = [max(level[account.groups[o]], 2) for o in group]
    length_years = np.array([assumed(f"plan_course_years_level_{each}") for each in levels])
    length = np.maximum(1, np.round(length_years / step)).astype(np.int64)
    seat = np.array([assumed(f"plan_seat_cost_level_{each}") for each in levels]) * length_years
    away = entries[:, 1] != course_area[entries[:, 0]]
    student = assumed("plan_student_cost") + away * assumed("plan_student_travel_cost")
    free = np.array([listed[pair] for pair in pairs]) * assumed("plan_free_seat_share") * step
    applicants = folk.labour_force * assumed("plan_applicant_share") * step
    return {
        "courses": tuple(f"{where.areas[area]}.{account.groups[o]}" for area, o in pairs),
        "course_area": course_area,
        "course_group": group,
        "course_length": length,
        "course_share": np.full(
            len(pairs), assumed("programme_completion_share") * 1.0
        ),
        "course_most": np.full(len(pairs), assumed("plan_course_new_seats_most") * step),
        "seat_cost": seat / step,
        "start_cost": np.full(len(pairs), assumed("plan_course_start_cost") / step / step),
        "course_seats": np.repeat(free[:, None], years, axis=1),
        "entry_course": entries[:, 0],
        "entry_home": entries[:, 1],
        "entry_group": entries[:, 2],
        "entry_cost": student * length_years[entries[:, 0]] / step,
        "applicants": np.repeat(applicants[:, None], years, axis=1),
    }


def _listed(
    region: Region, reading: Reading, where: Geography
) -> dict[tuple[int, int], float]:
    """Return seats of the listed programmes by area and group; 0 where they are unknown."""
    account = reading.account
    at = {place: int(r) for place, r in zip(account.places, where.area_of, strict=True) if r >= 0}
    out: dict[tuple[int, int], float] = {}
    for row in region.table("programmes").iter_rows(named=True):
        if row["place_id"] in at and row["group_id"] in account.groups:
            if row["status"] not in ("running", "unknown", "planned"):
                continue
            key = at[row["place_id"]], account.groups.index(row["group_id"])
            out[key] = out.get(key, 0.0) + (row["seats_per_year"] or 0.0)
    return out


def homes(
    reading: Reading, where: Geography, assumed: Assumed, folk: Folk, years: int, step: float
) -> dict[str, Any]:
    """Return homes that stand, homes needed, and what can be built."""
    persons = assumed("persons_per_home")
    growth = (1.0 + folk.trend[:, None]) ** (step * (1 + np.arange(years)))
    needed = folk.population[:, None] * growth / persons
    vacant = np.where(np.isnan(reading.account.homes_vacant), 0.0, reading.account.homes_vacant)
    known = _by_area(where, vacant)
    normal = folk.population / persons * assumed("vacancy_share_normal")
    standing = folk.population / persons + np.maximum(known, normal)
    stock = np.maximum(
        standing[:, None],
        np.maximum.accumulate(needed * (1.0 + assumed("vacancy_share_normal")), axis=1),
    )
    retain, inflow = folk.fields["retain"], folk.fields["inflow"]
    workforce = np.empty((len(where.areas), years))
    people_now = folk.fields["start"]
    for t in range(years):
        people_now = people_now * retain + inflow[:, :, t]
        workforce[:, t] = people_now.sum(axis=1)
    ordinary = assumed("home_completions_base_per_1000_per_year")
    most = assumed("home_completions_max_per_1000_per_year")
    return {
        "homes_stock": stock,
        "homes_needed": needed,
        "workforce": workforce,
        "per_worker": np.full(len(where.areas), assumed("persons_per_mover") / persons),
        "home_most": np.maximum(most - ordinary, 0.0) * folk.population / 1000.0 * step,
        "home_cost": assumed("plan_home_cost") / step,
        "empty_cost": assumed("plan_home_empty_cost"),
        "short_cost": assumed("plan_home_short_cost"),
        "home_lead": round(assumed("home_build_lead_quarters") / 4.0 / step),
    }


def power(
    region: Region,
    reading: Reading,
    where: Geography,
    assumed: Assumed,
    plants: Sequence[int],
    plant_area: Ints,
    activity: Floats,
    labels: Sequence[str],
    step: float,
) -> dict[str, Any]:
    """Return megawatts that plants ask for and that the grid has, by area.

    The free capacity of a grid area is divided between the areas in it in proportion to what
    their plants ask for at full activity: each town owns its part, and can cede it.
    """
    from beltplan.balance.power import area_of_place

    rows = {row["project_id"]: row for row in region.table("projects").iter_rows(named=True)}
    asked = np.zeros(len(plants))
    hours = assumed("full_load_hours")
    for k, j in enumerate(plants):
        size = reading.sizes[j]
        if not rows[size.project]["new_build"]:
            continue
        if size.megawatts is not None:
            asked[k] = size.megawatts.central
        else:
            asked[k] = size.capacity.central * assumed(f"mwh_per_capacity_{size.step}") / hours
    grid = region.table("grid")
    known = set(grid["grid_area"].to_list())
    places = {row["place_id"]: row for row in region.table("places").iter_rows(named=True)}
    zone_of = []
    for r in range(len(where.areas)):
        first = int(np.flatnonzero(where.area_of == r)[0])
        zone_of.append(area_of_place(places[reading.account.places[first]], known) or "")
    zones = tuple(sorted(set(zone_of)))
    zone = np.array([zones.index(each) for each in zone_of], np.int64)
    wanted = np.zeros(len(where.areas))
    np.add.at(wanted, plant_area, asked)
    free = np.zeros((len(where.areas), len(labels)))
    for z, name in enumerate(zones):
        inside = zone == z
        total = wanted[inside].sum()
        levels = {
            row["year"]: row["capacity_central"]
            for row in sorted(grid.iter_rows(named=True), key=lambda row: row["known_from"])
            if row["grid_area"] == name
        }
        for t, label in enumerate(labels):
            held = [levels[year] for year in sorted(levels) if year <= int(label[:4])]
            if total > 0 and held:
                free[inside, t] = held[-1] * wanted[inside] / total
            elif total > 0:
                free[inside, t] = wanted[inside]
    lead = round(assumed("plan_grid_lead_years") / step)
    return {
        "zones": zones,
        "zone": zone,
        "power": activity[:, list(plants)] * asked[None, :, None],
        "grid_free": free,
        "grid_most": np.where(wanted > 0, assumed("plan_grid_most_mw") * step, 0.0),
        "grid_cost": assumed("plan_grid_cost") / step,
        "grid_lead": lead,
        "swap_cost": assumed("plan_grid_swap_cost"),
    }
