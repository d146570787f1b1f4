"""The least core, and the subsidy that an empty core needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.shares.generation import BROKEN, FREE, CoalitionLp
from beltplan.shares.separation import Normal
from beltplan.shares.span import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.game import Game, Oracle

__all__ = ["LeastCore", "least_core", "subsidy"]


@dataclass(frozen=True, slots=True)
class LeastCore:
    """The least core.

    Attributes
    ----------
    epsilon
        The smallest excess that the most aggrieved coalition can be left with. Above zero the core
        is empty, and leaving must cost a coalition that much for any allocation to hold; at or
        below zero the core is not empty.
    gains
        An allocation of the least core, shape (n,); one of many.
    tight
        Masks of coalitions that have excess epsilon in every allocation of the least core.
    solved
        Number of linear programmes.
    """

    epsilon: float
    gains: NDArray[np.float64]
    tight: tuple[int, ...]
    solved: int

    @property
    def empty_core(self) -> bool:
        """Whether the core of the game is empty, beyond the solver's tolerance."""
        size = max(float(np.abs(self.gains).sum()), abs(self.epsilon), 1e-300)
        return self.epsilon > 10 * BROKEN * size


def least_core(game: Game | Oracle) -> LeastCore:
    """Return the least core (Maschler, Peleg and Shapley 1979).

    Minimise epsilon so that everybody's gains add up to ``v(N)`` and no coalition has an excess
    above epsilon. Rows are generated as they are broken, so an oracle is enough.

    Raises
    ------
    SolverError
        If the programme has no optimum.

    Examples
    --------
    Three players, any two of whom win: the core is empty.

    >>> from beltplan.shares.game import Game
    >>> majority = Game(("a", "b", "c"), np.array([0.0, 0, 0, 1, 0, 1, 1, 1]))
    >>> round(least_core(majority).epsilon, 9)
    0.333333333
    """
    normal = Normal(game)
    n = normal.players
    if n == 1:
        return LeastCore(-np.inf, np.array([game.value(1)]), (), 0)
    span = Span(n)
    span.add(normal.everybody)
    programme = CoalitionLp(
        normal, np.full(n, normal.grand / n), span.directions(), slack=FREE, restrict=True
    )
    programme.cost(np.concatenate([np.zeros(programme.steps), [1.0]]))
    point = programme.solve()
    tight = tuple(sorted(mask for mask, dual in point.duals.items() if dual > BROKEN))
    epsilon = point.slack * normal.scale
    return LeastCore(epsilon, normal.own(point.allocation), tight, programme.solved)


def subsidy(game: Game | Oracle) -> float:
    """Return the smallest sum from outside with which some allocation is blocked by nobody.

    It is paid to everybody acting together and to nobody else: the cost of stability of Bachrach
    and others (2009). Zero when the core is not empty.

    Examples
    --------
    >>> from beltplan.shares.game import Game
    >>> majority = Game(("a", "b", "c"), np.array([0.0, 0, 0, 1, 0, 1, 1, 1]))
    >>> round(subsidy(majority), 9)
    0.5
    """
    normal = Normal(game)
    n = normal.players
    if n == 1:
        return 0.0
    programme = CoalitionLp(normal, np.zeros(n), np.eye(n, dtype=np.int64), slack=(0.0, 0.0))
    everybody = np.ones((1, n))
    programme.add_rows(everybody, np.zeros((1, 0)), np.array([normal.grand]), np.array([np.inf]))
    programme.cost(np.concatenate([np.ones(n), [0.0]]))
    missing = programme.solve().objective - normal.grand
    return missing * normal.scale if missing > BROKEN else 0.0
