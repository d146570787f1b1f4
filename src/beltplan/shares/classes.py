"""The game of plans in whole classes, whose core can be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.levels import part
from beltplan.plan.whole import solve_whole
from beltplan.shares.coalitions import members
from beltplan.shares.errors import TooManyPlayersError
from beltplan.shares.game import Game

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beltplan.plan.model import Model

__all__ = ["game_of_classes"]

_MOST = 8
"""Most areas: every coalition is a branch and bound of its own."""


def game_of_classes(
    model: Model,
    areas: Sequence[int],
    *,
    size: float,
    gap: float = 1e-4,
    done: Callable[[int, int], None] | None = None,
) -> Game:
    """Return the complete game of some areas when courses open in whole classes.

    `beltplan.shares.leastcore.subsidy` of it is the sum from outside that a stable agreement
    needs: 0 where the core is not empty.

    Parameters
    ----------
    model
        The model; a coarse one.
    areas
        Positions of the areas that play, at most 8.
    size
        Seats of a class.
    gap
        Relative gap of each solve.
    done
        Called with the number of coalitions solved and of all.

    Raises
    ------
    TooManyPlayersError
        If there are more than 8 areas.
    """
    n = len(areas)
    if n > _MOST:
        message = f"{n} areas make {2**n - 1} whole plans"
        raise TooManyPlayersError(message, f"choose at most {_MOST} of them")
    costs = np.zeros(1 << n)
    for mask in range(1, 1 << n):
        cut = part(model, np.array([areas[i] for i in members(mask)]))
        costs[mask] = solve_whole(model, cut, size=size, gap=gap).objective
        if done is not None:
            done(mask, (1 << n) - 1)
    return Game.from_costs([model.data.areas[r] for r in areas], costs)
