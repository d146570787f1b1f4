"""A certificate of the nucleolus that does not depend on how it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.shares.coalitions import indicator
from beltplan.shares.core import default_tolerance
from beltplan.shares.game import excesses
from beltplan.shares.lp import Lp
from beltplan.shares.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.shares.game import Game

__all__ = ["is_nucleolus"]


def is_nucleolus(
    game: Game,
    gains: NDArray[np.float64],
    *,
    rational: bool = True,
    tolerance: float | None = None,
) -> bool:
    """Return whether an allocation is the nucleolus, by Kohlberg's criterion (1971).

    For each level, the coalitions whose excess reaches it must be balanced: no shift of gains helps
    one of them without hurting another. Levels are gone through from the top until the coalitions
    settle everybody's gain; excesses within the tolerance count as one level.

    Parameters
    ----------
    game
        Complete.
    gains
        Allocation, shape (n,).
    rational
        Whether players must be given what they are worth alone (nucleolus), or not (prenucleolus).
    tolerance
        In the unit of the game; see `default_tolerance`.
    """
    n = len(game.players)
    limit = default_tolerance(game) if tolerance is None else tolerance
    if abs(float(gains.sum()) - game.value(game.grand)) > limit:
        return False
    singles = game.values[1 << np.arange(n)]
    if rational and (gains < singles - limit).any():
        return False
    floor = np.flatnonzero(gains <= singles + limit).tolist() if rational else []
    excess = excesses(game, gains)[1:-1]
    order = np.argsort(-excess, kind="stable")
    span = Span(n)
    span.add(game.grand)
    reached: list[int] = []
    at = 0
    while span.rank < n and at < order.size:
        level = excess[order[at]] - limit
        while at < order.size and excess[order[at]] >= level:
            mask = int(order[at]) + 1
            reached.append(mask)
            at += 1
        if not _balanced(reached, floor, n):
            return False
        for mask in reached:
            span.add(mask)
    return True


def _balanced(masks: Sequence[int], floor: Sequence[int], n: int) -> bool:
    """Return whether no shift ``y`` with sum 0 helps one coalition and hurts none.

    Players on their floor can only be helped.
    """
    members = np.array([indicator(mask, n) for mask in masks])
    programme = Lp(-members.sum(axis=0), np.full(n, -1.0), np.full(n, 1.0))
    zeros = np.zeros
    programme.add_rows(np.ones((1, n)), zeros(1), zeros(1))
    programme.add_rows(members, zeros(len(masks)), np.full(len(masks), np.inf))
    if floor:
        programme.add_rows(np.eye(n)[list(floor)], zeros(len(floor)), np.full(len(floor), np.inf))
    return programme.solve().objective > -1e-6
