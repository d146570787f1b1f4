"""Levels differ only in which columns exist; their costs are proved, ordered, and add up."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.monolith import optimum
from tests.plan.solving import planned

from beltplan.plan.data import PlanData
from beltplan.plan.example import example
from beltplan.plan.level import solve_parts
from beltplan.plan.levels import part, parts_of
from beltplan.plan.model import Model, build
from beltplan.plan.result import Plan
from beltplan.plan.settings import LEVELS, Level

GAP = 1e-5


@pytest.fixture(scope="module", params=[1, 2, 3])
def case(request: pytest.FixtureRequest) -> tuple[PlanData, Model, dict[Level, Plan]]:
    data = example(4, 2, 4, 2, countries=2, seed=request.param)
    plans = {level: planned(data, level, gap=GAP) for level in LEVELS}
    return data, build(data), plans


Case = tuple[PlanData, Model, dict[Level, Plan]]


@pytest.mark.parametrize("level", LEVELS)
def test_the_bound_is_below_and_the_cost_above_what_another_solver_finds(
    case: Case, level: Level
) -> None:
    data, model, plans = case
    best = [optimum(part(model, members).stage) for members in parts_of(data, level)]
    solved = plans[level].solved
    assert solved.bound <= sum(best) * (1 + 1e-9)
    assert solved.objective >= sum(best) * (1 - 1e-6)
    assert 0 <= solved.gap <= GAP
    assert solved.residual <= 1e-6
    np.testing.assert_allclose(solved.costs, best, rtol=2 * GAP)


def test_together_is_never_dearer_than_national_nor_that_than_alone(case: Case) -> None:
    alone, national, together = (case[2][level].solved for level in LEVELS)
    assert alone.objective >= national.bound
    assert national.objective >= together.bound
    # In a made-up region with different shortages there is something to gain.
    assert together.objective < alone.bound


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_the_sum_of_its_parts(case: Case, level: Level) -> None:
    data, model, plans = case
    parts = parts_of(data, level)
    assert sorted(r for each in parts for r in each.tolist()) == list(range(len(data.areas)))
    solved = plans[level].solved
    assert len(solved.costs) == len(parts)
    assert solved.costs.sum() == pytest.approx(solved.objective, rel=1e-12)
    for members, cost in zip(parts, solved.costs, strict=True):
        own = solve_parts(model, [members], gap=GAP, threads=1)
        assert own.objective == pytest.approx(cost, rel=1e-12)


def test_the_whole_is_the_programme_of_all(case: Case) -> None:
    _, model, plans = case
    assert plans["together"].cost == pytest.approx(optimum(model.stage), rel=2 * GAP)


def test_a_plan_of_the_parts_is_a_plan_of_the_whole(case: Case) -> None:
    _, model, plans = case
    solved = plans["alone"].solved
    stage = model.stage
    for s in range(len(stage.probability)):
        rows = stage.scenario(s) @ solved.x[s] + stage.t @ solved.x0
        assert (rows >= stage.low[s] - 1e-3).all()
        assert (rows <= stage.high[s] + 1e-3).all()


def test_one_area_alone_is_all_levels() -> None:
    data = example(1, 3, 4, 2, countries=1)
    costs = [planned(data, level).cost for level in LEVELS]
    assert max(costs) == pytest.approx(min(costs), rel=1e-6)
