"""Published games with their published answers."""

from __future__ import annotations

import numpy as np
import pytest
from tests.shares import examples

from beltplan.shares import (
    Rows,
    convexity,
    core_range,
    is_nucleolus,
    least_core,
    nucleolus,
    owen_split,
    shapley,
    stability,
    subsidy,
    superadditivity,
)

# Littlechild and Thompson 1977, Birmingham 1968-69, as the literature quotes them: landings and
# capital cost by type of aircraft, and the Shapley fee a landing. The paper was not at hand; the
# fees add up to the cost of the runway, see the test.
LANDINGS = np.array([42, 9555, 288, 303, 151, 1315, 505, 1128, 151, 112, 22])
CAPITAL = np.array(
    [65899, 76725, 95200, 97200, 97436, 98142, 102496, 104849, 113322, 115440, 117676], dtype=float
)
FEES = [4.86, 5.66, 10.30, 10.85, 10.92, 11.13, 13.40, 15.07, 44.80, 60.61, 162.24]


def test_birmingham_fees_follow_from_the_closed_form_that_we_test_against() -> None:
    costs = np.repeat(CAPITAL, LANDINGS)
    fees = examples.airport_shapley(costs.tolist())
    first = np.concatenate([[0], np.cumsum(LANDINGS)[:-1]])
    np.testing.assert_allclose(fees[first], FEES, atol=0.006)
    assert fees.sum() == pytest.approx(CAPITAL[-1])
    # One landing a type: the same closed form is our Shapley value.
    game = examples.airport(CAPITAL.tolist())
    assert game.alone is not None
    np.testing.assert_allclose(
        game.alone - shapley(game), examples.airport_shapley(CAPITAL.tolist())
    )
    np.testing.assert_allclose(
        game.alone - nucleolus(game).gains, examples.airport_nucleolus(CAPITAL.tolist()), rtol=1e-7
    )


@pytest.mark.parametrize(
    ("costs", "fees"),
    [
        ([8, 11, 13, 18], [2, 3, 4, 9]),  # the usual textbook example of the airport problem
        ([40, 50, 60, 70, 80, 90], np.array([40, 52, 67, 87, 117, 177]) / 6),  # MatTuGames
    ],
)
def test_airport_games(costs: list[float], fees: list[float]) -> None:
    game = examples.airport(costs)
    assert game.alone is not None
    np.testing.assert_allclose(game.alone - shapley(game), fees)
    found = nucleolus(game).gains
    np.testing.assert_allclose(game.alone - found, examples.airport_nucleolus(costs), rtol=1e-7)
    # Airport games are convex: both lie in the core.
    assert convexity(game).holds
    assert stability(game, shapley(game)).stable
    assert stability(game, found).stable


@pytest.mark.parametrize(
    ("estate", "awards"),
    [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])],
)
def test_the_talmud_and_the_nucleolus_agree(estate: float, awards: list[float]) -> None:
    """Aumann and Maschler 1985, claims of 100, 200 and 300."""
    claims = [100.0, 200.0, 300.0]
    game = examples.bankruptcy(estate, claims)
    np.testing.assert_allclose(nucleolus(game).gains, awards, rtol=1e-8)
    np.testing.assert_allclose(examples.talmud(estate, claims), awards, rtol=1e-8)
    assert is_nucleolus(game, np.array(awards, dtype=float))


def test_the_glove_game() -> None:
    game = examples.gloves(2, 1)
    np.testing.assert_allclose(shapley(game), [1 / 6, 1 / 6, 2 / 3])
    bounds = core_range(game)
    np.testing.assert_allclose(bounds.low, [0, 0, 1], atol=1e-6)
    np.testing.assert_allclose(bounds.high, [0, 0, 1], atol=1e-6)
    np.testing.assert_allclose(nucleolus(game).gains, [0, 0, 1], atol=1e-9)
    says = stability(game, shapley(game))
    assert (says.blocking, says.coalitions, says.stable) == (2, 6, False)
    assert says.excess == pytest.approx(1 / 6)


def test_a_linear_production_game() -> None:
    """The example of the R package coopProductGame: two goods, two resources, three players."""
    resources = [[4.0, 33.0], [6.0, 39.0], [60.0, 0.0]]
    game = examples.production([68, 52], [[4, 5], [6, 2]], resources)
    # Published worth of 1, 2, 12, 3, 13, 23, 123; two of them are printed rounded down.
    np.testing.assert_allclose(
        game.values[1:], [68, 102, 170, 0, 710, 762, 992], atol=0.6, err_msg="published table"
    )
    # Prices of the resources: 4 a + 6 b = 68 and 5 a + 2 b = 52.
    prices = np.array([8.0, 6.0])
    owen = owen_split(
        game.players,
        [
            Rows(
                "resources",
                np.tile(prices, (3, 1)),
                np.array(resources),
                np.array([[0], [1], [2]]),
            )
        ],
    )
    np.testing.assert_allclose(owen.costs, [230, 282, 480])
    assert stability(game, owen.costs).stable
    assert superadditivity(game).holds


def test_the_house_market_of_shapley_and_shubik() -> None:
    """Sellers and buyers of three houses; the core lies between two opposite corners."""
    game = examples.assignment([[5, 8, 2], [7, 9, 6], [2, 3, 0]])
    assert game.value(game.grand) == 16
    bounds = core_range(game)
    np.testing.assert_allclose(bounds.low, [3, 5, 0, 1, 3, 0], atol=1e-5)
    np.testing.assert_allclose(bounds.high, [5, 6, 1, 2, 5, 1], atol=1e-5)
    best_for_sellers = np.array([5.0, 6, 1, 1, 3, 0])
    best_for_buyers = np.array([3.0, 5, 0, 2, 5, 1])
    assert stability(game, best_for_sellers).stable
    assert stability(game, best_for_buyers).stable


def test_simple_majority_has_no_core() -> None:
    game = examples.voting(2, [1, 1, 1])
    found = least_core(game)
    assert found.epsilon == pytest.approx(1 / 3)
    assert found.empty_core
    assert subsidy(game) == pytest.approx(0.5)
    np.testing.assert_allclose(nucleolus(game).gains, [1 / 3] * 3)
    np.testing.assert_allclose(shapley(game), [1 / 3] * 3)
    assert stability(game, np.full(3, 1 / 3)).blocking == 3


def test_weighted_voting() -> None:
    game = examples.voting(3, [2, 1, 1])
    np.testing.assert_allclose(shapley(game), [2 / 3, 1 / 6, 1 / 6])  # Shapley and Shubik 1954
    # The first player is in every winning coalition: the core is its point, and the nucleolus too.
    np.testing.assert_allclose(nucleolus(game).gains, [1, 0, 0], atol=1e-9)
    assert not least_core(game).empty_core
    assert subsidy(game) == 0.0


def test_the_security_council() -> None:
    """Shapley-Shubik index of the council with fifteen seats: 421/2145 and 4/2145."""
    game = examples.voting(39, [7] * 5 + [1] * 10)
    index = shapley(game)
    np.testing.assert_allclose(index[:5], 421 / 2145)
    np.testing.assert_allclose(index[5:], 4 / 2145)
