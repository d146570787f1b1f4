"""The plan: what to build, open and agree, alone or together, under all futures at once.

>>> from beltplan.plan import PlanSettings
>>> PlanSettings(scenarios=3).scenarios
3
"""

from beltplan.plan.errors import ClusterError, NoConvergenceError, NoPlanError, SavedPlanError
from beltplan.plan.measures import Measures, measures
from beltplan.plan.prices import prices
from beltplan.plan.reading import PlanInput, read_plan
from beltplan.plan.result import Plan
from beltplan.plan.run import Comparison, compare, run
from beltplan.plan.saving import load_plan, save_plan
from beltplan.plan.settings import LEVELS, Level, PlanSettings
from beltplan.plan.workers import Workers

__all__ = [
    "LEVELS",
    "ClusterError",
    "Comparison",
    "Level",
    "Measures",
    "NoConvergenceError",
    "NoPlanError",
    "Plan",
    "PlanInput",
    "PlanSettings",
    "SavedPlanError",
    "Workers",
    "compare",
    "load_plan",
    "measures",
    "prices",
    "read_plan",
    "run",
    "save_plan",
]
