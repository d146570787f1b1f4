"""Solve the coalitions of a programme with owners, one after the other from the last basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from beltplan.shares.coalitions import names
from beltplan.shares.errors import SolverError
from beltplan.shares.lp import add_sparse_rows, make_integer, quiet, status_of
from beltplan.shares.priced_game import PricedGame
from beltplan.shares.safe import priced
from beltplan.shares.whole_game import WholeGame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.program import Bounds, CostProgram

__all__ = ["ProductionSolver", "Solved", "production_game"]


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Optimum of one coalition.

    Attributes
    ----------
    cost
        Its cost.
    columns
        Its plan, shape (k,).
    rows, reduced
        Duals of the rows, shape (m,), and reduced costs of the columns, shape (k,); both empty when
        the programme has whole numbers.
    """

    cost: float
    columns: NDArray[np.float64]
    rows: NDArray[np.float64]
    reduced: NDArray[np.float64]


class ProductionSolver:
    """One solver that keeps the programme; a coalition changes bounds only.

    Parameters
    ----------
    programme
        The programme.
    """

    def __init__(self, programme: CostProgram) -> None:
        self.programme = programme
        self._solver = quiet()
        k = programme.cost.size
        self._columns = np.arange(k, dtype=np.int32)
        self._before = (programme.row_lower, programme.row_upper)
        self._solver.addVars(k, programme.col_lower, programme.col_upper)
        self._solver.changeColsCost(k, self._columns, programme.cost)
        add_sparse_rows(self._solver, programme.matrix, *self._before)
        make_integer(self._solver, np.flatnonzero(programme.integer))

    def solve(self, mask: int) -> Solved:
        """Return the optimum of a coalition.

        Raises
        ------
        SolverError
            If its programme has none; names the coalition.
        """
        who = ", ".join(names(mask, self.programme.players)) or "nobody"
        return self._solve(self.programme.bounds(mask), who)

    def scaled(self, brings: NDArray[np.float64]) -> float:
        """Return the cost when each player brings so many times what it owns, shape (n,).

        Raises
        ------
        SolverError
            If the programme then has no optimum.
        """
        return self._solve(self.programme.scaled(brings), "players with scaled needs").cost

    def _solve(self, bounds: Bounds, who: str) -> Solved:
        solver = self._solver
        solver.changeColsBounds(
            self._columns.size, self._columns, bounds.col_lower, bounds.col_upper
        )
        lower, upper = self._before
        changed = (lower != bounds.row_lower) | (upper != bounds.row_upper)
        for i in np.flatnonzero(changed).tolist():
            solver.changeRowBounds(i, bounds.row_lower[i], bounds.row_upper[i])
        self._before = (bounds.row_lower, bounds.row_upper)
        status = status_of(solver)
        if status != highspy.HighsModelStatus.kOptimal:
            message = f"the plan of {who} ended as {solver.modelStatusToString(status).lower()}"
            way_out = "every coalition needs a plan: let what cannot be met be unmet at a cost"
            raise SolverError(message, way_out)
        found = solver.getSolution()
        return Solved(
            solver.getObjectiveValue(),
            np.array(found.col_value),
            np.array(found.row_dual if found.dual_valid else []),
            np.array(found.col_dual if found.dual_valid else []),
        )

    def price(self, mask: int) -> tuple[float, NDArray[np.float64]]:
        """Return cost and amounts of a coalition, as `PricedGame` asks for.

        Raises
        ------
        SolverError
            As `solve`; or if a column that others would use has neither a bound nor an implied one.
        """
        solved = self.solve(mask)
        _, owned, _, charges = priced(self.programme, solved.rows, mask)
        return solved.cost, owned + charges


def production_game(programme: CostProgram) -> PricedGame | WholeGame:
    """Return the game of savings of a programme with owners, as an oracle.

    Examples
    --------
    Two towns need 3 homes each; the first can build 6 at a price of 1, the second 6 at 2.

    >>> from beltplan.shares.program import CostProgram, ownership
    >>> towns = CostProgram(
    ...     players=("a", "b"),
    ...     cost=np.array([1.0, 2.0, 1.0]),  # a builds, b builds, a builds for b
    ...     matrix=np.array([[1.0, 0, 0], [0, 1, 1], [-1, 0, -1], [0, -1, 0]]),
    ...     row_lower=np.array([3.0, 3, -6, -6]),
    ...     row_upper=np.full(4, np.inf),
    ...     col_lower=np.zeros(3),
    ...     col_upper=np.full(3, np.inf),
    ...     owners=ownership(np.array([0, 1, 0, 1]), 2),
    ...     touches=np.array([[1, 0], [0, 1], [1, 1]]),
    ...     implied=np.full(3, 6.0),
    ... )
    >>> game = production_game(towns)
    >>> game.alone.tolist(), game.value(0b11)
    ([3.0, 6.0], 3.0)
    """
    solver = ProductionSolver(programme)
    if programme.integer.any():
        return WholeGame(programme, lambda mask: solver.solve(mask).cost)
    return PricedGame(programme.players, solver.price)
