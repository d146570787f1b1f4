"""Greater targets at the top change the way to the optimum, and not the optimum."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.monolith import optimum

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve import targets
from beltplan.plan.solve.interior import Step, interior
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.system import System
from beltplan.plan.solve.targets import Targets


def test_weights_are_probabilities_and_more_at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = build(example(4, 6, 6, 3)).stage
    standard = Standard(stage)
    with System(standard) as system:
        plain = Targets(system, standard.upper)
        monkeypatch.setattr(targets, "LARGE", 1)
        monkeypatch.setattr(targets, "EACH", 2.0)
        heavy = Targets(system, standard.upper)
        sizes = system.tree.branches.pivots
    chance = len(stage.probability) * stage.probability
    each = standard.by_scenario(plain.share)
    np.testing.assert_allclose(each, np.broadcast_to(chance[:, None], each.shape))
    assert (plain.share[: standard.first] == len(chance)).all()
    ratio = heavy.share / plain.share
    top = ratio[0]
    assert top == pytest.approx(sizes.sum() ** 2 / (sizes**2).sum() / 2.0)
    assert top > 3.0  # six branches of one size, and many small ones
    assert set(np.unique(ratio.round(9))) == {1.0, top.round(9)}
    assert (ratio[: standard.first] == top).all()
    heavy.aim(0.0)
    np.testing.assert_array_equal(heavy.share, plain.share)
    assert heavy.pairs == pytest.approx(plain.pairs)


def test_the_optimum_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "LARGE", 1)
    monkeypatch.setattr(targets, "EACH", 0.5)
    stage = build(example(4, 4, 6, 3)).stage
    steps: list[Step] = []
    point = interior(stage, gap=1e-7, watch=steps.append)
    exact = optimum(stage)
    assert point.objective == pytest.approx(exact, rel=3e-7)
    assert all(step.dual <= exact + 1e-7 * abs(exact) for step in steps)
