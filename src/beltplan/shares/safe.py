"""A stable split from prices that are only nearly right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.coalitions import indicator
from beltplan.shares.errors import SolverError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.shares.program import CostProgram

__all__ = ["SafeSplit", "priced", "safe_split"]

_NOISE: Final = 1e-8
"""Reduced cost of the wrong sign, relative to cost, that a solver leaves; counts as none where no
bound is known."""


@dataclass(frozen=True, slots=True, eq=False)
class SafeSplit:
    """Owen's split from approximate duals, made safe.

    Attributes
    ----------
    costs
        Cost share of each player, shape (n,); no coalition pays more than its own cost.
    duals
        Cleaned prices of the rows, shape (m,).
    reduced
        Reduced costs recomputed from them, shape (k,).
    charges
        What each player's share is lowered by because of reduced costs of the wrong sign, (n,); not
        positive.
    bound
        Sum of the shares: a lower bound on the cost of everybody.
    deficit
        Cost of everybody less the sum of the shares: the duality gap, that somebody must pay.
    """

    costs: NDArray[np.float64]
    duals: NDArray[np.float64]
    reduced: NDArray[np.float64]
    charges: NDArray[np.float64]
    bound: float
    deficit: float


def safe_split(programme: CostProgram, duals: NDArray[np.float64], *, cost: float) -> SafeSplit:
    """Return a split that no coalition blocks, from any prices.

    1. A price above 0 where a row has no lower bound, or below 0 where it has no upper bound, is
       put to 0.
    2. Reduced costs ``d = c - A'y`` are recomputed.
    3. With ``l <= z <= u``, a coalition's plan satisfies
       ``c z = y A z + d z >= y b(S) + sum of min(d l, d u)`` over its columns. The last term is
       charged to the players that the column touches, in equal parts; where a bound is infinite,
       `CostProgram.implied` takes its place. Columns of S touch only members of S, so S pays for
       all its columns and at most ``cost(S)`` in all. A column that touches nobody exists for every
       coalition, so its whole charge lowers the share of every player.

    Parameters
    ----------
    programme
        A programme without faults of `check_conditions`.
    duals
        Prices of the rows, of any quality, shape (m,).
    cost
        Cost of a plan of everybody, the best that is known.

    Raises
    ------
    SolverError
        If a column with a reduced cost of the wrong sign has neither a bound nor an implied one.
    """
    y, owned, reduced, charges = priced(programme, duals, (1 << len(programme.players)) - 1)
    costs = owned + charges
    bound = float(costs.sum())
    return SafeSplit(costs, y, reduced, charges, bound, cost - bound)


def priced(
    programme: CostProgram, duals: NDArray[np.float64], mask: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return cleaned prices, what players own at them, reduced costs, and charges.

    For every coalition T the members' owned amounts and charges together are at most ``cost(T)``.
    The charge of a column goes to the players that it touches outside `mask`, in equal parts; where
    there are none, to all that it touches. With optimal prices of the coalition `mask` its own
    members then carry exactly ``cost(mask)``.
    """
    lower, upper = programme.row_lower, programme.row_upper
    y = np.where((duals > 0) & np.isfinite(lower), duals, 0.0)
    y = np.where((duals < 0) & np.isfinite(upper), duals, y)
    rhs = np.where(y > 0, lower, np.where(y < 0, upper, 0.0))
    owned = programme.owners.T @ (y * rhs)
    reduced = programme.cost - programme.matrix.T @ y
    low = np.maximum(programme.col_lower, -programme.implied)
    high = np.minimum(programme.col_upper, programme.implied)
    at = np.where(reduced > 0, low, high)
    noise = np.isinf(at) & (np.abs(reduced) <= _NOISE * np.maximum(1.0, np.abs(programme.cost)))
    some = (reduced != 0) & ~noise
    worst = np.where(some, reduced * np.where(some, at, 0.0), 0.0)
    if not np.isfinite(worst).all():
        bad = np.flatnonzero(~np.isfinite(worst))
        message = f"{bad.size} columns have a reduced cost and no bound, the first is {bad[0]}"
        raise SolverError(message, "give them an implied bound, or better prices")
    touches, count = programme.touches, programme.touched
    outside = 1.0 - indicator(mask, len(programme.players))
    out = touches @ outside
    inner = np.where(out > 0, 0.0, worst / np.maximum(count, 1.0))
    outer = np.where(out > 0, worst / np.maximum(out, 1.0), 0.0)
    charges = touches.T @ inner + outside * (touches.T @ outer)
    # Bounds of a column that touches nobody are 0 or infinite, so that its term is not positive.
    charges = charges + float(worst[count == 0].sum())
    return y, owned, reduced, charges
