"""Directions from float32 factors are made as good as asked for, and plain refinement is not."""

from __future__ import annotations

import numpy as np
import pytest

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve.refining import refined
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.system import System


@pytest.mark.parametrize("spread", [1.0, 4.0])
def test_conjugate_residuals_beat_plain_refinement(spread: float) -> None:
    """The wider the weights, the worse float32 factors are."""
    standard = Standard(build(example(5, 4, 6, 3)).stage)
    draw = np.random.default_rng(1)
    live = standard.upper > 0
    weight = np.where(live, draw.lognormal(0.0, spread, len(live)), 1e20)
    right = standard.forward(np.where(live, draw.random(len(live)), 0.0))
    cost = np.where(live, draw.random(len(live)), 0.0)
    enough = 1e-6 * np.abs(cost).max(), 1e-6 * np.abs(right).max()
    with System(standard) as system:
        system.factorise(weight, 1e-9, single=True)
        found = refined(system, cost, right, enough, 12)
        left = [np.abs(each).max() for each in system.rest(cost, right, found.dx, found.dy)]
        dx, dy = system.solve(cost, right)
        for _ in range(found.solves - 1):
            ex, ey = system.solve(*system.rest(cost, right, dx, dy))
            dx, dy = dx + ex, dy + ey
        plain = [np.abs(each).max() for each in system.rest(cost, right, dx, dy)]
    assert found.enough
    assert found.solves > 1
    assert left[0] <= enough[0]
    assert left[1] <= enough[1]
    assert max(np.divide(left, enough)) <= max(1.0, 3.0 * max(np.divide(plain, enough)))


def test_what_cannot_be_reached_is_said() -> None:
    standard = Standard(build(example(3, 2, 4, 2)).stage)
    live = standard.upper > 0
    right = standard.forward(np.where(live, 1.0, 0.0))
    with System(standard) as system:
        system.factorise(np.where(live, 1.0, 1e20), 1e-9, single=True)
        found = refined(system, np.zeros(len(live)), right, (1e-30, 1e-30), 3)
    assert not found.enough
    assert 1 < found.solves <= 3
