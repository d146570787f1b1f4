"""The Shapley value: exact, sampled with its error, and how much each player depends on another."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Literal

import numpy as np

from beltplan.shares.coalitions import sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.shares.game import Game, Oracle

__all__ = ["SampledShapley", "dependence", "sampled_shapley", "shapley"]


def shapley(game: Game) -> NDArray[np.float64]:
    """Return the Shapley value (Shapley 1953), shape (n,).

    A player's mean contribution ``v(S+i) - v(S)`` over all orders in which the players may come.

    Examples
    --------
    The glove game: two left gloves, one right.

    >>> from beltplan.shares.game import Game
    >>> game = Game(("l1", "l2", "r"), np.array([0.0, 0, 0, 0, 0, 1, 1, 1]))
    >>> shapley(game).round(4)
    array([0.1667, 0.1667, 0.6667])
    """
    n = len(game.players)
    weight = np.array([1 / (n * comb(n - 1, s)) for s in range(n)])
    by_mask = np.concatenate([weight, [0.0]])[sizes(n)]
    out = np.empty(n)
    for i in range(n):
        split = game.values.reshape(-1, 2, 1 << i)
        weights = by_mask.reshape(-1, 2, 1 << i)[:, 0, :]
        out[i] = np.sum(weights * (split[:, 1, :] - split[:, 0, :]))
    return out


def dependence(game: Game) -> NDArray[np.float64]:
    """Return how much of one player's Shapley value depends on another, shape (n, n).

    Entry ``[i, j]`` is what i would lose if j left. It equals what j would lose if i left: the
    balanced contributions of Myerson (1980), which characterise the Shapley value. The diagonal is
    each player's own Shapley value.
    """
    n = len(game.players)
    whole = shapley(game)
    out = np.diag(whole)
    for j in range(n if n > 1 else 0):
        rest = [i for i in range(n) if i != j]
        out[rest, j] = whole[rest] - shapley(game.without(j))
    return out


@dataclass(frozen=True, slots=True)
class SampledShapley:
    """A sampled Shapley value.

    Attributes
    ----------
    gains
        Estimate, shape (n,); adds up to the worth of everybody exactly.
    standard_error
        Standard error of each, shape (n,), from the spread between independent blocks of orders.
    blocks, orders
        Number of independent blocks, and of orders in all.
    coalitions
        Number of different coalitions that were valued.
    """

    gains: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    blocks: int
    orders: int
    coalitions: int


def sampled_shapley(
    game: Game | Oracle,
    *,
    blocks: int,
    seed: int,
    method: Literal["plain", "antithetic", "stratified"] = "stratified",
    progress: Callable[[int, int, str], None] | None = None,
) -> SampledShapley:
    """Return the mean contribution over sampled orders of the players, with its error.

    Parameters
    ----------
    game
        Complete, or an oracle.
    blocks
        Independent blocks of orders, at least 2.
    seed
        Same seed, same result.
    method
        What one block is. ``plain``: one order (Castro, Gómez and Tejada 2009). ``antithetic``: an
        order and its reverse (Mitchell, Cooper, Frank and Holmes 2022). ``stratified``: an order,
        its n rotations, and the reverse of each, so that every player stands once in every place
        from either side; 2n orders.
    progress
        Called as ``progress(done, total, label)`` after each block.

    Raises
    ------
    ValueError
        With fewer than two blocks: one has no spread.
    """
    if blocks < 2:
        msg = "at least two blocks are needed to tell the error"
        raise ValueError(msg)
    n = len(game.players)
    rng = np.random.default_rng(seed)
    worth = _Worth(game)
    means = np.empty((blocks, n))
    per_block = {"plain": 1, "antithetic": 2, "stratified": 2 * n}[method]
    for b in range(blocks):
        order = rng.permutation(n)
        orders = [order]
        if method == "stratified":
            orders = [np.roll(order, shift) for shift in range(n)]
        if method != "plain":
            orders += [each[::-1] for each in orders]
        means[b] = np.mean([_contributions(worth, each) for each in orders], axis=0)
        if progress is not None:
            progress(b + 1, blocks, "shapley")
    error = means.std(axis=0, ddof=1) / np.sqrt(blocks)
    return SampledShapley(means.mean(axis=0), error, blocks, blocks * per_block, len(worth.known))


class _Worth:
    """Values of coalitions, each asked for once."""

    def __init__(self, game: Game | Oracle) -> None:
        self._game = game
        self.known: dict[int, float] = {0: 0.0}

    def __call__(self, mask: int) -> float:
        if mask not in self.known:
            self.known[mask] = self._game.value(mask)
        return self.known[mask]


def _contributions(worth: _Worth, order: NDArray[np.int64]) -> NDArray[np.float64]:
    out = np.empty(order.size)
    mask, before = 0, 0.0
    for player in order.tolist():
        mask |= 1 << player
        after = worth(mask)
        out[player] = after - before
        before = after
    return out
