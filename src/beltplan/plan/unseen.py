"""What a plan's decisions are worth in futures that it has not seen, by its own model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
import polars as pl

from beltplan.plan.errors import NoPlanError
from beltplan.plan.levels import part, parts_of
from beltplan.plan.measures import decided
from beltplan.plan.model import build
from beltplan.plan.reading import read_others
from beltplan.plan.regret import NOTHING, common, standard_error
from beltplan.plan.simplex import programme, solver_of
from beltplan.plan.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from highspy._core import _Highs
    from numpy.typing import NDArray

    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.plan.result import Plan
    from beltplan.plan.settings import Level
    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Unseen", "costs_of", "unseen"]

_AT_ONCE = 10
"""Futures that are read and sent to a worker at once."""


@dataclass(frozen=True)
class Unseen:
    """What decisions cost in futures that no plan was made for, with the best recourse.

    Attributes
    ----------
    candidates
        Whose decisions; the first is `NOTHING`.
    levels
        At which levels of coordination people and plants then act.
    cost
        float [level, candidate, n], thousands of EUR, discounted: decisions and recourse.
    decisions
        float [candidate], what the decisions alone cost.
    chosen
        int [n], which futures.
    """

    candidates: tuple[str, ...]
    levels: tuple[Level, ...]
    cost: Floats
    decisions: Floats
    chosen: Ints

    def table(self) -> pl.DataFrame:
        """Return the worth of each candidate's decisions at each level of recourse.

        Columns: recourse, candidate, cost (mean), error (its standard error), saving (mean, less
        the cost of doing nothing at the same level), saving_error, p10, p90 (of the saving) and
        better (share of the futures in which it costs less than nothing). Thousands of EUR.
        Savings are differences in the same future, so that their error is far below that of the
        costs (common random numbers; Mak, Morton and Wood 1999, § 3).
        """
        rows = []
        for k, level in enumerate(self.levels):
            for c, name in enumerate(self.candidates):
                saving = self.cost[k, 0] - self.cost[k, c]
                rows.append(
                    {
                        "recourse": level,
                        "candidate": name,
                        "cost": float(self.cost[k, c].mean()),
                        "error": standard_error(self.cost[k, c]),
                        "saving": float(saving.mean()),
                        "saving_error": standard_error(saving),
                        "p10": float(np.quantile(saving, 0.1)),
                        "p90": float(np.quantile(saving, 0.9)),
                        "better": float((saving > 0).mean()),
                    }
                )
        return pl.DataFrame(
            rows, schema_overrides={"error": pl.Float64, "saving_error": pl.Float64}
        )

    def sources(self) -> pl.DataFrame:
        """Return what each level saves against acting alone, and by what.

        Columns: level, source, saving, error. Sources: ``recourse`` (nobody decides anything, but
        people and plants act at the level), ``decisions`` (what the level's own decisions add,
        above what those of *alone* add there) and ``both``. Thousands of EUR; only
        levels that are candidates too.
        """
        at = {name: c for c, name in enumerate(self.candidates)}
        alone = self.levels.index("alone")
        rows = []
        for k, level in enumerate(self.levels):
            if level == "alone" or level not in at or "alone" not in at:
                continue
            recourse = self.cost[alone, 0] - self.cost[k, 0]
            own = self.cost[k, 0] - self.cost[k, at[level]]
            decisions = own - (self.cost[alone, 0] - self.cost[alone, at["alone"]])
            for source, saving in (
                ("recourse", recourse),
                ("decisions", decisions),
                ("both", recourse + decisions),
            ):
                rows.append(
                    {
                        "level": level,
                        "source": source,
                        "saving": float(saving.mean()),
                        "error": standard_error(saving),
                    }
                )
        return pl.DataFrame(
            rows,
            schema={
                "level": pl.String,
                "source": pl.String,
                "saving": pl.Float64,
                "error": pl.Float64,
            },
        )


def unseen(
    region: Region,
    futures: Futures,
    plans: Mapping[str, Plan],
    *,
    sample: int = 100,
    levels: Sequence[Level] = ("alone", "national", "together"),
    seed: int = 1,
    workers: Workers | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Unseen:
    """Judge decisions in futures drawn at random among those that are no scenario of the plans.

    The first stage is fixed and the recourse of each future solved to optimality. The mean over
    the sample is an unbiased estimate of what the decisions cost (Mak, Morton and Wood 1999),
    which the cost in the plan's own K scenarios is not: a plan is made for them.

    Parameters
    ----------
    region, futures
        The region and its futures: those of the plans.
    plans
        Plans by name, made from one reading of the region.
    sample
        How many futures; all that are left if there are fewer.
    levels
        Levels of coordination of the recourse. Decisions of every candidate are judged at each of
        them, so that what is decided and what is done together can be told apart.
    seed
        Seed of the draws of the parameters, as in the plan, and of the sample.
    workers
        Where to solve; here by default.
    done
        Called with the number of solves done and of all.

    Raises
    ------
    ValueError
        If there is no plan, one has the name of the baseline, plans do not stem from the same
        reading, or no future is left.
    """
    start = common(plans)
    left = np.setdiff1d(np.arange(futures.n), start.reduction.chosen)
    if not len(left) or sample < 1:
        msg = "no future is left that is not a scenario of the plan; simulate more of them"
        raise ValueError(msg)
    drawn = np.random.default_rng(seed).permutation(left)[:sample]
    drawn.sort()
    first = [np.clip(each.solved.x0, 0.0, each.model.stage.upper0) for each in plans.values()]
    x0 = np.array([np.zeros_like(first[0]), *first])
    where = [
        (k, members) for k, level in enumerate(levels) for members in parts_of(start.data, level)
    ]
    spent = x0 @ next(iter(plans.values())).model.stage.cost0
    cost = np.repeat(np.tile(spent, (len(levels), 1))[:, :, None], len(drawn), axis=2)
    before, total = 0, -(-len(drawn) // _AT_ONCE) * len(where)
    with Workers() as here:
        for at in range(0, len(drawn), _AT_ONCE):
            chunk = drawn[at : at + _AT_ONCE]
            model = build(read_others(region, futures, start, chunk, seed=seed))
            cut = [part(model, members) for _, members in where]
            tasks = [(each.stage, x0[:, each.columns0]) for each in cut]
            for i, found in enumerate((workers or here).map(costs_of, tasks)):
                cost[where[i][0], :, at : at + len(chunk)] += found
                if done is not None:
                    done(before + i + 1, total)
            before += len(where)
    return Unseen((NOTHING, *plans), tuple(levels), cost, spent, drawn)


def costs_of(task: tuple[TwoStage, Floats]) -> Floats:
    """Return the recourse cost of given first stages in each scenario, float [candidate, s].

    Parameters
    ----------
    task
        A programme and first stages [candidate, n0].

    Raises
    ------
    NoPlanError
        If a first stage leaves a scenario without any recourse.

    Notes
    -----
    First stages of a scenario differ in the right-hand side alone, and scenarios in little more:
    the simplex method starts each time from the vertex before (HiGHS, dual simplex).
    """
    stage, x0 = task
    out = np.zeros((len(x0), len(stage.probability)))
    one, basis = np.ones(1), None
    rows = np.arange(stage.w.shape[0], dtype=np.int32)
    for s in range(out.shape[1]):
        only = stage.only(np.array([s]), one)
        solver: _Highs | None = None
        for c, x in enumerate(x0):
            fixed = decided(only, x)
            if solver is None:
                solver = solver_of(programme(fixed))
                if basis is not None:
                    solver.setBasis(basis)
            else:
                solver.changeRowsBounds(  # type: ignore[attr-defined]
                    len(rows), rows, fixed.low[0], fixed.high[0]
                )
            solver.run()
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                message = f"no recourse is left in a future after decision {c}"
                raise NoPlanError(message, "look for facts that cannot hold together")
            out[c, s] = solver.getInfo().objective_function_value
            if c == 0:
                basis = solver.getBasis()
    return out
