"""Diagnostics, the shipped assumptions, the page and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from typer.testing import CliRunner

from beltplan.cli.futures import app
from beltplan.facts import UnknownParameterError
from beltplan.futures import causes, estimate, sensitivity, simulate
from beltplan.futures.checks import dispersion
from beltplan.futures.errors import RequestError
from beltplan.futures.meaning import reference_table
from beltplan.futures.settings import NAMES, Range, Settings

if TYPE_CHECKING:
    from beltplan.facts import Region

ROOT = Path(__file__).resolve().parents[2]
runner = CliRunner()


def test_all_assumptions_are_shipped_and_set_in_advance(belt: Region) -> None:
    shipped = {p.name: p for p in belt.parameters(room="futures")}
    assert set(shipped) == set(NAMES)
    for parameter in shipped.values():
        assert parameter.kind == "assumption"
        assert parameter.known_from.year == 2015
        assert parameter.low is not None
        assert parameter.high is not None
        assert parameter.central is not None
        assert parameter.low < parameter.central < parameter.high


def test_the_hazard_table_counts_every_reported_event(belt: Region) -> None:
    hazards = estimate(belt)
    table = hazards.table(families=False)
    single = table.filter(table["cause"] != "any")
    counted = sum(count.day <= hazards.last for h in hazards.histories for count in h.counts)
    assert single["events"].sum() == counted
    for name in ("prior", "posterior"):
        assert (table[f"{name}_p10"] <= table[f"{name}_p50"]).all()
        assert (table[f"{name}_p50"] <= table[f"{name}_p90"]).all()
    families = hazards.table()
    assert set(families["family"]) > {"all", "cells"}


def test_failures_of_the_past_are_no_surprise(belt: Region) -> None:
    fit = dispersion(estimate(belt))
    assert sum(fit.observed) == pytest.approx(sum(fit.expected), rel=1e-6)
    assert fit.together >= fit.alone
    assert fit.together > 0.01


def test_the_market_of_the_past_is_not_degenerate(belt: Region) -> None:
    past = estimate(belt).past
    assert past.effective > 50
    assert np.isfinite(past.paths).all()


def test_pooling_can_be_named(belt: Region) -> None:
    strength = belt.parameter("pooling_strength")
    assert Settings.read(belt, pooling="low").pooling == strength.low
    assert Settings.read(belt, pooling=77).kappa == 77 / 4
    for wrong in ("much", 0, -1.0):
        with pytest.raises(RequestError, match="pooling"):
            Settings.read(belt, pooling=wrong)


def test_sensitivity_moves_what_it_is_told_to(belt: Region) -> None:
    table = sensitivity(
        belt, parameters=["rate_restarting_ended"], projects=["ske_ett", "lul_ssab"], n=500
    )
    ett, ssab = table.iter_rows(named=True)
    assert ett["low"] > ett["high"]
    assert ssab["low"] == pytest.approx(ssab["high"], abs=0.05)
    with pytest.raises(UnknownParameterError, match="market_loading"):
        sensitivity(belt, parameters=["market_loadin"])


def test_causes_add_up_to_the_ends(belt: Region) -> None:
    futures = simulate(belt, n=500)
    table = causes(futures)
    ended = (futures.state[:, :, -1] == 7).mean(axis=0)
    known = (futures.cause >= 0).mean(axis=0)
    total = table.drop("project").sum_horizontal().to_numpy()
    assert total == pytest.approx(known)
    assert (total <= ended + 1e-9).all()


def test_a_triangle_has_its_corners() -> None:
    triangle = Range(0.2, 0.5, 1.0)
    u = np.linspace(0, 1, 11)
    x = triangle.triangular(u)
    assert x[[0, -1]] == pytest.approx([0.2, 1.0])
    assert [triangle.triangular_cdf(float(v)) for v in x] == pytest.approx(u)
    assert Range(0.5, 0.5, 0.5).triangular(u).tolist() == [0.5] * 11


def test_the_page_holds_the_table_of_meanings() -> None:
    page = (ROOT / "docs" / "model" / "futures.md").read_text(encoding="utf-8")
    assert reference_table() in page


def run(*arguments: str) -> str:
    result = runner.invoke(app, list(arguments), env={"COLUMNS": "240"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_line_shows_the_outlook(tmp_path: Path) -> None:
    out = tmp_path / "f.npz"
    shown = run("run", "--n", "250", "--out", str(out), "--event", "bod_stegra: cancelled 2027Q2")
    assert out.exists()
    assert "ske_ett" in shown
    only = run("outlook", "--n", "250", "--project", "ske_ett", "--csv")
    assert only.splitlines()[0].startswith("project,now,gone_now")
    assert len(only.splitlines()) == 2
    assert "demand_finance" in run("outlook", "--n", "250", "--causes", "--csv")


def test_the_command_line_shows_what_it_rests_on() -> None:
    assert "vary" in run("hazards", "--as-of", "2024-12-31")
    assert "cells" in run("hazards", "--families", "--csv", "--pooling", "80")
    moved = run("sensitivity", "--n", "250", "--project", "ske_ett", "--csv")
    assert moved.startswith("parameter,project,low,central,high")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["outlook", "--event", "ske_et: cancelled 2027Q2"], 1, "did you mean 'ske_ett'"),
        (["outlook", "--project", "ske_et"], 2, "did you mean 'ske_ett'"),
        (["run", "--end", "soon"], 1, "2040Q4"),
        (["hazards", "--pooling", "much"], 1, "central"),
        (["sensitivity", "--parameter", "market_loadin"], 2, "market_loading"),
    ],
)
def test_mistakes_end_in_something_to_try(arguments: list[str], code: int, message: str) -> None:
    result = runner.invoke(app, arguments)
    assert result.exit_code == code
    assert message in result.stderr
