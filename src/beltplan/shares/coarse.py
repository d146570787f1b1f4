"""Ways to split, compared on a game that is coarse enough to solve hundreds of coalitions.

Each coalition's plan is solved to a vertex (`beltplan.plan.simplex`): no gap of a solve stands
between one excess and the next, and what its prices say about all others keeps the number of solves
small (`PricedGame`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.plan.levels import part
from beltplan.plan.model import build
from beltplan.plan.simplex import solve_exactly
from beltplan.shares.agreement import extended, owned
from beltplan.shares.coalitions import indicator, members
from beltplan.shares.core import stability
from beltplan.shares.offer import split_all
from beltplan.shares.priced_game import PricedGame
from beltplan.shares.proportional import by_weight, equal
from beltplan.shares.relative import relative_gains
from beltplan.shares.splits import Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.plan.reading import PlanInput
    from beltplan.shares.splits import Method, Splits

    Floats = NDArray[np.float64]

__all__ = ["challenge", "explore"]

_KNOWN: Final = 1e-7
"""Share of the costs alone below which an excess means nothing: rounding of the solves."""


def explore(
    start: PlanInput,
    *,
    blocks: int = 0,
    progress: Callable[[int, int, str], None] | None = None,
    solved: Callable[[int], None] | None = None,
) -> Splits:
    """Compare all ways to split.

    Parameters
    ----------
    start
        What a coarse plan starts from: `read_plan` with one scenario and a short horizon, say.
    blocks
        Of the sampled Shapley value; 0 leaves it out.
    progress
        Called as ``progress(done, total, label)``.
    solved
        Called with the number of coalitions solved so far.
    """
    game, shares = _game(start, solved)
    return split_all(
        game,
        game.alone,
        owen_costs=shares,
        weights=start.data.start.sum(axis=1),
        tolerance=game.tolerance,
        blocks=blocks,
        progress=progress,
    )


def challenge(
    start: PlanInput, *, solved: Callable[[int], None] | None = None
) -> tuple[Split, ...]:
    """Return the splits that come to mind first, and whether a group would leave each of them.

    Owen's, and the saving in equal parts, by cost alone and by inhabitants at work. It needs far
    fewer solves than `explore`; arguments are the same.
    """
    game, shares = _game(start, solved)
    gains: dict[Method, Floats] = {
        "owen": game.alone - shares,
        "equal": equal(game),
        "cost": by_weight(game, game.alone),
        "weight": by_weight(game, start.data.start.sum(axis=1)),
    }
    return tuple(
        Split(
            method,
            each,
            relative_gains(each, game.alone),
            stability(game, each, tolerance=game.tolerance),
        )
        for method, each in gains.items()
    )


def _game(start: PlanInput, solved: Callable[[int], None] | None) -> tuple[PricedGame, Floats]:
    """Return the game of a coarse plan, and the cost shares by the prices of everybody."""
    model = build(start.data)
    areas = len(model.data.areas)
    everybody = (1 << areas) - 1
    count = 0
    grand: list[tuple[Floats, Floats]] = []

    def price(mask: int) -> tuple[float, Floats]:
        nonlocal count
        if not grand and mask != everybody:
            price(everybody)
        cut = part(model, np.array(members(mask)))
        y0, y = extended(model, cut, solve_exactly(cut.stage), grand[0] if grand else None)
        if mask == everybody and not grand:
            grand.append((y0, y))
        amounts = owned(model, y0, y, mask=mask).total
        count += 1
        if solved is not None:
            solved(count)
        inside = indicator(mask, areas).astype(bool)
        return float(amounts[inside].sum()), amounts

    game = PricedGame(model.data.areas, price)
    game.tolerance = _KNOWN * float(game.alone.sum())
    return game, owned(model, *grand[0]).total
