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
    tolerance
        What a coalition's excess is worth proving to, in the unit of the costs: generated rows
        (least core, nucleolus, range of the core) may be broken by as much.

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
        tolerance: float = 0.0,
    ) -> None:
        self.tolerance = tolerance
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
        return self._search(allocation, cut, above, np.inf)

    def some_aggrieved(
        self, allocation: NDArray[np.float64], cut: Cut | None = None, above: float = -np.inf
    ) -> tuple[int, float] | None:
        """Return a coalition whose excess is above a limit, as soon as there is one.

        If there is none, to within the tolerance, the largest that was seen on the way.
        """
        return self._search(allocation, cut, above + self.tolerance, above + self.tolerance)

    def seen_aggrieved(
        self, allocation: NDArray[np.float64], above: float
    ) -> list[tuple[int, float]]:
        """Return coalitions solved before whose excess is above a limit, largest first."""
        masks = np.fromiter(self._costs, np.int64, len(self._costs))
        costs = np.fromiter(self._costs.values(), np.float64, len(masks))
        member = (masks[:, None] >> np.arange(self._n)) & 1
        excess = member @ (self.alone - allocation) - costs
        proper = (masks > 0) & (masks < (1 << self._n) - 1)
        order = np.argsort(-excess, kind="stable")
        kept = order[proper[order] & (excess[order] > above + self.tolerance)]
        return [(int(masks[k]), float(excess[k])) for k in kept]

    def _search(
        self, allocation: NDArray[np.float64], cut: Cut | None, above: float, enough: float
    ) -> tuple[int, float] | None:
        """Let the bounds propose coalitions until none can have a larger excess, or one has enough.

        Parameters
        ----------
        allocation, cut
            See `most_aggrieved`.
        above
            No coalition need be found whose excess is not above this.
        enough
            A coalition with more than this ends the search.
        """
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
            proved = seen or best <= bound + _GAP or bound * self._size >= -above
            if proved or -best * self._size > enough:
                return best_mask, -best * self._size

    def _learn(self, mask: int, cost: float, shares: NDArray[np.float64]) -> None:
        self._costs[mask] = cost
        self._bounds.add(shares / self._size, mask, cost / self._size)
