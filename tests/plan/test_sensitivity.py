"""Elementary effects: known functions, the choice of parameters, and a real plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.plan.samples import small_input

from beltplan.facts import load
from beltplan.plan import Workers
from beltplan.plan.errors import SensitivityError
from beltplan.plan.sensitivity import OUTPUTS, _outputs, _Task, effects, most_uncertain

pytest.importorskip("SALib", reason="needs the extra: sensitivity")

NAMES = ["a", "b", "c"]
BOUNDS = [(0.0, 10.0), (1.0, 3.0), (0.0, 5.0)]


def known(values: Any) -> Any:
    """Saving is 2a + 5b, cost is a * b, seats do not move."""
    a, b = values.get("a", 5.0), values.get("b", 2.0)
    out = np.zeros((2, len(OUTPUTS)))
    out[0, :2] = 2.0 * a + 5.0 * b, a * b
    out[1, :2] = 0.5, 100.0
    return out


def found(trajectories: int = 6) -> Any:
    return effects(NAMES, BOUNDS, dict, known, trajectories)


def rows(made: Any, output: str) -> Any:
    table = made.table.filter(pl.col("output") == output)
    return {row["parameter"]: row for row in table.iter_rows(named=True)}


def test_a_linear_output_has_its_slopes_and_no_spread() -> None:
    saving = rows(found(), "saving")
    assert saving["a"]["mu_star"] == pytest.approx(20.0)
    assert saving["b"]["mu_star"] == pytest.approx(10.0)
    assert saving["c"]["mu_star"] == pytest.approx(0.0, abs=1e-9)
    assert saving["a"]["sigma"] == pytest.approx(0.0, abs=1e-6)
    assert [saving[name]["rank"] for name in NAMES] == [1, 2, 3]
    assert [saving[name]["naive"] for name in NAMES] == pytest.approx([20.0, 10.0, 0.0])
    assert saving["a"]["clear"]
    assert not saving["c"]["clear"]


def test_an_interaction_shows_as_spread_which_the_naive_baseline_cannot_see() -> None:
    cost = rows(found(), "cost")
    assert cost["a"]["sigma"] > 1.0
    assert cost["a"]["naive"] == pytest.approx(20.0)
    assert not cost["a"]["clear"], "the solves are proved to 100 only"


def test_runs_and_centre() -> None:
    made = found(2)
    assert made.runs == 1 + 6 + 2 * 4
    assert made.central["saving"] == pytest.approx(20.0)
    assert made.resolution["saving"] == 0.5


def test_the_same_seed_gives_the_same_effects() -> None:
    assert found().table.equals(found().table)


def test_outputs_of_a_plan_are_its_saving_and_decisions() -> None:
    data = small_input(1e-6).data
    values, widths = _outputs(_Task(data, 1e-6, 2))
    named = dict(zip(OUTPUTS, values, strict=True))
    assert 0 < named["saving"] < named["cost"]
    assert named["seats"] > 0
    assert 0 <= widths[0] < 0.01


def test_the_most_uncertain_have_the_widest_ratio() -> None:
    region = load("nordic-battery-belt")
    used = {p.name: 0.0 for p in region.parameters(room="plan") if p.name.startswith("plan_")}
    chosen = most_uncertain(region, used, most=8)
    ratios = [p.high / p.low if p.low else np.inf for p in chosen if p.high is not None]
    assert ratios == sorted(ratios, reverse=True)
    rest = [region.parameter(name) for name in used if name not in {each.name for each in chosen}]
    assert all(p.high / p.low <= ratios[-1] for p in rest if p.high and p.low)


def test_without_salib_there_is_a_way_out(monkeypatch: Any) -> None:
    monkeypatch.setitem(__import__("sys").modules, "SALib.sample.morris", None)
    with pytest.raises(SensitivityError) as caught, Workers():
        found()
    assert "beltplan[sensitivity]" in caught.value.way_out


def test_an_interrupted_run_goes_on_from_what_is_kept(tmp_path: Any, monkeypatch: Any) -> None:
    data = small_input(1e-6).data
    task = _Task(data, 1e-4, 1, str(tmp_path))
    first = _outputs(task)
    assert list(tmp_path.iterdir())

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("what is kept is not solved again")

    monkeypatch.setattr("beltplan.plan.level._solve", never)
    np.testing.assert_array_equal(_outputs(task), first)
