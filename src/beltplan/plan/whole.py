"""Plans in whole classes: a course opens with a class of students, or it does not."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from highspy._core.cb import HighsCallbackType

from beltplan.plan.errors import NoConvergenceError, NoPlanError
from beltplan.plan.settings import GAP
from beltplan.plan.simplex import programme, solver_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from highspy._core import _Highs
    from numpy.typing import NDArray

    from beltplan.plan.levels import Part
    from beltplan.plan.model import Model

    Floats = NDArray[np.float64]

__all__ = ["Whole", "solve_whole"]

_FEASIBLE = 2
"""HiGHS' mark of a solution that meets all rows."""
_GLANCE = 0.2
"""Seconds between two looks at the solver."""


@dataclass(frozen=True)
class Whole:
    """A plan of one part in whole classes.

    Attributes
    ----------
    x0
        First-stage columns of the part, [n0].
    objective, bound
        Cost and proved lower bound, thousands of EUR.
    seconds
        Time it took.
    """

    x0: Floats
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """Return the proved relative gap."""
        return (self.objective - self.bound) / max(1.0, abs(self.objective))


def solve_whole(
    model: Model,
    cut: Part,
    *,
    size: float,
    gap: float = GAP,
    seconds: float = 600.0,
    watch: Callable[[float, float], None] | None = None,
) -> Whole:
    """Solve a part with new seats in whole classes, by branch and bound (HiGHS).

    The number of classes of each course and year is an integer; everything else stays continuous.
    Prices of a plan with integers say nothing about shares: the core of its game can be empty.
    Where time runs out first, the best plan so far is returned; its own gap says how well it is
    proved.

    Parameters
    ----------
    model
        The whole model.
    cut
        The part, see `beltplan.plan.levels.part`.
    size
        Seats of a class.
    gap
        Relative gap at which to stop.
    seconds
        Time limit.
    watch
        Called a few times a second with the proved gap so far (infinite at first) and the seconds
        gone.

    Raises
    ------
    NoPlanError
        If there is no plan, or a class is larger than any course can be.
    NoConvergenceError
        If time ran out before there was any plan.
    """
    span = model.columns0.families["seats"].span
    classes = np.flatnonzero((cut.columns0 >= span.start) & (cut.columns0 < span.stop))
    most = float(model.stage.upper0[span].max(initial=0.0))
    if not 0 < size <= most:
        message = f"no course can open with a class of {size:g}"
        raise NoPlanError(message, f"take a class of at most {most:g} seats, and more than none")
    scale = np.ones(cut.stage.columns)
    scale[classes] = size
    solver = _programme(cut, scale, classes)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("time_limit", seconds)
    took = _run(solver, watch)
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kTimeLimit:
        if info.primal_solution_status != _FEASIBLE:
            message = f"there is no plan in whole classes after {seconds:.0f} s"
            raise NoConvergenceError(message, "take fewer areas or years, or more time")
    elif status != highspy.HighsModelStatus.kOptimal:
        message = f"there is no plan in whole classes: {solver.modelStatusToString(status)}"
        raise NoPlanError(message, "look for facts that cannot hold together")
    values = np.array(solver.getSolution().col_value)
    x0 = (values * scale)[: len(cut.stage.cost0)]
    x0[classes] = size * np.round(x0[classes] / size)
    cost = float(info.objective_function_value)
    # A programme without integers is no search: its bound is its optimum.
    bound = float(info.mip_dual_bound) if info.mip_node_count >= 0 else cost
    return Whole(x0, cost, min(bound, cost), took)


def _programme(cut: Part, scale: Floats, classes: NDArray[np.int64]) -> _Highs:
    """Return the deterministic equivalent, with seats counted in classes."""
    lp = programme(cut.stage)
    column = np.repeat(np.arange(len(scale)), np.diff(lp.a_matrix_.start_))
    upper = np.array(lp.col_upper_) / scale
    upper[classes] = np.floor(upper[classes] + 1e-9)
    lp.col_cost_ = np.array(lp.col_cost_) * scale
    lp.col_upper_ = upper
    lp.a_matrix_.value_ = np.array(lp.a_matrix_.value_) * scale[column]
    kinds = [highspy.HighsVarType.kContinuous] * len(scale)
    for j in classes:
        kinds[j] = highspy.HighsVarType.kInteger
    lp.integrality_ = kinds
    return solver_of(lp)


def _run(solver: _Highs, watch: Callable[[float, float], None] | None) -> float:
    """Solve beside the main thread, so that an interrupt stops the solver; return the seconds."""
    stopped = threading.Event()
    reached = [np.inf]

    def look(_kind: Any, _text: str, out: Any, answer: Any, _data: Any) -> None:
        if np.isfinite(out.mip_gap):
            reached[0] = float(out.mip_gap)
        if stopped.is_set():
            answer.user_interrupt = True

    solver.setCallback(look, None)
    solver.startCallback(HighsCallbackType.kCallbackMipInterrupt)
    begun = time.monotonic()
    work = threading.Thread(target=solver.run, daemon=True)
    work.start()
    try:
        while work.is_alive():
            work.join(_GLANCE)
            if watch is not None:
                watch(reached[0], time.monotonic() - begun)
    finally:
        stopped.set()
        work.join()
        solver.stopCallback(HighsCallbackType.kCallbackMipInterrupt)
    return time.monotonic() - begun
