"""The plan and the shares for the brief, with a bar for what takes seconds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from beltplan.plan import Comparison, PlanSettings, compare
from beltplan.plan.reading import read_plan
from beltplan.plan.settings import LEVELS
from beltplan.shares.agreement import Agreement, agree
from beltplan.shares.coarse import challenge

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.plan.settings import Level
    from beltplan.plan.solve.interior import Step
    from beltplan.shares import Split

__all__ = [
    "PlanGapOption",
    "PlanOption",
    "PlanScenariosOption",
    "PlanSplitsOption",
    "Shared",
    "plan_and_share",
]

PlanOption = Annotated[
    bool, typer.Option("--plan/--no-plan", help="Plan alone, nationally and together.")
]
PlanScenariosOption = Annotated[
    int, typer.Option("--plan-scenarios", min=1, help="Scenarios of the plan.")
]
PlanGapOption = Annotated[
    float,
    typer.Option("--plan-gap", min=1e-8, max=0.1, help="Proved relative gap of the plan."),
]
PlanSplitsOption = Annotated[
    bool,
    typer.Option(
        "--plan-splits/--no-plan-splits", help="Try other ways to share on a coarser plan."
    ),
]
_STEPS = 100
_SPLIT_YEARS = 4
"""Years of the coarse plan on which other splits are tried."""


@dataclass(frozen=True)
class Shared:
    """The plans, the agreement and other splits.

    Attributes
    ----------
    comparison
        Plans by level.
    agreement
        The split agreed on.
    splits
        Others, for comparison; empty where they were not asked for.
    """

    comparison: Comparison
    agreement: Agreement
    splits: tuple[Split, ...] = ()


def plan_and_share(
    region: Region,
    futures: Futures,
    *,
    scenarios: int,
    gap: float,
    seed: int,
    splits: bool,
    step: Callable[[int, int], None],
    tried: Callable[[int, int], None],
) -> Shared:
    """Plan all levels and share the gain.

    Parameters
    ----------
    region, futures
        The region and its futures.
    scenarios, gap
        See `PlanSettings`.
    seed
        Seed of the futures' draws.
    splits
        Whether to try other splits.
    step
        Progress of the plans.
    tried
        Progress of the splits.
    """
    settings = PlanSettings(scenarios=min(scenarios, futures.n), gap=gap)
    watch = _watch(gap, step)
    step(0, len(LEVELS) * _STEPS)
    comparison = compare(region, futures, settings, seed=seed, watch=watch)
    step(len(LEVELS) * _STEPS, len(LEVELS) * _STEPS)
    found: tuple[Split, ...] = ()
    if splits:
        first = int(comparison.plans["together"].input.data.years[0][:4])
        coarse = PlanSettings(scenarios=1, last_year=first + _SPLIT_YEARS - 1)
        count = len(comparison.plans["together"].input.data.areas)
        start = read_plan(region, futures, coarse, seed=seed)
        # Nobody knows how many solves it takes; each of the areas once is the least.
        found = challenge(start, solved=lambda done: tried(done, max(done + 1, 3 * count)))
        tried(1, 1)
    return Shared(comparison, agree(comparison), found)


def _watch(gap: float, step: Callable[[int, int], None]) -> Callable[[Level, Step], None]:
    """Return what turns the gap of each level's solve into a bar that only moves on."""
    reached = 0

    def seen(level: Level, now: Step) -> None:
        nonlocal reached
        share = 0.0
        if 0 < now.gap < 1:
            share = min(math.log(now.gap) / math.log(gap), 1.0)
        at = round((LEVELS.index(level) + share) * _STEPS)
        reached = max(reached, at)
        step(reached, len(LEVELS) * _STEPS)

    return seen
