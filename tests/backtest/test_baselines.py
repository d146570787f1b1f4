from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from beltplan.backtest.baselines import baselines
from beltplan.backtest.cases import Case

if TYPE_CHECKING:
    from tests.backtest.conftest import MakeRegion

PLACE = {"place_id": "town", "name": "Town"}


def case(**changes: Any) -> Case:
    plain: dict[str, Any] = {
        "case_id": "a",
        "place": "Town",
        "place_id": "town",
        "project_id": None,
        "metric": "population",
        "unit": "persons",
        "made": date(2020, 1, 1),
        "stated": 2_000.0,
        "target": date(2030, 1, 1),
        "outcome_low": 1_100.0,
        "outcome": 1_100.0,
        "outcome_high": 1_100.0,
        "day": date(2025, 1, 1),
        "notes": (),
        "source_ids": (),
        "outcome_source_ids": (),
    }
    return Case(**plain | changes)


def figure(subject: str, metric: str, value: float | None, day: str, **more: Any) -> dict[str, Any]:
    return {
        "figure_id": f"{subject}.{metric}.{day}.{value}",
        "subject": subject,
        "metric": metric,
        "value": value,
        "date": date.fromisoformat(day),
        **more,
    }


def test_population_runs_from_the_last_count_to_the_newest_goal(make_region: MakeRegion) -> None:
    region = make_region(
        places=[PLACE],
        figures=[
            figure("town", "population", 900, "2018-12-31"),
            figure("town", "population", 1_000, "2019-12-31"),
            figure("town", "population", 5_000, "2020-12-31", known_from=date(2021, 3, 1)),
            figure("town", "population_goal", 1_400, "2029-12-31", status="goal"),
            figure(
                "town",
                "population_goal",
                None,
                "2030-01-01",
                status="goal",
                low=1_600.0,
                high=2_000.0,
                known_from=date(2019, 6, 1),
            ),
            figure(
                "town",
                "population_goal",
                3_000,
                "2040-01-01",
                status="goal",
                known_from=date(2019, 6, 1),
            ),
        ],
    )
    rules = baselines(case(), region)
    assert rules is not None
    assert (rules.base, rules.nothing) == (1_000, 1_000)
    assert rules.published == pytest.approx(1_500, abs=1)
    assert rules.plan == pytest.approx(1_400, abs=1)
    assert "population_goal" in rules.plan_source
    assert not rules.same
    change = baselines(case(metric="population_change", stated=500.0), region)
    assert change is not None
    assert (change.base, change.nothing) == (0, 0)
    assert change.published == pytest.approx(250, abs=1)
    assert change.plan == pytest.approx(400, abs=1)


def test_without_a_count_there_is_nothing_to_start_from(make_region: MakeRegion) -> None:
    assert baselines(case(), make_region(places=[PLACE])) is None


def test_a_plant_runs_from_its_staff_to_its_plan(make_region: MakeRegion) -> None:
    region = make_region(
        places=[PLACE],
        projects=[{"project_id": "plant", "place_id": "town"}],
        figures=[
            figure("plant", "headcount", 20, "2019-06-01", subject_type="project"),
            figure(
                "plant", "planned_jobs", 220, "2019-06-01", subject_type="project", status="plan"
            ),
            figure(
                "plant",
                "planned_start_year",
                2029,
                "2019-06-01",
                subject_type="project",
                status="plan",
            ),
        ],
    )
    about = case(metric="plant_jobs", project_id="plant", stated=220.0, target=None)
    rules = baselines(about, region)
    assert rules is not None
    assert rules.nothing == 20
    assert rules.published == 220
    assert rules.plan == pytest.approx(120, abs=1)
    assert rules.same
    assert not _same(about, 300.0, region)


def _same(about: Case, stated: float, region: Any) -> bool:
    rules = baselines(case(**{**_fields(about), "stated": stated}), region)
    assert rules is not None
    return rules.same


def _fields(about: Case) -> dict[str, Any]:
    return {name: getattr(about, name) for name in Case.__dataclass_fields__}


def test_a_place_adds_up_its_plants_and_a_place_without_plans_has_no_plan(
    make_region: MakeRegion,
) -> None:
    plans = [
        figure(name, "planned_jobs", jobs, "2019-06-01", subject_type="project", status="plan")
        for name, jobs in (("one", 100), ("two", 50))
    ]
    region = make_region(
        places=[PLACE],
        projects=[{"project_id": name, "place_id": "town"} for name in ("one", "two", "three")],
        figures=plans,
    )
    rules = baselines(case(metric="jobs", stated=400.0, target=None), region)
    assert rules is not None
    assert rules.plan == 150
    assert rules.plan_source == "planned_jobs: one, two"
    bare = baselines(case(metric="jobs"), make_region(places=[PLACE]))
    assert bare is not None
    assert bare.plan is None
    assert bare.nothing == 0


def test_new_homes_count_from_none(make_region: MakeRegion) -> None:
    region = make_region(
        places=[PLACE],
        figures=[
            figure("town", "new_homes_goal", 500, "2030-01-01", status="goal", theme="housing")
        ],
    )
    rules = baselines(case(metric="new_homes", stated=800.0), region)
    assert rules is not None
    assert (rules.base, rules.nothing) == (0, 0)
    assert rules.published == pytest.approx(400, abs=1)
    assert rules.plan == pytest.approx(250, abs=1)
