"""What a plan is worth in every future, by the rules of the balance and not by its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from beltplan.balance.jobs import drawn_jobs
from beltplan.balance.power import unserved
from beltplan.balance.run import activity_of, read_for
from beltplan.balance.sampling import over_blocks
from beltplan.plan.acts import entry_shares, measures_of, periods_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from beltplan.balance.measures import Measures
    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.plan.reading import PlanInput
    from beltplan.plan.result import Plan

    Floats = NDArray[np.float64]

__all__ = ["COSTS", "NOTHING", "Regret", "common", "regret", "standard_error", "student_cost"]

NOTHING: Final = "nothing"
"""The naive baseline: no decision of the plan is taken."""

COSTS: Final = (
    "decisions",
    "vacancies",
    "unemployed",
    "homes_short",
    "homes_empty",
    "recruits",
    "movers",
    "commuters",
    "power",
)
"""What the cost of a future is made of."""

_VARIABLES: Final = (
    "vacancies",
    "base_vacancies",
    "need",
    "base_need",
    "unemployed",
    "homes_short",
    "homes_empty",
    "recruits",
    "movers_in",
    "commuters_in",
)


@dataclass(frozen=True)
class Regret:
    """What each candidate costs, and how much more than the best of them, in every future.

    Attributes
    ----------
    candidates
        Names; the first is `NOTHING`.
    cost
        float [candidate, n], thousands of EUR, discounted over the plan's years.
    parts
        float [candidate, cost], mean over all futures of each of `COSTS`.
    chosen, probability
        int and float [k], the futures that were the plan's scenarios, and their weights.
    """

    candidates: tuple[str, ...]
    cost: Floats
    parts: Floats
    chosen: NDArray[np.int64]
    probability: Floats

    @property
    def regret(self) -> Floats:
        """Return the cost above that of the best candidate of the future, [candidate, n]."""
        above: Floats = self.cost - self.cost.min(axis=0)
        return above

    @property
    def best(self) -> NDArray[np.int64]:
        """Return the cheapest candidate of each future, int [n]; the earlier one of equals."""
        found: NDArray[np.int64] = self.cost.argmin(axis=0)
        return found

    def table(self) -> pl.DataFrame:
        """Return the distribution of the regret, in all futures and in the plan's scenarios.

        Columns: inside (``futures``, ``scenarios``), candidate, cost (mean), mean, error (standard
        error of the mean; null for the scenarios, which were not drawn at random), p10, p50, p90,
        worst, best (share of the futures in which the candidate is cheapest), saving (mean, less
        than doing nothing in the same future), saving_error and better (share of the futures in
        which it costs less than doing nothing). Thousands of EUR.
        """
        n = self.cost.shape[1]
        every = np.arange(n)
        parts = [
            self._rows("futures", every, np.full(n, 1.0 / n)),
            self._rows("scenarios", self.chosen, self.probability),
        ]
        return pl.concat(parts)

    def _rows(self, inside: str, at: NDArray[np.int64], weight: Floats) -> pl.DataFrame:
        weight = weight / weight.sum()
        above, best = self.regret[:, at], self.best[at]
        sampled = inside == "futures"
        rows = []
        for c, name in enumerate(self.candidates):
            p10, p50, p90 = _quantiles(above[c], weight)
            saving = self.cost[0, at] - self.cost[c, at]
            error, saving_error = (
                standard_error(values) if sampled else None for values in (above[c], saving)
            )
            rows.append(
                {
                    "inside": inside,
                    "candidate": name,
                    "cost": float(weight @ self.cost[c, at]),
                    "mean": float(weight @ above[c]),
                    "error": error,
                    "p10": p10,
                    "p50": p50,
                    "p90": p90,
                    "worst": float(above[c].max()),
                    "best": float(weight @ (best == c)),
                    "saving": float(weight @ saving),
                    "saving_error": saving_error,
                    "better": float(weight @ (saving > 0)),
                }
            )
        maybe = {"error": pl.Float64, "saving_error": pl.Float64}
        return pl.DataFrame(rows, schema_overrides=maybe)

    def causes(self) -> pl.DataFrame:
        """Return what the mean cost of each candidate is made of: candidate, part, cost, change.

        `change` is the difference from doing nothing. Thousands of EUR.
        """
        return pl.DataFrame(
            [
                {
                    "candidate": name,
                    "part": part,
                    "cost": float(self.parts[c, k]),
                    "change": float(self.parts[c, k] - self.parts[0, k]),
                }
                for c, name in enumerate(self.candidates)
                for k, part in enumerate(COSTS)
            ]
        )


def standard_error(values: Floats) -> float | None:
    """Return the standard error of the mean; nothing for a single value."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else None


