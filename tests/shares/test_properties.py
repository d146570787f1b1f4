"""What must hold for every game."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shares import examples

from beltplan.shares import (
    Game,
    convexity,
    core_range,
    dependence,
    excesses,
    is_nucleolus,
    least_core,
    nucleolus,
    shapley,
    stability,
    subsidy,
    superadditivity,
)
from beltplan.shares.coalitions import members, sums

seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=40)


def generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@few
@given(seeds, st.integers(1, 7))
def test_shares_add_up(seed: int, n: int) -> None:
    game = examples.random_game(generator(seed), n)
    whole = game.value(game.grand)
    for gains in (shapley(game), nucleolus(game).gains, least_core(game).gains):
        np.testing.assert_allclose(gains.sum(), whole, atol=1e-9)


@few
@given(seeds, st.integers(2, 6), st.data())
def test_names_do_not_matter(seed: int, n: int, data: st.DataObject) -> None:
    game = examples.random_game(generator(seed), n)
    order = data.draw(st.permutations(range(n)))
    # Player i of the new game is player order[i] of the old one.
    new = np.array([sum(1 << order[i] for i in members(m)) for m in range(1 << n)])
    turned = Game(game.players, game.values[new])
    np.testing.assert_allclose(shapley(turned), shapley(game)[list(order)], atol=1e-9)
    np.testing.assert_allclose(
        nucleolus(turned).gains, nucleolus(game).gains[list(order)], atol=1e-6
    )


@few
@given(seeds, st.integers(1, 6))
def test_a_dummy_gets_what_it_is_worth_alone(seed: int, n: int) -> None:
    rng = generator(seed)
    game = examples.convex(rng, n)
    alone = rng.normal()
    bigger = Game(examples.named(n + 1), np.concatenate([game.values, game.values + alone]))
    for rule in (shapley, lambda g: nucleolus(g).gains):
        gains = rule(bigger)
        np.testing.assert_allclose(gains[-1], alone, atol=1e-7)
        np.testing.assert_allclose(gains[:-1], rule(game), atol=1e-6)


@few
@given(seeds, st.integers(1, 7))
def test_shapley_is_additive(seed: int, n: int) -> None:
    rng = generator(seed)
    one, other = examples.random_game(rng, n), examples.random_game(rng, n)
    both = Game(one.players, 2.0 * one.values + other.values)
    np.testing.assert_allclose(shapley(both), 2 * shapley(one) + shapley(other), atol=1e-9)


@few
@given(seeds, st.integers(2, 6))
def test_contributions_are_balanced(seed: int, n: int) -> None:
    game = examples.random_game(generator(seed), n)
    needs = dependence(game)
    np.testing.assert_allclose(needs, needs.T, atol=1e-9)
    np.testing.assert_allclose(np.diag(needs), shapley(game))


@few
@given(seeds, st.integers(2, 6), st.floats(0.01, 1e6))
def test_the_nucleolus_moves_with_the_game(seed: int, n: int, scale: float) -> None:
    rng = generator(seed)
    game = examples.random_game(rng, n)
    shift = scale * rng.normal(size=n)
    moved = Game(game.players, scale * game.values + sums(shift))
    for rational in (True, False):
        np.testing.assert_allclose(
            nucleolus(moved, rational=rational).gains / scale,
            nucleolus(game, rational=rational).gains + shift / scale,
            atol=1e-5,
        )


@few
@given(seeds, st.integers(2, 7))
def test_the_prenucleolus_passes_kohlberg_and_lies_in_the_least_core(seed: int, n: int) -> None:
    game = examples.random_game(generator(seed), n)
    gains = nucleolus(game, rational=False).gains
    assert is_nucleolus(game, gains, rational=False)
    worst = excesses(game, gains)[1:-1].max()
    np.testing.assert_allclose(worst, least_core(game).epsilon, atol=1e-7)


@few
@given(seeds, st.integers(3, 6))
def test_kohlberg_refuses_other_allocations(seed: int, n: int) -> None:
    rng = generator(seed)
    game = examples.random_game(rng, n)
    gains = nucleolus(game, rational=False).gains
    step = rng.normal(size=n)
    step -= step.mean()
    assert not is_nucleolus(game, gains + 0.01 * step / np.abs(step).max(), rational=False)


@few
@given(seeds, st.integers(2, 7))
def test_the_nucleolus_gives_nobody_less_than_alone(seed: int, n: int) -> None:
    rng = generator(seed)
    values = rng.random(1 << n)
    values[0] = 0.0
    values[1 << np.arange(n)] = 0.0
    game = Game(examples.named(n), values)
    gains = nucleolus(game).gains
    assert (gains >= -1e-9).all()
    assert is_nucleolus(game, gains)


@few
@given(seeds, st.integers(2, 7))
def test_in_convex_games_shapley_is_stable(seed: int, n: int) -> None:
    game = examples.convex(generator(seed), n)
    assert convexity(game).holds
    assert superadditivity(game).holds
    assert stability(game, shapley(game)).stable
    assert subsidy(game) == 0.0
    bounds = core_range(game)
    # In a convex game the ends are what a player adds to nobody and to all others (Shapley 1971).
    singles = game.values[1 << np.arange(n)]
    last = game.value(game.grand) - game.values[game.grand ^ (1 << np.arange(n))]
    size = np.abs(game.values).max()
    np.testing.assert_allclose(bounds.low, singles, atol=1e-6 * size)
    np.testing.assert_allclose(bounds.high, last, atol=1e-6 * size)


@few
@given(seeds, st.integers(2, 6))
def test_the_subsidy_is_just_enough(seed: int, n: int) -> None:
    game = examples.random_game(generator(seed), n)
    paid = subsidy(game)
    for change, stable in ((1e-6, True), (-1e-3, False)):
        values = game.values.copy()
        values[-1] += paid + change
        if stable or paid > 1e-3:
            assert (least_core(Game(game.players, values)).epsilon <= 0) == stable


@few
@given(seeds, st.integers(2, 5), st.floats(0.05, 0.95))
def test_bankruptcy_and_the_talmud_rule(seed: int, n: int, part: float) -> None:
    claims = (10 * generator(seed).random(n) + 1).tolist()
    estate = part * sum(claims)
    np.testing.assert_allclose(
        nucleolus(examples.bankruptcy(estate, claims)).gains,
        examples.talmud(estate, claims),
        atol=1e-6,
    )


@few
@given(seeds, st.integers(2, 8))
def test_airports_by_their_closed_forms(seed: int, n: int) -> None:
    costs = np.sort(generator(seed).random(n) + 0.1).tolist()
    game = examples.airport(costs)
    np.testing.assert_allclose(costs - shapley(game), examples.airport_shapley(costs))
    np.testing.assert_allclose(
        costs - nucleolus(game).gains, examples.airport_nucleolus(costs), atol=1e-7
    )


@few
@given(seeds, st.integers(2, 6))
def test_shape_by_brute_force(seed: int, n: int) -> None:
    game = examples.random_game(generator(seed), n)
    v = game.values
    pairs = [(s, t) for s in range(1, 1 << n) for t in range(s + 1, 1 << n) if not s & t]
    broken = sum(v[s] + v[t] > v[s | t] + 1e-9 for s, t in pairs)
    found = superadditivity(game)
    assert (found.tested, found.violations) == (len(pairs), broken)
    if found.where is not None:
        s, t = found.where
        np.testing.assert_allclose(v[s] + v[t] - v[s | t], found.worst)
    all_pairs = [(s, t) for s in range(1 << n) for t in range(1 << n)]
    holds = all(v[s] + v[t] <= v[s | t] + v[s & t] + 1e-9 for s, t in all_pairs)
    assert convexity(game).holds == holds
    assert convexity(game).tested == n * (n - 1) // 2 * 2 ** (n - 2)
