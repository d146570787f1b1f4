"""The whole programme at once in HiGHS: what the plan's own solver is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import highspy

if TYPE_CHECKING:
    from beltplan.plan.stages import TwoStage


def monolith(stage: TwoStage) -> Any:
    """Solve the deterministic equivalent by the simplex method."""
    whole = stage.equivalent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(whole.cost), len(whole.low)
    lp.col_cost_, lp.col_upper_ = whole.cost, whole.upper
    lp.col_lower_ = 0.0 * whole.cost
    lp.row_lower_, lp.row_upper_ = whole.low, whole.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = whole.start
    lp.a_matrix_.index_ = whole.index
    lp.a_matrix_.value_ = whole.value
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    highs.passModel(lp)
    highs.run()
    return highs


def optimum(stage: TwoStage) -> float:
    """Return the optimal objective."""
    highs = monolith(stage)
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)


def status(stage: TwoStage) -> Any:
    """Return the status of the model."""
    return monolith(stage).getModelStatus()
