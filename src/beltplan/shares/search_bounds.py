"""Lower bounds on the cost of every coalition, and the coalition where they are lowest.

Each bound is one amount a player: the cost of a coalition is at least the sum of its members'
amounts, for every bound. Up to `TABLE` players the largest bound of every coalition is kept in a
table; beyond, a mixed-integer programme looks for the lowest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from beltplan.shares.coalitions import indicator, sums
from beltplan.shares.lp import make_integer, quiet
from beltplan.shares.searching import search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.game import Cut

__all__ = ["TABLE", "Bounds", "SolverBounds", "TableBounds", "bounds_for"]

TABLE: Final = 22
"""Most players for a table: four million coalitions, 34 megabytes and twice that in a search."""


_EXACT: Final = 1e-10


class Bounds(Protocol):
    """Bounds on the cost of coalitions, all in a unit of the caller in which costs are near 1."""

    def add(self, shares: NDArray[np.float64], mask: int, cost: float) -> None:
        """Add a bound, shape (n,), and the cost of the coalition that it comes from."""

    def lowest(self, worth: NDArray[np.float64], cut: Cut | None) -> tuple[int, float] | None:
        """Return the coalition with the least bound less worth of its members, and a lower bound.

        Neither nobody nor everybody; None when no coalition satisfies the cut.
        """


def bounds_for(players: int) -> Bounds:
    """Return a table where it is small enough, else a programme."""
    return TableBounds(players) if players <= TABLE else SolverBounds(players)


class TableBounds:
    """The largest bound of every coalition."""

    def __init__(self, players: int) -> None:
        self.least = np.full(1 << players, -np.inf)

    def add(self, shares: NDArray[np.float64], mask: int, cost: float) -> None:
        """Add a bound; see `Bounds.add`."""
        np.maximum(self.least, sums(shares), out=self.least)
        self.least[mask] = max(cost, self.least[mask])

    def lowest(self, worth: NDArray[np.float64], cut: Cut | None) -> tuple[int, float] | None:
        """Return the lowest coalition; see `Bounds.lowest`."""
        net = self.least - sums(worth)
        net[0] = net[-1] = np.inf
        if cut is not None:
            net[sums(np.array(cut.coefficients, dtype=np.float64)) < cut.at_least] = np.inf
        mask = int(np.argmin(net))
        return None if np.isposinf(net[mask]) else (mask, float(net[mask]))


class SolverBounds:
    """A programme over members: a binary a player, and the cost that every bound pushes up."""

    def __init__(self, players: int) -> None:
        n = self._n = players
        self._columns = np.arange(n + 1, dtype=np.int32)
        solver = self._solver = quiet()
        solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 1e-9)
        solver.addVars(n + 1, np.append(np.zeros(n), -np.inf), np.append(np.ones(n), np.inf))
        make_integer(solver, np.arange(n))
        solver.addRow(1.0, n - 1.0, n, self._columns[:n], np.ones(n))

    def add(self, shares: NDArray[np.float64], mask: int, cost: float) -> None:
        """Add a bound; see `Bounds.add`."""
        self._solver.addRow(0.0, np.inf, self._n + 1, self._columns, np.append(-shares, 1.0))
        member = indicator(mask, self._n)
        low = cost - float(shares @ member)
        if low > _EXACT:
            # The bound is low for its own coalition: lift it there. Each player that joins or
            # leaves takes the whole lift away again, so that it holds for all others.
            lifted = shares + low * (2.0 * member - 1.0)
            least = low * (1.0 - float(member.sum()))
            self._solver.addRow(least, np.inf, self._n + 1, self._columns, np.append(-lifted, 1.0))

    def lowest(self, worth: NDArray[np.float64], cut: Cut | None) -> tuple[int, float] | None:
        """Return the lowest coalition; see `Bounds.lowest`.

        Raises
        ------
        SolverError
            If the programme does not end.
        """
        solver, n = self._solver, self._n
        solver.changeColsCost(n + 1, self._columns, np.append(-worth, 1.0))
        return search(solver, self._columns[:n], cut, way_out="check the costs of the programme")
