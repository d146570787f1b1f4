"""The plan's model by our own arrays, handed over to HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np

from beltplan.plan.data import PlanData
from beltplan.plan.model import build as build_model

if TYPE_CHECKING:
    from beltplan.plan.stages import TwoStage

__all__ = ["build", "hand_over"]


def build(data: PlanData) -> TwoStage:
    """Build both stages, of numbers as they came out of a file."""
    return build_model(PlanData(**vars(data))).stage


def hand_over(stage: TwoStage) -> highspy.Highs:
    """Return the deterministic equivalent inside HiGHS."""
    whole = stage.equivalent()
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    columns, rows = len(whole.cost), len(whole.low)
    status = solver.passModel(
        columns,
        rows,
        len(whole.value),
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        whole.cost,
        np.zeros(columns),
        whole.upper,
        whole.low,
        whole.high,
        whole.start,
        whole.index,
        whole.value,
        np.zeros(columns, np.int32),
    )
    assert status == highspy.HighsStatus.kOk
    return solver
