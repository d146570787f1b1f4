"""Courses that exist or can be opened, and who can take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.plan.costs import Assumed
    from beltplan.plan.geography import Geography
    from beltplan.plan.parts.people import Folk

    Floats = NDArray[np.float64]

__all__ = ["education"]


NEAREST: Final = 4
"""Areas from which a course takes its students: its own and the nearest."""
ENTRIES: Final = 3
"""Groups from which a course takes its students: the largest close ones."""
NEW_COURSES: Final = 4
"""Groups, those with most plant staff, for which an area with a school can open a course."""


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
        "course_share": np.full(len(pairs), assumed("programme_completion_share") * 1.0),
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


def _listed(region: Region, reading: Reading, where: Geography) -> dict[tuple[int, int], float]:
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
