"""Owen's split: stable where its conditions hold, refused where they do not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shares import examples

from beltplan.faults import FaultError
from beltplan.shares import (
    CostProgram,
    ProductionSolver,
    Rows,
    check_conditions,
    core_range,
    owen_of_programme,
    owen_range,
    owen_split,
    ownership,
    production_game,
    safe_split,
    stability,
    superadditivity,
    tabulate,
)
from beltplan.shares.coalitions import indicator, sums
from beltplan.shares.errors import SolverError

seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=25)


@few
@given(seeds, st.integers(2, 5), st.sampled_from([0.0, 10.0]))
def test_owen_is_in_the_core_where_the_theorem_holds(seed: int, n: int, grid: float) -> None:
    programme = examples.towns(np.random.default_rng(seed), n, grid=grid)
    assert check_conditions(programme) == ()
    everybody = (1 << n) - 1
    solved = ProductionSolver(programme).solve(everybody)
    owen = owen_of_programme(programme, solved)
    assert owen.costs.sum() == pytest.approx(solved.cost)
    np.testing.assert_allclose(owen.by_name.sum(axis=0), owen.costs)
    game = production_game(programme)
    full = tabulate(game)
    assert stability(full, owen.gains(game.alone), tolerance=1e-6).stable
    assert superadditivity(full, tolerance=1e-6).holds


@few
@given(seeds, st.integers(2, 4))
def test_costs_of_coalitions_by_another_solver(seed: int, n: int) -> None:
    programme = examples.towns(np.random.default_rng(seed), n, grid=8.0)
    game = production_game(programme)
    for mask in range(1, 1 << n):
        assert game.cost(mask) == pytest.approx(examples.by_scipy(programme, mask), rel=1e-7)


@few
@given(seeds, st.integers(2, 5), st.floats(0, 3))
def test_any_prices_give_a_stable_split(seed: int, n: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    programme = examples.towns(rng, n, grid=10.0)
    solved = ProductionSolver(programme).solve((1 << n) - 1)
    prices = solved.rows + noise * rng.normal(size=solved.rows.size)
    safe = safe_split(programme, prices, cost=solved.cost)
    assert safe.deficit >= -1e-7
    assert safe.costs.sum() + safe.deficit == pytest.approx(solved.cost)
    assert (safe.charges <= 1e-9).all()
    game = production_game(programme)
    assert stability(tabulate(game), game.alone - safe.costs).excess <= 1e-6
    if noise == 0:
        assert safe.deficit == pytest.approx(0, abs=1e-6)


@few
@given(seeds, st.integers(2, 4))
def test_the_range_over_all_optimal_prices(seed: int, n: int) -> None:
    """Against the least and most over the face of optimal duals, asked of scipy."""
    programme = examples.towns(np.random.default_rng(seed), n, grid=10.0)
    solver = ProductionSolver(programme)
    solved = solver.solve((1 << n) - 1)
    game = production_game(programme)
    found = owen_range(solver.scaled, game.alone)
    low, high = examples.dual_face(programme, solved.cost)
    # Slopes over a step are a little too wide, never too narrow.
    assert (found.low <= game.alone - high + 1e-5).all()
    assert (found.high >= game.alone - low - 1e-5).all()
    np.testing.assert_allclose(found.low, game.alone - high, atol=0.02)
    np.testing.assert_allclose(found.high, game.alone - low, atol=0.02)
    core = core_range(game)
    assert (found.low >= core.low - 0.02).all()
    assert (found.high <= core.high + 0.02).all()


@few
@given(seeds, st.integers(2, 4))
def test_prices_of_a_coalition_bound_the_cost_of_all(seed: int, n: int) -> None:
    programme = examples.towns(np.random.default_rng(seed), n, grid=10.0)
    solver = ProductionSolver(programme)
    costs = [0.0, *(solver.solve(mask).cost for mask in range(1, 1 << n))]
    for mask in range(1, 1 << n):
        cost, shares = solver.price(mask)
        assert indicator(mask, n) @ shares == pytest.approx(cost)
        assert (sums(shares) <= np.array(costs) + 1e-6).all()


def test_a_wrong_price_without_a_bound_is_refused() -> None:
    programme = examples.towns(np.random.default_rng(0), 3)
    bare = dataclasses.replace(programme, implied=np.zeros(0))
    with pytest.raises(SolverError, match="no bound"):
        safe_split(bare, np.full(bare.row_lower.size, 1e3), cost=1.0)


def test_by_kind_of_row() -> None:
    programme = examples.towns(np.random.default_rng(3), 3)
    solved = ProductionSolver(programme).solve(0b111)
    kind = np.array([0, 0, 0, 1, 1, 1, 1])
    owen = owen_of_programme(programme, solved, kinds=("need", "room"), kind_of_row=kind)
    assert owen.names == ("need", "room", "bounds")
    need, room, _ = owen.by_name
    np.testing.assert_allclose(need, solved.rows[:3] * programme.row_lower[:3])
    np.testing.assert_allclose(room, solved.rows[3:6] * programme.row_upper[3:6])


def test_rows_of_any_shape() -> None:
    rng = np.random.default_rng(0)
    duals, rhs = rng.random((3, 4, 2)), rng.random((4, 1))
    owners = np.array([0, 1, 2, 0])[:, None]
    whole = owen_split(("a", "b", "c"), [Rows("homes", duals, rhs, owners)])
    parts = np.eye(3)[owners]
    same = owen_split(("a", "b", "c"), [Rows("homes", duals, rhs, parts)])
    np.testing.assert_allclose(whole.costs, same.costs)
    assert whole.costs[1] == pytest.approx((duals[:, 1] * rhs[1]).sum())
    half = np.array([0.5, 0.5])
    shared = owen_split(("a", "b"), [Rows("link", np.array([3.0]), np.array([2.0]), half[None])])
    assert shared.costs.tolist() == [3.0, 3.0]


def test_an_infinite_bound_without_a_price_costs_nothing() -> None:
    rows = Rows("x", np.array([0.0, 2.0]), np.array([-np.inf, 1.0]), np.array([-1, 0]))
    assert owen_split(("a",), [rows]).costs.tolist() == [2.0]


def test_every_fault_of_the_rows_at_once() -> None:
    one, ones = np.array([1.0]), np.array([1.0])
    bad = [
        Rows("nobody", one, ones, np.array([-1])),
        Rows("parts", one, ones, np.array([[0.5, 0.25]])),
        Rows("infinite", one, np.array([np.inf]), np.array([0])),
        Rows("shape", one, np.ones((2, 3)), np.array([0])),
    ]
    with pytest.raises(FaultError) as caught:
        owen_split(("a", "b"), bad)
    assert {(f.row, f.code) for f in caught.value.faults} == {
        ("nobody", "shares.nobody"),
        ("parts", "shares.weights"),
        ("infinite", "shares.not-finite"),
        ("shape", "shares.size"),
    }


def test_a_pool_of_nobody_breaks_the_theorem_and_is_found() -> None:
    """Ten recruits from outside that every coalition may use in full."""
    programme = CostProgram(
        players=("a", "b"),
        cost=np.array([1.0, 1.0, 9.0, 9.0]),  # recruits to a, to b; unmet in a, in b
        matrix=np.array([[1.0, 0, 1, 0], [0, 1, 0, 1], [-1, -1, 0, 0]]),
        row_lower=np.array([10.0, 10.0, -10.0]),
        row_upper=np.full(3, np.inf),
        col_lower=np.zeros(4),
        col_upper=np.full(4, np.inf),
        owners=ownership(np.array([0, 1, -1]), 2),
        touches=np.array([[1, 0], [0, 1], [1, 0], [0, 1]]),
    )
    assert [f.code for f in check_conditions(programme)] == ["shares.nobody"]
    # What goes wrong: alone each may use the whole pool, so together they save less than nothing.
    costs = [examples.by_scipy(with_pool(programme, m), m) for m in (1, 2, 3)]
    assert costs[2] > costs[0] + costs[1]


def with_pool(programme: CostProgram, mask: int) -> CostProgram:
    """Let the coalition use the pool in full, as a careless model would."""
    owners = programme.owners.toarray()
    owners[2] = [1.0, 0.0] if mask != 2 else [0.0, 1.0]
    return dataclasses.replace(programme, owners=owners)


def test_every_broken_condition_is_found() -> None:
    programme = examples.towns(np.random.default_rng(0), 3)
    owners = programme.owners.toarray()
    owners[0] = 0.0
    owners[1] = [0.0, 0.7, 0.0]
    owners[2] = [-0.5, 0.0, 1.5]
    touches = programme.touches.toarray()
    touches[4] = [1, 0, 0]  # makes in b for b, and says that it touches a only
    touches[10] = 0  # the enlargement in a has a bound
    whole = np.zeros(programme.cost.size, dtype=bool)
    whole[7] = True
    broken = dataclasses.replace(programme, owners=owners, touches=touches, integer=whole)
    names = [f"row-{i}" for i in range(7)]
    faults = check_conditions(broken, row_names=names)
    found = {(f.table, f.row, f.code) for f in faults}
    assert ("rows", "row-0", "shares.nobody") in found
    assert ("rows", "row-1", "shares.weights") in found
    assert ("rows", "row-2", "shares.weights") in found
    assert ("columns", "4", "shares.reach") in found
    assert ("columns", "10", "shares.nobody") in found
    assert ("columns", "7", "shares.integer") in found
    assert all(f.way_out for f in faults)


def test_a_programme_that_is_not_well_made() -> None:
    good = examples.towns(np.random.default_rng(0), 2)
    cost = good.cost.copy()
    cost[1] = np.nan
    with pytest.raises(FaultError) as caught:
        dataclasses.replace(good, cost=cost, col_upper=np.ones(3), owners=np.ones((1, 1)))
    assert {f.field for f in caught.value.faults} == {"cost", "col_upper", "owners"}


def test_a_coalition_without_a_plan_is_named() -> None:
    programme = examples.towns(np.random.default_rng(0), 2)
    # Without leaving needs unmet, the second town cannot do it alone.
    upper = programme.col_upper.copy()
    upper[6] = 0.0
    lower = programme.row_lower.copy()
    lower[1] = 1000.0
    with pytest.raises(SolverError, match="p1 ended as infeasible"):
        production_game(dataclasses.replace(programme, col_upper=upper, row_lower=lower))
