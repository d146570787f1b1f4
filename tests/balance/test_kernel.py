"""The kernel gives the numbers of the plain rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from beltplan.balance.engine import simulate
from beltplan.balance.example import example, example_activity
from beltplan.balance.kernel.jit import ratio
from beltplan.balance.lanes import lanes
from beltplan.balance.reference import trace
from beltplan.balance.variables import CELL, PLACE

STOCKS = {"commuters_in": "commuters_in_stock", "commuters_out": "commuters_out_stock"}


def source(activity: Any, building: Any) -> Any:
    return lambda first, last: (activity[first:last], building[first:last])


@pytest.mark.parametrize(
    ("places", "groups", "projects", "links", "seed"),
    [(1, 1, 1, 0.0, 1), (5, 4, 3, 0.5, 2), (8, 6, 9, 1.0, 3), (4, 3, 2, 0.0, 4)],
)
def test_places_agree_with_the_reference(
    places: Any, groups: Any, projects: Any, links: Any, seed: Any
) -> None:
    account = example(
        places=places, groups=groups, projects=projects, quarters=20, links=links, seed=seed
    )
    n = 260
    activity, building = example_activity(account, n, seed=seed)
    result = simulate(
        account, source(activity, building), n, seed=seed, sampled=tuple(range(20)), processes=1
    )
    for future in (0, 117, 249, 250, 259):
        first = 250 * (future // 250)
        drawn = lanes(
            account,
            activity[first : first + 250],
            building[first : first + 250],
            seed=seed,
            block=future // 250,
        )
        found = trace(account, drawn, future - first)
        for v, each in enumerate(PLACE):
            expected = found[STOCKS.get(each.name, each.name)]
            if expected.ndim == 3:
                expected = expected.sum(axis=2)
            got = result.samples[v, :places, :, future].T
            size = 1 + np.abs(expected).max() + 1e-3 * account.population.max()
            np.testing.assert_allclose(got, expected, atol=1e-4 * size, err_msg=each.name)


def test_cells_agree_with_the_reference() -> None:
    # One future: the mean of a cell is its value, to the 1/32 in which means are summed.
    account = example(places=5, groups=6, projects=6, quarters=16, links=0.5, seed=11)
    activity, building = example_activity(account, 1, seed=11)
    result = simulate(account, source(activity, building), 1, seed=7)
    found = trace(account, lanes(account, activity, building, seed=7, block=0), 0)
    for v, each in enumerate(CELL):
        got = result.cells[3, v].transpose(2, 0, 1)
        expected = found[each.name]
        size = 1 + 1e-3 * expected.max()
        np.testing.assert_allclose(got, expected, atol=0.04 * size, err_msg=each.name)


@pytest.mark.parametrize(("chunk", "processes"), [(250, 2), (1000, 2), (300, 3)])
def test_chunks_and_threads_change_nothing(chunk: Any, processes: Any) -> None:
    account = example(places=4, groups=3, projects=4, quarters=8, links=0.5, seed=5)
    activity, building = example_activity(account, 1100, seed=5)
    base = simulate(
        account, source(activity, building), 1100, chunk=250, processes=1, sampled=(0, 7)
    )
    other = simulate(
        account, source(activity, building), 1100, chunk=chunk, processes=processes, sampled=(0, 7)
    )
    for name in ("cells", "places", "samples", "pool"):
        assert np.array_equal(getattr(base, name), getattr(other, name)), name


def test_more_futures_leave_the_first_as_they_are() -> None:
    account = example(places=3, groups=2, projects=2, quarters=6, seed=6)
    activity, building = example_activity(account, 600, seed=6)
    few = simulate(account, source(activity, building), 300, sampled=(5,))
    many = simulate(account, source(activity, building), 600, sampled=(5,))
    # Lanes past the last future repeat one, and do not count.
    assert np.array_equal(few.samples, many.samples[..., :300])


def test_progress_counts_futures() -> None:
    account = example(places=2, groups=2, projects=1, quarters=3)
    activity, building = example_activity(account, 510)
    seen = []
    simulate(
        account,
        source(activity, building),
        510,
        processes=1,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(250, 510), (500, 510), (510, 510)]


@pytest.mark.parametrize(("n", "chunk"), [(0, 10), (10, 0)])
def test_sizes_must_be_positive(n: Any, chunk: Any) -> None:
    account = example(places=2, groups=2, projects=1, quarters=3)
    with pytest.raises(ValueError, match="must be positive"):
        simulate(account, source(*example_activity(account, 1)), n, chunk=chunk)


def test_activity_must_fit_the_account() -> None:
    account = example(places=2, groups=2, projects=2, quarters=3)
    wrong = np.zeros((5, 1, 3), np.float32)
    with pytest.raises(ValueError, match="the account has 2 projects and 3 quarters"):
        lanes(account, wrong, wrong, seed=1, block=0)


def test_a_rest_of_rounding_is_nobody() -> None:
    """A quotient by the smallest floats would be infinite, and 0 times it not a number."""
    assert ratio(np.float32(5), np.float32(1e-40)) == 0
    assert ratio(np.float32(5), np.float32(2)) == np.float32(2.5)
