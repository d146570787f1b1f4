"""Courses that open in whole classes: a dearer plan, and a core that may be empty."""

from __future__ import annotations

import numpy as np
import pytest

from beltplan.plan.errors import NoConvergenceError, NoPlanError
from beltplan.plan.example import example
from beltplan.plan.levels import part
from beltplan.plan.model import build
from beltplan.plan.simplex import solve_exactly
from beltplan.plan.solve.interior import interior
from beltplan.plan.whole import solve_whole
from beltplan.shares.classes import game_of_classes, single_seats
from beltplan.shares.coalitions import members
from beltplan.shares.errors import TooManyPlayersError
from beltplan.shares.leastcore import least_core, subsidy

SIZE = 40.0


def test_whole_classes_cost_at_least_what_single_seats_do() -> None:
    model = build(example(3, 3, 4, 2, seed=2))
    cut = part(model, np.arange(3))
    whole = solve_whole(model, cut, size=SIZE, gap=1e-6)
    single = interior(cut.stage, gap=1e-6)
    assert whole.objective >= single.bound
    span = model.columns0.families["seats"].span
    seats = whole.x0[(cut.columns0 >= span.start) & (cut.columns0 < span.stop)]
    assert seats == pytest.approx(SIZE * np.round(seats / SIZE), abs=1e-4)
    assert seats.sum() > 0


def test_a_class_that_no_course_can_take_is_said() -> None:
    model = build(example(2, 2, 3, 1))
    with pytest.raises(NoPlanError, match="a class of 500"):
        solve_whole(model, part(model, np.arange(2)), size=500.0)


def test_time_that_runs_out_leaves_a_plan_or_says_that_there_is_none() -> None:
    model = build(example(4, 4, 5, 3, seed=2))
    cut = part(model, np.arange(4))
    seen = []
    try:
        found = solve_whole(
            model, cut, size=SIZE, gap=1e-9, seconds=1e-3, watch=lambda *at: seen.append(at)
        )
    except NoConvergenceError as error:
        assert "no plan in whole classes" in error.message  # noqa: PT017
    else:
        assert found.bound <= found.objective
    assert seen


def test_the_subsidy_closes_what_the_core_lacks() -> None:
    model = build(example(3, 3, 4, 1, seed=2))
    found = game_of_classes(model, range(3), size=SIZE, gap=1e-7)
    kernel = least_core(found.game)
    needed = subsidy(found.game)
    assert needed >= 0
    assert 0 <= found.doubt <= 1e-5 * found.cost.max()
    if kernel.epsilon > 1e-6 * np.abs(found.game.values).max():
        assert needed > 0


def test_a_coalition_of_classes_costs_at_least_its_plan_in_single_seats() -> None:
    model = build(example(3, 3, 4, 1, seed=2))
    found = game_of_classes(model, range(3), size=SIZE, gap=1e-7)
    for mask in range(1, 8):
        cut = part(model, np.array(members(mask)))
        assert found.cost[mask] >= solve_exactly(cut.stage).objective - 1e-6


def test_single_seats_are_shared_by_prices() -> None:
    model = build(example(4, 3, 4, 2, seed=2))
    playing = [0, 2, 3]
    gains = single_seats(model, playing)
    cost = {
        who: solve_exactly(part(model, np.array(who)).stage).objective
        for who in ((0,), (2,), (3,), (0, 2), (0, 3), (2, 3), (0, 2, 3))
    }
    assert gains.sum() == pytest.approx(sum(cost[i,] for i in playing) - cost[0, 2, 3], abs=1e-3)
    for i, j in ((0, 2), (0, 3), (2, 3)):
        both = gains[playing.index(i)] + gains[playing.index(j)]
        assert both >= cost[i,] + cost[j,] - cost[i, j] - 1e-3


def test_too_many_areas_are_said() -> None:
    model = build(example(9, 2, 2, 1))
    with pytest.raises(TooManyPlayersError, match="9 areas"):
        game_of_classes(model, range(9), size=SIZE)
