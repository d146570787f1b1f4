"""Futures: streams, conservation, and what is forced."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from beltplan import quarters
from beltplan.facts import load
from beltplan.futures import STATES, Futures, Hazards, estimate, outlook, simulate
from beltplan.futures.errors import NoProjectError, RequestError
from beltplan.futures.outlook import at_work
from beltplan.futures.states import ACTIVE, ENDED, state_index

if TYPE_CHECKING:
    from pathlib import Path

    from tests.futures.conftest import MakeRegion

    from beltplan.facts import Region

ARRAYS = ("activity", "building", "state", "market", "cause")


@pytest.fixture(scope="module")
def hazards(belt: Region) -> Hazards:
    return estimate(belt)


@pytest.fixture(scope="module")
def futures(belt: Region, hazards: Hazards) -> Futures:
    return simulate(belt, n=1_000, hazards=hazards)


def same(one: Futures, other: Futures, n: int) -> bool:
    return all(np.array_equal(getattr(one, a)[:n], getattr(other, a)[:n]) for a in ARRAYS)


def test_shapes_and_kinds(belt: Region, futures: Futures) -> None:
    projects = belt.table("projects")["project_id"].to_list()
    assert futures.projects == tuple(projects)
    assert futures.quarters == range(quarters.of(belt.as_of), quarters.parse("2040Q4") + 1)
    shape = (1_000, len(projects), len(futures.quarters))
    assert futures.activity.shape == futures.building.shape == futures.state.shape == shape
    assert futures.market.shape == (shape[0], shape[2])
    assert [getattr(futures, a).dtype for a in ARRAYS] == [
        np.float32,
        np.float32,
        np.int8,
        np.float32,
        np.int8,
    ]


def test_the_first_futures_do_not_depend_on_how_many_there_are(
    belt: Region, hazards: Hazards, futures: Futures
) -> None:
    for n in (1, 250, 300):
        assert same(simulate(belt, n=n, hazards=hazards), futures, n)


def test_threads_change_nothing(belt: Region, hazards: Hazards, futures: Futures) -> None:
    for processes in (1, 2, 5):
        assert same(simulate(belt, n=1_000, hazards=hazards, processes=processes), futures, 1_000)


def test_the_same_call_gives_the_same_futures(belt: Region, futures: Futures) -> None:
    assert same(simulate(belt, n=1_000), futures, 1_000)
    assert not same(simulate(belt, n=1_000, seed=2), futures, 1_000)


def test_a_nearer_end_cuts_the_same_futures(
    belt: Region, hazards: Hazards, futures: Futures
) -> None:
    short = simulate(belt, n=250, hazards=hazards, end="2030Q4")
    span = len(short.quarters)
    assert np.array_equal(short.state, futures.state[:250, :, :span])
    assert np.array_equal(short.activity, futures.activity[:250, :, :span])


def test_an_event_on_one_plant_leaves_the_others_alone(
    belt: Region, hazards: Hazards, futures: Futures
) -> None:
    forced = simulate(
        belt,
        n=1_000,
        hazards=hazards,
        events=["bod_stegra: cancelled 2027Q2"],
        without=["lul_ssab"],
    )
    others = [
        p for p, name in enumerate(futures.projects) if name not in ("bod_stegra", "lul_ssab")
    ]
    assert np.array_equal(forced.activity[:, others], futures.activity[:, others])
    assert np.array_equal(forced.state[:, others], futures.state[:, others])


def test_a_block_is_a_view(futures: Futures) -> None:
    part = futures.block(500, 750)
    assert part.n == 250
    assert part.first == 500
    assert part.block(10, 20).first == 510
    assert np.shares_memory(part.activity, futures.activity)
    assert np.array_equal(part.market, futures.market[500:750])


def test_states_and_activity_hang_together(futures: Futures) -> None:
    active = np.isin(futures.state, ACTIVE)
    assert futures.state.min() >= 0
    assert futures.state.max() < len(STATES)
    assert futures.activity.min() >= 0
    assert futures.activity.max() <= 1
    assert not futures.activity[~active].any()
    assert futures.building.min() >= 0
    assert futures.building.max() <= 1
    building = futures.state == state_index("construction")
    assert not futures.building[~building].any()
    assert futures.building[building].max() > 0.9


def test_the_end_is_the_end(futures: Futures) -> None:
    ended = futures.state == ENDED
    assert (np.diff(ended.astype(int), axis=2) >= 0).all()
    assert not (futures.cause[~ended[:, :, -1]] >= 0).any()


def test_shares_of_states_add_up(futures: Futures) -> None:
    shares = sum((futures.state == s).mean(axis=0) for s in range(len(STATES)))
    assert np.allclose(np.asarray(shares), 1.0)


def test_the_first_quarter_is_what_is_known(belt: Region, futures: Futures) -> None:
    known = {h.project_id: h for h in futures.hazards.histories} if futures.hazards else {}
    assert known
    for p, name in enumerate(futures.projects):
        if known[name].state == ENDED:
            assert (futures.state[:, p] == ENDED).all()
        else:
            assert (futures.state[:, p, 0] != ENDED).mean() > 0.3


def test_market_is_standard_normal_in_the_long_run(belt: Region, hazards: Hazards) -> None:
    market = simulate(belt, n=2_000, hazards=hazards, end="2060Q4").market
    assert market[:, -1].mean() == pytest.approx(0, abs=0.1)
    assert market[:, -1].std() == pytest.approx(1, abs=0.1)
    step = np.corrcoef(market[:, -1], market[:, -2])[0, 1]
    assert step == pytest.approx(hazards.settings["market_persistence"], abs=0.03)


def test_a_restart_grows_from_its_plan(make_region: MakeRegion) -> None:
    events = [
        {"project_id": "p", "date": date(2018, 1, 1), "status": "operating"},
        {"project_id": "p", "date": date(2022, 1, 1), "status": "bankrupt", "cause": "owner"},
        {"project_id": "p", "date": date(2023, 12, 31), "status": "restarting"},
    ]
    day = date(2023, 12, 31)
    figures = [
        {"subject": "p", "metric": "planned_jobs", "value": 3000.0, "date": day},
        {"subject": "p", "metric": "restart_jobs", "value": 600.0, "date": day},
    ]
    region = make_region([{"project_id": "p"}], events, figures)
    futures = simulate(region, n=2_000, end="2030Q4", events=["p: restarting from 2024Q1"])
    level = futures.activity[:, 0, -1]
    assert level.min() >= 0.2 - 1e-6
    assert level.max() <= 1.0
    assert 0.25 < np.median(level) < 0.6
    assert (np.diff(futures.activity[:, 0], axis=1) >= -1e-6).all()


def test_an_observed_headcount_sets_the_level(make_region: MakeRegion) -> None:
    events = [{"project_id": "p", "date": date(2021, 1, 1), "status": "operating"}]
    figures = [
        {"subject": "p", "metric": "planned_jobs", "value": 1000.0, "date": date(2021, 1, 1)},
        {
            "subject": "p",
            "metric": "headcount",
            "value": 500.0,
            "date": date(2023, 12, 1),
            "known_from": date(2023, 12, 1),
            "status": "actual",
        },
    ]
    region = make_region([{"project_id": "p"}], events, figures)
    futures = simulate(region, n=1_000, end="2028Q4", events=["p: never reduced"])
    alive = at_work(futures)[:, 0, 0]
    assert futures.activity[alive, 0, 0] == pytest.approx(0.5, abs=0.06)


def test_a_standing_plant_starts_at_full_activity(make_region: MakeRegion) -> None:
    futures = simulate(make_region([{"project_id": "p", "new_build": False}]), n=500)
    known = at_work(futures)[:, 0, 0]
    assert known.all()
    assert np.median(futures.activity[:, 0, 0]) == 1.0


def test_outlook_says_when_and_how_likely(futures: Futures) -> None:
    table = outlook(futures, years=(2030, 2099))
    assert table.height == len(futures.projects)
    assert "work_2030" in table.columns
    assert "work_2099" not in table.columns
    assert table["work_2030"].is_between(0, 1).all()
    assert (table["starts"] >= table["work_2030"]).all()


def test_futures_can_be_saved(tmp_path: Path, futures: Futures) -> None:
    path = tmp_path / "futures.npz"
    futures.block(0, 5).save(path)
    with np.load(path) as saved:
        assert saved["projects"].tolist() == list(futures.projects)
        assert np.array_equal(saved["activity"], futures.activity[:5])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "1 or more"),
        ({"end": "2040"}, "not a quarter"),
        ({"end": "2019Q4"}, "lies before"),
    ],
)
def test_a_senseless_request_is_refused(
    belt: Region, hazards: Hazards, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        simulate(belt, hazards=hazards, **arguments)  # type: ignore[arg-type]


def test_a_region_needs_a_project(make_region: MakeRegion) -> None:
    with pytest.raises(NoProjectError, match="no project"):
        estimate(make_region([]))


def test_progress_is_reported(belt: Region, hazards: Hazards) -> None:
    seen: list[tuple[int, int]] = []
    simulate(belt, n=600, hazards=hazards, progress=lambda done, n: seen.append((done, n)))
    assert seen == [(250, 600), (500, 600), (600, 600)]


def test_rates_of_another_day_are_refused(belt: Region) -> None:
    then = load("nordic-battery-belt", as_of="2022-09-15")
    with pytest.raises(RequestError, match="2022-09-15"):
        simulate(belt, n=1, hazards=estimate(then))


def test_a_project_can_be_left_out_of_the_rates(belt: Region, hazards: Hazards) -> None:
    fewer = estimate(belt, exclude=["ske_ett"])
    assert fewer.exposure.seen.sum() < hazards.exposure.seen.sum()
    assert simulate(belt, n=1, hazards=fewer).projects == simulate(belt, n=1).projects


def test_deleting_what_was_not_yet_public_changes_nothing(tmp_path: Path) -> None:
    day = "2022-09-15"
    then = load("nordic-battery-belt", as_of=day)
    folder = tmp_path / "then"
    shutil.copytree(then.path, folder)
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
            columns = list(rows[0]) if rows else []
        if "known_from" not in columns:
            continue
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if row["known_from"] <= day)
    cut = load(folder, as_of=day, checked=False)
    assert cut.table("events").height == then.table("events").height
    assert same(simulate(cut, n=250), simulate(then, n=250), 250)


def test_the_past_is_seen_as_it_was() -> None:
    then = load("nordic-battery-belt", as_of="2022-09-15")
    futures = simulate(then, n=250)
    assert futures.quarters[0] == quarters.parse("2022Q3")
    ett = futures.projects.index("ske_ett")
    assert at_work(futures)[:, ett, 0].mean() > 0.9
