"""Small solved plans of a made-up region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.plan import PlanSettings
from beltplan.plan.example import example
from beltplan.plan.geography import Geography
from beltplan.plan.model import build
from beltplan.plan.reading import PlanInput
from beltplan.plan.reduction import Reduction
from beltplan.plan.run import solve_level

if TYPE_CHECKING:
    from beltplan.plan import Plan
    from beltplan.plan.settings import Level


def small_input(gap: float = 1e-7, **sizes: Any) -> PlanInput:
    data = example(**{"areas": 3, "groups": 4, "years": 5, "scenarios": 2, **sizes})
    k, areas = len(data.probability), len(data.areas)
    away = np.full((areas, areas), 50.0)
    geography = Geography(
        data.areas, data.areas, data.countries, data.country, np.arange(areas), away, away
    )
    reduction = Reduction(np.arange(k), data.probability, np.arange(k), 0.0, 0.0)
    settings = PlanSettings(scenarios=k, gap=gap)
    nothing: Any = None
    return PlanInput(data, reduction, nothing, geography, {}, settings)


def small_plan(level: Level = "together", gap: float = 1e-7, **sizes: Any) -> Plan:
    start = small_input(gap, **sizes)
    return solve_level(start, build(start.data), level)
