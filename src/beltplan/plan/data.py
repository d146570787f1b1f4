"""The numbers that the plan's model is built from.

Axes: area r, occupation group o, year t, scenario s, plant f, course p, entry e (a course seen
from the area and group that its students come from), arc a (living in one area, working in
another), service l (a bus, train or ferry for commuters), zone z (grid), step k (of marketing),
country c. Money is in thousands of EUR, people in persons, power in MW; flows are per year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["PlanData"]


@dataclass(frozen=True)
class PlanData:
    """A region as the plan sees it.

    Attributes
    ----------
    areas, countries, groups, years, plants, courses, services, zones, steps
        Ids; `years` are the periods' labels.
    country, zone
        int [r], position in `countries` and `zones`.
    probability, discount
        float [s] (sums to 1) and [t].
    start, frictional, mobility
        float [r, o]: people at the start; those whom nobody can hire; most who move away a year.
    inflow
        float [r, o, t], people who enter the labour force.
    retain
        float [o], share who do not retire in a year.
    need
        float [s, r, o, t], posts of all employers when plants run as planned.
    plant_area
        int [f].
    staff, power
        float [s, f, o, t] and [s, f, t]: posts and MW of a plant as planned.
    arc_origin, arc_target, arc_service
        int [a]; service -1 where commuters need none. The first arcs are (r, r).
    arc_cost
        float [a], a commuter a year.
    move_cost, border_cost
        A move, and what is added across a border.
    hire_cost, transfer_cost
        A recruit from outside, and what is added when another area's reach is used.
    hire_most, reach
        float [r, o, t] and [r, t]: most recruits by group; outside people reached a year.
    market_most, market_cost
        float [r, k] people reached by a step, and [k] cost per person reached.
    course_area, course_group, course_length
        int [p]; length in periods.
    course_share, course_most, seat_cost, start_cost
        float [p]: share of the starters who come to work in the group; most new seats; a new
        seat a year; opening a seat that was not open the year before.
    course_seats
        float [p, t], seats that exist.
    entry_course, entry_home, entry_group
        int [e].
    entry_cost
        float [e], a student (living, travel).
    applicants
        float [r, t], most people of an area who start a course in a year.
    homes_stock, homes_needed, workforce
        float [r, t]: homes without the plan; homes needed by, and people in, the labour force
        if nobody moves.
    per_worker
        float [r], homes for each further person in the labour force.
    home_most, home_cost, empty_cost, short_cost, home_lead
        Most homes opened a year [r]; a home opened; a home empty, and one short, for a year;
        periods to build.
    grid_free, grid_most, grid_cost, grid_lead, swap_cost
        float [r, t] MW; most MW added a year [r]; a MW; periods; using another area's MW.
    service_areas
        int [l, 2], its two ends.
    service_seats, service_most, service_cost, service_lead
        float [l] commuters a day at the start; most added a year; a commuter's seat; periods.
    vacancy_cost, vacancy_share
        Cost of a post empty for a year in two steps (a pair); share of posts in the first.
    loss_cost, idle_cost
        A post of a plant that does not run; a person without work, for a year.
    """

    areas: tuple[str, ...]
    countries: tuple[str, ...]
    groups: tuple[str, ...]
    years: tuple[str, ...]
    plants: tuple[str, ...]
    courses: tuple[str, ...]
    services: tuple[str, ...]
    zones: tuple[str, ...]
    steps: tuple[str, ...]
    country: Ints
    zone: Ints
    probability: Floats
    discount: Floats
    start: Floats
    frictional: Floats
    mobility: Floats
    inflow: Floats
    retain: Floats
    need: Floats
    plant_area: Ints
    staff: Floats
    power: Floats
    arc_origin: Ints
    arc_target: Ints
    arc_service: Ints
    arc_cost: Floats
    move_cost: float
    border_cost: float
    hire_cost: float
    transfer_cost: float
    hire_most: Floats
    reach: Floats
    market_most: Floats
    market_cost: Floats
    course_area: Ints
    course_group: Ints
    course_length: Ints
    course_share: Floats
    course_most: Floats
    seat_cost: Floats
    start_cost: Floats
    course_seats: Floats
    entry_course: Ints
    entry_home: Ints
    entry_group: Ints
    entry_cost: Floats
    applicants: Floats
    homes_stock: Floats
    homes_needed: Floats
    workforce: Floats
    per_worker: Floats
    home_most: Floats
    home_cost: float
    empty_cost: float
    short_cost: float
    home_lead: int
    grid_free: Floats
    grid_most: Floats
    grid_cost: float
    grid_lead: int
    swap_cost: float
    service_areas: Ints
    service_seats: Floats
    service_most: float
    service_cost: float
    service_lead: int
    vacancy_cost: tuple[float, float]
    vacancy_share: float
    loss_cost: float
    idle_cost: float

    @property
    def sizes(self) -> dict[str, int]:
        """Return the length of each axis by its letter."""
        return {
            "r": len(self.areas),
            "o": len(self.groups),
            "t": len(self.years),
            "s": len(self.probability),
            "f": len(self.plants),
            "p": len(self.courses),
            "e": len(self.entry_course),
            "a": len(self.arc_origin),
            "l": len(self.services),
            "z": len(self.zones),
            "k": len(self.steps),
            "c": len(self.countries),
        }
