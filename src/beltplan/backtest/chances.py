"""Scores of yes-or-no forecasts that overlap: by rule, with reliability and an interval."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.backtest.scores import Share, binomial_interval, brier, log_score, skill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["BINS", "FLOOR", "Bin", "ChanceScore", "chance_scores", "discrimination", "reliability"]

BINS: tuple[float, ...] = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)
"""Edges of the reliability table; finer where chances of this kind usually lie."""

FLOOR = 0.01
"""Chance that a flat "never" counts as in the log score (see `scores.log_score`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceScore:
    """Scores of one rule.

    Attributes
    ----------
    rule
        Name of the rule.
    n
        Forecasts scored.
    brier, log
        Mean squared error and mean negative log chance.
    skill
        Brier score saved by the model against this rule, ``1 - model/rule``.
    low, high
        90 % interval of that skill when whole clusters are drawn again with
        replacement: overlapping windows of one project count as one cluster.
    """

    rule: str
    n: int
    brier: float
    log: float
    skill: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One line of a reliability table.

    Attributes
    ----------
    low, high
        Chances in this line: ``low <= chance < high`` (the last line includes 1).
    stated
        Mean chance stated; not a number in an empty line.
    happened
        Share that happened, with its exact 95 % interval (which takes the forecasts
        as independent; overlapping ones are not, so the truth is wider).
    """

    low: float
    high: float
    stated: float
    happened: Share


def chance_scores(
    chances: Mapping[str, Sequence[float]],
    happened: Sequence[bool],
    clusters: Sequence[str],
    *,
    model: str = "model",
    draws: int = 1_000,
    seed: int = 1,
) -> tuple[ChanceScore, ...]:
    """Score several rules on the same yes-or-no outcomes.

    Parameters
    ----------
    chances
        Chances stated by each rule, one of them named ``model``; each of shape (n,).
    happened
        Outcomes, shape (n,).
    clusters
        Cluster of each forecast, shape (n,).
    model
        Rule whose skill against the others is wanted.
    draws, seed
        Bootstrap draws and their seed.
    """
    y = np.asarray(happened, dtype=np.float64)
    squared = {rule: (np.asarray(p, dtype=np.float64) - y) ** 2 for rule, p in chances.items()}
    names, member = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    totals = {rule: np.bincount(member, error, names.size) for rule, error in squared.items()}
    picks = np.random.default_rng(seed).integers(0, names.size, (draws, names.size))
    drawn = {rule: total[picks].sum(axis=1) for rule, total in totals.items()}

    def interval(rule: str) -> tuple[float, float]:
        usable = drawn[rule] > 0
        if rule == model or not usable.any():
            return math.nan, math.nan
        values = 1 - drawn[model][usable] / drawn[rule][usable]
        low, high = np.quantile(values, (0.05, 0.95))
        return float(low), float(high)

    ours = brier(chances[model], y)
    scored = []
    for rule, stated in chances.items():
        theirs = brier(stated, y)
        low, high = interval(rule)
        scored.append(
            ChanceScore(
                rule=rule,
                n=y.size,
                brier=theirs,
                log=log_score(stated, y, floor=FLOOR),
                skill=math.nan if rule == model else skill(ours, theirs),
                low=low,
                high=high,
            )
        )
    return tuple(scored)


def reliability(chances: Sequence[float], happened: Sequence[bool]) -> tuple[Bin, ...]:
    """Return how often things happened, by the chance stated for them.

    Examples
    --------
    >>> [(b.happened.hits, b.happened.n) for b in reliability([0.05, 0.05, 0.9], [0, 1, 1])]
    [(1, 2), (0, 0), (0, 0), (0, 0), (1, 1)]
    """
    p, y = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=bool)
    where = np.clip(np.searchsorted(BINS, p, side="right") - 1, 0, len(BINS) - 2)
    lines = []
    for k, (low, high) in enumerate(itertools.pairwise(BINS)):
        inside: NDArray[np.bool_] = where == k
        count = int(inside.sum())
        lines.append(
            Bin(
                low=low,
                high=high,
                stated=float(p[inside].mean()) if count else math.nan,
                happened=binomial_interval(int(y[inside].sum()), count),
            )
        )
    return tuple(lines)


def discrimination(chances: Sequence[float], happened: Sequence[bool]) -> float:
    """Return the chance that a case that happened was given more than one that did not.

    The area under the receiver operating curve; a half is no better than lots, not a
    number where all or none happened.

    Examples
    --------
    >>> discrimination([0.1, 0.4, 0.4, 0.8], [False, False, True, True])
    0.875
    """
    p, y = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=bool)
    yes, no = p[y], p[~y]
    if not yes.size or not no.size:
        return math.nan
    above = (yes[:, None] > no[None, :]).mean()
    tied = (yes[:, None] == no[None, :]).mean()
    return float(above + tied / 2)
