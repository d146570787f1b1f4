"""Solve a region at a level, and read the answer by family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from beltplan.plan.level import solve_parts
from beltplan.plan.levels import parts_of
from beltplan.plan.model import build
from beltplan.plan.reading import PlanInput
from beltplan.plan.result import Plan
from beltplan.plan.settings import PlanSettings

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData
    from beltplan.plan.settings import Level


def planned(data: PlanData, level: Level = "together", **options: Any) -> Plan:
    """Return the plan of made-up numbers; it has no region behind it."""
    model = build(data)
    options = {"gap": 1e-7, "threads": 1, **options}
    solved = solve_parts(model, parts_of(data, level), **options)
    nothing = cast("Any", None)
    settings = PlanSettings(scenarios=len(data.probability))
    return Plan(level, PlanInput(data, nothing, nothing, nothing, {}, settings), model, solved)


def close(found: Any, want: Any, least: float = 2e-3) -> None:
    """Assert that amounts are equal up to what an interior point leaves."""
    np.testing.assert_allclose(found, want, rtol=1e-4, atol=least)
