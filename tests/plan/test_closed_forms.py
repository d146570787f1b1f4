"""Regions whose best plan can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.small import small
from tests.plan.solving import close, planned


def test_vacancies_are_need_less_people() -> None:
    plan = planned(small([[100.0]], [[120.0]], years=2))
    close(plan.recourse("vacant"), 20.0)
    close(plan.cost, 2 * 20 * 50.0)


def test_vacancies_beyond_the_share_cost_the_second_step() -> None:
    plan = planned(small([[100.0]], [[120.0]], vacancy_share=0.1, vacancy_cost=(50.0, 90.0)))
    close(plan.recourse("vacant"), 12.0)
    close(plan.recourse("vacant_more"), 8.0)
    close(plan.cost, 12 * 50 + 8 * 90.0)


def test_who_has_no_work_costs_but_for_those_whom_nobody_can_hire() -> None:
    plan = planned(small([[100.0]], [[80.0]], frictional=5.0, idle_cost=7.0))
    close(plan.recourse("idle"), 15.0)
    close(plan.cost, 15 * 7.0)


def test_costs_are_expected_and_discounted() -> None:
    need = [[[110.0]], [[150.0]]]
    data = small([[100.0]], need, years=2, probability=(0.75, 0.25), discount=[1.0, 0.5])
    close(planned(data).cost, (0.75 * 10 + 0.25 * 50) * 50 * 1.5)


def test_people_retire_and_come_in() -> None:
    plan = planned(small([[100.0]], [[100.0]], years=3, retain=0.9, inflow=4.0))
    close(plan.recourse("people")[0, 0, 0], [94.0, 88.6, 83.74])


@pytest.mark.parametrize(("vacancy", "seats"), [(10.0, 10.0), (1.0, 0.0)])
def test_a_seat_is_opened_if_it_costs_less_than_the_posts_it_fills(
    vacancy: float, seats: float
) -> None:
    # A seat in year 0: 5 + 2 to open + 1 of the student = 8; saves 3 years without work and 2
    # empty posts. In year 1: 6, saves 2 and 1. In year 2 the course ends too late.
    data = small(
        [[150.0, 100.0]],
        [[100.0, 150.0]],
        years=3,
        courses=((0, 1),),
        entries=((0, 0, 0),),
        course_most=10.0,
        seat_cost=5.0,
        start_cost=2.0,
        entry_cost=1.0,
        idle_cost=1.0,
        vacancy_cost=(vacancy, vacancy),
    )
    plan = planned(data)
    close(plan.first("seats")[0], [seats, seats, 0.0])
    close(plan.first("opened")[0], [seats, 0.0, 0.0])
    saved = 10 * ((3 + 2 * vacancy - 8) + (2 + vacancy - 6)) if seats else 0.0
    close(plan.cost, 3 * (50 * 1.0 + 50 * vacancy) - saved)


def test_who_does_not_finish_goes_back() -> None:
    data = small(
        [[150.0, 100.0]],
        [[100.0, 150.0]],
        years=2,
        courses=((0, 1),),
        entries=((0, 0, 0),),
        course_share=0.6,
        course_seats=10.0,
        idle_cost=1.0,
    )
    people = planned(data).recourse("people")[0, 0]
    close(people, [[140.0, 144.0], [100.0, 106.0]])


def test_applicants_limit_a_course() -> None:
    data = small(
        [[150.0, 100.0]],
        [[100.0, 150.0]],
        years=2,
        courses=((0, 1),),
        entries=((0, 0, 0),),
        course_seats=30.0,
        applicants=7.0,
    )
    close(planned(data).recourse("start")[0, 0], [7.0, 0.0])


@pytest.mark.parametrize(("cost", "commuters"), [(20.0, 10.0), (54.0, 10.0), (56.0, 0.0)])
def test_commuting_pays_up_to_an_empty_post_and_a_person_without_work(
    cost: float, commuters: float
) -> None:
    data = small(
        [[110.0], [90.0]], [[100.0], [100.0]], arcs=((0, 1), (1, 0)), arc_cost=cost, idle_cost=5.0
    )
    together, alone = planned(data), planned(data, "alone")
    close(together.recourse("work")[0, 2:, 0, 0], [commuters, 0.0])
    close(alone.recourse("work")[0, 2:], 0.0)
    close(alone.cost, 10 * 55.0)
    close(together.cost, 10 * min(cost, 55.0))


@pytest.mark.parametrize(("cost", "most", "places"), [(30.0, 3.0, 3.0), (200.0, 3.0, 0.0)])
def test_a_service_carries_no_more_than_its_places(cost: float, most: float, places: float) -> None:
    data = small(
        [[110.0], [90.0]],
        [[100.0], [100.0]],
        years=3,
        arcs=((0, 1), (1, 0)),
        arc_service=0,
        service_seats=4.0,
        service_most=most,
        service_cost=cost,
        service_lead=1,
    )
    plan = planned(data)
    # A place of year 0 is used in years 1 and 2, one of year 1 in year 2: 100 and 50 saved.
    extended = [places, places if cost < 50 else 0.0]
    close(plan.first("extended")[0], extended)
    close(plan.recourse("work")[0, 2, 0], 4.0 + np.array([0.0, places, sum(extended)]))


@pytest.mark.parametrize(("cost", "built"), [(25.0, 10.0), (35.0, 0.0)])
def test_homes_are_built_if_that_is_cheaper_than_being_short(cost: float, built: float) -> None:
    # Ten recruits in year 0 need ten homes; a home decided in year 0 stands in years 1 and 2.
    data = small(
        [[100.0]],
        [[110.0]],
        years=3,
        reach=[[10.0, 0.0, 0.0]],
        hire_most=10.0,
        per_worker=1.0,
        workforce=100.0,
        home_most=50.0,
        home_cost=cost,
        short_cost=15.0,
        home_lead=1,
    )
    plan = planned(data)
    close(plan.recourse("hire")[0, 0, 0], [10.0, 0.0, 0.0])
    close(plan.first("built")[0], [built, 0.0])
    close(plan.recourse("short")[0, 0], [10.0, 10 - built, 10 - built])
    close(plan.cost, 10 + 10 * 15 * 3 - (built * (30 - cost) if built else 0.0))


def test_a_home_that_nobody_needs_stands_empty_and_costs() -> None:
    data = small([[100.0]], [[100.0]], years=2, homes_stock=10_003.0, empty_cost=9.0)
    plan = planned(data)
    close(plan.recourse("empty"), 3.0)
    close(plan.cost, 2 * 3 * 9.0)


def test_a_plant_runs_as_far_as_its_power_goes() -> None:
    plan = planned(
        small(
            [[100.0]], [[100.0]], plants=(0,), staff=100.0, power=50.0, grid_free=30.0,
            loss_cost=40.0, idle_cost=10.0,
        )
    )  # fmt: skip
    close(plan.recourse("lost"), 0.4, 1e-5)
    close(plan.recourse("idle"), 40.0)
    close(plan.recourse("vacant"), 0.0)
    close(plan.cost, 40 * 40 + 40 * 10.0)


@pytest.mark.parametrize(("zones", "lost"), [((0, 0), 0.0), ((0, 1), 0.4)])
def test_megawatts_are_ceded_inside_a_zone_only(zones: tuple[int, int], lost: float) -> None:
    data = small(
        [[100.0], [0.0]], [[100.0], [0.0]], zones=zones, plants=(0,), staff=100.0, power=50.0,
        grid_free=[[30.0], [25.0]], loss_cost=40.0, swap_cost=3.0,
    )  # fmt: skip
    plan = planned(data)
    close(plan.recourse("lost"), lost, 1e-5)
    close(plan.recourse("take")[0, 0, 0], 20.0 if lost == 0 else 0.0)
    close(plan.cost, 20 * 3.0 if lost == 0 else 40 * 40.0)
    close(planned(data, "alone").cost, 40 * 40.0)


def test_the_grid_is_reinforced_in_time_or_not_at_all() -> None:
    data = small(
        [[100.0]], [[100.0]], years=4, plants=(0,), staff=100.0, power=50.0, grid_free=30.0,
        grid_most=20.0, grid_cost=150.0, grid_lead=2, loss_cost=40.0,
    )  # fmt: skip
    # 20 MW of year 0 carry 40 posts in two years: 3,200 saved for 3,000; of year 1 only one.
    plan = planned(data)
    close(plan.first("reinforced")[0], [20.0, 0.0])
    close(plan.recourse("lost")[0, 0], [0.4, 0.4, 0.0, 0.0], 1e-4)


def test_reach_limits_recruits_and_marketing_widens_it_while_it_pays() -> None:
    data = small([[100.0]], [[120.0]], reach=5.0, hire_most=50.0, market_most=8.0, market_cost=30.0)
    plan = planned(data)
    close(plan.recourse("hire"), 13.0)
    close(plan.first("market"), 8.0)
    close(plan.cost, 13 * 1 + 8 * 30 + 7 * 50.0)
    dear = small([[100.0]], [[120.0]], reach=5.0, hire_most=50.0, market_most=8.0, market_cost=60.0)
    close(planned(dear).first("market"), 0.0)


def test_reach_is_lent_to_who_needs_it_over_a_border_too() -> None:
    data = small(
        [[100.0], [100.0]], [[100.0], [110.0]], countries=(0, 1), reach=[[6.0], [1.0]],
        hire_most=20.0, transfer_cost=2.0,
    )  # fmt: skip
    plan = planned(data)
    close(plan.recourse("hire")[0, :, 0, 0], [0.0, 7.0])
    close(plan.cost, 7 * 1 + 6 * 2 + 3 * 50.0)
    close(planned(data, "national").cost, 1 + 9 * 50.0)


def test_moves_over_a_border_cost_more_and_are_limited() -> None:
    data = small(
        [[120.0], [80.0]], [[100.0], [100.0]], countries=(0, 1), mobility=4.0, move_cost=10.0,
        border_cost=5.0, idle_cost=3.0,
    )  # fmt: skip
    plan = planned(data)
    close(plan.recourse("cross")[0, :, 0, 0].sum(), 4.0)
    close(plan.recourse("people")[0, :, 0, 0], [116.0, 84.0])
    close(plan.cost, 4 * 15 + 16 * 50 + 16 * 3.0)
    close(planned(data, "national").cost, 20 * 53.0)