def _quantiles(values: Floats, weight: Floats) -> tuple[float, float, float]:
    """Return p10, p50 and p90: the least value at which that much weight is reached."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) + 1e-12
    low, middle, high = (
        float(values[order[min(int(np.searchsorted(reached, q)), len(order) - 1)]])
        for q in (0.1, 0.5, 0.9)
    )
    return low, middle, high


def student_cost(plan: Plan) -> Floats:
    """Return what a student of a new seat costs, by the period in which the course starts, [t].

    The mean over the new seats of the period and the entries from which the plan expects their
    students. Upkeep is the plan's recourse, but it follows from the seats.
    """
    data = plan.input.data
    each = np.zeros((len(data.courses), len(data.years)))
    np.add.at(each, data.entry_course, entry_shares(plan) * data.entry_cost[:, None])
    seats = np.maximum(plan.first("seats"), 0.0)
    mean: Floats = (seats * each).sum(axis=0) / np.maximum(seats.sum(axis=0), 1e-12)
    return mean


def regret(
    region: Region,
    futures: Futures,
    plans: Mapping[str, Plan],
    *,
    seed: int = 1,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Regret:
    """Judge plans, and doing nothing, in every future.

    The first stage of each plan is fixed and becomes measures of the account
    (`beltplan.plan.acts.measures_of`); the account's rules, which know nothing of the plan, say
    what happens then (``docs/model/regret.md``). The regret is that of Savage (1951): cost less
    the least cost among the candidates in the same future.

    Parameters
    ----------
    region, futures
        The region and its futures: those of the plans.
    plans
        Plans by name, made from one reading of the region.
    seed
        Seed of what each future draws of the parameters, as in the balance and the plan.
    processes
        Threads; by default one for each processor. They change no result.
    progress
        Called with the number of futures judged and of all, every candidate counting.

    Raises
    ------
    ValueError
        If there is no plan, a plan has the name of the baseline, or plans do not stem from the
        same reading.
    MismatchError
        If the futures are not the region's.
    """
    start = common(plans)
    data = start.data
    reading = read_for(region, futures)
    if (reading.account.places, futures.n) != (
        start.reading.account.places,
        len(start.reduction.stands_for),
    ):
        msg = "these are not the futures from which the plans were made"
        raise ValueError(msg)
    n = futures.n
    measures: list[Measures | None] = [None, *(measures_of(plan) for plan in plans.values())]
    cost = np.zeros((len(measures), n))
    parts = np.zeros((len(measures), len(COSTS), n))
    periods = periods_of(start)
    last = [inside[-1] for inside in periods]
    seats, student = [0.0], [np.zeros(len(periods))]
    for plan in plans.values():
        seats.append(float(plan.model.stage.cost0 @ plan.solved.x0))
        student.append(student_cost(plan) * data.discount)

    def take(
        c: int, first: int, samples: NDArray[np.float32], started: NDArray[np.float32]
    ) -> None:
        here = slice(first, first + samples.shape[-1])
        parts[c, 1:-1, here] = _costs(samples, start)
        begun = np.array([started[list(inside)].sum(axis=0) for inside in periods])
        parts[c, 0, here] = seats[c] + student[c] @ begun

    over_blocks(
        reading.account,
        lambda first, stop: activity_of(reading, futures, first, stop),
        n,
        take,
        plans=measures,
        variables=_VARIABLES,
        sampled=(0, *last),
        seed=seed,
        processes=processes,
        progress=progress,
    )
    jobs = drawn_jobs(reading.account, seed=seed, n=n)
    waiting: NDArray[np.float32] | None = None
    for c, each in enumerate(measures):
        added = {} if each is None else each.grid
        if waiting is None or added:
            posts = unserved(region, reading, futures, jobs, last, seed=seed, added=added)
            waiting = posts if waiting is None else waiting
        else:
            posts = waiting
        parts[c, COSTS.index("power")] = data.loss_cost * (posts @ data.discount)
    cost[:] = parts.sum(axis=1)
    return Regret(
        candidates=(NOTHING, *plans),
        cost=cost,
        parts=parts.mean(axis=2),
        chosen=start.reduction.chosen,
        probability=start.reduction.probability,
    )


def common(plans: Mapping[str, Plan]) -> PlanInput:
    """Return what all plans started from.

    Raises
    ------
    ValueError
        If there is no plan, one has the name of the baseline, or they do not stem from the same
        reading.
    """
    if not plans:
        msg = "there is no plan to judge"
        raise ValueError(msg)
    if NOTHING in plans:
        msg = f"{NOTHING!r} is the name of the baseline; call the plan something else"
        raise ValueError(msg)
    first, *others = (plan.input for plan in plans.values())
    for other in others:
        same = first.data is other.data or (
            first.data.years == other.data.years
            and np.array_equal(first.reduction.chosen, other.reduction.chosen)
            and first.assumed == other.assumed
        )
        if not same:
            msg = "the plans differ in years, scenarios or parameters; make them from one reading"
            raise ValueError(msg)
    return first


def _costs(samples: NDArray[np.float32], start: PlanInput) -> Floats:
    """Return the costs of a block by part, from the first quarter and the end of each period.

    Parameters
    ----------
    samples
        float32 [_VARIABLES, place, 1 + period, n].
    start
        What the plan started from: its cost parameters and areas.

    Returns
    -------
    float [COSTS without decisions and power, n].
    """
    data = start.data
    inside = np.flatnonzero(start.geography.area_of >= 0)
    area = start.geography.area_of[inside]
    at = dict(zip(_VARIABLES, samples[:, inside].astype(np.float64), strict=True))
    now = {name: value[:, 1:] for name, value in at.items()}
    empty = now["vacancies"] + now["base_vacancies"]
    ordinary = data.vacancy_share * (now["need"] + now["base_need"])
    dear, dearer = data.vacancy_cost
    few = np.minimum(empty, ordinary)
    # Those at the start whom nobody can hire cost nothing in the plan: the same in every candidate.
    unable = (1.0 - start.assumed["plan_hireable_share"]) * at["unemployed"][:, :1]
    # Flows of the last quarter stand for each quarter of the period.
    quarters = len(periods_of(start)[-1])
    return np.stack(
        [
            _paid(dear * few + dearer * (empty - few), data.discount),
            _paid(data.idle_cost * (now["unemployed"] - unable), data.discount),
            _paid(data.short_cost * now["homes_short"], data.discount),
            _paid(data.empty_cost * now["homes_empty"], data.discount),
            _paid(data.hire_cost * quarters * now["recruits"], data.discount),
            _paid(data.move_cost * quarters * now["movers_in"], data.discount),
            _paid(_way(start)[area][:, None, None] * now["commuters_in"], data.discount),
        ]
    )


def _paid(values: Floats, discount: Floats) -> Floats:
    """Return the discounted sum over places and periods of [place, period, n]."""
    total: Floats = np.einsum("ptn,t->n", values, discount)
    return total


def _way(start: PlanInput) -> Floats:
    """Return the mean cost of the daily ways into each area, [r]; nil where there is none."""
    data = start.data
    daily = data.arc_service >= 0
    count = np.bincount(data.arc_target[daily], minlength=len(data.areas))
    cost = np.bincount(
        data.arc_target[daily], weights=data.arc_cost[daily], minlength=len(data.areas)
    )
    mean: Floats = cost / np.maximum(count, 1)
    return mean
