"""The core: is an allocation blocked, by whom, and how far each player's gain may move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.coalitions import names
from beltplan.shares.errors import EmptyCoreError, SolverError
from beltplan.shares.game import Game, excesses
from beltplan.shares.generation import CoalitionLp
from beltplan.shares.separation import Normal, least_size
from beltplan.shares.span import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.game import Oracle
    from beltplan.shares.generation import Point

__all__ = [
    "CoreRange",
    "Stability",
    "core_programme",
    "core_range",
    "default_tolerance",
    "optimum_in_core",
    "stability",
]

_RELATIVE: Final = 1e-6
_ROUNDING: Final = 1e-7
_DEAR: Final = 1e3


@dataclass(frozen=True, slots=True)
class Stability:
    """What coalitions say to an allocation.

    Attributes
    ----------
    blocking
        Number of coalitions that gain more than the tolerance by leaving; None when some do and the
        game is an oracle, which tells only the most aggrieved.
    coalitions
        Number of coalitions that could block: all but nobody and everybody.
    most_aggrieved
        Mask of the coalition with the largest excess.
    coalition
        Its members.
    excess
        What it would gain by leaving; below zero, what it would lose. Where nobody blocks and the
        game is an oracle, of a coalition that was looked at: the largest is at most the tolerance.
    surplus
        What the allocation hands out above ``v(N)``; below zero, what it keeps back.
    tolerance
        Excess up to which a coalition does not count as blocking.
    """

    blocking: int | None
    coalitions: int
    most_aggrieved: int
    coalition: tuple[str, ...]
    excess: float
    surplus: float
    tolerance: float

    @property
    def stable(self) -> bool:
        """Whether nobody blocks and no more is handed out than there is: it is in the core."""
        return self.excess <= self.tolerance and abs(self.surplus) <= self.tolerance


def default_tolerance(game: Game | Oracle) -> float:
    """Return one millionth of what everybody together is worth above single players.

    Or of `beltplan.shares.separation.least_size`, where that is more.
    """
    n = len(game.players)
    singles = np.array([game.value(1 << i) for i in range(n)])
    surplus = abs(game.value((1 << n) - 1) - float(singles.sum()))
    return _RELATIVE * (max(surplus, least_size(game, singles)) or 1.0)


def stability(
    game: Game | Oracle, allocation: NDArray[np.float64], *, tolerance: float | None = None
) -> Stability:
    """Return which coalitions block an allocation.

    Parameters
    ----------
    game
        Complete, or an oracle.
    allocation
        Gain of each player, shape (n,).
    tolerance
        In the unit of the game; see `default_tolerance`.

    Examples
    --------
    The Shapley value of the glove game is blocked by each pair of a left and the right glove.

    >>> game = Game(("l1", "l2", "r"), np.array([0.0, 0, 0, 0, 0, 1, 1, 1]))
    >>> answer = stability(game, np.array([1, 1, 4]) / 6)
    >>> answer.blocking, answer.coalition, round(answer.excess, 4)
    (2, ('l1', 'r'), 0.1667)
    """
    tolerance = default_tolerance(game) if tolerance is None else tolerance
    n = len(game.players)
    everybody = (1 << n) - 1
    surplus = float(np.sum(allocation)) - game.value(everybody)
    blocking: int | None = None
    if n == 1:
        return Stability(0, 0, 0, (), -np.inf, surplus, tolerance)
    if isinstance(game, Game):
        excess = excesses(game, allocation)[1:-1]
        blocking = int(np.count_nonzero(excess > tolerance))
        # Of equals the first, whatever the last digit says.
        near = np.flatnonzero(excess >= excess.max() - 1e-9 * max(abs(excess.max()), tolerance))
        mask = int(near[0]) + 1
        worst = float(excess[mask - 1])
    else:
        found = game.most_aggrieved(allocation, None, tolerance)
        if found is None:
            message = "the oracle names no coalition"
            raise SolverError(message, "without a cut it must name one")
        mask, worst = found
        if worst <= tolerance:
            blocking = 0
    who = names(mask, game.players)
    return Stability(blocking, everybody - 1, mask, who, worst, surplus, tolerance)


def core_programme(normal: Normal, *, slack: float | None = None, extras: int = 0) -> CoalitionLp:
    """Return the linear programme over the core of a normal game.

    Parameters
    ----------
    normal
        The game.
    slack
        Excess that no coalition leaves for, in the game's own unit, used only as far as no
        allocation is stable without. Default a ten-millionth of the game's size, so that a core
        that is a point is not lost to rounding.
    extras
        Number of further columns.
    """
    size = _ROUNDING if slack is None else slack / normal.scale
    n = normal.players
    span = Span(n)
    span.add(normal.everybody)
    origin = np.full(n, normal.grand / n)
    return CoalitionLp(normal, origin, span.directions(), slack=(0.0, size), extras=extras)


@dataclass(frozen=True, slots=True)
class CoreRange:
    """Least and most that each player can gain within the core, shape (n,) each."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def core_range(game: Game | Oracle, *, slack: float | None = None) -> CoreRange:
    """Return how far each player's gain can move within the core: two linear programmes each.

    Parameters
    ----------
    game
        Complete, or an oracle.
    slack
        See `core_programme`; the gap, where costs were not solved exactly.

    Raises
    ------
    EmptyCoreError
        If no allocation is stable.

    Examples
    --------
    >>> game = Game(("l1", "l2", "r"), np.array([0.0, 0, 0, 0, 0, 1, 1, 1]))
    >>> bounds = core_range(game)
    >>> (bounds.low.round(6) + 0.0).tolist(), bounds.high.round(6).tolist()
    ([0.0, 0.0, 1.0], [0.0, 0.0, 1.0])
    """
    normal = Normal(game)
    n = normal.players
    if n == 1:
        alone = np.array([game.value(1)])
        return CoreRange(alone, alone.copy())
    programme = core_programme(normal, slack=slack)
    moves = np.zeros((n, programme.width))
    moves[:, : programme.steps] = programme.moves
    low, high = np.empty(n), np.empty(n)
    for i in range(n):
        for sign, out in ((1.0, low), (-1.0, high)):
            out[i] = optimum_in_core(programme, sign * moves[i]).allocation[i]
    return CoreRange(normal.own(low) + 0.0, normal.own(np.maximum(low, high)) + 0.0)


def optimum_in_core(programme: CoalitionLp, cost: NDArray[np.float64]) -> Point:
    """Return the optimum of a programme over the core, with as little slack as can be.

    Parameters
    ----------
    programme
        From `core_programme`.
    cost
        Of every column, near 1.

    Raises
    ------
    EmptyCoreError
        If the core is empty.
    """
    dear = cost.copy()
    dear[programme.steps] = _DEAR * cost.size
    programme.cost(dear)
    try:
        return programme.solve()
    except SolverError as error:
        message = "every allocation is blocked by some coalition: the core is empty"
        raise EmptyCoreError(message, "use the least core or the nucleolus instead") from error
