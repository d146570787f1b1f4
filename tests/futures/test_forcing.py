"""Forced and forbidden events: honoured in every future, faults shown all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from beltplan import quarters
from beltplan.faults import Fault, FaultError
from beltplan.futures import Futures, Hazards, estimate, simulate
from beltplan.futures.grammar import Event, parse
from beltplan.futures.states import ENDED, state_index

if TYPE_CHECKING:
    from beltplan.facts import Region


@pytest.fixture(scope="module")
def hazards(belt: Region) -> Hazards:
    return estimate(belt)


def made(belt: Region, hazards: Hazards, *events: str, without: tuple[str, ...] = ()) -> Futures:
    return simulate(belt, n=500, hazards=hazards, events=events, without=without)


def at(futures: Futures, project: str, quarter: str) -> tuple[int, int]:
    return futures.projects.index(project), futures.quarters.index(quarters.parse(quarter))


def codes_of(error: pytest.ExceptionInfo[FaultError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def test_operating_from_a_quarter_holds(belt: Region, hazards: Hazards) -> None:
    futures = made(belt, hazards, "ske_ett: operating 4 GWh from 2026Q4")
    p, q = at(futures, "ske_ett", "2026Q4")
    plan = belt.figure("ske_ett", "capacity")
    assert plan is not None
    assert plan.value
    assert (futures.state[:, p, q:] == state_index("operating")).all()
    assert futures.activity[:, p, q:] == pytest.approx(4 / plan.value)


def test_a_held_status_ends_with_its_last_quarter(belt: Region, hazards: Hazards) -> None:
    futures = made(belt, hazards, "bod_stegra: paused from 2027Q1 to 2028Q4")
    p, q = at(futures, "bod_stegra", "2027Q1")
    assert (futures.state[:, p, q : q + 8] == state_index("paused")).all()
    assert (futures.state[:, p, -1] != state_index("paused")).any()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("bod_stegra: cancelled 2027Q2", "ended"),
        ("bod_stegra: bankrupt 2027Q2", "bankrupt"),
        ("bod_stegra: operating 2027Q2", "operating"),
        ("lul_talga: construction 2027Q2", "construction"),
        ("narvik_batt: ramp-up 2027Q2", "ramp_up"),
        ("got_novo: restarting 30 % 2027Q2", "restarting"),
    ],
)
def test_an_event_happens_in_its_quarter_in_all_futures(
    belt: Region, hazards: Hazards, text: str, state: str
) -> None:
    futures = made(belt, hazards, text)
    p, q = at(futures, text.split(":")[0], "2027Q2")
    assert (futures.state[:, p, q] == state_index(state)).all()


def test_a_cancelled_plant_stays_cancelled(belt: Region, hazards: Hazards) -> None:
    futures = made(belt, hazards, "bod_stegra: cancelled 2027Q2")
    p, q = at(futures, "bod_stegra", "2027Q2")
    assert (futures.state[:, p, q:] == ENDED).all()
    assert not futures.activity[:, p, q:].any()


def test_a_plant_lives_until_what_is_forced(belt: Region, hazards: Hazards) -> None:
    futures = made(belt, hazards, "narvik_batt: construction 2030Q1")
    p, q = at(futures, "narvik_batt", "2030Q1")
    before = futures.state[:, p, :q]
    assert not (before == ENDED).any()
    assert not (before == state_index("construction")).any()


def test_a_cut_takes_its_share(belt: Region, hazards: Hazards) -> None:
    plain = made(belt, hazards)
    cut = made(belt, hazards, "lul_ssab: reduced 50 % 2027Q1")
    p, q = at(plain, "lul_ssab", "2027Q1")
    working = (cut.activity[:, p, q] > 0) & (plain.activity[:, p, q] > 0)
    ratio = cut.activity[working, p, q] / plain.activity[working, p, q]
    assert np.median(ratio) == pytest.approx(0.5, abs=0.01)


def test_a_delay_stops_progress(belt: Region, hazards: Hazards) -> None:
    plain = made(belt, hazards)
    late = made(belt, hazards, "kot_easp: delayed 6 quarters")
    p = plain.projects.index("kot_easp")
    ramp = state_index("ramp_up")
    begun_plain = (plain.state[:, p, 0] == ramp).mean()
    assert ((late.state[:, p, 6] == ramp).mean()) <= begun_plain + 1e-9
    starts = [
        np.median(np.where((f.state[:, p] == ramp).any(1), (f.state[:, p] == ramp).argmax(1), 99))
        for f in (plain, late)
    ]
    assert starts[1] - starts[0] >= 4


def test_never_forbids(belt: Region, hazards: Hazards) -> None:
    futures = made(belt, hazards, "ske_ett: never cancelled", "ske_ett: never paused")
    p = futures.projects.index("ske_ett")
    assert not (futures.state[:, p] == ENDED).any()
    assert not (futures.state[:, p] == state_index("paused")).any()


def test_without_takes_a_plant_out(belt: Region, hazards: Hazards) -> None:
    futures = made(belt, hazards, without=("lul_ssab",))
    p = futures.projects.index("lul_ssab")
    assert (futures.state[:, p] == ENDED).all()
    assert not futures.activity[:, p].any()
    assert (futures.cause[:, p] == -1).all()


def test_jobs_units_and_per_cent_are_levels_too(belt: Region, hazards: Hazards) -> None:
    jobs, capacity = belt.figure("ske_ett", "planned_jobs"), belt.figure("ske_ett", "capacity")
    assert jobs is not None
    assert capacity is not None
    assert jobs.value
    assert capacity.value
    levels = (("600 jobs", 600 / jobs.value), ("25 %", 0.25), ("4000 MWh", 4 / capacity.value))
    for level, share in levels:
        futures = made(belt, hazards, f"ske_ett: operating {level} from 2027Q1")
        p, q = at(futures, "ske_ett", "2027Q1")
        assert futures.activity[:, p, q] == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ske_et: cancelled 2027Q2", "futures.unknown-project"),
        ("ske_ett cancelled", "futures.event-grammar"),
        ("ske_ett:", "futures.event-grammar"),
        ("ske_ett: cancelled", "futures.event-grammar"),
        ("ske_ett: cancelled in 2027", "futures.event-grammar"),
        ("ske_ett: delayed 0 quarters", "futures.event-grammar"),
        ("ske_ett: operating 2028Q1 to 2029Q1", "futures.event-grammar"),
        ("ske_ett: paused from 2029Q1 to 2028Q1", "futures.event-grammar"),
        ("ske_ett: reduced 50 % from 2027Q1", "futures.event-grammar"),
        ("ske_ett: exploded 2027Q2", "futures.unknown-status"),
        ("ske_ett: never operational", "futures.unknown-status"),
        ("ske_ett: operating 4 kt from 2027Q1", "futures.capacity-unit"),
        ("ske_ett: operating 4 bananas from 2027Q1", "futures.capacity-unit"),
        ("narvik_batt: operating 4 GWh from 2027Q1", "futures.capacity-unknown"),
        ("kot_cell: operating 400 jobs from 2027Q1", "futures.capacity-unknown"),
        ("ske_ett: operating 900 GWh from 2027Q1", "futures.level"),
        ("ske_ett: operating 0 GWh from 2027Q1", "futures.level"),
        ("ske_ett: cancelled 4 GWh 2027Q1", "futures.level"),
        ("ske_ett: reduced 2027Q1", "futures.level"),
        ("ske_ett: reduced 4 GWh 2027Q1", "futures.level"),
        ("ske_ett: cancelled 2020Q1", "futures.too-early"),
        ("ske_ett: cancelled 2090Q1", "futures.too-late"),
        ("lul_ssab: delayed 3 quarters", "futures.nothing-to-delay"),
    ],
)
def test_a_faulty_event_is_refused_with_a_way_out(
    belt: Region, hazards: Hazards, text: str, code: str
) -> None:
    with pytest.raises(FaultError) as error:
        made(belt, hazards, text)
    assert codes_of(error) == [code]
    assert error.value.faults[0].way_out


def test_near_names_are_offered(belt: Region, hazards: Hazards) -> None:
    with pytest.raises(FaultError, match="ske_ett"):
        made(belt, hazards, "ske_et: cancelled 2027Q2")
    with pytest.raises(FaultError, match="operating"):
        made(belt, hazards, "ske_ett: operatin 2027Q2")


@pytest.mark.parametrize(
    "events",
    [
        ("ske_ett: cancelled 2027Q2", "ske_ett: operating 2028Q2"),
        ("ske_ett: paused 2027Q2", "ske_ett: operating 2027Q2"),
        ("ske_ett: operating from 2027Q1", "ske_ett: cancelled 2029Q2"),
        ("ske_ett: never cancelled", "ske_ett: cancelled 2027Q2"),
        ("kot_easp: delayed 2 quarters", "kot_easp: delayed 3 quarters"),
        ("kot_easp: delayed 2 quarters", "kot_easp: operating 2027Q1"),
    ],
)
def test_contradictions_are_refused(
    belt: Region, hazards: Hazards, events: tuple[str, ...]
) -> None:
    with pytest.raises(FaultError) as error:
        made(belt, hazards, *events)
    assert codes_of(error) == ["futures.contradiction"]


def test_all_faults_come_at_once(belt: Region, hazards: Hazards) -> None:
    with pytest.raises(FaultError) as error:
        made(
            belt,
            hazards,
            "ske_et: cancelled 2027Q2",
            "ske_ett: exploded 2027Q2",
            "ske_ett: operating 4 kt from 2027Q1",
            "bod_stegra: cancelled 2020Q1",
            "lul_ssab: cancelled 2027Q2",
            without=("lul_ssab", "nobody"),
        )
    assert sorted(codes_of(error)) == [
        "futures.capacity-unit",
        "futures.contradiction",
        "futures.too-early",
        "futures.unknown-project",
        "futures.unknown-project",
        "futures.unknown-status",
    ]


def test_events_that_follow_each_other_are_fine(belt: Region, hazards: Hazards) -> None:
    futures = made(
        belt,
        hazards,
        "ske_ett: paused from 2027Q1 to 2027Q4",
        "ske_ett: restarting 20 % 2028Q1",
        "ske_ett: never cancelled",
    )
    p, q = at(futures, "ske_ett", "2028Q1")
    assert (futures.state[:, p, q] == state_index("restarting")).all()


def test_parsing_is_tolerant_of_blanks_and_case() -> None:
    one = parse("  ske_ett :Operating 4GWh  FROM 2026-Q4 ")
    assert isinstance(one, Event)
    assert one.level is not None
    assert (one.level.number, one.level.unit, one.status) == (4.0, "GWh", "operating")
    assert isinstance(parse("ske_ett: never bankrupt"), Event)
    assert isinstance(parse(""), Fault)
