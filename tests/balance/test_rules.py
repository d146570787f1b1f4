"""Rules, one by one, on towns whose numbers can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

approx = pytest.approx


def test_unemployed_fill_the_posts(towns: Any, run_one: Any) -> None:
    # 5,000 in the labour force, 500 without work; a plant of 1,000 opens in the second quarter.
    account = towns(quarters=4)
    found = run_one(account, [[0, 1, 1, 1]])
    assert found["local"][1, 0, 0] == approx(500)
    assert found["vacancies"][:, 0, 0] == approx([0, 500, 500, 500])
    assert found["unemployed"][:, 0, 0] == approx([500, 0, 0, 0])


def test_only_a_share_of_the_posts_is_filled_in_a_quarter(towns: Any, run_one: Any) -> None:
    account = towns(jobs=((0, 100.0),), quarters=4, hire_share_per_quarter=0.5)
    found = run_one(account, [[0, 1, 1, 1]])
    # The base fills its ordinary vacancies with nobody: it has none without retirement.
    assert found["vacancies"][:, 0, 0] == approx([0, 50, 25, 12.5])


def test_plants_and_other_employers_share_by_open_posts(towns: Any, run_one: Any) -> None:
    # 1 % of base employment (4,500) retires in a quarter: 45 posts open beside the plant's 55.
    account = towns(
        jobs=((0, 55.0),),
        quarters=2,
        retirement_rate_per_year=0.04,
        local_match_share_per_quarter=0.1,
    )
    found = run_one(account, [[0, 1]])
    pool = 0.1 * 500 * 0.99
    assert found["local_same"][1, 0, 0] == approx(pool * 55 / 100)
    assert found["base_same"][1, 0, 0] == approx(pool * 45 / 100)


def test_running_plants_are_part_of_employment_at_the_start(towns: Any, run_one: Any) -> None:
    account = towns(jobs=((0, 1_000.0),), quarters=2)
    found = run_one(account, [[1, 1]])
    assert found["kept"][0, 0, 0] == approx(1_000)
    assert found["base"][0, 0, 0] == approx(4_500 - 1_000)
    assert found["vacancies"][0, 0, 0] == 0


def test_a_plant_larger_than_the_town_starts_with_vacancies(towns: Any, run_one: Any) -> None:
    account = towns(jobs=((0, 6_000.0),), quarters=2)
    found = run_one(account, [[1, 1]])
    assert found["kept"][0, 0, 0] == approx(4_500)
    assert found["vacancies"][0, 0, 0] == approx(1_500)


def test_laid_off_staff_leave_register_or_do_something_else(towns: Any, run_one: Any) -> None:
    account = towns(
        quarters=4,
        layoff_leave_share_local=0.2,
        layoff_stay_unemployed_share=0.5,
        persons_per_mover=1.5,
        leaver_delay_quarters=2.0,
    )
    found = run_one(account, [[1, 0, 0, 0]])
    assert found["released"][1, 0, 0] == approx(1_000)
    assert found["to_leaving"][1, 0, 0] == approx(200)
    assert found["to_unemployed"][1, 0, 0] == approx(500)
    assert found["to_others"][1, 0, 0] == approx(300)
    # Half of those about to leave go each quarter, each with half a person more.
    assert found["leavers"][:, 0] == approx([0, 100, 50, 25])
    assert found["population"][:, 0] == approx([10_000, 9_850, 9_775, 9_737.5])


def test_permit_holders_leave_at_their_own_share(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.0,
        quarters=3,
        outside_recruits_max_share_of_open_posts=1.0,
        outside_recruits_max_per_1000_per_quarter=1_000.0,
        permit_holder_share=0.4,
        permit_leave_share=0.75,
        layoff_leave_share_newcomer=0.5,
        layoff_stay_unemployed_share=1.0,
    )
    found = run_one(account, [[0, 1, 0]])
    assert found["recruits"][1, 0, 0] == approx(1_000)
    assert found["to_leaving"][2, 0, 0] == approx(400 * 0.75 + 600 * 0.5)
    assert found["to_unemployed"][2, 0, 0] == approx(400 * 0.25 + 600 * 0.5)


def test_a_mover_brings_the_household(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.0,
        jobs=((0, 100.0),),
        quarters=2,
        outside_recruits_max_share_of_open_posts=1.0,
        outside_recruits_max_per_1000_per_quarter=1_000.0,
        persons_per_mover=1.6,
    )
    found = run_one(account, [[0, 1]])
    assert found["population"][1, 0] == approx(10_160)


def test_homes_limit_recruits(towns: Any, run_one: Any) -> None:
    # 2 % of 5,102 homes stand empty: 102 homes, 204 persons, 102 workers with their households.
    account = towns(
        unemployment=0.0,
        quarters=2,
        outside_recruits_max_share_of_open_posts=1.0,
        outside_recruits_max_per_1000_per_quarter=1_000.0,
        persons_per_mover=2.0,
        vacancy_share_normal=0.02,
        home_crowding_share=0.0,
    )
    found = run_one(account, [[0, 1]])
    empty = 5_000 * 0.02 / 0.98
    assert found["recruits"][1, 0, 0] == approx(empty)
    assert found["vacancies"][1, 0, 0] == approx(1_000 - empty)
    # All who would have come need a home: one each here.
    assert found["homes_short"][1, 0] == approx(1_000 - empty)
    assert found["homes_empty"][1, 0] == approx(0, abs=1e-9)


def test_the_place_s_size_limits_recruits(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.0,
        quarters=2,
        outside_recruits_max_share_of_open_posts=0.5,
        outside_recruits_max_per_1000_per_quarter=4.0,
    )
    found = run_one(account, [[0, 1]])
    assert found["recruits"][1, 0, 0] == approx(40)


def test_builders_answer_a_shortage_with_delay_and_up_to_a_cap(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.0,
        quarters=5,
        outside_recruits_max_share_of_open_posts=1.0,
        outside_recruits_max_per_1000_per_quarter=1_000.0,
        home_crowding_share=0.0,
        home_build_response_share=1.0,
        home_completions_max_per_1000_per_year=8.0,
    )
    found = run_one(account, [[0, 1, 1, 1, 1]])
    assert found["recruits"][1, 0, 0] == 0  # no home is free
    assert found["homes_started"][1, 0] == approx(20)  # 8 for each 1,000 a year, a quarter of it
    assert found["homes_finished"][2, 0] == approx(20 / 4)  # lead time of four quarters
    assert found["recruits"][3, 0, 0] == approx(2 * 5)  # two persons a home, one a household


def test_commuters_come_from_within_reach(towns: Any, run_one: Any) -> None:
    account = towns(
        people=(2_000.0, 10_000.0, 10_000.0),
        jobs=((0, 500.0),),
        links=((1, 0),),
        quarters=3,
        commute_willingness_per_quarter=0.1,
    )
    found = run_one(account, [[0, 1, 1]])
    assert found["local"][1, 0, 0] == approx(100)
    assert found["commuters_in"][:, 0, 0] == approx([0, 50, 45])
    assert found["commuters_out_stock"][2, 1, 0] == approx(95)
    assert found["commuters_out_stock"][2, 2, 0] == 0
    assert found["population"][2] == approx([2_000, 10_000, 10_000])


def test_links_beyond_the_limit_bring_nobody(towns: Any, run_one: Any) -> None:
    account = towns(
        people=(2_000.0, 10_000.0),
        jobs=((0, 500.0),),
        links=((1, 0),),
        quarters=2,
        commute_willingness_per_quarter=0.1,
        commuting_limit_km=19.0,
    )
    assert run_one(account, [[0, 1]])["commuters_in"].sum() == 0


def test_two_places_share_one_pool_by_open_posts(towns: Any, run_one: Any) -> None:
    account = towns(
        people=(2_000.0, 2_000.0, 10_000.0),
        unemployment=(0.0, 0.0, 0.1),
        jobs=((0, 300.0), (1, 100.0)),
        links=((2, 0), (2, 1)),
        quarters=2,
        commute_willingness_per_quarter=0.1,
    )
    found = run_one(account, [[0, 1], [0, 1]])
    assert found["commuters_in"][1, :2, 0] == approx([0.1 * 500 * 3 / 4, 0.1 * 500 / 4])


def test_a_border_has_its_own_willingness(towns: Any, run_one: Any) -> None:
    account = towns(
        people=(2_000.0, 10_000.0),
        countries=("SE", "FI"),
        unemployment=(0.0, 0.1),
        jobs=((0, 300.0),),
        links=((1, 0),),
        quarters=2,
        commute_willingness_per_quarter=0.1,
        commute_willingness_cross_border_per_quarter=0.01,
    )
    assert run_one(account, [[0, 1]])["commuters_in"][1, 0, 0] == approx(5)


def test_movers_leave_one_place_for_another(towns: Any, run_one: Any) -> None:
    account = towns(
        people=(2_000.0, 10_000.0),
        countries=("SE", "FI"),
        unemployment=(0.0, 0.1),
        jobs=((0, 300.0),),
        quarters=2,
        mover_rate_belt_per_quarter=0.1,
        mover_cross_border_factor=0.5,
        persons_per_mover=2.0,
    )
    found = run_one(account, [[0, 1]])
    assert found["movers_in"][1, 0, 0] == approx(25)
    assert found["movers_out"][1, 1, 0] == approx(25)
    assert found["population"][1] == approx([2_050, 9_950])


def test_close_groups_retrain(towns: Any, run_one: Any) -> None:
    # Group 1 can be hired into group 0; group 0 has nobody left after the first quarter.
    account = towns(
        groups=2,
        close=((1, 0),),
        jobs=((0, 2_000.0),),
        quarters=2,
        close_group_match_share_per_quarter=0.2,
        retraining_quarters=2.0,
    )
    found = run_one(account, [[0, 1]])
    assert found["local_same"][1, 0] == approx([250, 250])
    # Group 1 has no unemployed left either, because its own posts took them.
    assert found["local_close"][1, 0] == approx([0, 0])
    fewer = towns(
        groups=2,
        close=((1, 0),),
        jobs=((0, 2_000.0),),
        quarters=2,
        local_match_share_per_quarter=0.0,
        close_group_match_share_per_quarter=0.2,
        retraining_quarters=2.0,
    )
    found = run_one(fewer, [[0, 1]])
    assert found["local_close"][1, 0] == approx([0.1 * 250, 0])
    assert found["unemployed"][1, 0] == approx([250, 225])


def test_poaching_leaves_posts_open_elsewhere(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.0,
        jobs=((0, 100.0),),
        quarters=2,
        poaching_cap_share_of_open_posts=0.5,
        poaching_share_per_quarter=0.01,
    )
    found = run_one(account, [[0, 1]])
    assert found["poached"][1, 0, 0] == approx(50)  # of 50 by posts, 50 by staff (5,000 x 1 %)
    assert found["base_vacancies"][1, 0, 0] == approx(50)


def test_building_workers_visit(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.5,
        jobs=((0, 100.0),),
        quarters=4,
        construction_peak_per_operating_job=2.0,
        construction_local_share=0.25,
    )
    found = run_one(account, [[0, 0, 0, 0]], [[0, 1, 1, 0]])
    assert found["visiting_in"][1, 0, 0] == approx(150)
    assert found["local"][1, 0, 0] == approx(50)
    assert found["visiting"][:, 0, 0] == approx([0, 150, 150, 0])
    assert found["population"][:, 0] == approx(10_000)


def test_base_keeps_its_size_when_the_young_replace_the_old(towns: Any, run_one: Any) -> None:
    account = towns(
        jobs=((0, 1.0),),
        quarters=40,
        retirement_rate_per_year=0.04,
        entrant_ratio=1.0,
        hire_share_per_quarter=0.5,
        local_match_share_per_quarter=0.5,
    )
    found = run_one(account, np.zeros((1, 40)))
    # The usual vacancies are there from the first quarter and stay.
    usual = 4_500 * 0.01
    assert found["base_vacancies"][:, 0, 0] == approx(usual, rel=0.03)
    assert found["labour_force"][:, 0] == approx(5_000)


def test_graduates_come_in_autumn(towns: Any, run_one: Any) -> None:
    account = towns(jobs=((0, 100.0),), quarters=5, unemployment=0.0)
    account.seats[0, 0] = 40
    account.parameters["programme_completion_share"] = type(
        account.parameters["programme_completion_share"]
    )("programme_completion_share", 0.5, 0.5, 0.5, "fixed")
    account.parameters["graduate_stay_share"] = type(account.parameters["graduate_stay_share"])(
        "graduate_stay_share", 0.5, 0.5, 0.5, "fixed"
    )
    found = run_one(account, [[0, 1, 1, 1, 1]])
    assert found["graduates"][:, 0, 0] == approx([0, 0, 0, 10, 0])  # from 2026Q4: 2027Q3


def test_indirect_jobs_follow_with_a_lag(towns: Any, run_one: Any) -> None:
    account = towns(
        jobs=((0, 100.0),),
        quarters=4,
        indirect_jobs_per_direct=1.0,
        indirect_local_share=0.5,
        indirect_lag_quarters=2.0,
    )
    account.service[:] = True
    found = run_one(account, [[0, 1, 1, 1]])
    assert found["need_indirect"][:, 0, 0] == approx([0, 25, 37.5, 43.75])


def test_public_jobs_follow_inhabitants(towns: Any, run_one: Any) -> None:
    account = towns(
        unemployment=0.0,
        jobs=((0, 100.0),),
        quarters=3,
        outside_recruits_max_share_of_open_posts=1.0,
        outside_recruits_max_per_1000_per_quarter=1_000.0,
        public_service_jobs_per_inhabitant=0.1,
    )
    account.public[:] = True
    found = run_one(account, [[0, 1, 1]])
    assert found["base_need"][2, 0, 0] - found["base_need"][0, 0, 0] == approx(10)


class TestDoubleCounting:
    def test_alone_nobody_is_counted_twice(self, towns: Any, run_one: Any) -> None:
        account = towns(
            people=(2_000.0, 10_000.0),
            jobs=((0, 300.0),),
            links=((1, 0),),
            quarters=2,
            commute_willingness_per_quarter=0.05,
            mover_rate_belt_per_quarter=0.01,
        )
        found = run_one(account, [[0, 1]])
        assert found["counted_on"][1, 0, 0] == approx(300)
        assert found["double_counted"][1, 0, 0] == approx(0, abs=1e-9)
        assert found["overclaimed"][1].sum() == approx(0, abs=1e-9)

    def test_two_towns_count_on_one_pool(self, towns: Any, run_one: Any) -> None:
        # Neither has anybody of its own; both count on the 500 of the town between them.
        account = towns(
            people=(2_000.0, 2_000.0, 10_000.0),
            unemployment=(0.0, 0.0, 0.1),
            jobs=((0, 400.0), (1, 300.0)),
            links=((2, 0), (2, 1)),
            quarters=2,
            commute_willingness_per_quarter=0.05,
        )
        found = run_one(account, [[0, 1], [0, 1]])
        assert found["counted_on"][1, :, 0] == approx([400, 300, 0])
        # 700 claims on 500 people.
        assert found["overclaimed"][1, :, 0] == approx([0, 0, 200])
        # Each claim is spread evenly: the other claims 3/5 (4/5) of everybody.
        assert found["double_counted"][1, :, 0] == approx([400 * 3 / 5, 300 * 4 / 5, 0])

    def test_the_hospital_counts_too(self, towns: Any, run_one: Any) -> None:
        # 5 % of the base retires in the quarter: it counts on people as the plant does.
        account = towns(
            jobs=((0, 100.0),),
            quarters=2,
            retirement_rate_per_year=0.04,
            local_match_share_per_quarter=0.0,
        )
        found = run_one(account, [[0, 1]])
        people = 500 * 0.99
        assert found["double_counted"][1, 0, 0] == approx(100 * 45 / people)

    def test_a_claim_is_never_larger_than_the_people(self, towns: Any, run_one: Any) -> None:
        account = towns(jobs=((0, 3_000.0),), quarters=2)
        found = run_one(account, [[0, 1]])
        assert found["counted_on"][1, 0, 0] == approx(500)

    def test_far_places_share_those_who_would_move(self, towns: Any, run_one: Any) -> None:
        account = towns(
            people=(2_000.0, 2_000.0, 10_000.0),
            unemployment=(0.0, 0.0, 0.1),
            jobs=((0, 400.0), (1, 400.0)),
            quarters=2,
            mover_rate_belt_per_quarter=0.25,
        )
        found = run_one(account, [[0, 1], [0, 1]])
        # Within a year everybody would move: both count on 400 of the same 500.
        assert found["overclaimed"][1, 2, 0] == approx(300)
        assert found["double_counted"][1, :2, 0] == approx([320, 320])


@pytest.mark.parametrize("rule", ["actual", "plan", "cell", "capacity"])
def test_jobs_at_full_activity(towns: Any, rule: Any) -> None:
    from beltplan.balance.draws import Factor
    from beltplan.balance.jobs import Jobs, drawn_jobs

    def number(name: Any, value: Any) -> Any:
        return Factor(name, value, value, value, "fixed")

    account = towns(
        plan_to_actual_jobs_factor_cell=2.0,
        plan_to_actual_jobs_factor_other=1.5,
        jobs_per_capacity_cell=100.0,
    )
    jobs = {
        "actual": Jobs("actual", number("n", 700), None),
        "plan": Jobs("plan", number("n", 700), None, "plan_to_actual_jobs_factor_other"),
        "cell": Jobs("cell", number("n", 700), number("c", 10),
                     "plan_to_actual_jobs_factor_cell", "jobs_per_capacity_cell"),
        "capacity": Jobs("capacity", None, number("c", 10),
                         per_capacity="jobs_per_capacity_cell"),
    }  # fmt: skip
    from dataclasses import replace

    changed = replace(account, jobs=(jobs[rule],))
    expected = {"actual": 700, "plan": 1050, "cell": 1000, "capacity": 1000}
    assert drawn_jobs(changed, seed=1, n=3)[0] == approx([expected[rule]] * 3)
