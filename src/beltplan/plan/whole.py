"""Plans in whole classes: a course opens with a class of students, or it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from beltplan.plan.errors import NoConvergenceError, NoPlanError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.levels import Part
    from beltplan.plan.model import Model

    Floats = NDArray[np.float64]

__all__ = ["Whole", "solve_whole"]


@dataclass(frozen=True)
class Whole:
    """A plan of one part in whole classes.

    Attributes
    ----------
    x0
        First-stage columns of the part, [n0].
    objective, bound
        Cost and proved lower bound.
    """

    x0: Floats
    objective: float
    bound: float


def solve_whole(
    model: Model, cut: Part, *, size: float, gap: float = 1e-4, seconds: float = 600.0
) -> Whole:
    """Solve a part with new seats in whole classes, by branch and bound (HiGHS).

    The number of classes of each course and year is an integer; everything else stays continuous.
    Prices of a plan with integers say nothing about shares: the core of its game can be empty.

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

    Raises
    ------
    NoPlanError
        If there is no plan.
    NoConvergenceError
        If time ran out before the gap was closed.
    """
    stage = cut.stage
    span = model.columns0.families["seats"].span
    classes = np.flatnonzero((cut.columns0 >= span.start) & (cut.columns0 < span.stop))
    whole = stage.equivalent()
    scale = np.ones(len(whole.cost))
    scale[classes] = size
    column = np.repeat(np.arange(len(scale)), np.diff(whole.start))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(whole.cost), len(whole.low)
    lp.col_cost_ = whole.cost * scale
    lp.col_lower_ = np.zeros(len(whole.cost))
    upper = whole.upper / scale
    upper[classes] = np.floor(upper[classes] + 1e-9)
    lp.col_upper_ = upper
    lp.row_lower_, lp.row_upper_ = whole.low, whole.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = whole.start, whole.index
    lp.a_matrix_.value_ = whole.value * scale[column]
    kinds = [highspy.HighsVarType.kContinuous] * len(scale)
    for j in classes:
        kinds[j] = highspy.HighsVarType.kInteger
    lp.integrality_ = kinds
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("time_limit", seconds)
    solver.passModel(lp)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        message = f"the plan in whole classes is not proved after {seconds:.0f} s"
        raise NoConvergenceError(message, "take fewer areas or years, or a wider gap")
    if status != highspy.HighsModelStatus.kOptimal:
        message = f"there is no plan in whole classes: {solver.modelStatusToString(status)}"
        raise NoPlanError(message, "look for facts that cannot hold together")
    values = np.array(solver.getSolution().col_value)
    x0 = (values * scale)[: len(stage.cost0)]
    info = solver.getInfo()
    return Whole(x0, float(info.objective_function_value), float(info.mip_dual_bound))
