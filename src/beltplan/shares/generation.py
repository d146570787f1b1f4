"""Linear programmes over allocations; rows, one a coalition, are found when they are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.coalitions import indicator
from beltplan.shares.lp import Lp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from beltplan.shares.separation import Normal

__all__ = ["BROKEN", "FREE", "CoalitionLp", "Point"]

FREE: Final = (-np.inf, np.inf)
"""A slack that is to be found."""

BROKEN: Final = 1e-8
"""By how much a coalition's row must be broken to be added, in a game of size one."""


class Point:
    """An optimum: allocation, slack given to coalitions, further columns, duals of rows."""

    __slots__ = ("allocation", "duals", "extras", "objective", "other_duals", "slack")

    def __init__(
        self,
        allocation: NDArray[np.float64],
        slack: float,
        extras: NDArray[np.float64],
        objective: float,
        duals: dict[int, float],
        other_duals: list[float],
    ) -> None:
        self.allocation = allocation
        self.slack = slack
        self.extras = extras
        self.objective = objective
        self.duals = duals
        self.other_duals = other_duals


class CoalitionLp:
    """Minimise over allocations, so that ``x(S) + slack >= v(S)`` for coalitions.

    Allocations are ``x = origin + directions @ t``. Columns in order: the steps ``t``, the slack,
    the extras. `moves` is the directions as floats, `steps` and `width` the number of steps and of
    all columns, `solved` the number of linear programmes so far.

    Parameters
    ----------
    game
        The normal game.
    origin
        An allocation, shape (n,).
    directions
        Moves, shape (n, k).
    slack
        Least and most slack that coalitions are given.
    extras
        Number of further columns, free.
    restrict
        Whether only coalitions moved by a direction have a row; without it every proper coalition.
    """

    def __init__(
        self,
        game: Normal,
        origin: NDArray[np.float64],
        directions: NDArray[np.int64],
        *,
        slack: tuple[float, float],
        extras: int = 0,
        restrict: bool = False,
    ) -> None:
        self._game = game
        self._origin = origin
        self._directions = directions
        self.moves = directions.astype(np.float64)
        self._restrict = restrict
        self.steps = directions.shape[1]
        width = self.steps + 1 + extras
        lower, upper = np.full(width, -np.inf), np.full(width, np.inf)
        lower[self.steps], upper[self.steps] = slack
        self.width = width
        self._lp = Lp(np.zeros(width), lower, upper)
        self._rows: list[int] = []  # coalition of each row, -1 for other rows
        self._known: set[int] = set()
        self.solved = 0
        self.add_coalitions(self._first())

    def _first(self) -> list[int]:
        """Return single players and their complements: with them the optimum is finite."""
        everybody = self._game.everybody
        first = [1 << i for i in range(self._game.players)]
        return [*first, *(everybody ^ mask for mask in first)]

    def cost(self, coefficients: NDArray[np.float64]) -> None:
        """Set the cost of every column."""
        self._lp.set_cost(coefficients)

    def add_coalitions(self, masks: Iterable[int]) -> None:
        """Add the rows of coalitions; those known or not moved are passed over."""
        rows, least, added = [], [], []
        for mask in masks:
            member = indicator(mask, self._game.players)
            moved = member @ self.moves
            unmoved = self._restrict and not moved.any()
            if mask in self._known or mask in (0, self._game.everybody) or unmoved:
                continue
            self._known.add(mask)
            added.append(mask)
            rows.append(np.concatenate([moved, [1.0], np.zeros(self.width - self.steps - 1)]))
            least.append(self._game.value(mask) - float(member @ self._origin))
        if rows:
            self._lp.add_rows(np.array(rows), np.array(least), np.full(len(rows), np.inf))
            self._rows += added

    def add_rows(
        self,
        on_allocation: NDArray[np.float64],
        on_extras: NDArray[np.float64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
    ) -> None:
        """Add rows ``lower <= A x + B extras <= upper``; A is (k, n), B is (k, extras)."""
        rows = np.hstack(
            [on_allocation @ self.moves, np.zeros((on_allocation.shape[0], 1)), on_extras]
        )
        shift = on_allocation @ self._origin
        self._lp.add_rows(rows, lower - shift, upper - shift)
        self._rows += [-1] * rows.shape[0]

    def solve(self) -> Point:
        """Return an optimum that no coalition's row breaks.

        Raises
        ------
        SolverError
            If there is none.
        """
        directions = self._directions if self._restrict else None
        while True:
            solution = self._lp.solve()
            self.solved += 1
            steps = solution.values[: self.steps]
            allocation = self._origin + self.moves @ steps
            slack = float(solution.values[self.steps])
            limit = 2 * self._game.players
            worst = self._game.aggrieved(
                allocation, directions, limit=limit, above=slack + BROKEN, known=self._known
            )
            broken = [m for m, e in worst if e > slack + BROKEN and m not in self._known]
            if not broken:
                pairs = list(zip(self._rows, solution.duals.tolist(), strict=True))
                return Point(
                    allocation,
                    slack,
                    solution.values[self.steps + 1 :],
                    solution.objective,
                    {mask: dual for mask, dual in pairs if mask >= 0},
                    [dual for mask, dual in pairs if mask < 0],
                )
            self.add_coalitions(broken)

    @property
    def coalitions(self) -> frozenset[int]:
        """The coalitions that have a row."""
        return frozenset(self._known)
