"""All splits of a game in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.shares.core import core_range, default_tolerance, stability
from beltplan.shares.errors import EmptyCoreError
from beltplan.shares.even import even_core
from beltplan.shares.game import Game
from beltplan.shares.leastcore import least_core, subsidy
from beltplan.shares.nucleolus import nucleolus
from beltplan.shares.proportional import by_contribution, by_weight, equal
from beltplan.shares.relative import check_alone, measured, relative_gains
from beltplan.shares.shapley import sampled_shapley, shapley
from beltplan.shares.splits import Split, Splits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.shares.core import CoreRange
    from beltplan.shares.game import Oracle
    from beltplan.shares.splits import Method

__all__ = ["split_all"]


def split_all(
    game: Game | Oracle,
    alone: NDArray[np.float64],
    *,
    owen_costs: NDArray[np.float64] | None = None,
    weights: NDArray[np.float64] | None = None,
    tolerance: float | None = None,
    blocks: int = 30,
    seed: int = 0,
    progress: Callable[[int, int, str], None] | None = None,
) -> Splits:
    """Return every split of a game of savings, with its stability.

    Parameters
    ----------
    game
        Complete: the Shapley value is exact. An oracle: it is sampled.
    alone
        Cost of each player alone, shape (n,). Who pays nothing alone has no relative gain.
    owen_costs
        Cost shares from prices, see `beltplan.shares.owen`, where there are any, shape (n,).
    weights
        For one more proportional split: inhabitants, say.
    tolerance
        Excess up to which a coalition does not count as blocking, and that the core allows; give
        the gap of the plans where they were not solved exactly. See `default_tolerance`.
    blocks, seed
        Of the sampled Shapley value; 0 blocks leave it out.
    progress
        Called as ``progress(done, total, label)``.

    Raises
    ------
    FaultError
        If a cost alone is missing, or nobody pays anything alone.
    SolverError
        If a linear programme fails.
    """
    check_alone(game.players, alone)
    limit = default_tolerance(game) if tolerance is None else tolerance
    n = len(game.players)
    total = game.value((1 << n) - 1)
    kernel = least_core(game)
    bounds: CoreRange | None = None
    gains: dict[Method, NDArray[np.float64]] = {}
    error: NDArray[np.float64] | None = None
    if owen_costs is not None:
        gains["owen"] = alone - owen_costs
    try:
        gains["even"] = even_core(game, alone, slack=tolerance).gains
        bounds = core_range(game, slack=tolerance)
    except EmptyCoreError:
        gains.pop("even", None)
    gains["nucleolus"] = nucleolus(game, progress=progress).gains
    gains["least_core"] = kernel.gains
    if isinstance(game, Game):
        gains["shapley"] = shapley(game)
    elif blocks:
        sampled = sampled_shapley(game, blocks=blocks, seed=seed, progress=progress)
        gains["shapley"], error = sampled.gains, sampled.standard_error
    gains["equal"] = equal(game)
    gains["cost"] = by_weight(game, np.where(measured(alone), alone, 0.0))
    try:
        gains["contribution"] = by_contribution(game)
    except ValueError:
        # Somebody adds less than it is worth alone, or nobody adds anything: the rule says nothing.
        gains.pop("contribution", None)
    if weights is not None:
        gains["weight"] = by_weight(game, weights)
    splits = tuple(
        Split(
            method,
            each,
            relative_gains(each, alone),
            stability(game, each, tolerance=limit),
            error if method == "shapley" else None,
        )
        for method, each in gains.items()
    )
    paid = 0.0 if bounds is not None else subsidy(game)
    return Splits(game.players, alone, total, splits, kernel, paid, bounds)
