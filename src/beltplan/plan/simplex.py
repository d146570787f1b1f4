"""A programme solved to a vertex: exact costs and prices of plans that are small enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from highspy._core import _Highs

from beltplan.plan.errors import NoPlanError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["Vertex", "programme", "solve_exactly"]


@dataclass(frozen=True)
class Vertex:
    """An optimal vertex of a two-stage programme.

    Attributes
    ----------
    x0, x
        Columns of the first stage [n0] and of the scenarios [s, n].
    y0, y
        Prices of rows, [m0] and [s, m]; those of a scenario carry its probability.
    objective
        Cost, thousands of EUR.
    """

    x0: Floats
    x: Floats
    y0: Floats
    y: Floats
    objective: float


def programme(stage: TwoStage) -> highspy.HighsLp:
    """Return the deterministic equivalent as HiGHS takes it."""
    whole = stage.equivalent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(whole.cost), len(whole.low)
    lp.col_cost_ = whole.cost
    lp.col_lower_ = np.zeros(len(whole.cost))
    lp.col_upper_ = whole.upper
    lp.row_lower_, lp.row_upper_ = whole.low, whole.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = whole.start, whole.index
    lp.a_matrix_.value_ = whole.value
    return lp


def solve_exactly(stage: TwoStage) -> Vertex:
    """Solve a programme by the simplex method (HiGHS).

    With one scenario and a few years this is several times faster than the interior point, and
    prices are those of a vertex, so that games over hundreds of coalitions see no noise. With many
    scenarios and years it is slower.

    Parameters
    ----------
    stage
        The programme.

    Raises
    ------
    NoPlanError
        If there is no optimum.

    Examples
    --------
    >>> from beltplan.plan.example import example
    >>> from beltplan.plan.model import build
    >>> stage = build(example(2, 2, 3, 1)).stage
    >>> found = solve_exactly(stage)
    >>> bool(abs(stage.cost0 @ found.x0 + stage.cost[0] @ found.x[0] - found.objective) < 1e-6)
    True
    """
    solver = _Highs()  # the bare class: the other one prints a banner
    solver.setOptionValue("output_flag", False)
    solver.passModel(programme(stage))
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        message = f"the plan has no optimum: {solver.modelStatusToString(status).lower()}"
        raise NoPlanError(message, "look for facts that cannot hold together")
    s, m0, n0, m, n = stage.shape
    found = solver.getSolution()
    x, y = np.array(found.col_value), np.array(found.row_dual)
    return Vertex(
        x0=x[:n0],
        x=x[n0:].reshape(s, n),
        y0=y[:m0],
        y=y[m0:].reshape(s, m),
        objective=float(solver.getInfo().objective_function_value),
    )
