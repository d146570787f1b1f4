"""The nucleolus against an independent method, and behind oracles."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.shares import examples

from beltplan.shares import (
    Game,
    PricedGame,
    ProductionSolver,
    core_range,
    even_core,
    least_core,
    nucleolus,
    production_game,
    stability,
    subsidy,
    tabulate,
)
from beltplan.shares.coalitions import indicator, members
from beltplan.shares.game import Cut, Oracle
from beltplan.shares.search_bounds import SolverBounds, TableBounds
from beltplan.shares.span import Span


def by_full_programmes(game: Game) -> np.ndarray:
    """Return the prenucleolus by full linear programmes, as in a textbook.

    Every coalition has a row; a coalition is fixed when no optimum gives it a smaller excess, which
    is asked coalition by coalition.
    """
    n = len(game.players)
    masks = range(1, game.grand)
    rows = {m: indicator(m, n) for m in masks}
    fixed: dict[int, float] = {}
    while True:
        open_ = [m for m in masks if m not in fixed]
        equal = [np.append(np.ones(n), 0.0), *(np.append(rows[m], 0.0) for m in fixed)]
        right = [game.value(game.grand), *(game.value(m) - e for m, e in fixed.items())]
        cost = np.append(np.zeros(n), 1.0)
        upper = np.array([np.append(-rows[m], -1.0) for m in open_])
        limit = np.array([-game.value(m) for m in open_])
        found = linprog(cost, upper, limit, np.array(equal), right, bounds=(None, None))
        epsilon = found.fun
        # Which of the tight coalitions stay tight whatever else?
        for m in open_:
            kept = upper.copy()
            kept[:, -1] = 0.0
            best = linprog(
                -np.append(rows[m], 0.0),
                kept,
                limit + epsilon + 1e-9,
                np.array(equal),
                right,
                bounds=(None, None),
            )
            if -best.fun <= game.value(m) - epsilon + 1e-6:
                fixed[m] = epsilon
        span = [np.ones(n), *(rows[m] for m in fixed)]
        if np.linalg.matrix_rank(np.array(span)) == n:
            right = [game.value(game.grand), *(game.value(m) - e for m, e in fixed.items())]
            return np.asarray(np.linalg.lstsq(np.array(span), np.array(right), rcond=None)[0])


@pytest.mark.parametrize("seed", range(12))
def test_against_full_programmes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 3 + seed % 3
    game = examples.random_game(rng, n)
    if seed % 2:  # many ties
        game = Game(game.players, np.round(2 * game.values))
    np.testing.assert_allclose(
        nucleolus(game, rational=False).gains, by_full_programmes(game), atol=1e-5
    )


@settings(max_examples=60)
@given(st.integers(1, 9), st.lists(st.integers(0, 511), max_size=12))
def test_span_agrees_with_floating_point_rank(n: int, masks: list[int]) -> None:
    span = Span(n)
    rows = [np.zeros(n)]
    for mask in masks:
        here = mask & ((1 << n) - 1)
        grew = span.add(here)
        before = np.linalg.matrix_rank(np.array(rows))
        rows.append(indicator(here, n))
        assert grew == (np.linalg.matrix_rank(np.array(rows)) > before)
    directions = span.directions()
    assert directions.shape == (n, n - span.rank)
    assert not (np.array(rows) @ directions).any()
    if directions.size:
        assert np.linalg.matrix_rank(directions) == n - span.rank


class Hidden:
    """A complete game of which only an oracle is shown."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self.asked = 0

    @property
    def players(self) -> tuple[str, ...]:
        return self._game.players

    def value(self, mask: int) -> float:
        self.asked += 1
        return self._game.value(mask)

    def most_aggrieved(
        self, allocation: np.ndarray, cut: Cut | None = None, above: float = -np.inf
    ) -> tuple[int, float] | None:
        return self._game.most_aggrieved(allocation, cut, above)


@pytest.mark.parametrize("seed", range(10))
def test_an_oracle_gives_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 3 + seed % 5
    game = examples.random_game(rng, n) if seed % 2 else examples.convex(rng, n)
    hidden = Hidden(game)
    assert isinstance(hidden, Oracle)
    for rational in (True, False):
        np.testing.assert_allclose(
            nucleolus(hidden, rational=rational).gains,
            nucleolus(game, rational=rational).gains,
            atol=1e-6,
        )
    assert least_core(hidden).epsilon == pytest.approx(least_core(game).epsilon, abs=1e-7)
    assert subsidy(hidden) == pytest.approx(subsidy(game), abs=1e-6)


def test_a_cut_is_obeyed() -> None:
    game = examples.random_game(np.random.default_rng(0), 5)
    allocation = np.zeros(5)
    cut = Cut((1, -1, 0, 0, 0))
    found = game.most_aggrieved(allocation, cut)
    assert found is not None
    held = [m for m in range(1, game.grand) if 0 in members(m) and 1 not in members(m)]
    assert found[1] == pytest.approx(max(game.value(m) for m in held))
    assert game.most_aggrieved(allocation, Cut((1, 0, 0, 0, 0), at_least=2)) is None


