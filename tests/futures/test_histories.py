"""From dated events to lives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.facts.schema import schema
from beltplan.futures import estimate, simulate
from beltplan.futures.effects import alive_while_silent, fading
from beltplan.futures.histories import History, horizon, read
from beltplan.futures.meaning import MEANING
from beltplan.futures.states import STATES, TRANSITIONS

if TYPE_CHECKING:
    from tests.futures.conftest import MakeRegion

    from beltplan.facts import Region


def life(make_region: MakeRegion, *steps: tuple[str, str, str], new: bool = True) -> History:
    events = [
        {"project_id": "p", "date": date.fromisoformat(day), "status": status, "cause": cause}
        for day, status, cause in steps
    ]
    region = make_region([{"project_id": "p", "new_build": new}], events)
    return read(region)[0]


def states(history: History) -> list[str]:
    return [STATES[spell.state] for spell in history.spells]


def counted(history: History) -> list[tuple[str, str, str]]:
    return [TRANSITIONS[count.transition].label for count in history.counts]


def test_every_status_of_the_facts_has_a_meaning() -> None:
    assert set(schema().table("events").field("status").values) == set(MEANING)


def test_a_whole_life(make_region: MakeRegion) -> None:
    history = life(
        make_region,
        ("2017-04-26", "announced", "progress"),
        ("2018-07-01", "construction", "progress"),
        ("2021-12-28", "ramp_up", "progress"),
        ("2022-06-01", "ramp_up", "progress"),
        ("2022-09-23", "reduced", "demand_finance"),
        ("2023-03-12", "bankrupt", "demand_finance"),
        ("2023-03-31", "reduced", "demand_finance"),
        ("2023-08-07", "sold", "owner"),
        ("2023-11-27", "restarting", "owner"),
    )
    assert states(history) == ["planned", "construction", "ramp_up", "bankrupt", "restarting"]
    assert counted(history) == [
        ("planned", "construction", "progress"),
        ("construction", "ramp_up", "progress"),
        ("operating", "reduced", "demand_finance"),
        ("operating", "bankrupt", "demand_finance"),
        ("bankrupt", "restarting", "progress"),
    ]
    assert history.holds("distress", date(2023, 12, 31)) is None
    assert history.holds("distress", date(2023, 6, 1)) == date(2023, 3, 31)


def test_an_opening_without_a_building_site_counts_both_steps(make_region: MakeRegion) -> None:
    history = life(
        make_region,
        ("2018-01-01", "announced", "progress"),
        ("2020-01-01", "operating", "progress"),
    )
    assert states(history) == ["planned", "construction", "ramp_up"]
    assert history.spells[1].start == date(2019, 1, 1)


def test_a_site_with_another_use_is_ended(make_region: MakeRegion) -> None:
    history = life(
        make_region,
        ("2021-03-24", "announced", "progress"),
        ("2022-06-29", "construction", "progress"),
        ("2023-11-09", "paused", "demand_finance"),
        ("2023-12-01", "repurposed", "demand_finance"),
    )
    assert states(history)[-1] == "ended"
    assert history.ended_cause == 0


def test_a_paused_plan_resumes_as_a_plan(make_region: MakeRegion) -> None:
    history = life(
        make_region,
        ("2021-03-24", "announced", "progress"),
        ("2022-11-09", "paused", "demand_finance"),
        ("2023-10-01", "restarting", "owner"),
    )
    assert states(history) == ["planned", "paused", "planned"]
    assert not history.produced


def test_a_bankrupt_plan_counts_as_an_end(make_region: MakeRegion) -> None:
    history = life(
        make_region, ("2020-01-01", "announced", "progress"), ("2021-01-01", "bankrupt", "owner")
    )
    assert counted(history) == [("planned", "ended", "owner")]
    assert states(history)[-1] == "bankrupt"
    assert not history.oddities


def test_a_standing_plant_is_at_work_from_the_start(make_region: MakeRegion) -> None:
    history = life(make_region, ("2022-01-01", "reduced", "demand_finance"), new=False)
    assert states(history) == ["operating"]
    assert counted(history) == [("operating", "reduced", "demand_finance")]


def test_cuts_of_one_quarter_count_once(make_region: MakeRegion) -> None:
    history = life(
        make_region,
        ("2022-01-01", "reduced", "demand_finance"),
        ("2022-02-01", "reduced", "demand_finance"),
        ("2022-04-01", "reduced", "demand_finance"),
        new=False,
    )
    assert len(history.counts) == 2


def test_a_permit_clears_a_refusal(make_region: MakeRegion) -> None:
    history = life(
        make_region,
        ("2020-01-01", "announced", "progress"),
        ("2021-01-01", "permit_refused", "permit"),
        ("2022-01-01", "permit", "permit"),
    )
    assert history.holds("permit_refused", date(2021, 6, 1)) == date(2021, 1, 1)
    assert history.holds("permit_refused", date(2022, 6, 1)) is None
    assert history.holds("permitted", date(2022, 6, 1)) == date(2022, 1, 1)


def test_a_refused_permit_makes_the_end_more_likely(make_region: MakeRegion) -> None:
    announced = {"project_id": "p", "date": date(2022, 1, 1), "status": "announced"}
    refused = {
        "project_id": "p",
        "date": date(2023, 12, 1),
        "status": "permit_refused",
        "cause": "permit",
    }
    strong = {
        "evidence_permit_factor": (5.0, 10.0, 20.0),
        "event_seen_probability": (1.0, 1.0, 1.0),
    }
    mark = {"project_id": "q", "date": date(2023, 12, 1), "status": "announced"}
    ends = []
    for events in ([announced, mark], [announced, mark, refused]):
        region = make_region([{"project_id": "p"}, {"project_id": "q"}], events, parameters=strong)
        futures = simulate(region, n=2_000, end="2027Q4")
        ends.append(float((futures.state[:, 0, -1] == 7).mean()))
    assert ends[1] > ends[0] + 0.1


def test_silence_is_bad_news_only_if_ends_go_unreported() -> None:
    assert alive_while_silent(5.0, 5.0, 0.2, 0.6, 1.0) == 1.0
    chances = [alive_while_silent(s, s, 0.2, 0.6, 0.85) for s in (0.0, 1.0, 3.0, 6.0, 20.0)]
    assert chances[0] == 1.0
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 0.01


@given(st.floats(0.1, 10.0), st.floats(0.01, 1.0), st.floats(0.01, 2.0), st.floats(0.1, 1.0))
def test_the_chance_of_life_falls_through_the_silence(
    silent: float, death: float, news: float, seen: float
) -> None:
    chances = [
        alive_while_silent(silent * part, silent, death, news, seen) for part in (0, 0.5, 1.0)
    ]
    assert chances[0] == pytest.approx(1.0)
    assert 1.0 + 1e-12 >= chances[1] >= chances[2] > 0


def test_bad_news_fades_by_half(make_region: MakeRegion) -> None:
    assert fading(None, date(2024, 1, 1), 2.0) == 0.0
    assert fading(date(2020, 1, 1), date(2024, 1, 1), 2.0) == pytest.approx(0.25, abs=1e-3)


@settings(max_examples=15)
@given(
    later=st.lists(
        st.tuples(
            st.dates(date(2019, 1, 1), date(2026, 1, 1)),
            st.dates(date(2022, 9, 16), date(2026, 1, 1)),
            st.sampled_from(sorted(MEANING)),
        ),
        max_size=6,
    )
)
def test_what_became_known_later_changes_nothing(
    make_region: MakeRegion, later: list[tuple[date, date, str]]
) -> None:
    projects = [{"project_id": "p"}, {"project_id": "q", "new_build": False}]
    known: list[dict[str, Any]] = [
        {"project_id": "p", "date": date(2019, 1, 1), "status": "announced"},
        {"project_id": "q", "date": date(2021, 1, 1), "status": "reduced", "cause": "owner"},
    ]
    hidden = [
        {"project_id": "p", "date": day, "known_from": known_from, "status": status}
        for day, known_from, status in later
    ]
    day = "2022-09-15"
    honest = simulate(make_region(projects, known, as_of=day), n=50, end="2026Q4")
    tested = simulate(make_region(projects, known + hidden, as_of=day), n=50, end="2026Q4")
    assert (honest.state == tested.state).all()
    assert (honest.activity == tested.activity).all()
    assert (honest.market == tested.market).all()


def test_events_planned_for_later_are_not_history(make_region: MakeRegion) -> None:
    event = {
        "project_id": "p",
        "date": date(2026, 1, 1),
        "known_from": date(2023, 1, 1),
        "status": "operating",
    }
    assert states(read(make_region([{"project_id": "p"}], [event]))[0]) == ["planned"]


def test_the_horizon_is_the_newest_report(make_region: MakeRegion) -> None:
    event = {"project_id": "p", "date": date(2021, 5, 1), "status": "announced"}
    guess = {**event, "known_from": date(2023, 1, 1), "kind": "assumption"}
    assert horizon(make_region([{"project_id": "p"}], [event, guess])) == date(2021, 5, 1)


def test_exposure_ends_at_the_horizon(make_region: MakeRegion) -> None:
    event = {"project_id": "p", "date": date(2021, 1, 1), "status": "operating"}
    mark = {"project_id": "q", "date": date(2023, 1, 1), "status": "announced"}
    region = make_region([{"project_id": "p"}, {"project_id": "q"}], [event, mark])
    exposure = estimate(region).exposure
    assert exposure.years.sum(axis=(1, 2)).max() == pytest.approx(2.0, abs=0.01)


def test_every_project_of_the_belt_has_a_life(belt: Region) -> None:
    lives = read(belt)
    assert len(lives) == belt.table("projects").height
    assert all(life.spells for life in lives)
    oddities = {life.project_id: life.oddities for life in lives if life.oddities}
    assert not oddities, oddities
