"""Splits by a rule of thumb, for comparison: simple to explain, and often blocked.

Every rule takes what each player is worth alone for granted and shares out the surplus
``v(N) - sum of v(i)``; in a game of savings single players are worth nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.game import Game, Oracle

__all__ = ["by_contribution", "by_weight", "contributions", "equal"]


def equal(game: Game | Oracle) -> NDArray[np.float64]:
    """Return equal parts of the surplus, shape (n,)."""
    return by_weight(game, np.ones(len(game.players)))


def by_weight(game: Game | Oracle, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the surplus shared in proportion to weights such as cost alone or inhabitants.

    Parameters
    ----------
    game
        Complete, or an oracle.
    weights
        Not negative and not all zero, shape (n,).

    Raises
    ------
    ValueError
        If a weight is negative or missing, or all are zero.
    """
    weights = np.asarray(weights, dtype=np.float64)
    n = len(game.players)
    if weights.shape != (n,) or not (weights >= 0).all() or not 0 < weights.sum() < np.inf:
        msg = f"weights must be {n} numbers, none negative and not all zero"
        raise ValueError(msg)
    singles = np.array([game.value(1 << i) for i in range(n)])
    surplus = game.value((1 << n) - 1) - float(singles.sum())
    out: NDArray[np.float64] = singles + surplus * weights / weights.sum()
    return out


def contributions(game: Game | Oracle) -> NDArray[np.float64]:
    """Return what everybody would lose if one player left, ``v(N) - v(N without i)``, (n,)."""
    n = len(game.players)
    everybody = (1 << n) - 1
    whole = game.value(everybody)
    return np.array([whole - game.value(everybody ^ (1 << i)) for i in range(n)])


def by_contribution(game: Game | Oracle) -> NDArray[np.float64]:
    """Return the surplus shared by what each player adds to the others, above its own worth.

    In a game of savings this is the method of separable costs and remaining benefits, in use for
    dams with several purposes since the Tennessee Valley Authority (Straffin and Heaney 1981).

    Raises
    ------
    ValueError
        If a player adds less than it is worth alone, or no player adds more.
    """
    singles = np.array([game.value(1 << i) for i in range(len(game.players))])
    return by_weight(game, contributions(game) - singles)
