"""Measures of a plan add what they say, where they say it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy import sparse
from tests.balance.measured import some_measures
from tests.balance.test_conservation import check_ledger, regions
from tests.balance.test_kernel import STOCKS, source

from beltplan.balance.engine import simulate
from beltplan.balance.example import example, example_activity
from beltplan.balance.lanes import lanes
from beltplan.balance.measures import Intake, Measures
from beltplan.balance.reference import trace
from beltplan.balance.sampling import over_blocks
from beltplan.balance.variables import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.balance.account import Account


def follow(account: Account, activity: Any, measures: Measures | None = None) -> Any:
    act = np.asarray(activity, np.float32)[None]
    drawn = lanes(account, act, np.zeros_like(act), seed=1, block=0)
    return trace(account, drawn, 0, measures)


def test_no_measures_are_no_difference() -> None:
    """To the last bit, in everything that is kept."""
    account = example(places=5, groups=4, projects=5, quarters=12, links=0.5, seed=3)
    activity = source(*example_activity(account, 300, seed=3))
    without = simulate(account, activity, 300, sampled=(0, 11))
    none = simulate(account, activity, 300, sampled=(0, 11), measures=Measures.none(account))
    for name in ("cells", "places", "samples", "pool"):
        assert np.array_equal(getattr(without, name), getattr(none, name)), name


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(regions())
def test_people_conserve_with_measures(made: Any) -> None:
    account, seed = made
    activity, building = example_activity(account, 2, seed=seed)
    drawn = lanes(account, activity, building, seed=seed, block=0)
    measures = some_measures(account, seed=seed)
    for lane in range(2):
        found = trace(account, drawn, lane, measures)
        check_ledger(account, found)
        scale = 1 + found["population"].max()
        come = found.rate["household"] * found["recruits"].sum(axis=(1, 2))
        go = found.rate["household"] * found["leavers"].sum(axis=1)
        change = found["trend"].sum(axis=1) + come - go
        np.testing.assert_allclose(
            np.diff(found["population"].sum(axis=1)), change[1:], atol=1e-6 * scale
        )
        for stock in ("base", "settled", "recruited", "unemployed", "commuting"):
            assert found[stock].min(initial=0.0) >= -1e-9, stock


@pytest.mark.parametrize(("places", "groups", "projects", "seed"), [(5, 4, 3, 2), (7, 5, 9, 3)])
def test_the_kernel_agrees_with_the_reference(
    places: int, groups: int, projects: int, seed: int
) -> None:
    account = example(
        places=places, groups=groups, projects=projects, quarters=20, links=0.6, seed=seed
    )
    activity, building = example_activity(account, 260, seed=seed)
    measures = some_measures(account, seed=seed)
    moved = simulate(
        account, source(activity, building), 260, sampled=tuple(range(20)), measures=measures
    )
    for future in (0, 117, 255):
        first = 250 * (future // 250)
        drawn = lanes(
            account, activity[first : first + 250], building[first : first + 250],
            seed=1, block=future // 250,
        )  # fmt: skip
        found = trace(account, drawn, future - first, measures)
        for v, each in enumerate(PLACE):
            expected = found[STOCKS.get(each.name, each.name)]
            if expected.ndim == 3:
                expected = expected.sum(axis=2)
            got = moved.samples[v, :places, :, future].T
            size = 1 + np.abs(expected).max() + 1e-3 * account.population.max()
            np.testing.assert_allclose(got, expected, atol=1e-4 * size, err_msg=each.name)


def test_samples_are_those_of_the_whole_run() -> None:
    account = example(places=4, groups=3, projects=4, quarters=10, links=0.5, seed=4)
    activity = source(*example_activity(account, 600, seed=4))
    measures = some_measures(account, seed=4)
    names = ("vacancies", "unemployed", "homes_short")
    found = np.zeros((2, 3, 4, 2, 600), np.float32)
    students = np.zeros((2, 10, 600), np.float32)

    def keep(k: int, first: int, samples: Any, started: Any) -> None:
        found[k, ..., first : first + samples.shape[-1]] = samples
        students[k, :, first : first + samples.shape[-1]] = started

    over_blocks(
        account, activity, 600, keep, plans=(None, measures), variables=names, sampled=(5, 9)
    )
    rows = [[each.name for each in PLACE].index(name) for name in names]
    for k, plan in enumerate((None, measures)):
        whole = simulate(account, activity, 600, sampled=(5, 9), measures=plan)
        assert np.array_equal(found[k], whole.samples[rows, :4])
    assert not np.array_equal(found[0], found[1])
    assert not students[0].any()
    drawn = lanes(account, *activity(500, 600), seed=1, block=2)
    for lane in (0, 99):
        taken = trace(account, drawn, lane, measures)["to_study"].sum(axis=(1, 2))
        assert taken.any()
        np.testing.assert_allclose(students[1, :, 500 + lane], taken, rtol=1e-4, atol=1e-2)


def test_homes_stand_from_their_quarter(towns: Callable[..., Account]) -> None:
    account = towns(quarters=6)
    none = Measures.none(account)
    homes = none.homes.copy()
    homes[3, 0] = 40.0
    idle = [[0.0] * 6]
    change = (
        follow(account, idle, replace(none, homes=homes))["homes_stock"]
        - follow(account, idle)["homes_stock"]
    )[:, 0]
    np.testing.assert_allclose(change, [0, 0, 0, 40, 40, 40])


def test_a_course_takes_unemployed_and_gives_another_group(towns: Callable[..., Account]) -> None:
    """100 of group 0 start, 80 of them complete as group 1 and are hired where they live."""
    account = towns(
        groups=2, quarters=8, programme_completion_share=0.8, graduate_stay_share=0.5,
        local_match_share_per_quarter=0.0, unemployment=0.2,
    )  # fmt: skip
    persons = sparse.csc_array(([100.0], ([1], [0])), shape=(2, 2))
    measures = replace(Measures.none(account), intakes=(Intake(2, 6, persons),))
    busy = [[0.0, *[1.0] * 7]]
    found, before = follow(account, busy, measures), follow(account, busy)
    difference = {name: found[name] - before[name] for name in ("unemployed", "settled", "others")}
    np.testing.assert_allclose(difference["unemployed"][:, 0, 0], [0, 0, *[-100] * 4, -80, -80])
    np.testing.assert_allclose(difference["others"][:, 0], [0, 0, *[100] * 4, 0, 0], atol=1e-9)
    np.testing.assert_allclose(difference["settled"][6, 0, 1], 80.0)
    np.testing.assert_allclose(found["population"], before["population"])


def test_who_does_not_stay_takes_the_qualification_home(towns: Callable[..., Account]) -> None:
    """Of 100 from the second town 20 give up, 40 stay in the first and 40 go home, trained."""
    account = towns(
        people=(10_000.0, 10_000.0), groups=2, quarters=8, programme_completion_share=0.8,
        graduate_stay_share=0.5, unemployment=0.2,
    )  # fmt: skip
    persons = sparse.csc_array(([100.0], ([1], [2])), shape=(4, 4))
    measures = replace(Measures.none(account), intakes=(Intake(2, 6, persons),))
    idle = [[0.0] * 8]
    found = follow(account, idle, measures)
    np.testing.assert_allclose(found["to_study"][2], [[0, 0], [100, 0]])
    np.testing.assert_allclose(found["study_back"][6], [[0, 0], [20, 0]])
    np.testing.assert_allclose(found["trained"][6], [[0, 40], [0, 40]])
    moved = (found["population"] - follow(account, idle)["population"])[-1]
    np.testing.assert_allclose(moved, [40, -40])


def test_seats_stay_empty_where_nobody_is_unemployed(towns: Callable[..., Account]) -> None:
    account = towns(unemployment=0.01, jobs=((0, 0.0),), programme_completion_share=1.0,
                    graduate_stay_share=1.0)  # fmt: skip
    persons = sparse.csc_array(np.array([[900.0]]))
    measures = replace(Measures.none(account), intakes=(Intake(1, 3, persons),))
    found = follow(account, [[0.0] * 6], measures)
    np.testing.assert_allclose(found["to_study"][1].sum(), 50.0)
    np.testing.assert_allclose(found["trained"][3].sum(), 50.0)


def test_marketing_widens_the_reach(towns: Callable[..., Account]) -> None:
    account = towns(
        unemployment=0.0, outside_recruits_max_per_1000_per_quarter=1.0,
        outside_recruits_max_share_of_open_posts=1.0, vacancy_share_normal=0.2,
        home_crowding_share=1.0,
    )  # fmt: skip
    none = Measures.none(account)
    reach = none.reach.copy()
    reach[2, 0] = 25.0
    busy = [[0.0, *[1.0] * 5]]
    found, before = follow(account, busy, replace(none, reach=reach)), follow(account, busy)
    change = (found["recruits"] - before["recruits"]).sum(axis=(1, 2))
    np.testing.assert_allclose(change[:3], [0, 0, 25])


def test_a_service_doubles_those_who_start_to_commute(towns: Callable[..., Account]) -> None:
    account = towns(
        people=(10_000.0, 10_000.0), unemployment=(0.0, 0.1), links=((1, 0),),
        commute_willingness_per_quarter=0.05,
    )  # fmt: skip
    none = Measures.none(account)
    commute = none.commute.copy()
    commute[1:] = 2.0
    busy = [[0.0, *[1.0] * 5]]
    found, before = follow(account, busy, replace(none, commute=commute)), follow(account, busy)
    np.testing.assert_allclose(found["commute"][1], 2 * before["commute"][1])
    assert before["commute"][1].sum() > 0


def test_movers_up_to_the_plan(towns: Callable[..., Account]) -> None:
    account = towns(
        people=(10_000.0, 10_000.0), unemployment=(0.0, 0.1), mover_rate_belt_per_quarter=0.01,
        vacancy_share_normal=0.2, local_match_share_per_quarter=0.0,
    )  # fmt: skip
    none = Measures.none(account)
    moves = none.moves.copy()
    moves[1:, 1] = 60.0
    busy = [[0.0, *[1.0] * 5]]
    found, before = follow(account, busy, replace(none, moves=moves)), follow(account, busy)
    np.testing.assert_allclose(before["movers_in"][1, 0], 5.0)
    np.testing.assert_allclose(found["movers_in"][1, 0], 60.0)


def test_every_fault_of_measures_at_once(towns: Callable[..., Account]) -> None:
    account = towns(quarters=4)
    none = Measures.none(account)
    wrong = replace(
        none,
        homes=np.zeros((1, 1)),
        reach=none.reach - 1.0,
        commute=none.commute[:, :0],
        moves=none.moves + 1.0,
        intakes=(Intake(3, 2, sparse.csc_array((1, 1))),),
    )
    with pytest.raises(ValueError, match=r"homes is .*; reach is .*; moves adds .*; a course"):
        wrong.check(account)
