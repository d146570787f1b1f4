"""Where the truth is drawn from the model itself, the interval must hold what it says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from beltplan.backtest.baselines import baselines
from beltplan.backtest.cases import Case
from beltplan.backtest.model import Model
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.backtest.published import score_case
from beltplan.backtest.stopping import STOPPED
from beltplan.backtest.summary import summarise
from beltplan.facts import Region, load
from beltplan.futures import STATES, simulate

if TYPE_CHECKING:
    from tests.backtest.conftest import MakeRegion

DAY = date(2024, 12, 31)
TRUTHS = 300


@pytest.fixture(scope="module")
def region(make_region: MakeRegion) -> Region:
    """Two made-up towns, a plant at work and one being built; assumptions as shipped."""
    shipped = load("nordic-battery-belt")
    people = [
        {
            "figure_id": f"{place}.population",
            "subject": place,
            "metric": "population",
            "value": value,
            "date": date(2019, 12, 31),
        }
        for place, value in (("north", 30_000.0), ("south", 70_000.0))
    ]
    plans = [
        {
            "figure_id": f"{plant}.planned_jobs",
            "subject_type": "project",
            "subject": plant,
            "metric": "planned_jobs",
            "value": 1_000.0,
            "status": "plan",
            "date": date(2018, 1, 1),
        }
        for plant in ("works", "site")
    ]
    moves = (
        ("works", "announced", date(2015, 6, 1)),
        ("works", "construction", date(2016, 6, 1)),
        ("works", "ramp_up", date(2018, 1, 1)),
        ("site", "announced", date(2017, 1, 1)),
        ("site", "construction", date(2018, 6, 1)),
    )
    kept = ("parameters", "groups", "profiles")
    return make_region(
        as_of="2020-01-01",
        places=[{"place_id": p, "name": p.title()} for p in ("north", "south")],
        projects=[
            {"project_id": "works", "place_id": "north"},
            {"project_id": "site", "place_id": "south"},
        ],
        figures=[*people, *plans],
        events=[
            {
                "event_id": f"e{k}",
                "project_id": plant,
                "status": status,
                "date": day,
                "known_from": day,
                "description": "An event",
            }
            for k, (plant, status, day) in enumerate(moves)
        ],
        **{name: list(shipped.table(name).iter_rows(named=True)) for name in kept},
    )


def case(**changes: Any) -> Case:
    plain: dict[str, Any] = {
        "case_id": "a",
        "place": "North",
        "place_id": "north",
        "project_id": None,
        "metric": "population",
        "unit": "persons",
        "made": date(2020, 1, 1),
        "stated": 33_000.0,
        "target": DAY,
        "outcome_low": 0.0,
        "outcome": 0.0,
        "outcome_high": 0.0,
        "day": DAY,
        "notes": (),
        "source_ids": (),
        "outcome_source_ids": (),
    }
    return Case(**plain | changes)


@pytest.mark.parametrize(
    "about",
    [
        case(),
        case(place_id="south", metric="population_change", stated=3_000.0),
        case(metric="plant_jobs", project_id="works", stated=2_000.0),
    ],
    ids=lambda about: about.metric,
)
def test_coverage_is_near_nominal_when_the_model_is_right(region: Region, about: Case) -> None:
    watch = (nearest_quarter_end(DAY),)
    ours = Model(region, n=1_000, seed=1, watch=watch).draw(about)
    truth = Model(region, n=TRUTHS, seed=2, watch=watch).draw(about).samples
    rules = baselines(about, region)
    assert rules is not None
    rows = []
    for value in truth:
        outcome = {name: float(value) for name in ("outcome_low", "outcome", "outcome_high")}
        told = Case(**{**{n: getattr(about, n) for n in Case.__dataclass_fields__}, **outcome})
        rows.append(score_case(told, rules, ours, n=1_000))
    scores = summarise(rows)
    assert scores is not None
    spread = float(np.quantile(truth, 0.9) - np.quantile(truth, 0.1))
    assert spread > 10
    assert scores.coverage.value == pytest.approx(scores.expected, abs=0.06)
    assert 0.79 < scores.expected < 0.95
    assert abs(scores.above - scores.below) < 0.2 * TRUTHS
    assert scores.skill("nothing").skill > 0
    assert scores.skill("published").skill > 0


def test_chances_of_a_stop_are_met_when_the_model_is_right(region: Region) -> None:
    stopped = [STATES.index(name) for name in STOPPED]
    told, truth = (
        np.isin(simulate(region, n=1_000, seed=seed, end="2024Q4").state, stopped).any(axis=2)
        for seed in (1, 2)
    )
    assert told.mean(axis=0) == pytest.approx(truth.mean(axis=0), abs=0.06)
    assert 0.05 < told.mean() < 0.95
