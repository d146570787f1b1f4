"""Make a plan, and compare levels of coordination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.plan.level import solve_parts
from beltplan.plan.levels import parts_of
from beltplan.plan.model import build
from beltplan.plan.reading import read_plan
from beltplan.plan.result import Plan
from beltplan.plan.settings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.plan.model import Model
    from beltplan.plan.reading import PlanInput
    from beltplan.plan.settings import Level, PlanSettings
    from beltplan.plan.solve.interior import Step
    from beltplan.plan.workers import Workers

__all__ = ["Comparison", "compare", "run", "solve_level"]


@dataclass(frozen=True)
class Comparison:
    """The same region planned at every level of coordination.

    Attributes
    ----------
    plans
        Plan by level.
    """

    plans: Mapping[Level, Plan]

    @property
    def saving(self) -> float:
        """Return what acting together saves against acting alone, thousands of EUR."""
        return self.plans["alone"].cost - self.plans["together"].cost

    @property
    def saving_bounds(self) -> tuple[float, float]:
        """Return the proved range of the saving: both costs are known up to their gaps."""
        alone, together = self.plans["alone"].solved, self.plans["together"].solved
        return alone.bound - together.objective, alone.objective - together.bound


def run(
    region: Region,
    futures: Futures,
    settings: PlanSettings | None = None,
    *,
    level: Level = "together",
    seed: int = 1,
    workers: Workers | None = None,
    watch: Callable[[Step], None] | None = None,
    keep: str | Path | None = None,
) -> Plan:
    """Plan a region at one level of coordination.

    Parameters
    ----------
    region, futures
        The region and its futures.
    settings
        The planner's choices.
    level
        ``alone``, ``national`` or ``together``.
    seed
        Seed of what each future draws of the parameters, as in the balance.
    workers
        Where to solve; here by default.
    watch
        Called after each iteration of a local solve.
    keep
        Folder for finished parts; an interrupted run goes on from there.

    Raises
    ------
    NoPlanError
        If the facts leave no plan.
    NoConvergenceError
        If the solver does not close the gap.
    """
    start = read_plan(region, futures, settings, seed=seed)
    return solve_level(start, build(start.data), level, workers=workers, watch=watch, keep=keep)


def solve_level(
    start: PlanInput,
    model: Model,
    level: Level,
    *,
    workers: Workers | None = None,
    watch: Callable[[Step], None] | None = None,
    keep: str | Path | None = None,
) -> Plan:
    """Solve one level of a model that has been built."""
    chosen = start.settings
    solved = solve_parts(
        model,
        parts_of(start.data, level),
        gap=chosen.gap,
        threads=chosen.threads,
        theta=chosen.theta,
        alpha=chosen.alpha,
        workers=workers,
        watch=watch,
        keep=keep,
    )
    return Plan(level, start, model, solved)


def compare(
    region: Region,
    futures: Futures,
    settings: PlanSettings | None = None,
    *,
    seed: int = 1,
    workers: Workers | None = None,
    watch: Callable[[Level, Step], None] | None = None,
    keep: str | Path | None = None,
) -> Comparison:
    """Plan a region alone, nationally and together.

    Finished parts are kept in the folder `keep`: a comparison that was interrupted goes on where
    it stopped, with the same results.
    """
    start = read_plan(region, futures, settings, seed=seed)
    model = build(start.data)
    plans: dict[Level, Plan] = {}
    for level in LEVELS:

        def seen(step: Step, level: Level = level) -> None:
            if watch is not None:
                watch(level, step)

        plans[level] = solve_level(start, model, level, workers=workers, watch=seen, keep=keep)
    return Comparison(plans)
