"""Every fault of the numbers at once, with the facts that make it so; nothing sound is refused."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import highspy
import numpy as np
import pytest
from tests.plan.monolith import status

from beltplan.faults import FaultError
from beltplan.plan import checks
from beltplan.plan.checks import check, faults
from beltplan.plan.data import PlanData
from beltplan.plan.example import example
from beltplan.plan.fields import FIELDS, IDS
from beltplan.plan.model import build

DATA = example(3, 2, 4, 2)


def broken(name: str, at: Any, value: float) -> PlanData:
    array = np.array(getattr(DATA, name), dtype=np.float64)
    array[at] = value
    changed: dict[str, Any] = {name: array if array.ndim else float(array)}
    return replace(DATA, **changed)


def codes(data: PlanData) -> set[str]:
    return {fault.code for fault in faults(data)}


def test_every_field_of_the_numbers_has_a_rule() -> None:
    assert {field.name for field in fields(PlanData)} == set(FIELDS) | set(IDS)


@pytest.mark.parametrize("seed", range(6))
def test_made_up_regions_are_sound(seed: int) -> None:
    check(example(2 + seed, 3, 5, 3, seed=seed, countries=1 + seed % 3))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (replace(DATA, need=DATA.need[:, :, :, 1:]), "plan.shape"),
        (replace(DATA, groups=("group0", "group0")), "plan.id-twice"),
        (broken("need", (0, 1, 1, 2), np.nan), "plan.not-finite"),
        (broken("inflow", (0, 1, 1), -3.0), "plan.negative"),
        (broken("arc_cost", 1, -3.0), "plan.unbounded"),
        (replace(DATA, idle_cost=-1.0), "plan.unbounded"),
        (broken("retain", 0, 1.2), "plan.share"),
        (replace(DATA, home_lead=-1), "plan.length"),
        (broken("course_length", 2, 0.0), "plan.length"),
        (replace(DATA, probability=np.array([0.5, 0.4])), "plan.probability"),
        (broken("entry_home", 0, 9.0), "plan.position"),
        (broken("arc_service", 0, -2.0), "plan.position"),
        (replace(DATA, arc_origin=DATA.arc_origin[::-1].copy()), "plan.own-arcs"),
        (replace(DATA, need=0.5 * DATA.staff), "plan.staff-above-need"),
    ],
)
def test_each_fault_has_its_code(data: PlanData, code: str) -> None:
    assert code in codes(data)
    with pytest.raises(FaultError):
        build(data)


def test_a_fault_says_which_area_group_year_and_facts() -> None:
    (fault,) = faults(broken("need", (1, 2, 0, 3), -7.0))
    assert fault.row == "scenario 2, area area2, group group0, year 2030"
    assert (fault.field, fault.value) == ("need", "-7")
    assert "projects" in fault.way_out


def test_all_faults_come_at_once_and_many_of_one_kind_are_counted() -> None:
    data = replace(broken("need", slice(None), np.nan), idle_cost=-1.0, vacancy_share=2.0)
    found = faults(data)
    assert {"plan.not-finite", "plan.unbounded", "plan.share"} == {fault.code for fault in found}
    assert "and 28 more" in " ".join(fault.message for fault in found)
    assert len(found) == 23


def unchecked(data: PlanData, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("beltplan.plan.model.check", lambda _: None)
    return build(data)


def test_what_is_called_infeasible_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = replace(
        DATA,
        staff=0.0 * DATA.staff,
        power=DATA.power + 1e5,
        grid_most=np.array([1.0, 1.0, 1.0]),
    )
    assert codes(stuck) == {"plan.infeasible-power"}
    idle = replace(DATA, frictional=3.0 * DATA.start)
    assert codes(idle) == {"plan.infeasible-people"}
    for data in (stuck, idle):
        stage = unchecked(data, monkeypatch).stage
        assert status(stage) == highspy.HighsModelStatus.kInfeasible


@pytest.mark.parametrize(
    "change",
    [
        {"grid_free": 0.0 * DATA.grid_free},
        {"reach": 0.0 * DATA.reach, "hire_most": 0.0 * DATA.hire_most},
        {"homes_stock": 0.0 * DATA.homes_stock},
        {"applicants": 0.0 * DATA.applicants, "course_seats": 0.0 * DATA.course_seats},
        {"need": 10.0 * DATA.need},
        {"start": 0.01 * DATA.start, "frictional": 0.0 * DATA.start},
    ],
    ids=lambda change: next(iter(change)),
)
def test_hard_times_are_not_faults_and_a_plan_exists(change: dict[str, Any]) -> None:
    assert status(build(replace(DATA, **change)).stage) == highspy.HighsModelStatus.kOptimal


def test_kinds_are_declared_for_the_page_of_faults() -> None:
    from beltplan.faults import kinds

    assert {k.code for k in vars(checks).values() if hasattr(k, "description")} <= {
        k.code for k in kinds()
    }


def test_a_probability_of_one_may_carry_rounding() -> None:
    data = replace(example(2, 2, 3, 1), probability=np.array([1.0 + 2e-16]))
    check(data)


def test_courses_longer_than_the_horizon_are_built_and_never_start() -> None:
    data = replace(DATA, course_length=np.full(len(DATA.courses), 9))
    start = build(data).columns.families["start"]
    assert not build(data).columns.values("upper")[:, start.span].any()
