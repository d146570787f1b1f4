"""The agreement rests on the plan's prices: no group of areas does better by leaving."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from beltplan.plan.example import example
from beltplan.plan.level import solve_parts
from beltplan.plan.levels import part, parts_of
from beltplan.plan.model import build
from beltplan.plan.solve.interior import interior
from beltplan.shares.agreement import extended, owned
from beltplan.shares.coalitions import indicator, members
from beltplan.shares.coarse import challenge
from beltplan.shares.settlement import settle

if TYPE_CHECKING:
    from beltplan.plan.model import Model
    from beltplan.plan.reading import PlanInput

AREAS = 4
EVERYBODY = (1 << AREAS) - 1


@pytest.fixture(scope="module", params=[1, 5])
def model(request: pytest.FixtureRequest) -> Model:
    return build(example(AREAS, 3, 4, 2, seed=request.param))


@pytest.fixture(scope="module")
def costs(model: Model) -> dict[int, float]:
    found = {}
    for mask in range(1, EVERYBODY + 1):
        cut = part(model, np.array(members(mask)))
        found[mask] = interior(cut.stage, gap=1e-7).objective
    return found


def test_no_coalition_leaves_the_owen_split(model: Model, costs: dict[int, float]) -> None:
    solved = solve_parts(model, parts_of(model.data, "together"), gap=1e-6)
    amounts = owned(model, solved.y0, solved.y).total
    for mask, cost in costs.items():
        assert indicator(mask, AREAS) @ amounts <= cost * (1 + 1e-6)
    assert amounts.sum() == pytest.approx(solved.objective, rel=2e-6)
    assert amounts.sum() <= solved.objective


def test_a_rough_plan_leaves_a_deficit_but_stays_stable(
    model: Model, costs: dict[int, float]
) -> None:
    solved = solve_parts(model, parts_of(model.data, "together"), gap=1e-2)
    amounts = owned(model, solved.y0, solved.y).total
    for mask, cost in costs.items():
        assert indicator(mask, AREAS) @ amounts <= cost * (1 + 1e-6)
    assert 0 <= solved.objective - amounts.sum() <= 1.1e-2 * solved.objective


@pytest.mark.parametrize("mask", [0b0001, 0b0110, 0b1011])
def test_prices_of_a_coalition_bound_all_others(
    model: Model, costs: dict[int, float], mask: int
) -> None:
    whole = solve_parts(model, parts_of(model.data, "together"), gap=1e-6)
    cut = part(model, np.array(members(mask)))
    point = interior(cut.stage, gap=1e-6)
    y0, y = extended(model, cut, point, (whole.y0, whole.y))
    amounts = owned(model, y0, y, mask=mask).total
    assert indicator(mask, AREAS) @ amounts == pytest.approx(costs[mask], rel=1e-5)
    for other, cost in costs.items():
        assert indicator(other, AREAS) @ amounts <= cost * (1 + 1e-6)


def test_each_level_costs_at_least_what_the_next_one_does(
    model: Model, costs: dict[int, float]
) -> None:
    solved = [
        solve_parts(model, parts_of(model.data, level), gap=1e-6)
        for level in ("alone", "national", "together")
    ]
    cost = [each.objective for each in solved]
    assert cost[0] >= cost[1] * (1 - 1e-6)
    assert cost[1] >= cost[2] * (1 - 1e-6)
    assert cost[0] == pytest.approx(sum(costs[1 << r] for r in range(AREAS)), rel=1e-5)
    assert cost[2] == pytest.approx(costs[EVERYBODY], rel=1e-5)


def test_settlements_are_the_shares_in_expectation(model: Model) -> None:
    solved = solve_parts(model, parts_of(model.data, "together"), gap=1e-6)
    amounts = owned(model, solved.y0, solved.y)
    settlement = settle(amounts.first, amounts.recourse, model.stage.probability)
    assert settlement.agreed == pytest.approx(amounts.total)


def test_the_obvious_splits_are_challenged(model: Model, costs: dict[int, float]) -> None:
    start = cast("PlanInput", SimpleNamespace(data=model.data))
    alone = np.array([costs[1 << r] for r in range(AREAS)])
    for split in challenge(start):
        worst = max(
            cost_alone - cost - indicator(mask, AREAS) @ split.gains
            for mask, cost in costs.items()
            if mask != EVERYBODY
            for cost_alone in [float(indicator(mask, AREAS) @ alone)]
        )
        if worst > split.stability.tolerance:  # else the search stops when it knows enough
            assert split.stability.excess == pytest.approx(worst, abs=3e-5 * alone.sum())
        assert (split.stability.blocking == 0) == (worst <= split.stability.tolerance)
        if split.method == "owen":
            assert split.stability.blocking == 0
