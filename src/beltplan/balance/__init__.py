"""Balance: people, homes, megawatts and goods by place, occupation group and quarter."""

from __future__ import annotations

from beltplan.balance.explain import Explanation, explain
from beltplan.balance.interval import Interval
from beltplan.balance.result import Balance
from beltplan.balance.run import run
from beltplan.balance.saving import load_balance, save_balance
from beltplan.balance.shared import Pool
from beltplan.balance.staffing import staff
from beltplan.balance.steps import Step
from beltplan.balance.tables import tables
from beltplan.balance.variables import CELL, PLACE, QUANTILES, VARIABLES, Variable

__all__ = [
    "CELL",
    "PLACE",
    "QUANTILES",
    "VARIABLES",
    "Balance",
    "Explanation",
    "Interval",
    "Pool",
    "Step",
    "Variable",
    "explain",
    "load_balance",
    "run",
    "save_balance",
    "staff",
    "tables",
]