@pytest.mark.parametrize("n", [3, 5, 7])
@pytest.mark.parametrize("grid", [0.0, 12.0])
def test_prices_find_the_same_with_fewer_coalitions(n: int, grid: float) -> None:
    programme = examples.towns(np.random.default_rng(n), n, grid=grid)
    game = production_game(programme)
    assert isinstance(game, PricedGame)
    found = nucleolus(game).gains
    asked = game.solved
    full = tabulate(production_game(programme), alone=game.alone)
    np.testing.assert_allclose(found, nucleolus(full).gains, atol=1e-6)
    assert asked < (1 << n) - 1 or n == 3
    assert least_core(game).epsilon == pytest.approx(least_core(full).epsilon, abs=1e-6)
    one, other = core_range(game), core_range(full)
    np.testing.assert_allclose(one.low, other.low, atol=1e-5)
    np.testing.assert_allclose(one.high, other.high, atol=1e-5)
    even = even_core(game, game.alone)
    np.testing.assert_allclose(even.gains, even_core(full, game.alone).gains, atol=1e-4)
    rng = np.random.default_rng(n)
    for _ in range(5):
        allocation = found + rng.normal(size=n)
        asked_one, asked_all = game.most_aggrieved(allocation), full.most_aggrieved(allocation)
        assert asked_one is not None
        assert asked_all is not None
        assert asked_one[1] == pytest.approx(asked_all[1], abs=1e-6)
        assert stability(game, allocation).stable == stability(full, allocation).stable


@pytest.mark.parametrize("bounds", [TableBounds, SolverBounds])
def test_low_prices_make_the_search_longer_not_wrong(
    bounds: type[TableBounds | SolverBounds],
) -> None:
    programme = examples.towns(np.random.default_rng(4), 4, grid=9.0)
    solver = ProductionSolver(programme)
    rng = np.random.default_rng(0)

    def low(mask: int) -> tuple[float, np.ndarray]:
        cost, shares = solver.price(mask)
        return cost, shares - 3 * rng.random(4)

    game = PricedGame(programme.players, low, bounds=bounds(4))
    full = tabulate(production_game(programme))
    np.testing.assert_allclose(nucleolus(game).gains, nucleolus(full).gains, atol=1e-6)
    for _ in range(10):
        allocation = 10 * rng.normal(size=4)
        one, other = game.most_aggrieved(allocation), full.most_aggrieved(allocation)
        assert one is not None
        assert other is not None
        assert one[1] == pytest.approx(other[1], abs=1e-6)
    assert game.solved <= 15


def test_any_broken_row_is_found_and_none_is_invented() -> None:
    programme = examples.towns(np.random.default_rng(5), 6, grid=12.0)
    game = production_game(programme)
    assert isinstance(game, PricedGame)
    full = tabulate(production_game(programme), alone=game.alone)
    rng = np.random.default_rng(1)
    for _ in range(20):
        allocation = 5 * rng.normal(size=6)
        worst = full.most_aggrieved(allocation)
        assert worst is not None
        for above in (worst[1] - 1.0, worst[1] + 1e-6):
            some = game.some_aggrieved(allocation, None, above)
            assert some is not None
            assert (some[1] > above) == (worst[1] > above)
            assert some[1] == pytest.approx(
                full.value(some[0]) - indicator(some[0], 6) @ allocation, abs=1e-6
            )
            for mask, excess in game.seen_aggrieved(allocation, above):
                assert excess > above
                assert excess <= worst[1] + 1e-6
                assert 0 < mask < full.grand


def test_bounds_by_a_programme_give_the_same() -> None:
    programme = examples.towns(np.random.default_rng(1), 4)
    solver = ProductionSolver(programme)
    one = PricedGame(programme.players, solver.price, bounds=SolverBounds(4))
    np.testing.assert_allclose(
        nucleolus(one).gains, nucleolus(production_game(programme)).gains, atol=1e-6
    )
    assert one.most_aggrieved(np.zeros(4), Cut((1, 0, 0, 0), at_least=2)) is None


@pytest.mark.parametrize("seed", range(3))
def test_whole_plans(seed: int) -> None:
    """Whole numbers break the theorem; the search over coalitions agrees with the table."""
    programme = examples.towns(np.random.default_rng(seed), 4)
    whole = dataclasses.replace(
        programme,
        matrix=programme.matrix * 1.37,
        integer=np.ones(programme.cost.size, dtype=bool),
    )
    game = production_game(whole)
    full = tabulate(game, alone=np.array([game.cost(1 << i) for i in range(4)]))
    linear = production_game(dataclasses.replace(whole, integer=np.zeros(0, dtype=bool)))
    for mask in range(1, 16):
        assert game.cost(mask) >= linear.cost(mask) - 1e-7
    assert least_core(game).epsilon == pytest.approx(least_core(full).epsilon, abs=1e-6)
    rng = np.random.default_rng(seed)
    for _ in range(3):
        allocation = 5 * rng.normal(size=4)
        one, other = game.most_aggrieved(allocation), full.most_aggrieved(allocation)
        assert one is not None
        assert other is not None
        assert one[1] == pytest.approx(other[1], abs=1e-6)


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    nucleolus(examples.bankruptcy(200, [100, 200, 300]), progress=lambda *args: told.append(args))
    assert told[-1][:2] == (3, 3)
