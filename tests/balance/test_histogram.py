"""Quantiles from bins stay within the stated error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.balance.engine import simulate
from beltplan.balance.example import example, example_activity
from beltplan.balance.histogram import SHIFT, bins_for, edges, quantiles, two_sided
from beltplan.balance.variables import PLACE

P = np.array([0.1, 0.5, 0.9])


def from_bins(values: Any, high: Any) -> Any:
    bins = bins_for(high)
    edge = edges(bins)
    counts = np.bincount(
        np.clip(np.searchsorted(edge, values, "right") - 1, 0, bins - 1), minlength=bins
    ).astype(np.uint16)
    out = np.zeros((3, 1), np.float32)
    zero = np.zeros(1, np.int64)
    quantiles(counts, zero, np.array([bins]), edge, zero, P, out)
    return out[:, 0]


@settings(max_examples=60)
@given(
    st.lists(st.floats(0, 60_000, width=32), min_size=1, max_size=400),
)
def test_quantiles_are_within_a_bin(values: Any) -> None:
    data = np.array(values, np.float32)
    got = from_bins(data, 70_000.0)
    ranks = P * (len(data) - 1)
    ordered = np.sort(data)
    low, high = ordered[np.floor(ranks).astype(int)], ordered[np.ceil(ranks).astype(int)]
    width = (high + SHIFT) / 64 + 1e-3
    assert (got >= low - width).all()
    assert (got <= high + width).all()


def test_edges_grow_by_at_most_a_64th() -> None:
    edge = edges(bins_for(1e6))
    assert (np.diff(edge) <= (edge[:-1] + SHIFT) / 64 + 1e-6).all()
    assert two_sided(3)[3] == 0


def test_nothing_counted_gives_zero() -> None:
    out = np.ones((3, 1), np.float32)
    zero = np.zeros(1, np.int64)
    quantiles(np.zeros(4, np.uint16), zero, np.array([4]), edges(4), zero, P, out)
    assert (out == 0).all()


@pytest.fixture(scope="module")
def result() -> Any:
    account = example(places=6, groups=3, projects=6, quarters=12, links=0.4, seed=9)
    activity, building = example_activity(account, 3000, seed=9)
    return account, simulate(
        account,
        lambda a, b: (activity[a:b], building[a:b]),
        3000,
        sampled=tuple(range(12)),
    )


def test_streamed_quantiles_match_the_samples(result: Any) -> None:
    _, found = result
    exact = np.quantile(found.samples, P, axis=3)
    start = found.samples[:, :, 0].mean(axis=2)
    for v, each in enumerate(PLACE):
        begin = start[v][:, None] if each.name == "population" else 0.0
        unit = 1e4 if each.unit == "EUR/year" else 1.0
        got = found.places[:3, v]
        room = (np.abs(exact[:, v] - begin) / unit + SHIFT) / 64 * unit
        # Where the true quantile falls between two distant values, any value between is right.
        ordered = np.sort(found.samples[v], axis=2)
        n = ordered.shape[2]
        for k, p in enumerate(P):
            low = ordered[..., int(np.floor(p * (n - 1)))]
            high = ordered[..., int(np.ceil(p * (n - 1)))]
            assert (got[k] >= low - 1.1 * room[k]).all(), each.name
            assert (got[k] <= high + 1.1 * room[k]).all(), each.name


def test_means_match_the_samples(result: Any) -> None:
    _, found = result
    for v, each in enumerate(PLACE):
        unit = 1e4 if each.unit == "EUR/year" else 1.0
        mean = found.samples[v].mean(axis=2, dtype=np.float64)
        np.testing.assert_allclose(
            found.places[3, v], mean, rtol=1e-5, atol=0.05 * unit, err_msg=each.name
        )


def test_countries_and_region_are_sums(result: Any) -> None:
    account, found = result
    places = len(account.places)
    names = [each.name for each in PLACE]
    for name in ("population", "need", "vacancies", "homes_short", "unemployed"):
        v = names.index(name)
        whole = found.samples[v, places]
        np.testing.assert_allclose(whole, found.samples[v, :places].sum(axis=0), rtol=1e-4)
        parts = found.samples[v, places + 1 :].sum(axis=0)
        np.testing.assert_allclose(whole, parts, rtol=1e-4)
    over = names.index("overclaimed")
    double = names.index("double_counted")
    assert np.array_equal(found.samples[double, places:], found.samples[over, places:])
