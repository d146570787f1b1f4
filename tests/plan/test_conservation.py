"""What a solution says of people, homes and megawatts, counted again without the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plan.solving import planned

from beltplan.plan.example import example
from beltplan.plan.settings import LEVELS

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData
    from beltplan.plan.result import Plan

LEAST = 2e-4
EVERY: Any = (slice(None),)


@pytest.fixture(scope="module", params=[(4, 3, 5, 2, 1), (3, 4, 6, 3, 2)], ids=str)
def plans(request: pytest.FixtureRequest) -> dict[str, Plan]:
    *sizes, seed = request.param
    data = example(*sizes, seed=seed)
    return {level: planned(data, level, gap=1e-5) for level in LEVELS}


def people_again(plan: Plan, data: PlanData, s: int) -> np.ndarray:
    """Follow everybody from year to year, area by area, course by course."""
    flow = {name: plan.recourse(name)[s] for name in ("study", "start", "leave", "arrive", "hire")}
    areas, groups, years = data.inflow.shape
    out = np.zeros((areas, groups, years))
    for t in range(years):
        before = data.start if t == 0 else out[:, :, t - 1]
        for r in range(areas):
            for o in range(groups):
                people = data.retain[o] * before[r, o] + data.inflow[r, o, t]
                people += flow["arrive"][r, o, t] - flow["leave"][r, o, t] + flow["hire"][r, o, t]
                out[r, o, t] = people
        for e, p in enumerate(data.entry_course):
            home, group = data.entry_home[e], data.entry_group[e]
            out[home, group, t] -= flow["study"][e, t]
            back = t - data.course_length[p]
            if back >= 0:
                out[home, group, t] += (1 - data.course_share[p]) * flow["study"][e, back]
                done = data.course_share[p] * flow["study"][e, back]
                out[data.course_area[p], data.course_group[p], t] += done
    return out


@pytest.mark.parametrize("level", LEVELS)
def test_people_are_carried_and_never_made(plans: dict[str, Plan], level: str) -> None:
    plan = plans[level]
    data = plan.input.data
    for s in range(len(data.probability)):
        np.testing.assert_allclose(
            plan.recourse("people")[s], people_again(plan, data, s), atol=10 * LEAST
        )


@pytest.mark.parametrize("level", LEVELS)
def test_everybody_works_somewhere_or_does_not_and_posts_are_filled_empty_or_lost(
    plans: dict[str, Plan], level: str
) -> None:
    plan = plans[level]
    data = plan.input.data
    work, lost = plan.recourse("work"), plan.recourse("lost")
    out = np.zeros_like(data.need)
    np.add.at(out, (*EVERY, data.arc_origin), work)
    able = plan.recourse("people") - data.frictional[None, :, :, None]
    np.testing.assert_allclose(out + plan.recourse("idle"), able, atol=LEAST)
    filled = np.zeros_like(data.need)
    np.add.at(filled, (*EVERY, data.arc_target), work)
    gone = np.zeros_like(data.need)
    np.add.at(gone, (*EVERY, data.plant_area), data.staff * lost[:, :, None, :])
    total = filled + plan.recourse("vacant") + plan.recourse("vacant_more") + gone
    np.testing.assert_allclose(total, data.need, atol=LEAST)


@pytest.mark.parametrize("level", LEVELS)
def test_who_leaves_arrives_and_what_is_lent_is_borrowed(
    plans: dict[str, Plan], level: str
) -> None:
    plan = plans[level]
    data = plan.input.data
    for out, into in (("leave", "arrive"), ("lend", "borrow"), ("cede", "take")):
        net = plan.recourse(out).sum(axis=1) - plan.recourse(into).sum(axis=1)
        np.testing.assert_allclose(net, 0.0, atol=LEAST * len(data.areas))
        if level == "alone":
            np.testing.assert_allclose(plan.recourse(out), plan.recourse(into), atol=LEAST)
    away = data.arc_origin != data.arc_target
    if level != "together":
        border = data.country[data.arc_origin] != data.country[data.arc_target]
        assert not plan.recourse("work")[:, away & (border | (level == "alone"))].any()


@pytest.mark.parametrize("level", LEVELS)
def test_homes_power_seats_and_services_hold(plans: dict[str, Plan], level: str) -> None:
    plan = plans[level]
    data = plan.input.data
    years = len(data.years)

    def standing(added: str, lead: int) -> np.ndarray:
        new = np.cumsum(plan.first(added), axis=1)
        return np.hstack([np.zeros((len(new), years - new.shape[1])), new])[None]

    students = np.zeros((len(data.probability), len(data.areas), years))
    study = plan.recourse("study")
    for e, p in enumerate(data.entry_course):
        for t in range(years):
            until = min(t + int(data.course_length[p]), years)
            students[:, data.entry_home[e], t:until] += study[:, e, t, None]
    living = plan.recourse("people").sum(axis=2) + students - data.workforce
    homes = data.homes_needed + data.per_worker[:, None] * living
    have = data.homes_stock + standing("built", data.home_lead)
    gap = have + plan.recourse("short") - plan.recourse("empty") - homes
    np.testing.assert_allclose(gap, 0.0, atol=10 * LEAST)
    used = np.zeros((len(data.probability), len(data.areas), years))
    np.add.at(used, (*EVERY, data.plant_area), data.power * (1 - plan.recourse("lost")))
    more = plan.recourse("take") - plan.recourse("cede") + standing("reinforced", data.grid_lead)
    assert (used <= data.grid_free + more + LEAST).all()
    assert (plan.recourse("start") <= data.course_seats + plan.first("seats") + LEAST).all()
    on = np.zeros((len(data.probability), len(data.services), years))
    arcs = np.flatnonzero(data.arc_service >= 0)
    work = plan.recourse("work")[:, arcs].sum(axis=2)
    np.add.at(on, (*EVERY, data.arc_service[arcs]), work)
    room = data.service_seats[:, None] + standing("extended", data.service_lead)
    assert (on <= room + LEAST).all()


@pytest.mark.parametrize("level", LEVELS)
def test_costs_fall_somewhere_and_add_up(plans: dict[str, Plan], level: str) -> None:
    plan = plans[level]
    assert plan.cost_by_area().sum() == pytest.approx(plan.cost, rel=1e-6)
