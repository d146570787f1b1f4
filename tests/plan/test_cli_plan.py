"""The commands of `beltplan plan` and `beltplan shares`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.plan.samples import small_input
from typer.testing import CliRunner

from beltplan.cli import plan as plan_commands
from beltplan.cli import plan_classes, plan_data, plan_view, shares_view
from beltplan.cli import shares as shares_commands
from beltplan.cli.gap_bar import GapBar
from beltplan.cli.main import app
from beltplan.plan import LEVELS, Comparison
from beltplan.plan.model import build
from beltplan.plan.run import solve_level
from beltplan.plan.solve.interior import Step
from beltplan.shares.agreement import agree
from beltplan.shares.classes import ClassGame
from beltplan.shares.coarse import challenge
from beltplan.shares.game import Game
from beltplan.shares.leastcore import LeastCore

if TYPE_CHECKING:
    from pathlib import Path

runner = CliRunner()
FEW = ["--n", "20", "--scenarios", "1", "--years-to", "2028", "--gap", "1e-2"]


def call(*arguments: Any) -> Any:
    return runner.invoke(app, [*map(str, arguments)], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def plans() -> Any:
    start = small_input(1e-6)
    model = build(start.data)
    return {level: solve_level(start, model, level) for level in LEVELS}


@pytest.fixture
def made_up(monkeypatch: Any, plans: Any) -> None:
    """Commands that plan a made-up region, in no time."""

    def planned(asked: Any, choices: Any, levels: Any) -> Any:
        return {level: plans[level] for level in levels}

    monkeypatch.setattr(plan_commands, "planned", planned)
    monkeypatch.setattr(shares_commands, "planned", planned)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("plan")
    done = call("plan", "run", *FEW, "--out", path)
    assert done.exit_code == 0, done.output
    assert "together, 2027 to 2028: expected cost" in done.output
    assert "1 scenario stands for 20 futures" in done.output
    return path


def test_the_region_is_planned_and_written(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"plan.npz", "plan-decisions.csv", "plan-flows.csv", "plan-summary.csv"} <= names
    summary = pl.read_csv(folder / "plan-summary.csv").row(0, named=True)
    assert summary["gap"] <= 1e-2
    assert summary["bound_keur"] <= summary["cost_keur"]


def test_a_plan_that_was_kept_is_priced_and_explained(folder: Path) -> None:
    kept = folder / "plan.npz"
    done = call("plan", "prices", "--from", kept, "--top", 5, "--kind", "people")
    assert done.exit_code == 0, done.output
    assert "person" in done.output
    done = call("plan", "explain", "--area", "skelleftea", "--kind", "homes", "--from", kept)
    assert done.exit_code in (0, 2)
    done = call("plan", "explain", "--area", "skelleftea", "--kind", "market", "--from", kept)
    assert done.exit_code == 0, done.output
    assert "Cost less worth" in done.output


def test_levels_side_by_side(made_up: None, tmp_path: Path) -> None:
    done = call("plan", "compare", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert "Acting together saves" in done.output
    assert "proved range" in done.output
    levels = pl.read_csv(tmp_path / "plan-levels.csv")
    assert levels["level"].to_list() == list(LEVELS)
    assert (levels["saving_low_keur"] <= levels["saving_keur"]).all()


def test_json_is_json(made_up: None) -> None:
    found = json.loads(call("plan", "run", "--json").stdout)
    assert found["summary"]["level"] == "together"
    assert {"decisions", "flows", "exchange", "prices"} <= set(found)


def test_explain_prints_the_sum_and_the_others(made_up: None) -> None:
    done = call("plan", "explain", "--area", "area0", "--kind", "seats")
    assert done.exit_code == 0, done.output
    assert "By future, if it comes" in done.output
    assert "Other seats in area0" in done.output


def test_worth(made_up: None) -> None:
    found = json.loads(call("plan", "worth", "--json").stdout)
    doubt = 2 * found["gap"] * found["recourse_keur"]
    assert found["vss_keur"] >= -doubt
    assert found["evpi_keur"] >= -doubt
    assert call("plan", "worth", "--theta", "0.3").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("plan", "explain", "--area", "area9"), "the plan has no area 'area9'"),
        (("plan", "prices", "--kind", "gold"), "nothing with the kind 'gold' has a price"),
        (("plan", "run", "--year", "1999"), "choose 2027 to 2031"),
        (("shares", "card", "--area", "atlantis"), "the plan has no area 'atlantis'"),
    ],
)
def test_unknown_names_end_with_2(made_up: None, arguments: Any, text: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert text in done.output


def test_nothing_is_written_where_nothing_can_be(made_up: None, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    assert call("plan", "run", "--out", taken).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_card_adds_up(made_up: None) -> None:
    done = call("shares", "card", "--area", "area0", "--json")
    found = json.loads(done.stdout)["card"]
    assert found["alone_keur"] - found["share_keur"] == pytest.approx(found["gain_keur"])
    assert found["share_keur"] - found["paid_keur"] == pytest.approx(found["transfer_keur"])
    assert found["others_lose_keur"] > -1.0
    text = call("shares", "card", "--area", "area0").output
    assert "Alone you bear" in text
    assert "If you stayed out" in text


def test_the_agreement_shares_the_cost_of_the_plan(made_up: None, plans: Any) -> None:
    done = call("shares", "agreement", "--json")
    rows = pl.DataFrame(json.loads(done.stdout)["agreement"])
    assert rows["share_keur"].sum() == pytest.approx(plans["together"].cost)
    assert rows["transfer_keur"].sum() == pytest.approx(0.0, abs=1.0)
    assert "No group of areas would do better" in call("shares", "agreement").output


def test_splits_say_who_would_leave() -> None:
    start = small_input(1e-6, areas=4)
    found = challenge(start)
    text = shares_view.splits(found, start)[2]
    assert "by the plan's prices (Owen): no group would leave" in text
    for split, line in zip(found, text.splitlines(), strict=True):
        assert ("no group would leave" in line) == split.stability.stable
    table = shares_view.of_splits(found, start.data.areas)
    for split in found:
        mine = table.filter(pl.col("method") == split.method)
        assert mine["gain_keur"].to_numpy() == pytest.approx(split.gains)


def test_unmet_of_the_region_lies_within_the_sum_of_its_areas(plans: Any) -> None:
    plan = plans["alone"]
    whole = plan_data.unmet(plan, by="region")
    parts = (
        plan_data.unmet(plan, by="area")
        .group_by("flow", "year")
        .agg(
            pl.col("mean").sum(),
            pl.col("low").sum().alias("least"),
            pl.col("high").sum().alias("most"),
        )
    )
    both = whole.join(parts, on=["flow", "year"], suffix="_areas")
    assert both["mean"].to_numpy() == pytest.approx(both["mean_areas"].to_numpy())
    assert (both["low"] >= both["least"] - 1e-6).all()
    assert (both["high"] <= both["most"] + 1e-6).all()


def test_differences_are_between_the_sums_of_the_decisions(plans: Any) -> None:
    rows = plan_data.differences(Comparison(plans))
    for level, plan in plans.items():
        assert rows[level].sum() == pytest.approx(plan.decisions()["amount"].sum())
    change = plans["together"].decisions()["cost"].sum() - plans["alone"].decisions()["cost"].sum()
    assert rows["cost"].sum() == pytest.approx(change)


def test_a_wide_gap_is_said_to_prove_nothing(plans: Any) -> None:
    from dataclasses import replace

    wide = dict(plans)
    alone = wide["alone"]
    wide["alone"] = replace(alone, solved=replace(alone.solved, bound=0.0))
    text = plan_view.comparison_parts(Comparison(wide))[1]
    assert "too wide to say that it saves anything" in text


@pytest.mark.parametrize(
    ("end", "text"),
    [(0.0, ""), (2.0, "New seats after 2029 are left out"), (9.0, "New seats are too few")],
)
def test_seats_that_the_end_distorts_are_not_shown(
    plans: Any, end: float, text: str, monkeypatch: Any
) -> None:
    from dataclasses import replace

    plan = plans["together"]
    plan = replace(plan, input=replace(plan.input, assumed={"plan_end_years": end}))
    decided = pl.DataFrame(
        {
            "kind": ["seats", "seats", "homes"],
            "area": ["area0"] * 3,
            "what": ["course0", "course0", "area0"],
            "year": ["2027", "2031", "2031"],
            "amount": [10.0, 30.0, 5.0],
            "unit": ["seats", "seats", "homes"],
            "cost": [1.0, 3.0, 2.0],
        }
    )
    monkeypatch.setattr(type(plan), "decisions", lambda _self: decided)
    table = plan_view.decisions(plan, list(plan.input.data.years))
    assert text in str(table.caption)
    assert ("New seats" in str(table.caption)) == bool(text)
    columns = [list(column.cells) for column in table.columns]
    assert columns[0] == ["seats", "homes"]
    assert columns[3 + 4] == ["" if end == 2.0 else "30", "5"]


def test_whole_classes_are_planned() -> None:
    done = call("plan", "classes", *FEW[:-2], "--size", 20, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    said = found["classes"]
    assert said["bound_keur"] <= said["cost_keur"]
    assert said["single_seats_cost_keur"] <= said["cost_keur"] + 1e-3
    assert said["dearer_least_keur"] <= said["dearer_most_keur"]
    for row in found["classes-opened"]:
        assert row["seats"] == 20 * row["classes"] > 0
    done = call("plan", "classes", *FEW, "--size", 500)
    assert done.exit_code == 1
    assert "no course can open with a class of 500" in done.output
    assert call("plan", "classes", *FEW, "--theta", 0.5).exit_code == 2


def test_whole_classes_are_shared() -> None:
    two = ["--area", "skelleftea", "--area", "umea"]
    done = call("shares", "classes", *two, *FEW, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["classes"]["class_size"] == 20  # the region's parameter
    rows = found["classes-gains"]
    assert [row["area"] for row in rows] == ["umea", "skelleftea"]
    total = sum(row["gain_keur"] for row in rows)
    assert total == pytest.approx(found["classes"]["saving_keur"], abs=1.0)
    assert call("shares", "classes", *two[:2], *FEW).exit_code == 2
    done = call("shares", "classes", *two[:2], "--area", "atlantis", *FEW)
    assert done.exit_code == 2
    assert "no area 'atlantis'" in done.output


@pytest.mark.parametrize(
    ("epsilon", "words"),
    [
        (-50.0, "no subsidy is needed"),
        (900.0, "With 1.2 M EUR from outside"),
        (3.0, "less than what the plans are known to"),
    ],
)
def test_an_empty_core_is_said_plainly(epsilon: float, words: str) -> None:
    game = Game.from_costs(("a", "b", "c"), [0, 40e3, 50e3, 70e3, 60e3, 80e3, 95e3, 115e3])
    cost = np.array([0, 40e3, 50e3, 70e3, 60e3, 80e3, 95e3, 115e3])
    found = ClassGame(game, cost, cost - 5.0 * (cost > 0))
    assert found.doubt == pytest.approx(20.0)
    core = LeastCore(epsilon, np.array([1.0, 2.0, 3.0]), (), 1)
    said = plan_classes.game_summary(found, core, 1200.0, 20.0)
    text = plan_classes.game_words(said)
    assert words in text
    assert ("The core is empty" in text) == (epsilon > 20)
    assert ("not empty" in text) == (epsilon < 0)


def test_the_bar_counts_parts() -> None:
    bar = GapBar(1e-4)
    bar.expect({"alone": 2})
    for number, gap in ((1, 0.5), (2, 1e-4), (1, 0.5)):
        bar("alone", Step(number, 1.0, 1.0, gap, 0.0, 0.0))
    (task,) = bar._bar.tasks
    assert task.description.startswith("alone, part 2 of 2")
    assert task.total == 2.0


def test_no_cluster_at_the_address() -> None:
    pytest.importorskip("distributed", reason="needs the extra: cluster")
    done = call("plan", "run", "--cluster", "tcp://127.0.0.1:9", *FEW)
    assert done.exit_code == 1
    assert "no scheduler answers" in done.output


def test_the_agreement_of_the_sample_leaves_nobody_worse_off(plans: Any) -> None:
    made = agree(Comparison(plans))
    assert (made.gains >= -made.deficit).all()


@pytest.mark.parametrize(
    ("asked", "files", "said"),
    [
        (
            ("regret", "--apart"),
            {"plan-regret.csv", "plan-causes.csv"},
            ("Regret: cost above", "Mean cost, and what changes", "nothing", "together"),
        ),
        (
            ("unseen", "--sample", "3"),
            {"plan-unseen.csv", "plan-unseen-sources.csv"},
            ("Decisions in 3 futures", "What acting as one saves", "recourse"),
        ),
    ],
)
def test_decisions_are_judged(
    asked: tuple[str, ...], files: set[str], said: tuple[str, ...], tmp_path: Path
) -> None:
    done = call("plan", *asked, *FEW, "--keep", tmp_path / "kept", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    for words in said:
        assert words in done.output
    assert files <= {path.name for path in tmp_path.iterdir()}
    table = pl.read_csv(tmp_path / min(files - {"plan-causes.csv", "plan-unseen-sources.csv"}))
    assert {"nothing", "alone", "national", "together"} <= set(table["candidate"])
