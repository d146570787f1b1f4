"""A price is what one more is worth: the cost with a little more or less says the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.plan.monolith import optimum
from tests.plan.solving import planned

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.prices import WORTH, prices

if TYPE_CHECKING:
    from beltplan.plan.result import Plan

DATA = example(3, 2, 4, 2, seed=6)
FIELD = {
    "people": "inflow",
    "seats": "course_seats",
    "homes": "homes_stock",
    "power": "grid_free",
    "reach": "reach",
    "applicants": "applicants",
}
STEP = 0.05


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(DATA, gap=1e-8)


def moved(name: str, at: tuple[int, ...], by: float) -> float:
    values = getattr(DATA, name).copy()
    values[at] += by
    return optimum(build(replace(DATA, **{name: values})).stage)


@pytest.mark.parametrize("family", FIELD)
def test_prices_lie_between_the_worth_of_one_more_and_of_one_less(plan: Plan, family: str) -> None:
    best = optimum(build(DATA).stage)
    found = plan.model.rows.families[family]
    y = np.nansum(plan.solved.y, axis=0)[found.span].reshape(found.shape)
    ranked = np.argsort(y, axis=None)
    scale = float(np.abs(y).max())
    for k in (ranked[0], ranked[1], ranked[len(ranked) // 2], ranked[-1]):
        at = tuple(int(i) for i in np.unravel_index(k, y.shape))
        if getattr(DATA, FIELD[family])[at] < STEP:
            continue
        more = (moved(FIELD[family], at, STEP) - best) / STEP
        less = (best - moved(FIELD[family], at, -STEP)) / STEP
        assert less - 2e-2 - 1e-3 * scale <= y[at] <= more + 2e-2 + 1e-3 * scale


def test_the_ranked_list_is_in_money_of_the_year(plan: Plan) -> None:
    table = prices(plan)
    assert set(table["kind"]) <= set(WORTH)
    worth = table["worth"].to_numpy()
    assert (np.diff(worth) <= 0).all()
    top = table.filter(table["kind"] == "reach").row(0, named=True)
    r, t = DATA.areas.index(top["area"]), DATA.years.index(top["year"])
    best = optimum(build(DATA).stage)
    more = (best - moved("reach", (r, t), STEP)) / STEP
    less = (moved("reach", (r, t), -STEP) - best) / STEP
    euros = top["worth"] / 1000 * DATA.discount[t]
    assert more - 0.05 <= euros <= less + 0.05
