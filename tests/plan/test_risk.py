"""A weight on the bad futures: against the definition, and against another solver."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.monolith import optimum
from tests.plan.solving import planned

from beltplan.plan.example import example
from beltplan.plan.measures import recourse_costs
from beltplan.plan.model import build
from beltplan.plan.risk import conditional, with_risk
from beltplan.plan.solve.interior import interior

DATA = example(2, 2, 4, 5, seed=4)
STAGE = build(DATA).stage


def test_no_weight_is_the_mean() -> None:
    assert optimum(with_risk(STAGE, theta=0.0, alpha=0.8).stage) == pytest.approx(
        optimum(STAGE), rel=1e-9
    )


@pytest.mark.parametrize(("theta", "alpha"), [(1.0, 0.7), (0.5, 0.8), (1.0, 0.1)])
def test_the_solver_agrees_with_another(theta: float, alpha: float) -> None:
    stage = with_risk(STAGE, theta=theta, alpha=alpha).stage
    best = optimum(stage)
    point = interior(stage, gap=1e-6, threads=1)
    assert point.bound <= best * (1 + 1e-9)
    assert point.objective == pytest.approx(best, rel=3e-6)


def test_full_weight_is_the_mean_of_the_worst_futures() -> None:
    alpha = 0.7
    plan = planned(DATA, theta=1.0, alpha=alpha, gap=1e-6)
    first = float(STAGE.cost0 @ plan.solved.x0)
    costs = recourse_costs(STAGE, plan.solved.x0) - first
    assert plan.cost == pytest.approx(first + conditional(costs, DATA.probability, alpha), rel=2e-5)
    # The plan for the mean is no better in the worst futures.
    mean = planned(DATA, gap=1e-6)
    other = recourse_costs(STAGE, mean.solved.x0)
    assert plan.cost <= conditional(other, DATA.probability, alpha) * (1 + 1e-5)


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 9)), min_size=1, max_size=8),
    st.floats(0.01, 0.99),
)
def test_the_mean_of_the_worst_is_the_least_of_rockafellar_and_uryasev(
    futures: list[tuple[float, int]], alpha: float
) -> None:
    costs = np.array([cost for cost, _ in futures])
    p = np.array([weight for _, weight in futures], float)
    p /= p.sum()
    least = min(eta + float(p @ np.maximum(costs - eta, 0)) / (1 - alpha) for eta in costs)
    assert conditional(costs, p, alpha) == pytest.approx(least, rel=1e-9, abs=1e-6)
