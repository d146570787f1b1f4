"""A game of savings behind prices: an oracle that learns from every coalition it solves.

The cost of a linear programme with owners is convex in what its coalition owns. So a solved
coalition gives one amount a player, from its prices, that add up to at most the cost of *any*
coalition and exactly to its own (see `beltplan.shares.safe.priced`). These bounds propose the most
aggrieved coalition, it is solved, its prices are added, until the bound and the best coalition
meet (Benders 1962). Bounds do not depend on the allocation that is asked about, so every question
leaves the next one quicker, and a nucleolus needs few of all coalitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.coalitions import indicator
from beltplan.shares.search_bounds import bounds_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from beltplan.shares.game import Cut
    from beltplan.shares.search_bounds import Bounds

__all__ = ["PricedGame"]

_GAP: Final = 1e-9


class PricedGame:
    """The game of savings of a cost that comes with prices; an `Oracle`.

    Parameters
    ----------
    players
        Names.
    price
        Solves one coalition by its mask: returns its cost, and an amount for each player, shape
        (n,), such that the members' amounts of any coalition add up to at most its cost, and those
        of this coalition exactly to its own. Amounts that are lower are safe; the search takes
        longer.
    bounds
        Where bounds are kept; by default what suits the number of players.

    Attributes
    ----------
    alone
        Cost of each player alone, shape (n,).
    """

    def __init__(
        self,
        players: Sequence[str],
        price: Callable[[int], tuple[float, NDArray[np.float64]]],
        *,
        bounds: Bounds | None = None,
    ) -> None:
        self._players = tuple(players)
        self._price = price
        n = self._n = len(self._players)
        self._costs: dict[int, float] = {0: 0.0}
        self._bounds = bounds if bounds is not None else bounds_for(n)
        first = [1 << i for i in range(n)]
        solved = [price(mask) for mask in first]
        self.alone = np.array([cost for cost, _ in solved])
        self._size = float(np.abs(self.alone).max()) or 1.0
        for mask, (cost, shares) in zip(first, solved, strict=True):
            self._learn(mask, cost, shares)
        self.cost((1 << n) - 1)

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""
        return self._players

    @property
    def solved(self) -> int:
        """Number of coalitions solved so far."""
        return len(self._costs) - 1

    def cost(self, mask: int) -> float:
        """Return the cost of a coalition; each is solved once."""
        if mask not in self._costs:
            self._learn(mask, *self._price(mask))
        return self._costs[mask]

    def value(self, mask: int) -> float:
        """Return the saving of a coalition."""
        member = indicator(mask, self._n).astype(bool)
        return float(self.alone[member].sum()) - self.cost(mask)

    def most_aggrieved(
        self, allocation: NDArray[np.float64], cut: Cut | None = None, above: float = -np.inf
    ) -> tuple[int, float] | None:
        """Return the coalition with the largest excess; see `beltplan.shares.game.Oracle`."""
        worth = (self.alone - allocation) / self._size
        best, best_mask = np.inf, 0
        while True:
            found = self._bounds.lowest(worth, cut)
            if found is None:
                return None
            mask, bound = found
            seen = mask in self._costs
            there = self.cost(mask) / self._size - float(indicator(mask, self._n) @ worth)
            if there < best:
                best, best_mask = there, mask
            if seen or best <= bound + _GAP or bound * self._size >= -above:
                return best_mask, -best * self._size

    def _learn(self, mask: int, cost: float, shares: NDArray[np.float64]) -> None:
        self._costs[mask] = cost
        self._bounds.add(shares / self._size, mask, cost / self._size)
