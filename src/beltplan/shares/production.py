"""The game of a programme with owners: each coalition a linear programme, the worst one a MILP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import highspy
import numpy as np
from scipy import sparse

from beltplan.shares.coalitions import indicator, names
from beltplan.shares.errors import SolverError
from beltplan.shares.lp import quiet, status_of

if TYPE_CHECKING:
    from highspy._core import _Highs
    from numpy.typing import NDArray

    from beltplan.shares.game import Cut
    from beltplan.shares.program import CostProgram

__all__ = ["ProductionGame", "Solved"]

_GAP: Final = 1e-9


class Solved:
    """Optimum of one coalition: cost, columns, duals of rows, reduced costs of columns.

    With integer columns there are no duals: both arrays are empty.
    """

    __slots__ = ("columns", "cost", "reduced", "rows")

    def __init__(
        self,
        cost: float,
        columns: NDArray[np.float64],
        rows: NDArray[np.float64],
        reduced: NDArray[np.float64],
    ) -> None:
        self.cost = cost
        self.columns = columns
        self.rows = rows
        self.reduced = reduced


class ProductionGame:
    """The game of savings of a programme with owners; an `Oracle`.

    With integer columns the cost of a coalition is that of its best integer plan.

    One solver keeps the programme; a coalition changes bounds only and starts from the last basis.

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
        self._row_bounds = (programme.row_lower.copy(), programme.row_upper.copy())
        self._solver.addVars(k, programme.col_lower, programme.col_upper)
        self._solver.changeColsCost(k, self._columns, programme.cost)
        _add_rows(self._solver, programme.matrix, programme.row_lower, programme.row_upper)
        _make_integer(self._solver, np.flatnonzero(programme.integer))
        self._costs: dict[int, float] = {0: 0.0}
        self._separation: _Separation | None = None
        self.alone = np.array([self.cost(1 << i) for i in range(len(programme.players))])

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self.programme.players

    def solve(self, mask: int) -> Solved:
        """Return the optimum of a coalition.

        Raises
        ------
        SolverError
            If its programme has none; names the coalition.
        """
        bounds = self.programme.bounds(mask)
        solver = self._solver
        solver.changeColsBounds(
            self._columns.size, self._columns, bounds.col_lower, bounds.col_upper
        )
        before = self._row_bounds
        changed = (before[0] != bounds.row_lower) | (before[1] != bounds.row_upper)
        for i in np.flatnonzero(changed).tolist():
            solver.changeRowBounds(i, bounds.row_lower[i], bounds.row_upper[i])
        self._row_bounds = (bounds.row_lower, bounds.row_upper)
        status = status_of(solver)
        if status != highspy.HighsModelStatus.kOptimal:
            who = ", ".join(names(mask, self.players)) or "nobody"
            message = f"the plan of {who} ended as {solver.modelStatusToString(status).lower()}"
            way_out = "every coalition needs a plan: let what cannot be met be unmet at a cost"
            raise SolverError(message, way_out)
        found = solver.getSolution()
        return Solved(
            solver.getObjectiveValue(),
            np.array(found.col_value),
            np.array(found.row_dual if found.dual_valid else np.zeros(0)),
            np.array(found.col_dual if found.dual_valid else np.zeros(0)),
        )

    def cost(self, mask: int) -> float:
        """Return the cost of a coalition; each is solved once."""
        if mask not in self._costs:
            self._costs[mask] = self.solve(mask).cost
        return self._costs[mask]

    def value(self, mask: int) -> float:
        """Return the saving of a coalition."""
        member = indicator(mask, len(self.players)).astype(bool)
        return float(self.alone[member].sum()) - self.cost(mask)

    def most_aggrieved(
        self, allocation: NDArray[np.float64], cut: Cut | None = None
    ) -> tuple[int, float] | None:
        """Return the coalition with the largest excess, by one mixed-integer programme.

        A binary for each player scales every right-hand side that the player owns; a column is held
        at 0 unless all players that it touches are in.

        Raises
        ------
        SolverError
            If a column has neither a finite nor an implied bound, or the solver does not finish.
        """
        if self._separation is None:
            self._separation = _Separation(self.programme)
        mask = self._separation.worst(self.alone - allocation, cut)
        if mask is None:
            return None
        taken = float(allocation[indicator(mask, len(self.players)).astype(bool)].sum())
        return mask, self.value(mask) - taken


