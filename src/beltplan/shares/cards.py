"""One card a player: what it loses alone, what it gains together, and on whom that depends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.shares.proportional import contributions
from beltplan.shares.shapley import dependence

if TYPE_CHECKING:
    from beltplan.shares.game import Game
    from beltplan.shares.owen import OwenSplit
    from beltplan.shares.splits import Split, Splits

__all__ = ["Card", "cards"]


@dataclass(frozen=True, slots=True)
class Card:
    """What acting together means for one player.

    Attributes
    ----------
    player
        Name.
    alone, cost
        Cost alone, and share of the joint cost.
    gain, relative
        Their difference, and divided by cost alone; None for who pays nothing alone.
    low, high
        Least and most that the player can gain in any stable split; None when there is none.
    missed
        What all the others would lose if the player stayed out.
    depends
        Every other player with what each of the two would lose if the other left (balanced
        contributions, Myerson 1980), largest first.
    prices
        Cost share by kind of right-hand side; empty without prices.
    """

    player: str
    alone: float
    cost: float
    gain: float
    relative: float | None
    low: float | None
    high: float | None
    missed: float
    depends: tuple[tuple[str, float], ...]
    prices: tuple[tuple[str, float], ...]


def cards(
    game: Game, splits: Splits, *, split: Split | None = None, owen: OwenSplit | None = None
) -> tuple[Card, ...]:
    """Return one card a player.

    Parameters
    ----------
    game
        Complete.
    splits
        All splits of the game.
    split
        The split agreed on; default the preferred one.
    owen
        Owen's split, for cost shares by kind of right-hand side.
    """
    agreed = splits.preferred if split is None else split
    needs = dependence(game)
    # v(N) - v(N without i) holds what i is worth alone; the others lose the rest.
    others = contributions(game) - game.values[1 << np.arange(len(game.players))]
    out = []
    for i, player in enumerate(game.players):
        order = [j for j in np.argsort(-needs[i], kind="stable").tolist() if j != i]
        names = () if owen is None else owen.names
        low = None if splits.range is None else float(splits.range.low[i])
        high = None if splits.range is None else float(splits.range.high[i])
        out.append(
            Card(
                player=player,
                alone=float(splits.alone[i]),
                cost=float(splits.alone[i] - agreed.gains[i]),
                gain=float(agreed.gains[i]),
                relative=None if np.isnan(agreed.relative[i]) else float(agreed.relative[i]),
                low=low,
                high=high,
                missed=float(others[i]),
                depends=tuple((game.players[j], float(needs[i, j])) for j in order),
                prices=tuple(
                    (name, float(owen.by_name[k, i])) for k, name in enumerate(names) if owen
                ),
            )
        )
    return tuple(out)
