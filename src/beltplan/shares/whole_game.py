"""The game of savings of a programme with whole numbers, as an oracle.

There are no prices; the most aggrieved coalition is one mixed-integer programme over coalitions and
their plans at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from beltplan.shares.coalitions import indicator
from beltplan.shares.errors import SolverError
from beltplan.shares.lp import add_sparse_rows, make_integer, quiet
from beltplan.shares.searching import search

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.shares.game import Cut
    from beltplan.shares.program import CostProgram

__all__ = ["WholeGame"]

_GAP: Final = 1e-9


class WholeGame:
    """The game of savings of the best whole plans; an `Oracle`.

    Parameters
    ----------
    programme
        The programme.
    solve
        Cost of a coalition by its mask.

    Attributes
    ----------
    alone
        Cost of each player alone, shape (n,).
    """

    def __init__(self, programme: CostProgram, solve: Callable[[int], float]) -> None:
        self._solve = solve
        self._programme = programme
        self._costs: dict[int, float] = {0: 0.0}
        self._search: _Search | None = None
        self.alone = np.array([self.cost(1 << i) for i in range(len(programme.players))])

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self._programme.players

    def cost(self, mask: int) -> float:
        """Return the cost of a coalition; each is solved once."""
        if mask not in self._costs:
            self._costs[mask] = self._solve(mask)
        return self._costs[mask]

    def value(self, mask: int) -> float:
        """Return the saving of a coalition."""
        member = indicator(mask, len(self.players)).astype(bool)
        return float(self.alone[member].sum()) - self.cost(mask)

    def most_aggrieved(
        self,
        allocation: NDArray[np.float64],
        cut: Cut | None = None,
        above: float = -np.inf,  # noqa: ARG002
    ) -> tuple[int, float] | None:
        """Return the coalition with the largest excess; see `beltplan.shares.game.Oracle`.

        Raises
        ------
        SolverError
            If a column has neither a bound nor an implied one, or the search does not end.
        """
        if self._search is None:
            self._search = _Search(self._programme)
        mask = self._search.worst(self.alone - allocation, cut)
        if mask is None:
            return None
        taken = float(allocation[indicator(mask, len(self.players)).astype(bool)].sum())
        return mask, self.value(mask) - taken


class _Search:
    """Minimise cost less worth of the members over coalitions and their plans at once.

    A binary for each player scales every right-hand side that the player owns; a column is held at
    0 unless all players that it touches are in.

    Parameters
    ----------
    programme
        A programme whose columns have finite bounds, given or implied.

    Raises
    ------
    SolverError
        If a column has neither.
    """

    def __init__(self, programme: CostProgram) -> None:
        k, n = programme.cost.size, len(programme.players)
        self._n, self._k = n, k
        self._cost = programme.cost
        solver = self._solver = quiet()
        solver.setOptionValue("mip_rel_gap", _GAP)
        solver.setOptionValue("mip_abs_gap", 0.0)
        touches = programme.touches
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
        make_integer(solver, np.append(np.flatnonzero(programme.integer), np.arange(k, k + n)))
        for bound, sign in ((programme.row_lower, 1.0), (programme.row_upper, -1.0)):
            has = np.flatnonzero(np.isfinite(bound))
            scaled = sparse.diags(-bound[has]) @ programme.owners[has]
            both = sparse.hstack([programme.matrix[has], scaled]) * sign
            add_sparse_rows(solver, both.tocsr(), np.zeros(has.size), np.full(has.size, np.inf))
        # |z_j| <= reach_j * member, for each player that the column touches.
        size = touched.row.size
        at = np.arange(size)
        ones = np.ones(size)
        column = sparse.csr_matrix((ones, (at, touched.row)), shape=(size, k))
        member = sparse.csr_matrix((reach[touched.row], (at, touched.col)), shape=(size, n))
        above = sparse.hstack([-column, member]).tocsr()
        add_sparse_rows(solver, above, np.zeros(size), np.full(size, np.inf))
        negative = np.flatnonzero(programme.col_lower[touched.row] < 0)
        below = sparse.hstack([column, member]).tocsr()[negative]
        add_sparse_rows(solver, below, np.zeros(negative.size), np.full(negative.size, np.inf))
        # A bound on the far side of 0 binds when all are in: z_j >= l_j (members - touched + 1).
        for bound, sign in ((programme.col_lower, 1.0), (programme.col_upper, -1.0)):
            far = np.flatnonzero(bounded & (sign * bound > 0))
            inside = sparse.diags(-bound[far]) @ touches[far]
            rows = sparse.hstack([sparse.identity(k, format="csr")[far], inside]) * sign
            least = sign * bound[far] * (1.0 - count[far])
            add_sparse_rows(solver, rows, least, np.full(far.size, np.inf))
        everybody = sparse.csr_matrix(np.concatenate([np.zeros(k), np.ones(n)])[None, :])
        add_sparse_rows(solver, everybody, np.array([1.0]), np.array([n - 1.0]))

    def worst(self, worth: NDArray[np.float64], cut: Cut | None) -> int | None:
        """Return the coalition with the smallest cost less worth of its members."""
        solver, k, n = self._solver, self._k, self._n
        solver.changeColsCost(
            k + n, np.arange(k + n, dtype=np.int32), np.concatenate([self._cost, -worth])
        )
        players = np.arange(k, k + n, dtype=np.int32)
        found = search(solver, players, cut, way_out="check the implied bounds of the columns")
        return None if found is None else found[0]