class _Separation:
    """Minimise ``c z - sum of (alone - x) of the members`` over coalitions and their plans."""

    def __init__(self, programme: CostProgram) -> None:
        k, n = programme.cost.size, len(programme.players)
        self._n, self._k = n, k
        self._cost = programme.cost
        solver = self._solver = quiet()
        solver.setOptionValue("mip_rel_gap", _GAP)
        solver.setOptionValue("mip_abs_gap", 0.0)
        touches = programme.touches.astype(bool).astype(np.float64)
        touched = touches.tocoo()
        reach = np.maximum(np.abs(programme.col_lower), np.abs(programme.col_upper))
        reach = np.where(np.isfinite(reach), reach, programme.implied)
        bare = np.unique(touched.row[~np.isfinite(reach[touched.row])])
        if bare.size:
            message = f"{bare.size} columns have no bound, the first is {bare[0]}"
            raise SolverError(message, "give implied bounds to find the most aggrieved coalition")
        count = np.bincount(touched.row, minlength=k)
        bounded = count > 0
        lower = np.where(bounded, np.minimum(programme.col_lower, 0.0), programme.col_lower)
        upper = np.where(bounded, np.maximum(programme.col_upper, 0.0), programme.col_upper)
        solver.addVars(k + n, np.append(lower, np.zeros(n)), np.append(upper, np.ones(n)))
        _make_integer(solver, np.append(np.flatnonzero(programme.integer), np.arange(k, k + n)))
        for bound, sign in ((programme.row_lower, 1.0), (programme.row_upper, -1.0)):
            has = np.flatnonzero(np.isfinite(bound))
            scaled = sparse.diags(-bound[has]) @ programme.owners[has]
            both = sparse.hstack([programme.matrix[has], scaled]) * sign
            _add_rows(solver, both.tocsr(), np.zeros(has.size), np.full(has.size, np.inf))
        # |z_j| <= reach_j * member, for each player that the column touches.
        size = touched.row.size
        at = np.arange(size)
        ones = np.ones(size)
        column = sparse.csr_matrix((ones, (at, touched.row)), shape=(size, k))
        member = sparse.csr_matrix((reach[touched.row], (at, touched.col)), shape=(size, n))
        above = sparse.hstack([-column, member]).tocsr()
        _add_rows(solver, above, np.zeros(size), np.full(size, np.inf))
        negative = np.flatnonzero(programme.col_lower[touched.row] < 0)
        below = sparse.hstack([column, member]).tocsr()[negative]
        _add_rows(solver, below, np.zeros(negative.size), np.full(negative.size, np.inf))
        # A bound on the far side of 0 binds when all are in: z_j >= l_j (members - touched + 1).
        for bound, sign in ((programme.col_lower, 1.0), (programme.col_upper, -1.0)):
            far = np.flatnonzero(bounded & (sign * bound > 0))
            inside = sparse.diags(-bound[far]) @ touches[far]
            rows = sparse.hstack([sparse.identity(k, format="csr")[far], inside]) * sign
            least = sign * bound[far] * (1.0 - count[far])
            _add_rows(solver, rows, least, np.full(far.size, np.inf))
        everybody = sparse.csr_matrix(np.concatenate([np.zeros(k), np.ones(n)])[None, :])
        _add_rows(solver, everybody, np.array([1.0]), np.array([n - 1.0]))

    def worst(self, worth: NDArray[np.float64], cut: Cut | None) -> int | None:
        solver, k, n = self._solver, self._k, self._n
        solver.changeColsCost(
            k + n, np.arange(k + n, dtype=np.int32), np.concatenate([self._cost, -worth])
        )
        if cut is not None:
            where = np.arange(k, k + n, dtype=np.int32)
            values = np.array(cut.coefficients, dtype=np.float64)
            solver.addRow(float(cut.at_least), np.inf, n, where, values)
        try:
            status = status_of(solver)
            if status == highspy.HighsModelStatus.kInfeasible and cut is not None:
                return None
            if status != highspy.HighsModelStatus.kOptimal:
                text = solver.modelStatusToString(status).lower()
                message = f"the search for the most aggrieved coalition ended as {text}"
                raise SolverError(message, "check the implied bounds of the columns")
            chosen = np.array(solver.getSolution().col_value)[k:] > 0.5
        finally:
            if cut is not None:
                last = solver.getNumRow() - 1
                solver.deleteRows(1, np.array([last], dtype=np.int32))
        return int(sum(1 << int(i) for i in np.flatnonzero(chosen)))


def _make_integer(solver: _Highs, columns: NDArray[np.integer[Any]]) -> None:
    if columns.size:
        kinds = np.full(columns.size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(columns.size, columns.astype(np.int32), kinds)


def _add_rows(
    solver: _Highs,
    matrix: Any,
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
) -> None:
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
