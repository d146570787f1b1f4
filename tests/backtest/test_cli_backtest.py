from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from beltplan import backtest
from beltplan.cli.backtest import app

if TYPE_CHECKING:
    import pytest

runner = CliRunner(env={"COLUMNS": "220", "TERM": "dumb", "NO_COLOR": "1"})
FEW = ["--n", "60", "--case", "timra_jobs", "--case", "region_2035"]


def test_the_table_names_cases_reasons_and_limits() -> None:
    result = runner.invoke(app, FEW)
    assert result.exit_code == 0, result.output
    assert "timra_jobs" in result.stdout
    assert "No outcome is known" in result.stdout
    assert "knew the outcomes" in result.stdout
    assert "Inside our 80 % interval" in result.stdout


def test_json_and_csv_are_clean() -> None:
    plain = json.loads(runner.invoke(app, [*FEW, "--json"]).stdout)
    assert plain["rows"][0]["case_id"] == "timra_jobs"
    assert plain["skipped"][0]["code"] == "backtest.no-outcome"
    lines = list(csv.DictReader(io.StringIO(runner.invoke(app, [*FEW, "--csv"]).stdout)))
    assert [line["case_id"] for line in lines] == ["timra_jobs", "region_2035"]


def test_sensitivity_shows_the_table_under_other_assumptions() -> None:
    result = runner.invoke(app, ["--n", "60", "--case", "timra_jobs", "--sensitivity"])
    assert result.exit_code == 0, result.output
    assert "Prior rates of failure doubled" in result.stdout


def test_the_wider_tests_have_their_own_view(monkeypatch: pytest.MonkeyPatch) -> None:
    result = runner.invoke(app, ["--rolling", "--n", "50"])
    assert result.exit_code == 0, result.output
    assert "Brier" in result.stdout
    few = backtest.counts("nordic-battery-belt", years=[2022], n=50)
    monkeypatch.setattr(backtest, "counts", lambda *_, **__: few)
    result = runner.invoke(app, ["--counts"])
    assert result.exit_code == 0, result.output
    assert "Nothing is selected" in result.stdout


def test_an_unknown_case_leaves_with_a_way_out() -> None:
    result = runner.invoke(app, ["--case", "timra_job"])
    assert result.exit_code == 2
    assert "timra_jobs" in result.stderr


def test_the_command_has_one_sentence_and_an_example() -> None:
    callback = app.registered_callback
    assert callback is not None
    text = (callback.callback.__doc__ or "") if callback.callback else ""
    sentence, _, example = text.strip().partition("\n\n")
    assert sentence.endswith(".")
    assert example.strip().startswith("Example: beltplan backtest ")
