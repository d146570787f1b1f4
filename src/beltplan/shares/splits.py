"""Every way to split a gain, side by side, each with what coalitions say to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from beltplan.shares.core import CoreRange, Stability, core_range, default_tolerance, stability
from beltplan.shares.errors import EmptyCoreError
from beltplan.shares.even import even_core, positive_alone
from beltplan.shares.game import Game
from beltplan.shares.leastcore import LeastCore, least_core, subsidy
from beltplan.shares.nucleolus import nucleolus
from beltplan.shares.proportional import by_contribution, by_weight, equal
from beltplan.shares.shapley import sampled_shapley, shapley

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.shares.game import Oracle

__all__ = ["Finding", "Method", "Split", "Splits", "split_all"]

Method = Literal[
    "owen", "even", "nucleolus", "least_core", "shapley", "equal", "cost", "contribution", "weight"
]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One split.

    Attributes
    ----------
    method
        ``owen``: right-hand sides at their prices. ``even``: the stable split with the smallest
        spread of relative gains. ``nucleolus``, ``least_core`` (one of many), ``shapley``.
        ``equal``, ``cost``, ``contribution``, ``weight``: the surplus in equal parts, by cost
        alone, by what each adds to the others, by weights given.
    gains
        Gain of each player, shape (n,).
    relative
        Gain divided by cost alone, shape (n,).
    stability
        What coalitions say to it.
    standard_error
        Of a sampled split, shape (n,); else None.
    """

    method: Method
    gains: NDArray[np.float64]
    relative: NDArray[np.float64]
    stability: Stability
    standard_error: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a council needs to hear about a split, as data; the brief finds the words.

    Attributes
    ----------
    code
        ``stable``; ``blocked`` by a coalition of several; ``loses``: a single player is better off
        alone; ``unbalanced``: it hands out more or less than there is.
    method
        Of which split.
    blocking
        Number of coalitions that block it; None when it is not known.
    coalition
        The most aggrieved.
    excess
        What the coalition gains by leaving; below zero, what it loses.
    per_member
        The same relative to the cost of its members alone.
    """

    code: Literal["stable", "blocked", "loses", "unbalanced"]
    method: Method
    blocking: int | None
    coalition: tuple[str, ...]
    excess: float
    per_member: float


@dataclass(frozen=True, slots=True, eq=False)
class Splits:
    """All splits of one game.

    Attributes
    ----------
    players, alone
        Names, and cost alone, shape (n,).
    total
        Gain of everybody together.
    splits
        The splits, preferred first: the order of `Method`.
    least_core
        The least core.
    subsidy
        Smallest sum from outside with which some split is stable; 0 when the core is not empty.
    range
        Least and most of each player's gain within the core; None when it is empty.
    """

    players: tuple[str, ...]
    alone: NDArray[np.float64]
    total: float
    splits: tuple[Split, ...]
    least_core: LeastCore
    subsidy: float
    range: CoreRange | None

    def __getitem__(self, method: Method) -> Split:
        for split in self.splits:
            if split.method == method:
                return split
        raise KeyError(method)

    @property
    def preferred(self) -> Split:
        """The most even stable split, or the nucleolus when no split is stable."""
        methods = [split.method for split in self.splits]
        return self["even"] if "even" in methods else self["nucleolus"]

    def findings(self) -> tuple[Finding, ...]:
        """Return one finding a split."""
        found = []
        for split in self.splits:
            says = split.stability
            size = sum(self.alone[self.players.index(name)] for name in says.coalition)
            code: Literal["stable", "blocked", "loses", "unbalanced"] = "stable"
            if says.excess > says.tolerance:
                code = "loses" if len(says.coalition) == 1 else "blocked"
            elif not says.stable:
                code = "unbalanced"
            found.append(
                Finding(
                    code,
                    split.method,
                    says.blocking,
                    says.coalition,
                    says.excess,
                    float(says.excess / size) if size else 0.0,
                )
            )
        return tuple(found)

    def table(self) -> pl.DataFrame:
        """Return one row for each split and player.

        Columns: method, player, alone, cost (share), gain, relative, standard_error, low and high
        (of the gain within the core).
        """
        n = len(self.players)
        empty = [None] * n
        frames = [
            pl.DataFrame(
                {
                    "method": [split.method] * n,
                    "player": self.players,
                    "alone": self.alone,
                    "cost": self.alone - split.gains,
                    "gain": split.gains,
                    "relative": split.relative,
                    "standard_error": empty
                    if split.standard_error is None
                    else split.standard_error,
                    "low": empty if self.range is None else self.range.low,
                    "high": empty if self.range is None else self.range.high,
                },
                schema_overrides={
                    "standard_error": pl.Float64,
                    "low": pl.Float64,
                    "high": pl.Float64,
                },
            )
            for split in self.splits
        ]
        return pl.concat(frames)

    def stability_table(self) -> pl.DataFrame:
        """Return one row for each split: what coalitions say to it."""
        return pl.DataFrame(
            [
                {
                    "method": split.method,
                    "stable": split.stability.stable,
                    "blocking": split.stability.blocking,
                    "coalitions": split.stability.coalitions,
                    "most_aggrieved": " + ".join(split.stability.coalition),
                    "excess": split.stability.excess,
                    "surplus": split.stability.surplus,
                    "spread": float(np.ptp(split.relative)),
                }
                for split in self.splits
            ],
            schema_overrides={"blocking": pl.Int64},
        )


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
        Cost of each player alone, positive, shape (n,).
    owen_costs
        Cost shares from prices, see `beltplan.shares.owen`, where there are any, shape (n,).
    weights
        For one more proportional split: inhabitants, say.
    tolerance
        Excess up to which a coalition does not count as blocking; give the gap of the plan where
        it was not solved exactly. See `default_tolerance`.
    blocks, seed
        Of the sampled Shapley value.
    progress
        Called as ``progress(done, total, label)``.

    Raises
    ------
    FaultError
        If a cost alone is not positive.
    SolverError
        If a linear programme fails.
    """
    positive_alone(game.players, alone)
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
        gains["even"] = even_core(game, alone).gains
        bounds = core_range(game)
    except EmptyCoreError:
        gains.pop("even", None)
    gains["nucleolus"] = nucleolus(game, progress=progress).gains
    gains["least_core"] = kernel.gains
    if isinstance(game, Game):
        gains["shapley"] = shapley(game)
    else:
        sampled = sampled_shapley(game, blocks=blocks, seed=seed, progress=progress)
        gains["shapley"], error = sampled.gains, sampled.standard_error
    gains["equal"] = equal(game)
    gains["cost"] = by_weight(game, alone)
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
            each / alone,
            stability(game, each, tolerance=limit),
            error if method == "shapley" else None,
        )
        for method, each in gains.items()
    )
    paid = 0.0 if bounds is not None else subsidy(game)
    return Splits(game.players, alone, total, splits, kernel, paid, bounds)
