"""Partial pooling: exact where it can be, right in its limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.futures.pooling import Pooled, pooled_posterior
from beltplan.futures.priors import gamma_from_range, gamma_quantile

DRAWS = 40_000


def posterior(
    events: list[float], years: list[float], kappa: float, a: float = 2.0, b: float = 10.0
) -> Pooled:
    return pooled_posterior(
        np.array([a]), np.array([b]), np.array([events]), np.array([[years]]), kappa
    )


def draws(pooled: Pooled) -> tuple[np.ndarray, np.ndarray]:
    pasts = np.zeros(DRAWS, dtype=np.int64)
    mean, families = pooled.draw(pasts, np.random.default_rng(1))
    return mean[:, 0], families[:, 0]


@pytest.mark.parametrize("events", [[3.0, 0.0], [0.0, 0.0], [7.0, 5.0]])
def test_with_full_pooling_the_posterior_is_the_gamma_of_all_events(events: list[float]) -> None:
    years = [12.0, 30.0]
    mean, families = draws(posterior(events, years, 1e8))
    shape, rate = 2.0 + sum(events), 10.0 + sum(years)
    assert mean.mean() == pytest.approx(shape / rate, rel=0.02)
    assert mean.var() == pytest.approx(shape / rate**2, rel=0.06)
    assert np.allclose(families, mean[:, None], rtol=0.05)


def test_without_pooling_each_family_has_its_own_rate() -> None:
    _, families = draws(posterior([4.0, 0.0], [20.0, 50.0], 1e-6))
    assert families[:, 0].mean() == pytest.approx(4 / 20, rel=0.03)
    assert families[:, 0].var() == pytest.approx(4 / 20**2, rel=0.06)
    assert families[:, 1].mean() < 1e-4


def test_a_family_without_events_is_drawn_to_the_mean() -> None:
    strong = draws(posterior([6.0, 0.0], [20.0, 20.0], 100.0))[1][:, 1].mean()
    weak = draws(posterior([6.0, 0.0], [20.0, 20.0], 10.0))[1][:, 1].mean()
    assert weak < strong < 6 / 20


def test_without_data_the_posterior_is_the_prior() -> None:
    mean, families = draws(posterior([0.0, 0.0], [0.0, 0.0], 40.0))
    assert mean.mean() == pytest.approx(0.2, rel=0.02)
    assert mean.var() == pytest.approx(2 / 100, rel=0.05)
    assert families.mean() == pytest.approx(0.2, rel=0.03)
    assert families[:, 0].var() == pytest.approx(2 / 100 + 0.2 / 40, rel=0.06)


@given(st.floats(0.01, 2.0), st.floats(1.2, 50.0))
@settings(max_examples=50)
def test_a_prior_keeps_its_mean_and_its_range(mean: float, ratio: float) -> None:
    shape, rate = gamma_from_range(mean, ratio)
    assert shape / rate == pytest.approx(mean)
    found = gamma_quantile(shape, 1.2815515655446004) / gamma_quantile(shape, -1.2815515655446004)
    if shape < 399:
        assert found == pytest.approx(ratio, rel=1e-3)


@pytest.mark.parametrize(("mean", "ratio"), [(0.0, 2.0), (0.1, 1.0), (-1.0, 3.0)])
def test_a_prior_needs_a_mean_and_a_range(mean: float, ratio: float) -> None:
    with pytest.raises(ValueError, match="positive mean"):
        gamma_from_range(mean, ratio)


def test_quantiles_agree_with_draws() -> None:
    sample = np.random.default_rng(2).standard_gamma(1.5, 200_000)
    for z, share in ((1.2816, 0.9), (0.0, 0.5), (-1.2816, 0.1)):
        assert gamma_quantile(1.5, z) == pytest.approx(np.quantile(sample, share), rel=0.03)
