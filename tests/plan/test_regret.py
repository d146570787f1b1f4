"""Plans judged in every future by the rules of the balance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from beltplan.balance import PLACE
from beltplan.balance import run as run_balance
from beltplan.balance.jobs import drawn_jobs
from beltplan.balance.lanes import lanes
from beltplan.balance.power import unserved
from beltplan.balance.reference import trace
from beltplan.balance.run import activity_of
from beltplan.facts import load
from beltplan.futures import simulate
from beltplan.plan import Plan, PlanSettings, read_plan
from beltplan.plan.acts import entry_shares, measures_of, periods_of
from beltplan.plan.apart import KINDS, apart
from beltplan.plan.level import Solved
from beltplan.plan.model import build
from beltplan.plan.regret import COSTS, NOTHING, Regret, regret, student_cost

N = 40


@pytest.fixture(scope="module")
def region() -> Any:
    return load("nordic-battery-belt", as_of="2026-11-21")


@pytest.fixture(scope="module")
def futures(region: Any) -> Any:
    return simulate(region, n=N, end="2040Q4")


@pytest.fixture(scope="module")
def start(region: Any, futures: Any) -> Any:
    return read_plan(region, futures, PlanSettings(scenarios=2))


@pytest.fixture(scope="module")
def model(start: Any) -> Any:
    return build(start.data)


def decided(start: Any, model: Any, *, seed: int | None, scale: float = 1.0) -> Plan:
    """Return a plan with decisions drawn at random, or without any: nothing is solved."""
    stage = model.stage
    s, m0, n0, m, n = stage.shape
    x0, x = np.zeros(n0), np.zeros((s, n))
    if seed is not None:
        rng = np.random.default_rng(seed)
        x0 = scale * rng.random(n0) * np.where(np.isfinite(stage.upper0), stage.upper0, 0.0)
        for stock, added in (("homes", "built"), ("grid", "reinforced"), ("service", "extended")):
            to, of = (model.columns0.families[name] for name in (stock, added))
            x0[to.span] = np.cumsum(x0[of.span].reshape(of.shape), axis=1).reshape(-1)
        for name in ("study", "leave"):
            span = model.columns.families[name].span
            x[:, span] = 0.3 * rng.random((s, span.stop - span.start)) * stage.upper[:, span]
    solved = Solved(x0, x, np.zeros(m0), np.zeros((s, m)), 0.0, 0.0, np.zeros(1), 0.0, 0, 0.0)
    return Plan("together", start, model, solved)


@pytest.fixture(scope="module")
def bold(start: Any, model: Any) -> Plan:
    return decided(start, model, seed=1)


def test_measures_hold_what_the_plan_decides(start: Any, bold: Plan) -> None:
    data, account = start.data, start.reading.account
    found = measures_of(bold)
    found.check(account)
    area = start.geography.area_of
    years = periods_of(start)
    for r in range(len(data.areas)):
        inside = area == r
        for t, at in enumerate(years):
            homes = found.homes[np.ix_(at, inside)].sum()
            began = t - data.home_lead
            due = bold.first("built")[r, began] if began >= 0 else 0.0
            assert homes == pytest.approx(due)
            reach = found.reach[np.ix_(at, inside)].sum()
            assert reach == pytest.approx(bold.first("market")[r, :, t].sum())
            moves = found.moves[np.ix_(at, inside)].sum(axis=(0, 1))
            expected = np.tensordot(data.probability, bold.recourse("leave"), axes=1)[r, :, t]
            np.testing.assert_allclose(moves, expected, atol=1e-9)
    for z, zone in enumerate(data.zones):
        stands = bold.first("grid")[data.zone == z]
        wanted = stands[:, -1].sum() if stands.shape[1] else 0.0
        assert found.grid.get(zone, np.zeros(1))[-1] == pytest.approx(wanted)


def test_seats_become_students_and_graduates(start: Any, bold: Plan) -> None:
    data, account = start.data, start.reading.account
    groups = len(account.groups)
    found = measures_of(bold)
    total = sum(each.persons.sum() for each in found.intakes)
    assert total == pytest.approx(bold.first("seats").sum(), rel=1e-3)
    shares = np.zeros((len(data.courses), len(data.years)))
    np.add.at(shares, data.entry_course, entry_shares(bold))
    np.testing.assert_allclose(shares, 1.0)
    outcome = {(int(a), int(o)) for a, o in zip(data.course_area, data.course_group, strict=True)}
    for each in found.intakes:
        assert account.quarters[each.start] % 4 == 2
        assert (each.end - each.start) // 4 in set(data.course_length.tolist())
        for cell in np.unique(each.persons.tocoo().row):
            place, group = divmod(int(cell), groups)
            assert (int(start.geography.area_of[place]), group) in outcome


def test_a_service_widens_only_its_own_links(start: Any, bold: Plan) -> None:
    data, area = start.data, start.geography.area_of
    found = measures_of(bold)
    at = periods_of(start)[data.service_lead][-1]
    more = bold.first("service")[:, 0] / data.service_seats
    pairs = {tuple(sorted(map(int, ends))): more[k] for k, ends in enumerate(data.service_areas)}
    assert pairs
    for k, link in enumerate(start.reading.account.links):
        ends = tuple(sorted((int(area[link.origin]), int(area[link.target]))))
        assert found.commute[at, k] == pytest.approx(1.0 + pairs.get(ends, 0.0))


def test_a_plan_without_decisions_is_doing_nothing(
    region: Any, futures: Any, start: Any, model: Any
) -> None:
    found = regret(region, futures, {"empty": decided(start, model, seed=None)})
    assert found.candidates == (NOTHING, "empty")
    assert np.array_equal(found.cost[0], found.cost[1])
    assert (found.regret == 0).all()
    assert (found.best == 0).all()


def test_costs_are_those_of_the_account(region: Any, futures: Any, start: Any, bold: Plan) -> None:
    """One future added up by hand, from a whole run of the balance with the measures."""
    found = regret(region, futures, {"bold": bold})
    whole = run_balance(region, futures, measures=measures_of(bold))
    data, future = start.data, 7
    slots = {quarter: k for k, quarter in enumerate(whole.sampled_quarters)}
    row = {each.name: v for v, each in enumerate(PLACE)}
    daily = data.arc_service >= 0
    hand = dict.fromkeys(COSTS, 0.0)
    hand["decisions"] = float(bold.model.stage.cost0 @ bold.solved.x0)
    unable = 1 - start.assumed["plan_hireable_share"]
    account = start.reading.account
    drawn = lanes(account, *activity_of(start.reading, futures, 0, N), seed=1, block=0)
    studying = trace(account, drawn, future, measures_of(bold))["to_study"].sum(axis=(1, 2))
    students = np.array([studying[list(at)].sum() for at in periods_of(start)])
    assert students.sum() > 1
    hand["decisions"] += float((student_cost(bold) * data.discount) @ students)
    for t, at in enumerate(periods_of(start)):
        slot = slots[futures.quarters[at[-1]]]
        for p, area in enumerate(start.geography.area_of):
            if area < 0:
                continue
            now = {name: float(whole.samples[v, p, slot, future]) for name, v in row.items()}
            before = float(whole.samples[row["unemployed"], p, 0, future])
            empty = now["vacancies"] + now["base_vacancies"]
            few = min(empty, data.vacancy_share * (now["need"] + now["base_need"]))
            ways = data.arc_cost[daily & (data.arc_target == area)]
            for part, cost in (
                ("vacancies", data.vacancy_cost[0] * few + data.vacancy_cost[1] * (empty - few)),
                ("unemployed", data.idle_cost * (now["unemployed"] - unable * before)),
                ("homes_short", data.short_cost * now["homes_short"]),
                ("homes_empty", data.empty_cost * now["homes_empty"]),
                ("recruits", data.hire_cost * 4 * now["recruits"]),
                ("movers", data.move_cost * 4 * now["movers_in"]),
                ("commuters", (ways.mean() if len(ways) else 0.0) * now["commuters_in"]),
            ):
                hand[part] += data.discount[t] * cost
    jobs = drawn_jobs(start.reading.account, seed=1, n=N)
    last = [at[-1] for at in periods_of(start)]
    grid = measures_of(bold).grid
    posts = unserved(region, start.reading, futures, jobs, last, seed=1, added=grid)
    hand["power"] = data.loss_cost * float(posts[future] @ data.discount)
    assert found.cost[1, future] == pytest.approx(sum(hand.values()), rel=1e-5)
    assert found.parts[1].sum() == pytest.approx(found.cost[1].mean())


def test_a_student_costs_what_the_expected_entries_cost(start: Any, bold: Plan) -> None:
    data, seats = start.data, bold.first("seats")
    shares, found = entry_shares(bold), student_cost(bold)
    for t in range(len(data.years)):
        total = sum(
            seats[data.entry_course[e], t] * shares[e, t] * data.entry_cost[e]
            for e in range(len(data.entry_course))
        )
        assert found[t] * seats[:, t].sum() == pytest.approx(total)


def test_decisions_one_kind_at_a_time_make_up_the_whole(bold: Plan) -> None:
    parts = apart(bold)
    assert list(parts) == list(KINDS)
    total = sum(each.solved.x0 for each in parts.values())
    np.testing.assert_array_equal(total, bold.solved.x0)
    for kind, each in parts.items():
        found = measures_of(each)
        assert found.moves.any() == (kind == "moves"), kind
        assert bool(found.intakes) == (kind == "seats"), kind
        assert found.homes.any() == (kind == "homes"), kind
        assert bool(found.grid) == (kind == "grid"), kind
        assert (found.commute > 1).any() == (kind == "service"), kind
        assert found.reach.any() == (kind == "market"), kind


def test_nothing_decided_has_no_kinds(start: Any, model: Any) -> None:
    assert apart(decided(start, model, seed=None)) == {}


def test_enough_megawatts_leave_nobody_waiting(region: Any, futures: Any, start: Any) -> None:
    jobs = drawn_jobs(start.reading.account, seed=1, n=N)
    account, last = start.reading.account, len(start.reading.account.quarters) - 1
    plenty = {zone: np.full(len(account.quarters), 1e5) for zone in start.data.zones}
    some = unserved(region, start.reading, futures, jobs, [last], seed=1)
    none = unserved(region, start.reading, futures, jobs, [last], seed=1, added=plenty)
    assert some.shape == (N, 1)
    assert some.max() > 0
    assert none.max() == 0


def test_threads_change_nothing(region: Any, futures: Any, bold: Plan) -> None:
    seen: list[tuple[int, int]] = []
    one = regret(
        region, futures, {"bold": bold}, processes=1, progress=lambda a, b: seen.append((a, b))
    )
    two = regret(region, futures, {"bold": bold}, processes=2)
    assert np.array_equal(one.cost, two.cost)
    assert seen == [(N, 2 * N), (2 * N, 2 * N)]


def test_plans_must_belong_together(region: Any, futures: Any, start: Any, bold: Plan) -> None:
    with pytest.raises(ValueError, match="no plan"):
        regret(region, futures, {})
    with pytest.raises(ValueError, match="name of the baseline"):
        regret(region, futures, {NOTHING: bold})
    other = replace(bold, input=replace(start, data=replace(start.data, years=("2027",))))
    with pytest.raises(ValueError, match="differ"):
        regret(region, futures, {"a": bold, "b": other})
    with pytest.raises(ValueError, match="not the futures"):
        regret(region, simulate(region, n=3, end="2040Q4"), {"a": bold})


def test_distribution_of_the_regret() -> None:
    cost = np.array([[5.0, 1.0, 4.0, 4.0], [3.0, 2.0, 4.0, 9.0]])
    found = Regret(("nothing", "a"), cost, np.zeros((2, len(COSTS))), np.array([1, 3]),
                   np.array([0.75, 0.25]))  # fmt: skip
    np.testing.assert_array_equal(found.regret, [[2, 0, 0, 0], [0, 1, 0, 5]])
    assert found.best.tolist() == [1, 0, 0, 0]
    table = found.table()
    rows = {(row["inside"], row["candidate"]): row for row in table.iter_rows(named=True)}
    every = rows["futures", "a"]
    assert (every["mean"], every["p50"], every["worst"], every["best"]) == (1.5, 0.0, 5.0, 0.25)
    inside = rows["scenarios", "a"]
    assert (inside["mean"], inside["p50"], inside["p90"], inside["best"]) == (2.0, 1.0, 5.0, 0.0)
    assert inside["error"] is None
    assert every["error"] == pytest.approx(np.std([0, 1, 0, 5], ddof=1) / 2)
    assert (every["saving"], every["better"]) == (-1.0, 0.25)
    assert every["saving_error"] == pytest.approx(np.std([2, -1, 0, -5], ddof=1) / 2)
    assert inside["saving"] == pytest.approx(-0.75 - 0.25 * 5)
    assert rows["futures", "nothing"]["saving"] == 0.0
