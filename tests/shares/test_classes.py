"""Courses that open in whole classes: a dearer plan, and a core that may be empty."""

from __future__ import annotations

import numpy as np
import pytest

from beltplan.plan.example import example
from beltplan.plan.levels import part
from beltplan.plan.model import build
from beltplan.plan.solve.interior import interior
from beltplan.plan.whole import solve_whole
from beltplan.shares.classes import game_of_classes
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


def test_the_subsidy_closes_what_the_core_lacks() -> None:
    model = build(example(3, 3, 4, 1, seed=2))
    game = game_of_classes(model, range(3), size=SIZE, gap=1e-7)
    kernel = least_core(game)
    needed = subsidy(game)
    assert needed >= 0
    if kernel.epsilon > 1e-6 * np.abs(game.values).max():
        assert needed > 0


def test_too_many_areas_are_said() -> None:
    model = build(example(9, 2, 2, 1))
    with pytest.raises(TooManyPlayersError, match="9 areas"):
        game_of_classes(model, range(9), size=SIZE)
