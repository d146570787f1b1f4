"""Futures: from each project's history to sampled futures of its activity."""

from __future__ import annotations

from beltplan.futures.announced import as_planned
from beltplan.futures.hazards import Hazards, estimate
from beltplan.futures.outlook import causes, outlook, sensitivity
from beltplan.futures.result import Futures
from beltplan.futures.simulate import simulate
from beltplan.futures.states import CAUSES, FAMILIES, STATES

__all__ = [
    "CAUSES",
    "FAMILIES",
    "STATES",
    "Futures",
    "Hazards",
    "as_planned",
    "causes",
    "estimate",
    "outlook",
    "sensitivity",
    "simulate",
]
