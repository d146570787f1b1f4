from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beltplan.backtest import scores

finite = st.floats(-1e6, 1e6)


@given(value=finite, outcome=finite)
def test_point_loss_is_the_loss_of_a_sample_that_always_says_so(
    value: float, outcome: float
) -> None:
    certain = [value] * 7
    for levels in (scores.LEVELS, scores.FINE_LEVELS):
        assert scores.sample_loss(certain, outcome, outcome, levels=levels) == pytest.approx(
            scores.point_loss(value, outcome, outcome), rel=1e-9, abs=1e-9
        )
    assert scores.crps(certain, outcome, outcome) == pytest.approx(
        abs(value - outcome), rel=1e-9, abs=1e-6
    )


@given(
    samples=st.lists(finite, min_size=1, max_size=40),
    low=finite,
    width=st.floats(0, 1e6),
)
def test_crps_matches_its_definition_over_all_pairs(
    samples: list[float], low: float, width: float
) -> None:
    e = scores.distance(samples, low, low + width)
    pairs = np.abs(e[:, None] - e[None, :]).mean() / 2
    assert scores.crps(samples, low, low + width) == pytest.approx(
        float(np.abs(e).mean() - pairs), rel=1e-9, abs=1e-4
    )


def test_crps_of_a_normal_sample_meets_the_closed_form() -> None:
    draws = np.random.default_rng(1).normal(size=200_000)
    y = 0.7
    density = math.exp(-(y**2) / 2) / math.sqrt(2 * math.pi)
    cumulative = (1 + math.erf(y / math.sqrt(2))) / 2
    closed = y * (2 * cumulative - 1) + 2 * density - 1 / math.sqrt(math.pi)
    assert scores.crps(draws, y, y) == pytest.approx(closed, abs=5e-3)


def test_fine_quantile_loss_approaches_the_crps() -> None:
    draws = np.random.default_rng(2).gamma(2.0, 100.0, size=50_000)
    grid = [(k + 0.5) / 400 for k in range(400)]
    for low, high in ((50.0, 50.0), (100.0, 300.0)):
        assert scores.sample_loss(draws, low, high, levels=grid) == pytest.approx(
            scores.crps(draws, low, high), rel=0.01
        )


def test_a_value_inside_the_range_of_the_outcome_is_no_error() -> None:
    assert scores.point_loss(5, 4, 6) == 0
    assert scores.sample_loss([4.5, 5, 5.5], 4, 6) == 0
    assert scores.crps([4.5, 5, 5.5], 4, 6) == 0
    assert scores.point_loss(3, 4, 6) == 1
    with pytest.raises(ValueError, match="low to high"):
        scores.distance(1, 2, 1)


def test_the_true_distribution_has_the_smallest_expected_loss() -> None:
    rng = np.random.default_rng(3)
    outcomes = rng.normal(size=600)
    draws = rng.normal(size=2_000)

    def mean_loss(samples: np.ndarray) -> float:
        return float(np.mean([scores.sample_loss(samples, y, y) for y in outcomes]))

    honest = mean_loss(draws)
    assert honest < mean_loss(draws * 0.3)
    assert honest < mean_loss(draws * 3)
    assert honest < mean_loss(draws + 1)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (5, 10, 0.1871, 0.8129), (1, 3, 0.0084, 0.9057)],
)
def test_binomial_interval_meets_published_values(
    hits: int, n: int, low: float, high: float
) -> None:
    share = scores.binomial_interval(hits, n)
    assert share.low == pytest.approx(low, abs=1e-4)
    assert share.high == pytest.approx(high, abs=1e-4)
    assert share.value == hits / n


def test_binomial_interval_without_cases_says_nothing() -> None:
    share = scores.binomial_interval(0, 0)
    assert (share.low, share.high) == (0.0, 1.0)
    assert math.isnan(share.value)
    with pytest.raises(ValueError, match="between 0 and n"):
        scores.binomial_interval(3, 2)


@given(n=st.integers(1, 40), data=st.data())
def test_binomial_interval_holds_the_share(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    share = scores.binomial_interval(hits, n)
    assert 0 <= share.low <= hits / n <= share.high <= 1


def test_skill_and_chance_scores() -> None:
    assert scores.skill(1, 4) == 0.75
    assert scores.skill(4, 1) == -3
    assert math.isnan(scores.skill(1, 0))
    assert scores.brier([0, 1, 0.5], [0, 1, 1]) == pytest.approx(0.25 / 3)
    assert scores.log_score([0.5, 0.5], [0, 1], floor=0.01) == pytest.approx(math.log(2))
    assert scores.log_score([0.0], [1], floor=0.01) == pytest.approx(-math.log(0.01))
