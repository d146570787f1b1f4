"""From a region and its futures to the numbers of the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan import quarters as calendar
from beltplan.balance.jobs import drawn_jobs
from beltplan.balance.run import read_for
from beltplan.plan.costs import Assumed
from beltplan.plan.data import PlanData
from beltplan.plan.demand import Demand, demand, features
from beltplan.plan.errors import NoPlanError
from beltplan.plan.geography import Geography, geography
from beltplan.plan.grouping import summed
from beltplan.plan.parts import Folk, commuting, education, homes, people, power, recruiting
from beltplan.plan.reduction import Reduction, forward_selection, random_choice
from beltplan.plan.settings import PlanSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["PlanInput", "read_others", "read_plan"]


@dataclass(frozen=True)
class PlanInput:
    """What a plan starts from.

    Attributes
    ----------
    data
        The numbers of the model.
    reduction
        Which futures the scenarios are, and how much is lost by it.
    reading
        The region as the balance reads it.
    geography
        The areas.
    assumed
        Parameters used, by name.
    settings
        The planner's choices.
    """

    data: PlanData
    reduction: Reduction
    reading: Reading
    geography: Geography
    assumed: Mapping[str, float]
    settings: PlanSettings


def read_plan(
    region: Region,
    futures: Futures,
    settings: PlanSettings | None = None,
    *,
    seed: int = 1,
    moved: Mapping[str, float] | None = None,
    chosen: Reduction | None = None,
) -> PlanInput:
    """Read a region for the plan.

    Parameters
    ----------
    region, futures
        The region and its futures.
    settings
        The planner's choices.
    seed
        Seed of what each future draws of the parameters, as in the balance.
    moved
        Parameters to use instead of the region's, by name.
    chosen
        Scenarios to use instead of a new reduction.

    Raises
    ------
    NoPlanError
        If the horizon is empty, or no area is known.
    """
    settings = settings or PlanSettings()
    reading = read_for(region, futures)
    where = geography(region, reading.account.places)
    periods, labels, step = _periods(futures.quarters, settings)
    if chosen is None:
        jobs = drawn_jobs(reading.account, seed=seed, n=futures.n)
        described = features(reading, futures, jobs, periods)
        k = min(settings.scenarios, futures.n)
        chosen = (
            forward_selection(described, k)
            if settings.reduction == "forward"
            else random_choice(described, k, seed=seed)
        )
    asked = demand(reading, futures, chosen.chosen, periods, seed=seed)
    assumed = Assumed(region, moved)
    assumed("plan_end_years")  # moves no number: how far the plan's new seats are to be trusted
    data = _data(region, reading, where, chosen.probability, asked, assumed, labels, step)
    return PlanInput(data, chosen, reading, where, assumed.used, settings)


def read_others(
    region: Region, futures: Futures, start: PlanInput, chosen: NDArray[np.int64], *, seed: int = 1
) -> PlanData:
    """Read the numbers of a plan in other futures than its scenarios.

    Only what differs between futures is read anew (posts, staff and megawatts of plants); areas,
    courses and parameters are those of the plan, so that its decisions mean the same.

    Parameters
    ----------
    region, futures
        The region and its futures: those of the plan.
    start
        What the plan started from.
    chosen
        int [s], which futures; all weigh the same.
    seed
        Seed of what each future draws of the parameters, as in the plan.
    """
    periods, labels, step = _periods(futures.quarters, start.settings)
    asked = demand(start.reading, futures, chosen, periods, seed=seed)
    alike = np.full(len(chosen), 1.0 / len(chosen))
    found = _data(
        region,
        start.reading,
        start.geography,
        alike,
        asked,
        Assumed(region, start.assumed),
        labels,
        step,
    )
    return replace(
        start.data, probability=alike, need=found.need, staff=found.staff, power=found.power
    )


def _periods(
    span: range, settings: PlanSettings
) -> tuple[tuple[tuple[int, ...], ...], tuple[str, ...], float]:
    """Return the quarters of each period, its label, and its length in years."""
    first = settings.first_year
    if first is None:
        first = calendar.year(span[0]) + (1 if span[0] % 4 else 0)
    last = min(settings.last_year, calendar.year(span[-1]))
    inside = {
        year: tuple(i for i, q in enumerate(span) if calendar.year(q) == year)
        for year in range(first, last + 1)
    }
    inside = {year: at for year, at in inside.items() if at}
    if not inside:
        message = f"the futures have no quarter from {first} to {last}"
        raise NoPlanError(message, "choose an earlier first year, or longer futures")
    if settings.periods == "quarter":
        flat = [i for at in inside.values() for i in at]
        return tuple((i,) for i in flat), tuple(calendar.label(span[i]) for i in flat), 0.25
    return tuple(inside.values()), tuple(str(year) for year in inside), 1.0


def _data(
    region: Region,
    reading: Reading,
    where: Geography,
    probability: NDArray[np.float64],
    asked: Demand,
    assumed: Assumed,
    labels: tuple[str, ...],
    step: float,
) -> PlanData:
    account = reading.account
    plants = [j for j, p in enumerate(account.project_place) if where.area_of[p] >= 0]
    plant_area = where.area_of[account.project_place[plants]]
    years = len(labels)
    staff = asked.staff[:, plants]
    folk = people(reading, where, assumed, years, step)
    need = _need(where, asked, assumed, folk, staff, plant_area, step)
    weekly, arcs = commuting(where, assumed, step)
    parts: dict[str, Any] = {
        **folk.fields,
        **arcs,
        **recruiting(assumed, folk, years, step),
        **education(region, reading, where, assumed, folk, staff, weekly, years, step),
        **homes(reading, where, assumed, folk, years, step),
        **power(region, reading, where, assumed, plants, plant_area, asked.activity, labels, step),
    }
    return PlanData(
        areas=where.areas,
        countries=where.countries,
        groups=account.groups,
        years=labels,
        plants=tuple(account.projects[j] for j in plants),
        country=where.country,
        probability=probability,
        discount=np.array(
            [step * (1.0 + assumed("plan_discount_rate")) ** (-step * t) for t in range(years)]
        ),
        need=need,
        plant_area=plant_area,
        staff=staff,
        move_cost=assumed("plan_move_cost") / step,
        border_cost=assumed("plan_move_border_cost") / step,
        vacancy_cost=(assumed("plan_vacancy_cost"), assumed("plan_vacancy_cost_further")),
        vacancy_share=assumed("plan_vacancy_share"),
        loss_cost=assumed("plan_loss_cost"),
        idle_cost=assumed("plan_idle_cost"),
        **parts,
    )


def _need(
    where: Geography,
    asked: Demand,
    assumed: Assumed,
    folk: Folk,
    staff: NDArray[np.float64],
    plant_area: NDArray[np.int64],
    step: float,
) -> NDArray[np.float64]:
    """Return the posts of all employers, [s, r, o, t]."""
    areas = len(folk.employed)
    years = staff.shape[3]
    first = summed(asked.first, where.area_of, areas, axis=1)
    # As in the account: whoever the projects employ at the start in a future is among those who
    # are employed today, however many they are there.
    base = np.maximum(folk.employed - first, 0.0)
    trend = 1.0 + assumed("base_jobs_trend_per_year")
    growth = np.array([trend ** (step * t) for t in range(years)])
    need: NDArray[np.float64] = base[..., None] * growth
    need += summed(staff, plant_area, areas, axis=1)
    need += summed(asked.around, where.area_of, areas, axis=1)
    return need
