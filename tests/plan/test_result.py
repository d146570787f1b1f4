"""What is read from a plan is what the solution holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.solving import planned

from beltplan.plan.example import example
from beltplan.plan.result import FLOWS, Plan

KINDS = {
    "seats": "seats",
    "homes": "built",
    "grid": "reinforced",
    "service": "extended",
    "market": "market",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    data = replace(example(4, 3, 6, 2, seed=2), grid_lead=2, grid_free=np.full((4, 6), 1.0))
    return planned(data, gap=1e-5)


def test_decisions_are_the_first_stage(plan: Plan) -> None:
    table = plan.decisions()
    assert table.height > 10
    for kind, family in KINDS.items():
        amounts = plan.first(family)
        shown = table.filter(table["kind"] == kind)["amount"].sum()
        assert shown == pytest.approx(amounts[amounts >= 0.5].sum())
    row = table.filter(table["kind"] == "seats").row(0, named=True)
    data = plan.input.data
    p, t = data.courses.index(row["what"]), data.years.index(row["year"])
    assert row["area"] == data.areas[data.course_area[p]]
    assert row["amount"] == plan.first("seats")[p, t]
    assert row["cost"] == pytest.approx(row["amount"] * data.seat_cost[p])


def test_a_plan_without_decisions_has_an_empty_table() -> None:
    data = example(2, 2, 3, 1)
    # With rents lost in empty homes, it would pay to bring people in for them alone.
    calm = replace(
        data,
        idle_cost=0.0,
        empty_cost=0.0,
        need=0.0 * data.need,
        staff=0.0 * data.staff,
        power=0.0 * data.power,
    )
    table = planned(calm, gap=1e-8).decisions()
    assert table.height == 0
    assert table.columns == ["kind", "area", "what", "year", "amount", "unit", "cost"]


def test_flows_are_expected_and_in_the_range_of_the_scenarios(plan: Plan) -> None:
    table = plan.flows()
    data = plan.input.data
    assert table.height == len(FLOWS) * len(data.areas) * len(data.years)
    for flow in ("vacant", "commuters", "lost", "starters"):
        values = plan.by_area(flow)
        shown = table.filter(table["flow"] == flow)
        assert shown["mean"].sum() == pytest.approx(
            np.tensordot(data.probability, values, 1).sum(), rel=1e-9
        )
        assert (shown["low"] <= shown["mean"] + 1e-9).all()
        assert (shown["mean"] <= shown["high"] + 1e-9).all()
    away = data.arc_origin != data.arc_target
    total = plan.recourse("work")[:, away].sum(axis=(1, 2, 3))
    np.testing.assert_allclose(plan.by_area("commuters").sum(axis=(1, 2)), total)


def test_what_areas_give_is_what_they_get(plan: Plan) -> None:
    table = plan.exchange()
    for kind in ("movers", "reach", "power"):
        rows = table.filter(table["kind"] == kind)
        given = rows.filter(rows["from"] != "")["amount"].sum()
        got = rows.filter(rows["to"] != "")["amount"].sum()
        assert given == pytest.approx(got, abs=0.5 * 2 * 4)
