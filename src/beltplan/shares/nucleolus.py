"""The nucleolus: the allocation that is kindest to the worst off, then to the next, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.errors import SolverError
from beltplan.shares.generation import FREE, CoalitionLp
from beltplan.shares.separation import Normal
from beltplan.shares.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.shares.game import Game, Oracle

__all__ = ["Level", "Nucleolus", "nucleolus"]

_DUAL: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Level:
    """One stage: an excess, and the coalitions found that have it from here on."""

    excess: float
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nucleolus:
    """The nucleolus and how it was found.

    Attributes
    ----------
    gains
        Gain of each player, shape (n,).
    levels
        Stages in order; excesses fall. The masks of all stages, with those of everybody and of
        players held at what they are worth alone, settle every player's gain.
    solved
        Number of linear programmes.
    """

    gains: NDArray[np.float64]
    levels: tuple[Level, ...]
    solved: int


def nucleolus(
    game: Game | Oracle,
    *,
    rational: bool = True,
    progress: Callable[[int, int, str], None] | None = None,
) -> Nucleolus:
    """Return the nucleolus (Schmeidler 1969), by a sequence of linear programmes.

    Each stage minimises the largest excess among coalitions that are not settled yet (Maschler,
    Peleg and Shapley 1979). Coalitions with a positive dual have that excess in every optimum: they
    are fixed. A coalition in the span of fixed ones is settled too and leaves the programme, so
    there are at most n - 1 stages; the span is kept exactly, in fractions. Rows are generated as
    they are broken (Hallefjord, Helming and Jørnsten 1995), for a complete game from its table and
    for an oracle by its most aggrieved coalition under a cut.

    Parameters
    ----------
    game
        Complete, or an oracle.
    rational
        Only allocations that give every player at least what it is worth alone. Without it the
        prenucleolus. The two agree in games where joining never costs a coalition anything, which
        includes every superadditive game. When not even the sum allows it, the prenucleolus.
    progress
        Called as ``progress(rank, players, label)`` after each stage.

    Raises
    ------
    SolverError
        If a stage has no optimum, or its duals do not settle a coalition.

    Examples
    --------
    An estate of 200 and claims of 100, 200 and 300 (Aumann and Maschler 1985):

    >>> from beltplan.shares.coalitions import sums
    >>> from beltplan.shares.game import Game
    >>> left = 200 - sums(np.array([100.0, 200, 300]))[::-1]
    >>> nucleolus(Game(("a", "b", "c"), np.maximum(left, 0))).gains.round(6)
    array([50., 75., 75.])
    """
    normal = Normal(game)
    n = normal.players
    rational = rational and normal.grand >= 0
    span = Span(n)
    span.add(normal.everybody)
    allocation = np.full(n, normal.grand / n)
    known: frozenset[int] = frozenset()
    levels: list[Level] = []
    solved = 0
    while span.rank < n:
        stage = CoalitionLp(normal, allocation, span.directions(), slack=FREE, restrict=True)
        stage.add_coalitions(sorted(known))
        held = _hold(stage, normal, span) if rational else []
        stage.cost(np.concatenate([np.zeros(stage.steps), [1.0]]))
        point = stage.solve()
        solved += stage.solved
        allocation, known = point.allocation, known | stage.coalitions
        fixed = tuple(sorted(mask for mask, dual in point.duals.items() if dual > _DUAL))
        before = span.rank
        for mask in fixed:
            span.add(mask)
        for player, dual in zip(held, point.other_duals, strict=True):
            if dual > _DUAL:
                span.add(1 << player)
        if span.rank == before:
            message = "a stage of the nucleolus settles no coalition"
            raise SolverError(message, "bring the worth of the coalitions to a similar size")
        levels.append(Level(point.slack * normal.scale, fixed))
        if progress is not None:
            progress(span.rank, n, "nucleolus")
    return Nucleolus(normal.own(allocation), tuple(levels), solved)


def _hold(stage: CoalitionLp, normal: Normal, span: Span) -> list[int]:
    """Keep every player that can still move at or above what it is worth alone; return them."""
    moves = span.directions()
    players = [i for i in range(normal.players) if moves[i].any()]
    rows = np.eye(normal.players)[players]
    stage.add_rows(
        rows, np.zeros((len(players), 0)), np.zeros(len(players)), np.full(len(players), np.inf)
    )
    return players
