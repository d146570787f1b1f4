"""Is the game superadditive, is it convex: every test counted, so that the finding is a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.coalitions import members

if TYPE_CHECKING:
    from beltplan.shares.game import Game

__all__ = ["Shape", "convexity", "superadditivity"]

_RELATIVE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Shape:
    """How often a property of a game was tested and how often it failed.

    Attributes
    ----------
    tested, violations
        Counts.
    worst
        Largest amount by which it failed; 0 where it never did.
    where
        Two masks that show the worst failure, or None.
    """

    tested: int
    violations: int
    worst: float
    where: tuple[int, int] | None

    @property
    def holds(self) -> bool:
        """Whether it never failed."""
        return self.violations == 0


def superadditivity(game: Game, *, tolerance: float | None = None) -> Shape:
    """Test ``v(S) + v(T) <= v(S and T together)`` for all disjoint S and T.

    There are ``(3**n - 2**(n+1) + 1) / 2`` pairs: about 2.4 million for 14 players.

    Parameters
    ----------
    game
        The game.
    tolerance
        Failures up to it do not count; default a billionth of the largest worth.
    """
    values = game.values
    limit = _limit(game, tolerance)
    tested = violations = 0
    worst, where = 0.0, None
    for first in range(1, game.grand):
        # The second coalition has its lowest member above that of the first: each pair once.
        low = first & -first
        rest = np.zeros(1, dtype=np.int64)
        for i in members(game.grand & ~first & ~(2 * low - 1)):
            rest = np.concatenate([rest, rest | (1 << i)])
        others = rest[1:]
        if others.size == 0:
            continue
        gap = values[first] + values[others] - values[others | first]
        tested += others.size
        violations += int(np.count_nonzero(gap > limit))
        at = int(np.argmax(gap))
        if gap[at] > max(worst, limit):
            worst, where = float(gap[at]), (first, int(others[at]))
    return Shape(tested, violations, worst, where)


def convexity(game: Game, *, tolerance: float | None = None) -> Shape:
    """Test that a player's contribution grows with the coalition (Shapley 1971).

    For all pairs of players i, j and all S without them:
    ``v(S+i+j) - v(S+i) - v(S+j) + v(S) >= 0``; ``n (n-1) / 2 * 2**(n-2)`` tests are enough.
    """
    n, values = len(game.players), game.values
    limit = _limit(game, tolerance)
    masks = np.arange(values.size)
    tested = violations = 0
    worst, where = 0.0, None
    for i in range(n):
        for j in range(i + 1, n):
            base = masks[(masks >> i & 1 | masks >> j & 1) == 0]
            one, other = base | 1 << i, base | 1 << j
            gap = values[one] + values[other] - values[one | other] - values[base]
            tested += base.size
            violations += int(np.count_nonzero(gap > limit))
            at = int(np.argmax(gap))
            if gap[at] > max(worst, limit):
                worst, where = float(gap[at]), (int(one[at]), int(other[at]))
    return Shape(tested, violations, worst, where)


def _limit(game: Game, tolerance: float | None) -> float:
    if tolerance is not None:
        return tolerance
    return _RELATIVE * max(float(np.abs(game.values).max()), 1e-300)
