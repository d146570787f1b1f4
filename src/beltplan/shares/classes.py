"""The game of plans in whole classes, whose core can be empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.levels import part
from beltplan.plan.settings import GAP
from beltplan.plan.simplex import solve_exactly
from beltplan.plan.whole import solve_whole
from beltplan.shares.agreement import extended, owned
from beltplan.shares.coalitions import mask_of, members
from beltplan.shares.errors import TooManyPlayersError
from beltplan.shares.game import Game

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from beltplan.plan.model import Model

__all__ = ["MOST", "ClassGame", "game_of_classes", "single_seats"]

MOST = 8
"""Most areas: every coalition is a branch and bound of its own."""


@dataclass(frozen=True)
class ClassGame:
    """A complete game of plans in whole classes.

    Attributes
    ----------
    game
        The game of savings.
    cost, bound
        float [2^n] by coalition mask: cost of its plan, and the proved lower bound of it.
    """

    game: Game
    cost: NDArray[np.float64]
    bound: NDArray[np.float64]

    @property
    def doubt(self) -> float:
        """Return the most by which the saving of a coalition can be wrong, thousands of EUR.

        Costs are known up to their gaps: a coalition's own, and those of its members alone.
        """
        width = self.cost - self.bound
        alone = sum(float(width[1 << i]) for i in range(len(self.game.players)))
        return float(width.max()) + alone


def game_of_classes(
    model: Model,
    areas: Sequence[int],
    *,
    size: float,
    gap: float = GAP,
    seconds: float = 600.0,
    done: Callable[[int, int], None] | None = None,
) -> ClassGame:
    """Return the complete game of some areas when courses open in whole classes.

    `beltplan.shares.leastcore.subsidy` of it is the sum from outside that a stable agreement
    needs: 0 where the core is not empty.

    Parameters
    ----------
    model
        The model; a coarse one.
    areas
        Positions of the areas that play, at most `MOST`.
    size
        Seats of a class.
    gap
        Relative gap of each solve.
    seconds
        Time limit of each solve.
    done
        Called with the number of coalitions solved and of all.

    Raises
    ------
    TooManyPlayersError
        If there are more than `MOST` areas.
    """
    n = len(areas)
    if n > MOST:
        message = f"{n} areas make {2**n - 1} whole plans"
        raise TooManyPlayersError(message, f"choose at most {MOST} of them")
    costs, bounds = np.zeros(1 << n), np.zeros(1 << n)
    for mask in range(1, 1 << n):
        cut = part(model, np.array([areas[i] for i in members(mask)]))
        found = solve_whole(model, cut, size=size, gap=gap, seconds=seconds)
        costs[mask], bounds[mask] = found.objective, found.bound
        if done is not None:
            done(mask, (1 << n) - 1)
    game = Game.from_costs([model.data.areas[r] for r in areas], costs)
    return ClassGame(game, costs, bounds)


def single_seats(model: Model, areas: Sequence[int]) -> NDArray[np.float64]:
    """Return what the areas gain by the prices of their plan if seats could open one by one, [n].

    Owen's split: no group of them would leave it.
    """
    playing = np.asarray(areas, np.int64)
    cut = part(model, playing)
    prices = extended(model, cut, solve_exactly(cut.stage), None)
    shares = owned(model, *prices, mask=mask_of(areas)).total[playing]
    alone = [
        solve_exactly(part(model, playing[i : i + 1]).stage).objective for i in range(len(playing))
    ]
    gains: NDArray[np.float64] = np.array(alone) - shares
    return gains
