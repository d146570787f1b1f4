from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from beltplan.backtest.cases import forecast_day, read
from beltplan.backtest.reasons import NOTES, REASONS
from beltplan.facts import load

if TYPE_CHECKING:
    from tests.backtest.conftest import MakeRegion

PLACE = {"place_id": "town", "name": "Town"}
GOOD: dict[str, Any] = {
    "case_id": "a",
    "place_id": "town",
    "place": "town",
    "made": date(2020, 1, 1),
    "known_from": date(2020, 1, 1),
    "metric": "population",
    "value": 200.0,
    "target_date": date(2030, 12, 31),
    "actual_value": 120.0,
    "actual_date": date(2025, 6, 30),
}


@pytest.mark.parametrize(
    ("made", "as_found", "known_from", "day"),
    [
        ("2019-10-15", "2019-10-15", "2019-12-01", "2019-10-15"),
        ("2019-10-01", "2019-10", "2019-10-20", "2019-10-20"),
        ("2019-10-01", "2019-10", "2020-02-01", "2019-10-31"),
        ("2019-02-01", "2019-02", "2019-12-31", "2019-02-28"),
        ("2019-01-01", "2019", "2018-05-01", "2019-01-01"),
        ("2019-01-01", "2019", "2021-05-01", "2019-12-31"),
        ("2021-12-15", "2021-2022", "2022-12-31", "2021-12-15"),
        ("2021-12-15", None, "2022-12-31", "2021-12-15"),
    ],
)
def test_the_facts_are_never_later_than_the_stated_day_month_or_year(
    made: str, as_found: str | None, known_from: str, day: str
) -> None:
    found = forecast_day(date.fromisoformat(made), as_found, date.fromisoformat(known_from))
    assert found.isoformat() == day


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"actual_value": None}, "backtest.no-outcome"),
        ({"actual_date": None}, "backtest.no-outcome"),
        ({"value": None}, "backtest.no-number"),
        ({"place_id": None}, "backtest.no-subject"),
        ({"metric": "mood"}, "backtest.not-modelled"),
        ({"actual_date": date(2020, 1, 1)}, "backtest.not-after"),
    ],
)
def test_a_case_that_cannot_be_tested_is_listed_with_its_reason(
    make_region: MakeRegion, change: dict[str, Any], code: str
) -> None:
    region = make_region(as_of="2026-01-01", places=[PLACE], forecasts=[GOOD | change])
    cases, skipped = read(region)
    assert cases == ()
    assert [case.code for case in skipped] == [code]
    assert skipped[0].reason == REASONS[code]
    assert skipped[0].detail


def test_what_a_reader_must_know_is_noted(make_region: MakeRegion) -> None:
    region = make_region(
        as_of="2026-01-01",
        places=[PLACE],
        forecasts=[
            GOOD,
            GOOD
            | {
                "case_id": "b",
                "value": None,
                "low": 100.0,
                "high": 300.0,
                "target_date": None,
                "made_as_found": "2020",
                "actual_low": 110.0,
                "actual_high": 130.0,
                "metric_as_found": "population goal, scenario with indirect jobs",
            },
        ],
    )
    (plain, rich), skipped = read(region)
    assert skipped == ()
    assert plain.place == "Town"
    assert plain.notes == ("backtest.interpolated",)
    assert rich.stated == 200
    assert (rich.outcome_low, rich.outcome, rich.outcome_high) == (110, 120, 130)
    assert set(rich.notes) == {
        "backtest.midpoint",
        "backtest.undated",
        "backtest.public-day",
        "backtest.outcome-range",
        "backtest.goal",
        "backtest.condition",
        "backtest.with-indirect",
    }
    assert set(rich.notes) <= set(NOTES)


def test_every_forecast_of_the_shipped_region_is_a_case_or_has_a_reason() -> None:
    region = load("nordic-battery-belt")
    cases, skipped = read(region)
    names = [*(case.case_id for case in cases), *(case.case_id for case in skipped)]
    assert sorted(names) == sorted(region.table("forecasts")["case_id"].to_list())
    assert all(case.made < case.day for case in cases)
