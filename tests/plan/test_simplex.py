"""Exact plans: the same cost as the interior point, prices that prove it, no plan said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from beltplan.plan import simplex
from beltplan.plan.errors import NoPlanError
from beltplan.plan.example import example
from beltplan.plan.level import solve_parts
from beltplan.plan.levels import parts_of
from beltplan.plan.model import build
from beltplan.plan.simplex import SMALL, solve_exactly, try_exactly
from beltplan.plan.solve.interior import interior


@pytest.mark.parametrize("scenarios", [1, 3])
def test_the_vertex_costs_what_the_interior_point_costs(scenarios: int) -> None:
    stage = build(example(3, 3, 4, scenarios, seed=2)).stage
    found, point = solve_exactly(stage), interior(stage, gap=1e-7)
    assert found.objective == pytest.approx(point.objective, rel=1e-6)
    assert found.objective >= point.bound - 1e-6 * abs(point.bound)


def test_prices_of_the_vertex_prove_its_cost() -> None:
    stage = build(example(3, 3, 4, 2, seed=2)).stage
    found = solve_exactly(stage)
    reduced0 = stage.cost0 - stage.a0.T @ found.y0 - stage.t.T @ found.y.sum(axis=0)
    proved = float(np.minimum(reduced0, 0.0) @ stage.upper0)
    pairs = [(found.y0, stage.low0, stage.high0)]
    for s, y in enumerate(found.y):
        reduced = stage.probability[s] * stage.cost[s] - stage.scenario(s).T @ y
        proved += float(np.minimum(reduced, 0.0) @ stage.upper[s])
        pairs.append((y, stage.low[s], stage.high[s]))
    for y, low, high in pairs:
        right = np.where(y > 1e-9, low, np.where(y < -1e-9, high, 0.0))
        proved += float(np.where(np.isfinite(right), right, 0.0) @ y)
    assert proved == pytest.approx(found.objective, rel=1e-7)


def test_no_plan_is_said() -> None:
    stage = build(example(2, 2, 3, 1)).stage
    with pytest.raises(NoPlanError, match="no optimum"):
        solve_exactly(replace(stage, upper=np.zeros_like(stage.upper)))


@pytest.mark.parametrize("theta", [0.0, 0.5])
def test_a_level_solved_either_way_costs_the_same(
    monkeypatch: pytest.MonkeyPatch, theta: float
) -> None:
    model = build(example(3, 3, 4, 3, seed=2))
    parts = parts_of(model.data, "alone")
    monkeypatch.setattr(simplex, "STEPS", 10.0)
    exact = solve_parts(model, parts, gap=1e-7, theta=theta)
    monkeypatch.setattr(simplex, "SMALL", 0)
    near = solve_parts(model, parts, gap=1e-7, theta=theta)
    assert exact.gap < 1e-10
    assert near.objective == pytest.approx(exact.objective, rel=1e-6)
    assert exact.iterations != near.iterations


def test_what_takes_too_many_steps_or_columns_is_left_to_the_interior_point(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = build(example(3, 3, 4, 2, seed=2)).stage
    assert try_exactly(stage, small=stage.columns - 1) is None
    monkeypatch.setattr(simplex, "STEPS", 0.01)
    assert try_exactly(stage, small=SMALL) is None
