"""What each field of `PlanData` must be: its axes, its kind, and the facts that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["FIELDS", "IDS", "Field"]

Sort = Literal["amount", "cost", "share", "length", "position"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field.

    Attributes
    ----------
    axes
        Letters of its axes; digits are fixed lengths.
    sort
        ``amount`` (at least 0), ``cost`` (at least 0), ``share`` (0 to 1), ``length`` (a whole
        number of periods) or ``position`` (of an axis).
    facts
        Tables and parameters that it is made from.
    of
        The axis that a position is on.
    least
        Least length, or -1 for a position that can be missing.
    """

    axes: str
    sort: Sort
    facts: str
    of: str = ""
    least: int = 0


IDS: Final = {
    "areas": "r",
    "countries": "c",
    "groups": "o",
    "years": "t",
    "plants": "f",
    "courses": "p",
    "services": "l",
    "zones": "z",
    "steps": "k",
}
"""Fields that name the members of an axis."""

_PEOPLE: Final = "figures (population, unemployment), parameters"
_GRID: Final = "grid, projects, parameters plan_grid_*"

FIELDS: Final = {
    "country": Field("r", "position", "areas", of="c"),
    "zone": Field("r", "position", "places, grid", of="z"),
    "probability": Field("s", "share", "the reduction of the futures"),
    "discount": Field("t", "cost", "parameter plan_discount_rate"),
    "start": Field("ro", "amount", _PEOPLE),
    "frictional": Field("ro", "amount", f"{_PEOPLE} (plan_hireable_share)"),
    "mobility": Field("ro", "amount", "parameter plan_mobility_share"),
    "inflow": Field("rot", "amount", f"{_PEOPLE} (entrant_ratio), programmes"),
    "retain": Field("o", "share", "parameter retirement_rate_per_year"),
    "need": Field("srot", "amount", f"projects, {_PEOPLE}"),
    "plant_area": Field("f", "position", "projects, areas", of="r"),
    "staff": Field("sfot", "amount", "projects, profiles"),
    "power": Field("sft", "amount", "projects, parameters"),
    "arc_origin": Field("a", "position", "links", of="r"),
    "arc_target": Field("a", "position", "links", of="r"),
    "arc_service": Field("a", "position", "links", of="l", least=-1),
    "arc_cost": Field("a", "cost", "links, parameters plan_commute_*"),
    "move_cost": Field("", "cost", "parameter plan_move_cost"),
    "border_cost": Field("", "cost", "parameter plan_move_border_cost"),
    "hire_cost": Field("", "cost", "parameter plan_recruit_cost"),
    "transfer_cost": Field("", "cost", "parameter plan_recruit_transfer_cost"),
    "hire_most": Field("rot", "amount", "parameter plan_recruit_group_factor"),
    "reach": Field("rt", "amount", "parameter outside_recruits_max_per_1000_per_quarter"),
    "market_most": Field("rk", "amount", "parameters plan_market_reach_*"),
    "market_cost": Field("k", "cost", "parameters plan_market_cost_*"),
    "course_area": Field("p", "position", "programmes, areas", of="r"),
    "course_group": Field("p", "position", "programmes, groups", of="o"),
    "course_length": Field("p", "length", "parameters plan_course_years_*", least=1),
    "course_share": Field("p", "share", "parameter programme_completion_share"),
    "course_most": Field("p", "amount", "parameter plan_course_new_seats_most"),
    "seat_cost": Field("p", "cost", "parameters plan_seat_cost_*"),
    "start_cost": Field("p", "cost", "parameter plan_course_start_cost"),
    "course_seats": Field("pt", "amount", "programmes, parameter plan_free_seat_share"),
    "entry_course": Field("e", "position", "programmes", of="p"),
    "entry_home": Field("e", "position", "areas, links", of="r"),
    "entry_group": Field("e", "position", "groups", of="o"),
    "entry_cost": Field("e", "cost", "parameters plan_student_*"),
    "applicants": Field("rt", "amount", "parameter plan_applicant_share"),
    "homes_stock": Field("rt", "amount", "figures (population, homes), parameters"),
    "homes_needed": Field("rt", "amount", "figures (population), parameters"),
    "workforce": Field("rt", "amount", _PEOPLE),
    "per_worker": Field("r", "amount", "parameters persons_per_mover, persons_per_home"),
    "home_most": Field("r", "amount", "parameters home_completions_*"),
    "home_cost": Field("", "cost", "parameter plan_home_cost"),
    "empty_cost": Field("", "cost", "parameter plan_home_empty_cost"),
    "short_cost": Field("", "cost", "parameter plan_home_short_cost"),
    "home_lead": Field("", "length", "parameter home_build_lead_quarters"),
    "grid_free": Field("rt", "amount", _GRID),
    "grid_most": Field("r", "amount", _GRID),
    "grid_cost": Field("", "cost", _GRID),
    "grid_lead": Field("", "length", _GRID),
    "swap_cost": Field("", "cost", _GRID),
    "service_areas": Field("l2", "position", "links", of="r"),
    "service_seats": Field("l", "amount", "parameter plan_service_seats"),
    "service_most": Field("", "amount", "parameter plan_service_most"),
    "service_cost": Field("", "cost", "parameter plan_service_cost"),
    "service_lead": Field("", "length", "parameter plan_service_lead_years"),
    "vacancy_cost": Field("2", "cost", "parameters plan_vacancy_cost, plan_vacancy_cost_further"),
    "vacancy_share": Field("", "share", "parameter plan_vacancy_share"),
    "loss_cost": Field("", "cost", "parameter plan_loss_cost"),
    "idle_cost": Field("", "cost", "parameter plan_idle_cost"),
}
"""Every number of `PlanData`."""
