"""Systems that are factorised along the tree are solved, folded in time and shared by threads."""

from __future__ import annotations

import numpy as np
import pytest

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve import system as module
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.system import System


@pytest.mark.parametrize("periods", [3, 5, 12])
@pytest.mark.parametrize("scenarios", [1, 2, 3])
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("single", [False, True])
def test_what_is_left_is_rounding(
    monkeypatch: pytest.MonkeyPatch, periods: int, scenarios: int, threads: int, single: bool
) -> None:
    if periods == 5:
        # Room for few branches: their common update is made in several turns.
        monkeypatch.setattr(module, "ROOM", 4_000)
        # A large top: threads share even a single scenario.
        monkeypatch.setattr(module, "WIDE", 1)
    stage = build(example(5, 4, periods, scenarios)).stage
    standard = Standard(stage)
    draw = np.random.default_rng(periods + scenarios)
    weight = draw.lognormal(0.0, 1.0, len(standard.cost))
    weight[standard.upper <= 0] = 1e20
    right = standard.forward(np.where(standard.upper > 0, draw.random(len(weight)), 0.0))
    with System(standard, threads=threads) as system:
        system.factorise(weight, 1e-12, single=single)
        cost = draw.random(len(weight))
        dx, dy = system.solve(cost, right)
        rest_g, rest_r = system.rest(cost, right, dx, dy)
        assert (system.tree.branches.fold < system.tree.branches.pivots).any() == (periods > 3)
    limit = 0.2 if single else 1e-8
    assert np.abs(rest_g[standard.upper > 0]).max() < limit
    assert np.abs(rest_r).max() < limit * np.abs(right).max()


def test_more_threads_than_branches() -> None:
    """Three threads share the one scenario that is left of four, of a region with few branches."""
    stage = build(example(2, 1, 3, 4)).stage
    standard = Standard(stage)
    weight = np.where(standard.upper > 0, 1.0, 1e20)
    right = standard.forward(np.where(standard.upper > 0, 1.0, 0.0))
    answers = []
    for threads in (1, 3):
        with System(standard, threads=threads) as system:
            system.factorise(weight, 1e-9)
            answers.append(system.solve(np.ones(len(weight)), right)[0])
    np.testing.assert_allclose(answers[0], answers[1], rtol=1e-6, atol=1e-7)
