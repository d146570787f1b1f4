"""The most aggrieved coalitions of a game, complete or behind an oracle, on one scale.

A game keeps its core, its nucleolus and every excess when each player is given an amount of its own
(strategic equivalence). So the linear programmes see the game with single players worth nothing and
its size brought to one, and tolerances mean the same for euros and for votes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.coalitions import members, sums
from beltplan.shares.game import Cut, Game, Oracle
from beltplan.shares.priced_game import PricedGame

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

__all__ = ["Normal", "least_size"]

_LEAST: Final = 1e-3


def least_size(source: Game | Oracle, singles: NDArray[np.float64]) -> float:
    """Return the size below which gains are small change beside what they are made of.

    A thousandth of the largest cost or worth of a single player: where costs of millions save a
    few euros, rounding of the costs must not pass for a gain.
    """
    alone = getattr(source, "alone", None)
    amounts = singles if alone is None else np.concatenate([singles, alone])
    return _LEAST * float(np.abs(amounts).max())


class Normal:
    """A game with single players worth 0 and size 1.

    Parameters
    ----------
    source
        The game as it is.

    Attributes
    ----------
    players
        Number of players.
    singles
        What each is worth alone, in the game's own unit, shape (n,).
    scale
        Unit of the normal game in the game's own unit.
    grand
        Worth of everybody, normal.
    """

    def __init__(self, source: Game | Oracle) -> None:
        self.players = len(source.players)
        self.everybody = (1 << self.players) - 1
        self._source = source
        self.singles = np.array([source.value(1 << i) for i in range(self.players)])
        self._table: NDArray[np.float64] | None = None
        least = least_size(source, self.singles)
        if isinstance(source, Game):
            table = source.values - sums(self.singles)
            self.scale = max(float(np.abs(table).max()), least) or 1.0
            self._table = table / self.scale
            self.grand = float(self._table[-1])
        else:
            surplus = source.value(self.everybody) - float(self.singles.sum())
            self.scale = max(abs(surplus), least) or 1.0
            self.grand = surplus / self.scale

    def value(self, mask: int) -> float:
        """Return the worth of a coalition, normal."""
        if self._table is not None:
            return float(self._table[mask])
        alone = float(self.singles[list(members(mask))].sum())
        return (self._source.value(mask) - alone) / self.scale

    def own(self, allocation: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return an allocation in the game's own unit."""
        return self.singles + self.scale * allocation

    def normal(self, allocation: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return an allocation of the game's own unit in the normal one."""
        out: NDArray[np.float64] = (allocation - self.singles) / self.scale
        return out

    def aggrieved(
        self,
        allocation: NDArray[np.float64],
        directions: NDArray[np.int64] | None = None,
        *,
        limit: int,
        above: float = -np.inf,
        known: Collection[int] = (),
    ) -> list[tuple[int, float]]:
        """Return coalitions with the largest excess, largest first.

        Given a limit, an oracle may return any that are above it.

        Parameters
        ----------
        allocation
            Normal, shape (n,).
        directions
            Only coalitions that some direction moves (see `Span.directions`), shape (n, k); all
            proper coalitions when absent.
        limit
            At most so many; an oracle may return one only.
        above
            An oracle may stop at the first coalition with a larger excess, and once none can have
            one.
        known
            Coalitions that need not be returned again.
        """
        if self._table is None:
            return self._asked(allocation, directions, above, known)
        excess = self._table - sums(allocation)
        excess[0] = excess[-1] = -np.inf
        if directions is not None:
            moved = np.zeros(excess.size, dtype=bool)
            for k in range(directions.shape[1]):
                moved |= sums(directions[:, k].astype(np.float64)) != 0.0
            excess[~moved] = -np.inf
        limit = min(limit, excess.size)
        top = np.argpartition(excess, excess.size - limit)[-limit:]
        top = top[np.argsort(-excess[top], kind="stable")]
        return [(int(mask), float(excess[mask])) for mask in top if np.isfinite(excess[mask])]

    def _asked(
        self,
        allocation: NDArray[np.float64],
        directions: NDArray[np.int64] | None,
        above: float,
        known: Collection[int],
    ) -> list[tuple[int, float]]:
        own = self.own(allocation)
        limit = above * self.scale
        ask = self._source.most_aggrieved
        if isinstance(self._source, PricedGame) and np.isfinite(above):
            # Any row that is broken serves; those of coalitions solved before cost nothing.
            ask = self._source.some_aggrieved
            seen = [
                (mask, excess / self.scale)
                for mask, excess in self._source.seen_aggrieved(own, limit)
                if mask not in known and (directions is None or np.any(_moves(mask, directions)))
            ]
            if seen:
                return seen[: 2 * self.players]
        found = ask(own, None, limit)
        if found is None:
            return []
        if directions is None or np.any(_moves(found[0], directions)):
            return [(found[0], found[1] / self.scale)]
        # The worst is settled: ask for the worst that each direction moves up, or down.
        best: dict[int, float] = {}
        for k in range(directions.shape[1]):
            for sign in (1, -1):
                cut = Cut(tuple(int(sign * d) for d in directions[:, k]))
                other = ask(own, cut, limit)
                if other is not None:
                    best[other[0]] = other[1] / self.scale
                    if best[other[0]] > above:
                        return [(other[0], best[other[0]])]
        return sorted(best.items(), key=lambda item: -item[1])


def _moves(mask: int, directions: NDArray[np.int64]) -> NDArray[np.int64]:
    out: NDArray[np.int64] = directions[list(members(mask))].sum(axis=0)
    return out
