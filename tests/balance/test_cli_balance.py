"""The commands of `beltplan balance`."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from beltplan.cli.balance import app

runner = CliRunner()
FEW = ["--n", "40", "--end", "2028Q4"]


def call(*arguments: Any) -> Any:
    return runner.invoke(app, [*arguments], env={"COLUMNS": "200"})


def test_run_writes_and_shows(tmp_path: Any) -> None:
    done = call("run", "--out", str(tmp_path), "--quarter", "2028Q4", *FEW)
    assert done.exit_code == 0, done.output
    assert "skelleftea" in done.output
    assert "place gothenburg: it is a partner region" in done.output
    assert (tmp_path / "balance.npz").exists()
    assert (tmp_path / "balance-places.csv").read_text().startswith("variable,place,quarter,p10")


def test_run_without_tables(tmp_path: Any) -> None:
    done = call("run", "--out", str(tmp_path), "--quarter", "2028Q4", "--no-tables", *FEW)
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["balance.npz"]


def test_explain_prints_the_arithmetic() -> None:
    cell = ["--place", "skelleftea", "--occupation", "maintenance", "--quarter", "2028Q2"]
    done = call("explain", *cell, *FEW)
    assert done.exit_code == 0, done.output
    assert "0. Staff needed by the projects" in done.output
    assert "Parameters in this future" in done.output


@pytest.mark.parametrize("command", ["power", "freight"])
def test_power_and_freight(command: Any) -> None:
    done = call(command, "--quarter", "2028Q4", *FEW)
    assert done.exit_code == 0, done.output
    assert "2028Q4" in done.output


def test_pool() -> None:
    done = call("pool", "--place", "lulea", "--quarter", "2028Q2", *FEW)
    assert done.exit_code == 0, done.output
    assert "are also counted on by others" in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pool", "--place", "lulae", "--quarter", "2028Q4"), "did you mean 'lulea'?"),
        (("power", "--quarter", "2050Q1"), "choose a quarter from"),
        (("power", "--quarter", "soon"), "write it like 2026Q4"),
        (
            ("explain", "--place", "lulea", "--occupation", "p", "--quarter", "2028Q1"),
            "process_operators, process_engineers",
        ),
        (
            ("explain", "--place", "lulea", "--occupation", "ict", "--quarter", "2028Q1",
             "--future", "x"),
            "give a number from 0, or median",
        ),
    ],
)  # fmt: skip
def test_mistakes_end_in_something_to_try(arguments: Any, message: Any) -> None:
    done = call(*arguments, *FEW)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())
