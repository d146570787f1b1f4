"""The stable allocation in which the players' relative gains differ least."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import nnls

from beltplan.shares.coalitions import indicator
from beltplan.shares.core import core_programme, optimum_in_core
from beltplan.shares.errors import EmptyCoreError, SolverError
from beltplan.shares.relative import check_alone, measured, relative_gains, spread_of
from beltplan.shares.separation import Normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.game import Game, Oracle

__all__ = ["Even", "even_core"]

_GIVE: Final = 1e-9
_ROUNDS: Final = 200
_SMALL: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Even:
    """The most even allocation of the core.

    Attributes
    ----------
    gains
        Gain of each player, shape (n,).
    relative
        Gain divided by cost alone, NaN for those who pay nothing alone, shape (n,).
    spread
        Largest less smallest relative gain.
    """

    gains: NDArray[np.float64]
    relative: NDArray[np.float64]
    spread: float


def even_core(
    game: Game | Oracle, alone: NDArray[np.float64], *, slack: float | None = None
) -> Even:
    """Return the core allocation with the smallest spread of relative gains.

    A linear programme finds the smallest spread. Many allocations may have it; of these the one
    nearest to equal relative gains is taken, distances weighted by one over cost alone: it is
    unique. That is a least-distance problem, solved by non-negative least squares (Lawson and
    Hanson 1974, ch. 23), with coalitions added as they are broken.

    Parameters
    ----------
    game
        Complete, or an oracle.
    alone
        Cost of each player alone, shape (n,). Who pays nothing alone has no relative gain and is
        not compared.
    slack
        See `beltplan.shares.core.core_programme`.

    Raises
    ------
    FaultError
        If a cost alone is missing, or nobody pays anything alone.
    EmptyCoreError
        If the core is empty.
    """
    check_alone(game.players, alone)
    normal = Normal(game)
    n = normal.players
    if n == 1:
        gains = np.array([game.value(1)])
        return Even(gains, relative_gains(gains, alone), 0.0)
    programme = core_programme(normal, slack=slack, extras=2)
    # Relative gains of the game's own unit: (single + scale x) / alone, between low and high.
    some = measured(alone)
    slope = np.diag(normal.scale / np.where(some, alone, np.inf))[some]
    shift = normal.singles[some] / alone[some]
    size = float(np.abs(slope).max() * max(abs(normal.grand), 1e-12)) or 1.0
    least = -shift / size
    inf = np.full(shift.size, np.inf)
    low = np.tile([-1.0, 0.0], (shift.size, 1))
    high = np.tile([0.0, -1.0], (shift.size, 1))
    programme.add_rows(slope / size, low, least, inf)
    programme.add_rows(slope / size, high, -inf, least)
    cost = np.zeros(programme.width)
    cost[-2:] = -1.0, 1.0
    point = optimum_in_core(programme, cost)
    first = point.allocation
    relative = shift + slope @ first
    spread = float(relative.max() - relative.min())
    allocation = _nearest(normal, alone, spread, programme.coalitions, point.slack)
    gains = normal.own(allocation)
    relative = relative_gains(gains, alone)
    return Even(gains, relative, spread_of(relative))


def _nearest(
    normal: Normal,
    alone: NDArray[np.float64],
    spread: float,
    known: frozenset[int],
    slack: float,
) -> NDArray[np.float64]:
    """Return the allocation nearest to equal relative gains, stable and within the spread."""
    n = normal.players
    total = float(normal.singles.sum()) + normal.scale * normal.grand
    some = measured(alone)
    paid = np.where(some, alone, 0.0)
    goal = normal.normal(paid * total / paid.sum())
    # u = (x - goal) / sqrt(alone), in the game's size; the sum of x stays, so u lies in a plane.
    # Who pays nothing alone counts as a thousandth of the mean: its goal is to gain nothing.
    weight = np.sqrt(np.maximum(paid / paid.mean(), _SMALL))
    plane = np.linalg.svd(weight[None, :])[2][1:].T  # (n, n-1): weight @ plane = 0
    back = weight[:, None] * plane
    who = np.flatnonzero(some).tolist()
    pairs = np.array([(i, j) for i in who for j in who if i != j], dtype=np.int64).reshape(-1, 2)
    safe = np.where(some, alone, 1.0)
    slope = normal.scale / safe
    bounds = np.zeros((len(pairs), n))
    bounds[np.arange(len(pairs)), pairs[:, 0]] = -slope[pairs[:, 0]]
    bounds[np.arange(len(pairs)), pairs[:, 1]] = slope[pairs[:, 1]]
    start = normal.singles / safe
    least = start[pairs[:, 0]] - start[pairs[:, 1]] - spread
    size = np.abs(bounds).max(axis=1, initial=0.0)
    bounds, least = bounds / size[:, None], least / size
    masks = sorted(known)
    for _ in range(_ROUNDS):
        rows = np.vstack([bounds, [indicator(mask, n) for mask in masks]])
        worth = [normal.value(mask) - slack for mask in masks]
        right = np.concatenate([least, worth])
        step = _least_distance(rows @ back, right - rows @ goal - _GIVE)
        allocation: NDArray[np.float64] = goal + back @ step
        limit = slack + 10 * _GIVE
        worst = normal.aggrieved(allocation, limit=2 * n, above=limit, known=masks)
        broken = [mask for mask, excess in worst if excess > limit and mask not in masks]
        if not broken:
            return allocation
        masks += broken
    message = f"the most even allocation was not found in {_ROUNDS} rounds"
    raise SolverError(message, "use the nucleolus instead")


def _least_distance(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shortest u with ``rows @ u >= right`` (Lawson and Hanson 1974, ch. 23)."""
    system = np.vstack([rows.T, right])
    goal = np.zeros(system.shape[0])
    goal[-1] = 1.0
    dual, _ = nnls(system, goal, maxiter=50 * system.shape[1])
    residual = system @ dual - goal
    if abs(residual[-1]) < 1e-14:
        message = "no allocation is stable and within the spread"
        raise EmptyCoreError(message, "use the least core or the nucleolus instead")
    step: NDArray[np.float64] = -residual[:-1] / residual[-1]
    return step
