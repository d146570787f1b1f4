"""How far Owen's split moves when prices are not unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.shares.core import CoreRange

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["owen_range"]

_STEP: Final = 1e-4


def owen_range(
    cost: Callable[[NDArray[np.float64]], float], alone: NDArray[np.float64], *, step: float = _STEP
) -> CoreRange:
    """Return least and most that each player gains over all optimal prices, shape (n,) each.

    The cost of everybody is convex in how much of its right-hand sides a player brings, and over
    all optimal prices the player's cost share goes from the slope on the left to the slope on the
    right. Slopes are taken over a small step; by convexity the range is never too narrow. Owen's
    splits are in the core, so the range lies within that of `beltplan.shares.core.core_range`, up
    to the step; but the largest gain of one player need not go with that of another.

    Parameters
    ----------
    cost
        Cost of everybody when each player brings so many times its right-hand sides, from an array
        of shape (n,); see `beltplan.shares.production.ProductionSolver.scaled`.
    alone
        Cost of each player alone, shape (n,).
    step
        By how much a player's right-hand sides are changed; above the tolerance of the solver.
    """
    n = alone.size
    ones = np.ones(n)
    here = cost(ones)
    low, high = np.empty(n), np.empty(n)
    for i in range(n):
        move = step * np.eye(n)[i]
        most = (cost(ones + move) - here) / step
        least = (here - cost(ones - move)) / step
        low[i], high[i] = alone[i] - most, alone[i] - least
    return CoreRange(low, np.maximum(low, high))
