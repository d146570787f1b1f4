"""Decisions in futures that no plan was made for, by the plan's own model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.plan.farmer import SOWING, farmer

from beltplan.facts import load
from beltplan.futures import simulate
from beltplan.plan import LEVELS, PlanSettings, read_plan
from beltplan.plan.demand import demand
from beltplan.plan.errors import NoPlanError
from beltplan.plan.grouping import summed
from beltplan.plan.model import build
from beltplan.plan.reading import read_others
from beltplan.plan.regret import NOTHING
from beltplan.plan.run import solve_level
from beltplan.plan.unseen import Unseen, costs_of, unseen

N = 24


@pytest.fixture(scope="module")
def region() -> Any:
    return load("nordic-battery-belt", as_of="2026-11-21")


@pytest.fixture(scope="module")
def futures(region: Any) -> Any:
    return simulate(region, n=N, end="2028Q4")


@pytest.fixture(scope="module")
def plans(region: Any, futures: Any) -> Any:
    settings = PlanSettings(scenarios=2, last_year=2028, gap=1e-4)
    start = read_plan(region, futures, settings)
    model = build(start.data)
    return {level: solve_level(start, model, level) for level in LEVELS}


def test_recourse_of_the_farmer_is_that_of_the_book() -> None:
    sown = np.array([[170.0, 80.0, 250.0], [0.0, 0.0, 0.0], [120.0, 80.0, 300.0]])
    costs = costs_of((farmer(), sown)) + (sown @ SOWING)[:, None]
    np.testing.assert_allclose(costs[0], [-167_000, -109_350, -48_820], atol=1)
    # Who sows nothing buys all feed: 200 t of wheat at 238 and 240 t of corn at 210.
    np.testing.assert_allclose(costs[1], 200 * 238 + 240 * 210)
    # The decision for the usual year (Birge and Louveaux 2011, table 2), in the usual year.
    assert costs[2, 1] == pytest.approx(-118_600, abs=1)


def test_a_decision_without_recourse_is_refused() -> None:
    stage = farmer()
    with pytest.raises(NoPlanError, match="no recourse is left"):
        costs_of((stage, np.array([[600.0, 0.0, 0.0]])))


def test_the_plans_own_scenarios_are_read_as_in_the_plan(
    region: Any, futures: Any, plans: Any
) -> None:
    start = plans["together"].input
    again = read_others(region, futures, start, start.reduction.chosen)
    for name in ("need", "staff", "power"):
        assert np.array_equal(getattr(again, name), getattr(start.data, name)), name


def test_in_its_own_scenarios_a_plan_costs_what_it_says(
    region: Any, futures: Any, plans: Any, monkeypatch: Any
) -> None:
    start = plans["alone"].input
    chosen = start.reduction.chosen
    monkeypatch.setattr("beltplan.plan.unseen.np.setdiff1d", lambda _, without: np.sort(without))
    found = unseen(region, futures, plans, sample=len(chosen))
    assert found.candidates == (NOTHING, *LEVELS)
    weight = start.reduction.probability[np.argsort(chosen)]
    for k, level in enumerate(LEVELS):
        costs = found.cost[k] @ weight
        own = costs[found.candidates.index(level)]
        assert own == pytest.approx(plans[level].cost, rel=2e-4)
        assert own <= costs.min() * (1 + 2e-4)


def test_futures_of_the_plan_are_not_among_those_it_is_judged_in(
    region: Any, futures: Any, plans: Any
) -> None:
    seen: list[tuple[int, int]] = []
    found = unseen(
        region, futures, plans, sample=11, done=lambda done, total: seen.append((done, total))
    )
    assert len(found.chosen) == 11
    assert not set(found.chosen) & set(plans["alone"].input.reduction.chosen.tolist())
    assert seen[-1][0] == seen[-1][1] == len(seen)
    # More may act as one: people and plants never do worse by it, whatever was decided.
    assert (np.diff(found.cost, axis=0) <= 1e-6 * found.cost[:-1]).all()
    with pytest.raises(ValueError, match="no future is left"):
        unseen(region, futures, plans, sample=0)


def test_projects_at_work_are_part_of_todays_employment_in_every_future(
    region: Any, futures: Any, plans: Any
) -> None:
    """What a future draws for the staff of today's plants makes nobody short at the start."""
    start = plans["together"].input
    data, areas = start.data, start.geography.area_of
    periods = ((0,),)  # the first quarter of the futures
    asked = demand(start.reading, futures, np.arange(N), periods, seed=1)
    first = summed(asked.first, areas, len(data.areas), axis=1)
    assert first.sum(axis=(1, 2)).std() > 10  # futures differ in it
    others = read_others(region, futures, start, np.arange(N))
    years = (range(1, 5),)
    later = demand(start.reading, futures, np.arange(N), years, seed=1)
    plants = summed(others.staff, others.plant_area, len(data.areas), axis=1)[..., 0]
    around = summed(later.around, areas, len(data.areas), axis=1)[..., 0]
    base = others.need[..., 0] - plants - around
    unemployed = np.array([each.central for each in start.reading.account.unemployment])
    force = np.array([each.central for each in start.reading.account.labour_force])
    employed = summed(force * (1 - unemployed), areas, len(data.areas))
    mix = data.start.sum(axis=0) / data.start.sum()
    wanted = np.maximum(employed[:, None] * mix - first, 0.0)
    np.testing.assert_allclose(base, wanted, rtol=1e-9, atol=1e-6)


def test_what_a_level_saves_is_split_into_recourse_and_decisions() -> None:
    cost = np.array(
        [
            [[10.0, 12.0], [9.0, 11.0], [9.5, 12.5]],  # recourse alone: nothing, alone, together
            [[6.0, 8.0], [5.5, 8.5], [4.0, 7.0]],  # recourse together
        ]
    )
    found = Unseen(("nothing", "alone", "together"), ("alone", "together"), cost,
                   np.zeros(3), np.arange(2))  # fmt: skip
    rows = {row["source"]: row for row in found.sources().iter_rows(named=True)}
    assert rows["recourse"]["saving"] == pytest.approx(4.0)
    assert rows["decisions"]["saving"] == pytest.approx(0.5)
    assert rows["both"]["saving"] == pytest.approx(4.5)
    assert rows["both"]["error"] == pytest.approx(0.5)
    table = found.table().filter(recourse="together", candidate="alone")
    assert table["saving"].item() == pytest.approx(0.0)
    assert table["better"].item() == 0.5
    one = replace(found, cost=cost[:, :, :1], chosen=np.arange(1))
    assert one.table()["error"].to_list() == [None] * 6
