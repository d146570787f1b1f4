"""Scores over rows: coverage, mean losses, skill against the naive rules."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from beltplan.backtest.result import RULES, Scores, Skill
from beltplan.backtest.scores import binomial_interval, skill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beltplan.backtest.row import Row

__all__ = ["summarise"]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _against(rows: Sequence[Row], rule: str) -> Skill:
    pairs = [
        (row.loss, float(theirs))
        for row in rows
        if (theirs := getattr(row, f"loss_{rule}")) is not None
    ]
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    left_out = [skill(sum(ours) - a, sum(theirs) - b) for a, b in pairs if len(pairs) > 1]
    known = [value for value in left_out if not math.isnan(value)]
    return Skill(
        rule=rule,
        n=len(pairs),
        ours=_mean(ours),
        theirs=_mean(theirs),
        skill=skill(sum(ours), sum(theirs)) if pairs else math.nan,
        low=min(known, default=math.nan),
        high=max(known, default=math.nan),
        better=sum(a < b for a, b in pairs),
    )


def summarise(rows: Sequence[Row]) -> Scores | None:
    """Return the scores over rows, or None without rows.

    Every case weighs the same: losses are already divided by the change that the
    published forecast promised. With few cases the exact interval of the coverage is
    wide, and the range of the skill when one case is left out says more than the skill.
    """
    if not rows:
        return None
    return Scores(
        n=len(rows),
        coverage=binomial_interval(sum(row.covered for row in rows), len(rows)),
        expected=_mean([row.inside for row in rows]),
        loss=_mean([row.loss for row in rows]),
        loss_fine=_mean([row.loss_fine for row in rows]),
        crps=_mean([row.crps for row in rows]),
        skills=tuple(_against(rows, rule) for rule in RULES),
        above=sum(row.bias > 0 for row in rows),
        below=sum(row.bias < 0 for row in rows),
        inside=sum(row.bias == 0 for row in rows),
    )
