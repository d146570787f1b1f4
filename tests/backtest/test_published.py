from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from beltplan.backtest import run
from beltplan.backtest.baselines import Baselines
from beltplan.backtest.cases import Case
from beltplan.backtest.model import Draw
from beltplan.backtest.published import score_case
from beltplan.backtest.reasons import NOTES, REASONS
from beltplan.facts import UnknownRowError, load

if TYPE_CHECKING:
    from beltplan.backtest import Backtest

REGION = "nordic-battery-belt"


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
        "outcome": 1_150.0,
        "outcome_high": 1_200.0,
        "day": date(2025, 1, 1),
        "notes": ("backtest.goal",),
        "source_ids": (),
        "outcome_source_ids": (),
    }
    return Case(**plain | changes)


def test_losses_are_shares_of_what_was_promised() -> None:
    rules = Baselines(1_000.0, 1_000.0, 1_500.0, None, "", same=False)
    row = score_case(case(), rules, Draw(np.full(11, 1_300.0), "balance"), n=11)
    assert row.scale == 500
    assert row.loss == pytest.approx(100 / 500)
    assert row.loss == pytest.approx(row.crps)
    assert row.loss_published == pytest.approx(300 / 500)
    assert row.loss_nothing == pytest.approx(100 / 500)
    assert row.loss_plan is None
    assert not row.covered
    assert row.bias == 1
    assert row.notes == ("backtest.no-plan", "backtest.goal")
    inside = score_case(case(), rules, Draw(np.array([900.0, 1_150.0, 1_160.0]), "balance"), n=3)
    assert inside.covered
    assert inside.bias == 0


def test_a_promise_of_no_change_is_scored_by_its_final_size() -> None:
    rules = Baselines(1_000.0, 1_000.0, 1_000.0, 1_000.0, "goal", same=True)
    row = score_case(case(), rules, Draw(np.full(3, 1_000.0), "balance"), n=3)
    assert row.scale == 1_000
    assert "backtest.plan-is-forecast" in row.notes


@pytest.fixture(scope="module")
def table() -> Backtest:
    return run(REGION, n=60)


def test_every_forecast_is_scored_or_has_a_reason(table: Backtest) -> None:
    names = [row.case_id for row in table.rows] + [case.case_id for case in table.skipped]
    expected = load(REGION).table("forecasts")["case_id"].to_list()
    assert sorted(names) == sorted(expected)
    assert [row.case_id for row in table.rows] == [
        name for name in expected if name in {row.case_id for row in table.rows}
    ]
    assert {case.code for case in table.skipped} <= set(REASONS)
    assert table.scores is not None
    assert table.scores.n == len(table.rows) > 5


def test_rows_say_what_they_rest_on(table: Backtest) -> None:
    for row in table.rows:
        assert row.p10 <= row.median <= row.p90
        assert row.made < row.day
        assert row.scale > 0
        assert set(row.notes) <= set(NOTES)
        assert row.source_ids
        assert row.outcome_source_ids
        assert row.basis in ("balance", "futures")
        assert (row.plan is None) == ("backtest.no-plan" in row.notes)
        assert row.median == round(row.median * 2) / 2


def test_the_same_seed_gives_the_same_table_on_any_number_of_threads(table: Backtest) -> None:
    again = run(REGION, n=60, cases=["timra_jobs", "rana_pop"], processes=1)
    same = {row.case_id: row for row in table.rows}
    assert [row.case_id for row in again.rows] == [
        row.case_id for row in table.rows if row.case_id in ("timra_jobs", "rana_pop")
    ]
    for row in again.rows:
        assert row == same[row.case_id]


def test_an_unknown_case_is_refused_with_a_near_name() -> None:
    with pytest.raises(UnknownRowError, match="rana_pop"):
        run(REGION, cases=["rana_popp"])


def test_sensitivity_makes_the_table_again() -> None:
    calls: list[tuple[int, int, str]] = []
    result = run(
        REGION,
        n=60,
        cases=["ske_hires_northvolt"],
        sensitivity=True,
        progress=lambda *call: calls.append(call),
    )
    assert len(result.variants) == 8
    assert calls[-1][:2] == (9, 9)
    medians = {variant.name: variant.rows[0].median for variant in result.variants}
    assert medians["failures_double"] < medians["failures_half"]
    assert all(variant.rows[0].outcome == result.rows[0].outcome for variant in result.variants)
