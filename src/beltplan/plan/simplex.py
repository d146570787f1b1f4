"""A programme solved to a vertex: exact costs and prices of plans that are small enough."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

import highspy
import numpy as np
from highspy._core import _Highs

from beltplan.plan.errors import NoPlanError
from beltplan.plan.solve.bounds import lower_bound
from beltplan.plan.solve.interior import Point
from beltplan.plan.solve.standard import Standard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["Vertex", "programme", "solve_exactly", "solver_of", "try_exactly"]

SMALL: Final = 100_000
"""Columns up to which the simplex method is tried."""
STEPS: Final = 1.4
"""Steps a row after which it is given up."""


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
    solver, status = _run(stage)
    if status != highspy.HighsModelStatus.kOptimal:
        message = f"the plan has no optimum: {solver.modelStatusToString(status).lower()}"
        raise NoPlanError(message, "look for facts that cannot hold together")
    return _vertex(stage, solver)


def try_exactly(stage: TwoStage, *, small: int) -> Point | None:
    """Solve a small programme by the simplex method, if that is soon done.

    On towns of their own and small countries, where few arcs compete, it is several times faster
    than the interior point; on dense regions it is several times slower, and how it is shows in
    the number of its steps. The limit counts steps and not seconds, so that the same programme
    is solved in the same way everywhere.

    Parameters
    ----------
    stage
        The programme.
    small
        Columns up to which it is tried.

    Returns
    -------
    An optimal vertex with its proof, or nothing.
    """
    if stage.columns > small:
        return None
    began = perf_counter()
    solver, status = _run(stage, most=int(STEPS * stage.rows))
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    found, standard = _vertex(stage, solver), Standard(stage)
    y = np.concatenate([found.y0, found.y.reshape(-1)])
    info = solver.getInfo()
    return Point(
        x0=found.x0,
        x=found.x,
        y0=found.y0,
        y=found.y,
        objective=found.objective,
        bound=min(found.objective, lower_bound(standard, y, standard.back(y))),
        residual=float(info.max_primal_infeasibility),
        iterations=int(info.simplex_iteration_count),
        seconds=perf_counter() - began,
    )


def solver_of(lp: highspy.HighsLp) -> _Highs:
    """Return a silent solver that has the programme."""
    solver = _Highs()  # the bare class: the other one prints a banner
    solver.setOptionValue("output_flag", False)
    solver.passModel(lp)
    return solver


def _run(stage: TwoStage, most: int | None = None) -> tuple[_Highs, highspy.HighsModelStatus]:
    solver = solver_of(programme(stage))
    if most is not None:
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("simplex_iteration_limit", most)
    solver.run()
    return solver, solver.getModelStatus()


def _vertex(stage: TwoStage, solver: _Highs) -> Vertex:
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
