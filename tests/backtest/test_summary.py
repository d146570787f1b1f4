from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from datetime import date

import pytest

from beltplan.backtest.reasons import NOTES, REASONS
from beltplan.backtest.result import Backtest
from beltplan.backtest.row import Row, Skipped
from beltplan.backtest.summary import summarise


def row(case: str = "a", **changes: object) -> Row:
    plain: dict[str, object] = {
        "case_id": case,
        "place": "Town",
        "place_id": "town",
        "project_id": None,
        "metric": "jobs",
        "unit": "jobs",
        "made": date(2020, 1, 1),
        "target": date(2030, 1, 1),
        "day": date(2025, 1, 1),
        "basis": "futures",
        "n": 100,
        "base": 0.0,
        "p10": 0.0,
        "median": 50.0,
        "p90": 100.0,
        "mean": 50.0,
        "stated": 200.0,
        "published": 100.0,
        "nothing": 0.0,
        "plan": 100.0,
        "plan_source": "",
        "outcome_low": 20.0,
        "outcome": 20.0,
        "outcome_high": 20.0,
        "scale": 100.0,
        "covered": True,
        "inside": 0.8,
        "loss": 0.2,
        "loss_fine": 0.2,
        "crps": 0.2,
        "loss_published": 0.8,
        "loss_nothing": 0.2,
        "loss_plan": 0.8,
        "notes": ("backtest.interpolated",),
        "source_ids": ("s1", "s2"),
        "outcome_source_ids": (),
    }
    return Row(**{**plain, **changes})  # type: ignore[arg-type]


def test_every_case_weighs_the_same_and_ranges_show_how_few_there_are() -> None:
    scores = summarise(
        [
            row("a"),
            row("b", covered=False, median=10.0, loss=0.6, loss_published=0.2, loss_plan=None),
            row("c", median=20.0, loss=0.1, loss_published=1.0, inside=1.0),
        ]
    )
    assert scores is not None
    assert scores.n == 3
    assert (scores.above, scores.below, scores.inside) == (1, 1, 1)
    assert (scores.coverage.hits, scores.coverage.n) == (2, 3)
    assert scores.coverage.low < 0.1
    assert scores.coverage.high > 0.99
    assert scores.loss == pytest.approx(0.3)
    assert scores.expected == pytest.approx((0.8 + 0.8 + 1.0) / 3)
    published = scores.skill("published")
    assert published.skill == pytest.approx(1 - 0.9 / 2.0)
    assert published.low == pytest.approx(min(1 - 0.7 / 1.2, 1 - 0.3 / 1.8, 1 - 0.8 / 1.0))
    assert published.better == 2
    assert scores.skill("plan").n == 2
    with pytest.raises(KeyError, match="choose one of"):
        scores.skill("nobody")


def test_a_rule_without_error_leaves_skill_undefined() -> None:
    scores = summarise([row(loss_nothing=0.0)])
    assert scores is not None
    assert math.isnan(scores.skill("nothing").skill)
    assert math.isnan(scores.skill("nothing").low)
    assert summarise([]) is None


def test_a_result_can_be_written_and_read_again() -> None:
    rows = (row("a"), row("b", loss_nothing=0.0, plan=None, loss_plan=None))
    result = Backtest(
        region="r",
        n=100,
        seed=1,
        rows=rows,
        skipped=(
            Skipped(
                case_id="c",
                place="Far",
                metric="population",
                made=date(2022, 6, 1),
                code="backtest.no-subject",
                detail="several towns",
            ),
        ),
        scores=summarise(rows),
    )
    plain = json.loads(result.to_json())
    assert plain["rows"][0]["made"] == "2020-01-01"
    assert plain["rows"][0]["bias"] == 1
    assert plain["skipped"][0]["reason"] == REASONS["backtest.no-subject"]
    assert plain["notes"] == {"backtest.interpolated": NOTES["backtest.interpolated"]}
    lines = list(csv.DictReader(io.StringIO(result.to_csv())))
    assert [line["case_id"] for line in lines] == ["a", "b", "c"]
    assert lines[2]["skipped"] == "backtest.no-subject"
    assert lines[1]["plan"] == ""
    assert lines[0]["source_ids"] == "s1;s2"
    assert dataclasses.replace(result, seconds=1.0).rows == result.rows


def test_codes_are_stable_and_say_something() -> None:
    for code, text in {**REASONS, **NOTES}.items():
        assert code.startswith("backtest.")
        assert code == code.lower()
        assert len(text) > 15
