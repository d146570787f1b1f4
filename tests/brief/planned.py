"""A small plan of the shipped region, for tests: few futures, two scenarios, three years."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from beltplan.brief.parts.desk import Desk
from beltplan.brief.parts.planned import Planned
from beltplan.facts import load
from beltplan.futures import simulate
from beltplan.plan import PlanSettings, compare
from beltplan.shares import Split, Stability
from beltplan.shares.agreement import agree

if TYPE_CHECKING:
    from beltplan.facts import Region
    from beltplan.futures import Futures

YEARS = 3


@cache
def region_and_futures() -> tuple[Region, Futures]:
    """Return the shipped region and few futures of it."""
    region = load("nordic-battery-belt")
    return region, simulate(region, n=100, seed=1)


@cache
def planned() -> Planned:
    """Return a plan at every level and its agreement, loosely solved."""
    region, futures = region_and_futures()
    last = region.as_of.year + YEARS
    comparison = compare(region, futures, PlanSettings(scenarios=2, gap=1e-2, last_year=last))
    desk = Desk(region, futures, None, region.as_of.year + 4)  # type: ignore[arg-type]
    return Planned(desk, comparison, agree(comparison), splits(comparison.plans["together"]))


def splits(plan: object) -> tuple[Split, ...]:
    """Return made-up answers of coalitions: a split that is stable, one blocked, one left."""
    areas = plan.input.data.areas  # type: ignore[attr-defined]
    gains = np.ones(len(areas))
    return (
        Split("owen", gains, gains, Stability(0, 2**16 - 2, 3, areas[:2], -50.0, 0.0, 1.0)),
        Split("equal", gains, gains, Stability(None, 2**16 - 2, 7, areas[:3], 900.0, 0.0, 1.0)),
        Split("cost", gains, gains, Stability(12, 2**16 - 2, 1, areas[:1], 80.0, 0.0, 1.0)),
    )
