"""A published two-stage problem, through the same code."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.farmer import farmer
from tests.plan.monolith import optimum

from beltplan.plan.example import example
from beltplan.plan.measures import measures, recourse_costs
from beltplan.plan.model import build
from beltplan.plan.solve.interior import interior

GAP = 1e-7


def test_the_farmer_of_birge_and_louveaux() -> None:
    stage = farmer()
    plan = interior(stage, gap=GAP, threads=1)
    assert plan.objective == pytest.approx(-108_390, abs=1)
    np.testing.assert_allclose(plan.x0, [170, 80, 250], atol=0.05)
    worth = measures(stage, plan.objective, gap=GAP)
    assert worth.wait_and_see == pytest.approx(-115_406, abs=1)
    assert worth.expected_value == pytest.approx(-107_240, abs=1)
    assert worth.evpi == pytest.approx(7_016, abs=1)
    assert worth.vss == pytest.approx(1_150, abs=1)


def test_costs_by_year_of_the_farmers_plan_are_those_of_the_book() -> None:
    costs = recourse_costs(farmer(), np.array([170.0, 80.0, 250.0]))
    np.testing.assert_allclose(costs, [-167_000, -109_350, -48_820], atol=1)


@pytest.mark.parametrize("seed", [1, 5])
def test_knowing_never_hurts_and_neither_does_minding_the_spread(seed: int) -> None:
    stage = build(example(2, 2, 4, 3, seed=seed)).stage
    best = optimum(stage)
    worth = measures(stage, best, gap=1e-6)
    assert worth.evpi >= -1e-5 * abs(best)
    assert worth.vss >= -1e-5 * abs(best)
    alone = [optimum(stage.only(np.array([k]), np.ones(1))) for k in range(3)]
    assert worth.wait_and_see == pytest.approx(stage.probability @ alone, rel=1e-5)
