"""How large each project is: jobs, capacity and megawatts, from the facts.

Capacity is counted per step in the unit of the step's parameters: GWh/yr for cells, MW for
data centres, Mt/yr for steel, ha for parks, kt/yr for all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beltplan.balance.draws import Factor
from beltplan.balance.jobs import Jobs

if TYPE_CHECKING:
    from beltplan.facts import Figure, Region

__all__ = ["Size", "size_of"]

_UNITS: Final = {
    "cell": "GWh",
    "cell_pilot": "GWh",
    "data_centre": "MW",
    "steel": "Mt",
    "industrial_park": "ha",
}
_IN_KT: Final = {"t": 0.001, "kt": 1.0, "Mt": 1000.0}
_EQUAL: Final = ("GWh", "MW", "Mt", "ha")


@dataclass(frozen=True, slots=True)
class Size:
    """Size of a project.

    Attributes
    ----------
    project, step
        Id and step of the value chain.
    jobs
        Rule for the staff at full activity.
    capacity
        Capacity in the unit of the step.
    capacity_basis
        ``figure``, ``jobs`` (planned jobs / jobs per capacity) or ``default``.
    megawatts
        Power at full activity where a figure states it, else None.
    figures
        Ids of the figures used.
    """

    project: str
    step: str
    jobs: Jobs
    capacity: Factor
    capacity_basis: str
    megawatts: Factor | None
    figures: tuple[str, ...]


def size_of(region: Region, project: str, step: str, *, new_build: bool) -> Size:
    """Return the size of a project as known on the region's day.

    Raises
    ------
    UnknownParameterError
        If a parameter of the step is missing.
    """
    plan = region.figure(project, "planned_jobs")
    number = range_of(f"jobs:{project}", plan)
    staff = region.figure(project, "headcount", status="actual")
    capacity, basis = _capacity(region, project, step, number)
    power = region.figure(project, "power_mw", status=("plan", "estimate"))
    used = [f.figure_id for f in (plan, region.figure(project, "capacity"), power) if f]
    return Size(
        project=project,
        step=step,
        jobs=_jobs(step, number, None if new_build else staff, capacity),
        capacity=capacity,
        capacity_basis=basis,
        megawatts=range_of(f"megawatts:{project}", power),
        figures=tuple(used),
    )


def range_of(name: str, figure: Figure | None, factor: float = 1.0) -> Factor | None:
    """Return a figure as an uncertain number, None where it has no number above 0."""
    if figure is None:
        return None
    known = [each for each in (figure.low, figure.value, figure.high) if each is not None]
    if not known or max(known) <= 0:
        return None
    low, high = min(known) * factor, max(known) * factor
    central = figure.value * factor if figure.value is not None else (low + high) / 2
    return Factor(name, low, central, high, "fixed" if low == high else "triangular")


def chosen(region: Region, name: str) -> str:
    """Return the parameter to use: later evidence (``name_observed``) once it is known."""
    known = {each.name for each in region.parameters(room="balance")}
    return f"{name}_observed" if f"{name}_observed" in known else name


def _jobs(step: str, number: Factor | None, staff: Figure | None, capacity: Factor) -> Jobs:
    """Return the rule for the staff at full activity; `staff` of a plant that was there before."""
    counted = range_of(f"{capacity.name}:staff", staff)
    if counted is not None:
        return Jobs("actual", counted, None)
    per_capacity = f"jobs_per_capacity_{step}"
    if number is None:
        return Jobs("capacity", None, capacity, per_capacity=per_capacity)
    if step == "cell":
        return Jobs("cell", number, capacity, "plan_to_actual_jobs_factor_cell", per_capacity)
    return Jobs("plan", number, None, "plan_to_actual_jobs_factor_other")


def _capacity(region: Region, project: str, step: str, number: Factor | None) -> tuple[Factor, str]:
    name = f"capacity:{project}"
    for figure in (
        region.figure(project, "installed_capacity"),
        region.figure(project, "capacity"),
    ):
        if figure is None:
            continue
        factor = _conversion(figure.unit, _UNITS.get(step, "kt"))
        found = range_of(name, figure, factor) if factor else None
        if found is not None:
            return found, "figure"
    if number is not None:
        per = region.parameter(chosen(region, f"jobs_per_capacity_{step}"))
        if per.low and per.central and per.high:
            low, high = number.low / per.high, number.high / per.low
            return Factor(
                name, low, min(max(number.central / per.central, low), high), high
            ), "jobs"
    default = region.parameter(f"capacity_default_{step}")
    low, central, high = default.low or 0.0, default.central or 0.0, default.high or 0.0
    return Factor(name, low, central, high), "default"


def _conversion(unit: str, wanted: str) -> float | None:
    """Return the number by which a unit is multiplied, None where it cannot be converted."""
    own = unit.split("/")[0].split(" ")[0].strip()
    if own == wanted and own in _EQUAL:
        return 1.0
    if own in _IN_KT and wanted in _IN_KT:
        return _IN_KT[own] / _IN_KT[wanted]
    return None
