"""Every way to split a gain, side by side, each with what coalitions say to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from beltplan.shares.relative import spread_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beltplan.shares.core import CoreRange, Stability
    from beltplan.shares.leastcore import LeastCore

__all__ = ["Finding", "Method", "Split", "Splits"]

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
        Gain divided by cost alone, NaN for those who pay nothing alone, shape (n,).
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
    relative
        The same relative to the cost of its members alone; None where they pay nothing.
    """

    code: Literal["stable", "blocked", "loses", "unbalanced"]
    method: Method
    blocking: int | None
    coalition: tuple[str, ...]
    excess: float
    relative: float | None


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
                    float(says.excess / size) if size > 0 else None,
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
                    "relative": pl.Series(split.relative).fill_nan(None),
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
                    "spread": spread_of(split.relative),
                }
                for split in self.splits
            ],
            schema_overrides={"blocking": pl.Int64},
        )
