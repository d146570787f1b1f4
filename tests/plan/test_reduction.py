"""Few futures for many: against brute force, and against chance."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.plan.reduction import forward_selection, random_choice


def distance(features: np.ndarray, chosen: tuple[int, ...], p: np.ndarray) -> float:
    far = np.linalg.norm(features[:, None] - features[None, list(chosen)], axis=2)
    return float(p @ far.min(axis=1))


def cloud(seed: int, n: int, m: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 50, (n, m)), rng.dirichlet(np.full(n, 3.0))


@given(st.integers(0, 10_000), st.integers(2, 12), st.data())
@settings(max_examples=40)
def test_error_and_probabilities_are_those_of_the_choice(
    seed: int, n: int, data: st.DataObject
) -> None:
    features, p = cloud(seed, n)
    k = data.draw(st.integers(1, n))
    for found in (
        forward_selection(features, k, probability=p),
        random_choice(features, k, probability=p, seed=seed),
    ):
        assert len(set(found.chosen.tolist())) == k
        assert found.probability.sum() == pytest.approx(1.0)
        want = distance(features, tuple(found.chosen.tolist()), p)
        assert found.error == pytest.approx(want, abs=1e-3)
        far = np.linalg.norm(features[:, None] - features[None, found.chosen], axis=2)
        mine = np.take_along_axis(far, found.stands_for[:, None], axis=1)[:, 0]
        np.testing.assert_allclose(mine, far.min(axis=1), atol=1e-3)
        np.testing.assert_allclose(
            found.probability, np.bincount(found.stands_for, weights=p, minlength=k)
        )


@pytest.mark.parametrize("seed", range(3))
def test_more_scenarios_never_lose_more_and_all_lose_nothing(seed: int) -> None:
    features, p = cloud(seed, 30)
    found = [forward_selection(features, k, probability=p) for k in range(1, 31)]
    errors = [each.error for each in found]
    assert (np.diff(errors) <= 1e-6).all()
    assert errors[-1] == pytest.approx(0.0, abs=1e-6)
    assert found[0].relative == pytest.approx(1.0)
    assert found[-1].relative == pytest.approx(0.0, abs=1e-6)
    # What has been chosen stays chosen.
    np.testing.assert_array_equal(found[8].chosen, found[20].chosen[:9])


def test_each_step_is_the_best_single_step_and_the_whole_is_mostly_near_the_best() -> None:
    over = []
    for seed in range(12):
        features, p = cloud(seed, 11)
        found = forward_selection(features, 3, probability=p)
        chosen: tuple[int, ...] = ()
        for _ in range(3):
            rest = [i for i in range(11) if i not in chosen]
            chosen += (min(rest, key=lambda i: distance(features, (*chosen, i), p)),)
        assert found.chosen.tolist() == list(chosen)
        best = min(distance(features, each, p) for each in combinations(range(11), 3))
        over.append(found.error / best)
    assert min(over) >= 1 - 1e-4
    assert np.median(over) <= 1.1


def test_chance_is_worse_on_average() -> None:
    features, p = cloud(7, 200)
    ours = forward_selection(features, 9, probability=p).error
    theirs = [random_choice(features, 9, probability=p, seed=k).error for k in range(20)]
    assert ours < 0.9 * np.mean(theirs)
    assert ours < min(theirs)


@pytest.mark.parametrize("k", [0, 6])
def test_a_wrong_number_of_scenarios_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="choose between 1 and 5"):
        forward_selection(np.zeros((5, 2)), k)
