"""The most even split, rules of thumb, sampling, faults, and all splits in one call."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.shares import examples

from beltplan.faults import FaultError
from beltplan.shares import (
    Game,
    Method,
    ProductionSolver,
    by_contribution,
    by_weight,
    cards,
    core_range,
    equal,
    even_core,
    nucleolus,
    owen_of_programme,
    production_game,
    sampled_shapley,
    shapley,
    split_all,
    stability,
    tabulate,
)
from beltplan.shares.coalitions import indicator
from beltplan.shares.errors import EmptyCoreError, TooManyPlayersError


def smallest_spread(game: Game, alone: np.ndarray) -> float:
    """Smallest spread of relative gains in the core, with every coalition a row, by scipy."""
    n = len(game.players)
    rows = [np.append(-indicator(m, n), [0.0, 0.0]) for m in range(1, game.grand)]
    right = [-game.value(m) for m in range(1, game.grand)]
    for i in range(n):
        unit = np.eye(n)[i] / alone[i]
        rows += [np.append(unit, [-1.0, 0.0]), np.append(-unit, [0.0, 1.0])]
        right += [0.0, 0.0]
    found = linprog(
        np.append(np.zeros(n), [1.0, -1.0]),
        np.array(rows),
        right,
        np.append(np.ones(n), [0.0, 0.0])[None],
        [game.value(game.grand)],
        bounds=(None, None),
    )
    return float(found.fun)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.booleans())
def test_the_most_even_split(seed: int, n: int, narrow: bool) -> None:
    rng = np.random.default_rng(seed)
    if narrow:
        programme = examples.towns(rng, min(n, 4))
        found = production_game(programme)
        game, alone = tabulate(found, alone=found.alone), found.alone
    else:
        game, alone = examples.convex(rng, n), 1 + 9 * rng.random(n)
    even = even_core(game, alone)
    assert even.spread == pytest.approx(smallest_spread(game, alone), abs=1e-5)
    assert stability(game, even.gains).stable
    # No stable split with this spread is nearer to equal relative gains.
    goal = alone * game.value(game.grand) / alone.sum()

    def distance(gains: np.ndarray) -> float:
        return float(((gains - goal) ** 2 / alone).sum())

    best = distance(even.gains)
    for _ in range(20):
        step = rng.normal(size=n if not narrow else min(n, 4))
        step -= step.mean()
        near = even.gains + 0.01 * np.abs(goal).max() * step
        if stability(game, near, tolerance=0).stable and np.ptp(near / alone) <= even.spread:
            assert distance(near) >= best - 1e-7


def test_equal_relative_gains_where_they_are_stable() -> None:
    game = Game.from_costs(("a", "b", "c"), [0, 10, 20, 27, 30, 36, 45, 48])
    assert game.alone is not None
    even = even_core(game, game.alone)
    np.testing.assert_allclose(even.relative, 0.2, atol=1e-7)
    assert even.spread == pytest.approx(0, abs=1e-7)


def test_a_town_that_pays_nothing_alone() -> None:
    """It lends its people; it has a gain, but none relative to a cost."""
    game = Game.from_costs(("a", "b", "c"), [0, 10, 20, 25, 0, 6, 14, 17])
    assert game.alone is not None
    splits = split_all(game, game.alone)
    even = splits["even"]
    assert even.stability.stable
    assert np.isnan(even.relative[2])
    # c is owed nothing by evenness, only by stability: a and b can do without it for 5 of 13.
    assert even.gains[2] == pytest.approx(0.0, abs=0.1)
    assert even.relative[0] == pytest.approx(even.relative[1], abs=1e-3)
    table = splits.table().filter(method="even", player="c")
    assert table["relative"].to_list() == [None]
    assert cards(game, splits)[2].relative is None
    assert splits["cost"].gains[2] == 0.0


def test_an_empty_core_says_so() -> None:
    game = examples.voting(2, [1, 1, 1])
    with pytest.raises(EmptyCoreError):
        even_core(game, np.ones(3))
    with pytest.raises(EmptyCoreError):
        core_range(game)


def test_rules_of_thumb() -> None:
    game = Game.from_costs(("a", "b", "c"), [0, 10, 20, 27, 30, 36, 45, 48])
    np.testing.assert_allclose(equal(game), [4, 4, 4])
    np.testing.assert_allclose(by_weight(game, np.array([1.0, 2, 3])), [2, 4, 6])
    # Everybody saves 12; without a 5, without b 4, without c 3: they add 7, 8 and 9.
    np.testing.assert_allclose(by_contribution(game), 12 * np.array([7, 8, 9]) / 24)
    for bad in (np.array([1.0, -1, 1]), np.zeros(3), np.ones(2)):
        with pytest.raises(ValueError, match="weights"):
            by_weight(game, bad)


@pytest.mark.parametrize("method", ["plain", "antithetic", "stratified"])
def test_sampled_shapley_is_as_near_as_it_says(
    method: Literal["plain", "antithetic", "stratified"],
) -> None:
    game = examples.random_game(np.random.default_rng(5), 7)
    exact = shapley(game)
    far = []
    for seed in range(30):
        found = sampled_shapley(game, blocks=40, seed=seed, method=method)
        assert found.gains.sum() == pytest.approx(game.value(game.grand))
        far.append((found.gains - exact) / found.standard_error)
    # 210 errors in units of their own standard error: about standard normal.
    spread = float(np.std(far))
    assert 0.8 < spread < 1.3
    again = sampled_shapley(game, blocks=40, seed=29, method=method)
    np.testing.assert_array_equal(again.gains, found.gains)


def test_stratified_orders_are_worth_their_number() -> None:
    """With the same number of orders, strata err less than plain sampling."""
    game = examples.convex(np.random.default_rng(1), 8)
    plain = sampled_shapley(game, blocks=640, seed=0, method="plain")
    strata = sampled_shapley(game, blocks=40, seed=0, method="stratified")
    assert plain.orders == strata.orders
    assert strata.standard_error.mean() < 0.7 * plain.standard_error.mean()
    with pytest.raises(ValueError, match="two blocks"):
        sampled_shapley(game, blocks=1, seed=0)


def test_all_splits_in_one_call() -> None:
    programme = examples.towns(np.random.default_rng(2), 5)
    oracle = production_game(programme)
    game = tabulate(oracle, alone=oracle.alone)
    owen = owen_of_programme(programme, ProductionSolver(programme).solve(game.grand))
    splits = split_all(game, oracle.alone, owen_costs=owen.costs, weights=np.arange(1.0, 6.0))
    methods = [split.method for split in splits.splits]
    assert methods == [
        "owen",
        "even",
        "nucleolus",
        "least_core",
        "shapley",
        "equal",
        "cost",
        "contribution",
        "weight",
    ]
    assert splits.preferred.method == "even"
    assert splits.range is not None
    found = {finding.method: finding for finding in splits.findings()}
    stable: tuple[Method, ...] = ("owen", "even", "nucleolus", "least_core")
    for method in stable:
        assert found[method].code == "stable"
        gains = splits[method].gains
        assert (gains >= splits.range.low - 1e-6).all()
        assert (gains <= splits.range.high + 1e-6).all()
    blocked = found["weight"]
    assert blocked.code in ("blocked", "loses")
    assert blocked.blocking is not None
    assert blocked.blocking > 0
    mask = game.mask(*blocked.coalition)
    gains = splits["weight"].gains
    assert blocked.excess == pytest.approx(game.value(mask) - indicator(mask, 5) @ gains)
    table = splits.table()
    assert table.height == 9 * 5
    assert table["cost"].to_numpy() == pytest.approx((table["alone"] - table["gain"]).to_numpy())
    assert splits.stability_table().height == 9
    with pytest.raises(KeyError):
        splits["nobody"]  # type: ignore[index]

    behind = split_all(oracle, oracle.alone, owen_costs=owen.costs, blocks=5)
    np.testing.assert_allclose(behind["nucleolus"].gains, splits["nucleolus"].gains, atol=1e-5)
    assert behind["shapley"].standard_error is not None
    assert behind["owen"].stability.blocking == 0
    assert "shapley" not in [s.method for s in split_all(oracle, oracle.alone, blocks=0).splits]


def test_cards() -> None:
    programme = examples.towns(np.random.default_rng(2), 4)
    oracle = production_game(programme)
    game = tabulate(oracle, alone=oracle.alone)
    owen = owen_of_programme(programme, ProductionSolver(programme).solve(game.grand))
    splits = split_all(game, oracle.alone, owen_costs=owen.costs)
    made = cards(game, splits, owen=owen)
    assert [card.player for card in made] == list(game.players)
    assert sum(card.cost for card in made) == pytest.approx(oracle.cost(game.grand))
    for i, card in enumerate(made):
        assert card.gain == pytest.approx(card.alone - card.cost)
        assert card.low is not None
        assert card.high is not None
        assert card.low - 1e-6 <= card.gain <= card.high + 1e-6
        rest = game.grand ^ (1 << i)
        assert card.missed == pytest.approx(
            oracle.cost(rest) + card.alone - oracle.cost(game.grand)
        )
        assert [name for name, _ in card.depends] == sorted(
            [name for name, _ in card.depends], key=lambda name: -dict(card.depends)[name]
        )
        assert sum(value for _, value in card.prices) == pytest.approx(owen.costs[i])
    by_owen = cards(game, splits, split=splits["owen"])
    assert by_owen[0].gain == pytest.approx(splits["owen"].gains[0])
    assert by_owen[0].prices == ()


def test_a_game_with_no_core() -> None:
    game = examples.voting(2, [1, 1, 1])
    splits = split_all(game, np.ones(3))
    assert splits.range is None
    assert splits.preferred.method == "nucleolus"
    assert splits.subsidy == pytest.approx(0.5)
    assert splits.table()["low"].null_count() == splits.table().height
    assert all(finding.code == "blocked" for finding in splits.findings())
    assert cards(game, splits)[0].low is None


def test_one_player() -> None:
    game = Game(("a",), np.array([0.0, 3.0]))
    splits = split_all(game, np.array([10.0]))
    assert all(split.gains.tolist() == [3.0] for split in splits.splits)
    assert all(split.stability.stable for split in splits.splits)


def test_a_split_that_gives_away_more_than_there_is() -> None:
    game = examples.gloves(1, 1)
    says = stability(game, np.array([1.0, 1.0]))
    assert says.blocking == 0
    assert says.surplus == pytest.approx(1.0)
    assert not says.stable


def test_faults_of_a_game_all_at_once() -> None:
    with pytest.raises(FaultError) as caught:
        Game(("a", "a"), np.array([1.0, np.nan, 0.0, np.inf]), np.array([1.0]))
    codes = sorted(f.code for f in caught.value.faults)
    assert codes.count("shares.not-finite") == 3
    assert "shares.players" in codes
    assert "shares.size" in codes
    with pytest.raises(FaultError, match="shape"):
        Game.from_costs(("a", "b"), [0.0, 1.0])
    with pytest.raises(TooManyPlayersError):
        tabulate(Endless())
    game = Game(("a", "b"), np.array([0.0, 0, 0, 1]))
    with pytest.raises(FaultError, match="cost alone of b"):
        split_all(game, np.array([1.0, np.nan]))
    with pytest.raises(FaultError, match="nobody pays"):
        even_core(game, np.zeros(2))
    with pytest.raises(FaultError, match="shape"):
        even_core(game, np.ones(3))


class Endless:
    """Forty players."""

    players = examples.named(40)

    def value(self, mask: int) -> float:
        return float(mask > 0)

    def most_aggrieved(self, allocation: object, cut: object = None, above: float = 0.0) -> None:
        raise AssertionError(allocation, cut, above)


def test_leaving_one_out() -> None:
    game = examples.random_game(np.random.default_rng(0), 4)
    rest = game.without(1)
    assert rest.players == ("p0", "p2", "p3")
    assert rest.value(0b101) == game.value(0b1001)
    assert nucleolus(rest).gains.shape == (3,)
