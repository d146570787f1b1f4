"""The shipped region, planned small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plan.test_saving import same

from beltplan.facts import load
from beltplan.faults import BeltplanError
from beltplan.futures import simulate
from beltplan.plan import NoPlanError, Plan, PlanSettings, load_plan, prices, read_plan, save_plan
from beltplan.plan.checks import faults
from beltplan.plan.model import build
from beltplan.plan.result import FLOWS
from beltplan.plan.run import solve_level

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.facts import Region
    from beltplan.futures import Futures
    from beltplan.plan import PlanInput

SMALL = PlanSettings(scenarios=2, last_year=2029, gap=1e-3, threads=1)


@pytest.fixture(scope="module")
def region() -> Region:
    return load("nordic-battery-belt", as_of="2026-11-21")


@pytest.fixture(scope="module")
def futures(region: Region) -> Futures:
    return simulate(region, n=250, seed=1, end="2029Q4")


@pytest.fixture(scope="module")
def start(region: Region, futures: Futures) -> PlanInput:
    return read_plan(region, futures, SMALL)


@pytest.fixture(scope="module")
def plans(start: PlanInput) -> dict[str, Plan]:
    model = build(start.data)
    return {level: solve_level(start, model, level) for level in ("alone", "together")}


def test_the_numbers_are_sound_and_hang_together(start: PlanInput) -> None:
    data = start.data
    assert faults(data) == []
    assert data.years == ("2027", "2028", "2029")
    assert len(data.areas) >= 10
    assert set(data.countries) == {"FI", "NO", "SE"}
    assert len(data.probability) == 2
    assert (data.staff > 0).any()
    assert (data.frictional <= data.start).all()
    # Who works in an area outside its projects is the same in all futures, or posts are double.
    around = data.need.sum(axis=(1, 2)) / data.start.sum()
    assert ((around > 0.7) & (around < 1.2)).all()
    own = len(data.areas)
    assert (data.arc_cost[:own] == 0).all()
    assert (data.arc_cost[own:] > 0).all()
    border = data.country[data.arc_origin] != data.country[data.arc_target]
    assert border.any()
    # There and back are the same way.
    pairs = set(zip(data.arc_origin.tolist(), data.arc_target.tolist(), strict=True))
    assert pairs == {(b, a) for a, b in pairs}
    assert set(data.entry_home[data.entry_course == 0]) <= set(range(own))


def test_every_parameter_of_the_plan_is_used(region: Region, start: PlanInput) -> None:
    rows = region.table("parameters").iter_rows(named=True)
    ours = {row["parameter"] for row in rows if row["room"] == "plan"}
    assert ours - set(start.assumed) == {"plan_class_size"}  # of plans in whole classes only


def test_a_moved_parameter_moves_the_numbers(
    region: Region, futures: Futures, start: PlanInput
) -> None:
    moved = read_plan(
        region, futures, SMALL, moved={"plan_home_cost": 90.0}, chosen=start.reduction
    )
    assert moved.data.home_cost == pytest.approx(90.0)
    assert moved.assumed["plan_home_cost"] == 90.0
    np.testing.assert_array_equal(moved.data.need, start.data.need)


def test_the_same_seed_gives_the_same_numbers(
    region: Region, futures: Futures, start: PlanInput
) -> None:
    same(read_plan(region, futures, SMALL), start)


def test_together_saves_and_both_are_proved(plans: dict[str, Plan]) -> None:
    alone, together = plans["alone"].solved, plans["together"].solved
    for solved in (alone, together):
        assert 0 <= solved.gap <= SMALL.gap
        assert solved.residual <= 1e-5
    assert together.bound <= alone.objective
    assert together.objective <= alone.objective * (1 + SMALL.gap)


def test_what_is_read_from_a_plan_is_sound(plans: dict[str, Plan]) -> None:
    plan = plans["together"]
    decisions = plan.decisions()
    assert (decisions["amount"] >= 0.5).all()
    assert set(decisions["kind"]) <= {"seats", "homes", "grid", "service", "market"}
    assert set(decisions["area"]) <= set(plan.input.data.areas)
    flows = plan.flows()
    assert set(flows["flow"]) == set(FLOWS)
    for low, mean, high in flows.select("low", "mean", "high").iter_rows():
        assert -1e-3 <= low <= mean + 1e-6 <= high + 2e-6
    assert (prices(plan)["worth"] > 0).all()
    assert plan.cost_by_area().sum() == pytest.approx(plan.cost, rel=1e-6)
    away = plans["alone"].exchange()
    assert "commuters" not in set(away["kind"])


def test_a_plan_of_the_region_comes_back_from_its_file(
    plans: dict[str, Plan], tmp_path: Path
) -> None:
    plan = plans["together"]
    back = load_plan(save_plan(plan, tmp_path / "plan.npz"))
    same(back.input, plan.input)
    same(back.solved, plan.solved)
    assert prices(back).equals(prices(plan))
    assert back.input.settings == SMALL


def test_a_forced_event_changes_the_plan(
    region: Region, start: PlanInput, plans: dict[str, Plan]
) -> None:
    data = start.data
    posts = data.staff.sum(axis=(0, 2, 3))
    plant = int(np.argmax(posts))
    forced = simulate(
        region, n=250, seed=1, end="2029Q4", events=(f"{data.plants[plant]}: cancelled 2027Q1",)
    )
    other = read_plan(region, forced, SMALL, chosen=start.reduction)
    area = data.plant_area[plant]
    assert other.data.staff[:, plant, :, 1:].sum() == 0
    assert other.data.need[:, area].sum() < data.need[:, area].sum()
    rest = np.arange(len(data.plants)) != plant
    np.testing.assert_allclose(other.data.staff[:, rest], data.staff[:, rest])
    changed = solve_level(other, build(other.data), "together")
    before, after = plans["together"].by_area("idle"), changed.by_area("idle")
    assert after[:, area].sum() > before[:, area].sum() + 0.2 * posts[plant]


def test_a_day_of_the_past_is_planned_with_what_was_known(region: Region) -> None:
    then = load("nordic-battery-belt", as_of="2022-09-15")
    found = read_plan(then, simulate(then, n=50, seed=1, end="2026Q4"), SMALL)
    assert found.data.years == ("2023", "2024", "2025", "2026")
    assert len(found.data.plants) < len(region.table("projects"))
    build(found.data)


def test_a_day_before_all_facts_is_refused_by_name() -> None:
    then = load("nordic-battery-belt", as_of="2001-01-01")
    with pytest.raises(BeltplanError):
        read_plan(then, simulate(then, n=20, seed=1), SMALL)


def test_an_empty_horizon_is_refused_by_name(region: Region, futures: Futures) -> None:
    with pytest.raises(NoPlanError):
        read_plan(region, futures, PlanSettings(first_year=2035))


def test_quarters_cost_what_years_cost(region: Region, futures: Futures) -> None:
    short: dict[str, Any] = {"scenarios": 1, "last_year": 2027, "gap": 1e-2, "threads": 1}
    found: dict[str, Plan] = {}
    for periods in ("year", "quarter"):
        asked = read_plan(region, futures, PlanSettings(periods=periods, **short))
        found[periods] = solve_level(asked, build(asked.data), "together")
    year, quarter = found["year"].input.data, found["quarter"].input.data
    assert quarter.years == ("2027Q1", "2027Q2", "2027Q3", "2027Q4")
    np.testing.assert_allclose(quarter.retain**4, year.retain)
    np.testing.assert_allclose(quarter.reach.sum(axis=1), year.reach.sum(axis=1))
    np.testing.assert_allclose(quarter.discount.sum(), year.discount.sum(), rtol=0.02)
    np.testing.assert_allclose(quarter.staff.mean(axis=3), year.staff.mean(axis=3), rtol=1e-5)
    paid = quarter.home_cost * quarter.discount[0], year.home_cost * year.discount[0]
    assert paid[0] == pytest.approx(paid[1])
    assert found["quarter"].cost == pytest.approx(found["year"].cost, rel=0.1)
