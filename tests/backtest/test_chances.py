from __future__ import annotations

import math

import numpy as np
import pytest

from beltplan.backtest.chances import BINS, chance_scores, discrimination, reliability


def test_rules_are_scored_on_the_same_outcomes() -> None:
    happened = [True, False, False, True]
    scored = {
        entry.rule: entry
        for entry in chance_scores(
            {"model": [0.8, 0.1, 0.2, 0.6], "never": [0, 0, 0, 0], "coin": [0.5] * 4},
            happened,
            ["a", "a", "b", "c"],
        )
    }
    assert scored["never"].brier == 0.5
    assert scored["coin"].brier == 0.25
    assert scored["coin"].log == pytest.approx(math.log(2))
    assert scored["model"].brier == pytest.approx((0.04 + 0.01 + 0.04 + 0.16) / 4)
    assert scored["never"].skill == pytest.approx(1 - scored["model"].brier / 0.5)
    assert scored["never"].low <= scored["never"].skill <= scored["never"].high
    assert math.isnan(scored["model"].skill)


def test_overlapping_windows_do_not_pass_for_more_evidence() -> None:
    rng = np.random.default_rng(4)
    p = rng.uniform(0.05, 0.6, 12)
    y = rng.uniform(size=12) < p
    once = chance_scores(
        {"model": list(p), "coin": [0.5] * 12}, list(y), [str(k) for k in range(12)]
    )
    again = chance_scores(
        {"model": list(np.tile(p, 5)), "coin": [0.5] * 60},
        list(np.tile(y, 5)),
        [str(k) for k in range(12)] * 5,
    )
    assert again[1].low == pytest.approx(once[1].low)
    assert again[1].high == pytest.approx(once[1].high)


def test_reliability_counts_every_forecast_once() -> None:
    rng = np.random.default_rng(5)
    p = np.append(rng.uniform(size=200), [0.0, 1.0, 0.5])
    y = rng.uniform(size=p.size) < p
    lines = reliability(list(p), list(y))
    assert len(lines) == len(BINS) - 1
    assert sum(line.happened.n for line in lines) == p.size
    assert sum(line.happened.hits for line in lines) == int(y.sum())
    for line in lines:
        assert line.low <= line.stated <= line.high
        assert line.happened.low <= line.stated <= line.happened.high


def test_discrimination_of_lots_and_of_certainty() -> None:
    assert discrimination([0.3, 0.3], [True, False]) == 0.5
    assert discrimination([0.1, 0.9], [False, True]) == 1.0
    assert math.isnan(discrimination([0.1, 0.9], [True, True]))
