"""Linear programmes that grow by rows: one thin layer over HiGHS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import highspy
import numpy as np
from highspy._core import _Highs
from scipy import sparse

from beltplan.shares.errors import SolverError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TOLERANCE", "Lp", "Solution", "add_sparse_rows", "make_integer", "quiet", "status_of"]

TOLERANCE: Final = 1e-9
"""Feasibility tolerance asked of the solver, for data of size one."""


def quiet() -> _Highs:
    """Return a silent solver with tight tolerances.

    The bare class: the one with callbacks prints a banner before it can be told not to.
    """
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    solver.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
    return solver


def status_of(solver: _Highs) -> highspy.HighsModelStatus:
    """Solve, once more from scratch where the warm start did not end, and return the status."""
    solver.run()
    status = solver.getModelStatus()
    settled = (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnbounded,
    )
    if status not in settled:
        solver.clearSolver()
        solver.setOptionValue("presolve", "off")
        solver.run()
        solver.setOptionValue("presolve", "choose")
        status = solver.getModelStatus()
    return status


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum: values of columns, duals of rows (minimisation), objective."""

    values: NDArray[np.float64]
    duals: NDArray[np.float64]
    objective: float


class Lp:
    """Minimise a cost over columns with bounds; rows come as they are found.

    Parameters
    ----------
    cost, lower, upper
        One entry a column; infinite bounds allowed.
    """

    def __init__(
        self, cost: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> None:
        self._solver = quiet()
        self._columns = np.arange(cost.size, dtype=np.int32)
        self._solver.addVars(cost.size, lower, upper)
        self.set_cost(cost)

    def set_cost(self, cost: NDArray[np.float64]) -> None:
        """Change the cost of every column."""
        self._solver.changeColsCost(cost.size, self._columns, cost)

    def add_rows(
        self, rows: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> None:
        """Add dense rows, shape (k, columns), between bounds."""
        count = rows.shape[0]
        at_row, at_column = np.nonzero(rows)
        starts = np.searchsorted(at_row, np.arange(count)).astype(np.int32)
        self._solver.addRows(
            count,
            lower.astype(np.float64),
            upper.astype(np.float64),
            at_column.size,
            starts,
            at_column.astype(np.int32),
            rows[at_row, at_column],
        )

    def solve(self) -> Solution:
        """Return an optimum.

        Raises
        ------
        SolverError
            If there is none.
        """
        status = status_of(self._solver)
        if status != highspy.HighsModelStatus.kOptimal:
            text = self._solver.modelStatusToString(status)
            message = f"a linear programme of the shares ended as {text.lower()}"
            raise SolverError(message, "check the worth of the coalitions")
        solution = self._solver.getSolution()
        return Solution(
            np.array(solution.col_value),
            np.array(solution.row_dual),
            self._solver.getObjectiveValue(),
        )


def make_integer(solver: _Highs, columns: NDArray[np.integer[Any]]) -> None:
    """Let columns take whole numbers only."""
    if columns.size:
        kinds = np.full(columns.size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(columns.size, columns.astype(np.int32), kinds)


def add_sparse_rows(
    solver: _Highs,
    matrix: Any,
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
) -> None:
    """Add the rows of a scipy sparse matrix between bounds."""
    matrix = sparse.csr_matrix(matrix)
    solver.addRows(
        matrix.shape[0],
        lower,
        upper,
        matrix.nnz,
        matrix.indptr[:-1].astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
    )
