"""The command: tables are written, a survey goes round, faults stop everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
from tests.coverage.test_survey import GOOD, filled
from typer.testing import CliRunner

from beltplan.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from beltplan.facts import Region

RUN = CliRunner()


def test_a_survey_goes_round(region: Region, tmp_path: Path) -> None:
    made = RUN.invoke(app, ["coverage", "template", str(tmp_path / "t.xlsx"), "--lang", "fi"])
    assert made.exit_code == 0, made.output
    answer = filled(region, tmp_path / "a.xlsx", [GOOD])
    needs = tmp_path / "needs.csv"
    brought = RUN.invoke(app, ["coverage", "import", str(answer), "--out", str(needs)])
    assert brought.exit_code == 0, brought.output
    out = tmp_path / "out"
    run = RUN.invoke(
        app, ["coverage", "run", "--needs", str(needs), "--no-account", "--out", str(out)]
    )
    assert run.exit_code == 0, run.output
    tiers = pl.read_csv(out / "coverage-tiers.csv")
    assert tiers["tier"].to_list() == ["border"]
    assert pl.read_csv(out / "coverage-gaps.csv").height == 1


def test_one_faulty_survey_stops_all(region: Region, tmp_path: Path) -> None:
    good = filled(region, tmp_path / "good.xlsx", [GOOD])
    bad = filled(region, tmp_path / "bad.xlsx", [{**GOOD, "level": 12}])
    needs = tmp_path / "needs.csv"
    found = RUN.invoke(app, ["coverage", "import", str(good), str(bad), "--out", str(needs)])
    assert found.exit_code == 1
    assert not needs.exists()


def test_gaps_of_a_place_from_the_account(tmp_path: Path) -> None:
    found = RUN.invoke(app, ["coverage", "gaps", "--place", "skelleftea", "--n", "50"])
    assert found.exit_code == 0, found.output
    assert "Gaps by posts affected" in found.output
    assert "no recorded content" in found.output


def test_adverts_need_a_place_and_count_one_post_each(tmp_path: Path) -> None:
    advert = tmp_path / "ad.txt"
    advert.write_text("Du har erfarenhet av elektrodbeläggning.", encoding="utf-8")
    told = RUN.invoke(app, ["coverage", "gaps", "--adverts", str(advert), "--no-account"])
    assert told.exit_code == 1
    assert "--place" in told.output
    found = RUN.invoke(
        app,
        ["coverage", "gaps", "--adverts", str(advert), "--no-account", "--place", "vaasa"],
        env={"COLUMNS": "160"},
    )
    assert found.exit_code == 0, found.output
    assert "electrode coating" in found.output


def test_unknown_places_and_no_needs_say_what_to_do() -> None:
    found = RUN.invoke(app, ["coverage", "gaps", "--place", "skeleftea"])
    assert found.exit_code == 1
    assert "skelleftea" in found.output
    empty = RUN.invoke(app, ["coverage", "gaps", "--place", "umea", "--n", "20"])
    assert empty.exit_code == 1
    assert "nothing says what competences are needed in umea" in empty.output
    assert "skelleftea" in empty.output
    none = RUN.invoke(app, ["coverage", "gaps", "--no-account"])
    assert none.exit_code == 1
    assert "--needs" in none.output


def test_the_learning_model_is_written(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonld"
    found = RUN.invoke(app, ["coverage", "export-elm", str(path)])
    assert found.exit_code == 0, found.output
    assert json.loads(path.read_text(encoding="utf-8"))["@graph"]


def test_adverts_that_cannot_be_read_stop_the_command(tmp_path: Path) -> None:
    asked = ["coverage", "gaps", "--adverts", str(tmp_path / "none.txt"), "--place", "vaasa"]
    found = RUN.invoke(app, asked)
    assert found.exit_code == 1
    assert "no advert could be read" in found.output


def test_both_commands_take_the_same_needs() -> None:
    from typer.main import get_command

    commands = get_command(app).commands["coverage"].commands  # type: ignore[attr-defined]
    run, gaps = ({p.name for p in commands[name].params} for name in ("run", "gaps"))
    assert run - gaps == {"out"}
    assert gaps - run == {"top"}


def test_posts_without_a_role_are_told_by_group() -> None:
    found = RUN.invoke(
        app, ["coverage", "gaps", "--n", "20", "--place", "skelleftea"], env={"COLUMNS": "200"}
    )
    assert found.exit_code == 0, found.output
    assert "Most of them: " in found.output


def test_few_posts_of_a_tier_are_withheld(tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = RUN.invoke(app, ["coverage", "run", "--n", "50", "--out", str(out)])
    assert found.exit_code == 0, found.output
    gaps = pl.read_csv(out / "coverage-gaps.csv")
    for part in ("nowhere", "unknown", "border", "far", "uncertain"):
        shown = gaps[f"posts_{part}"].drop_nulls()
        assert not shown.is_between(0, 10, closed="none").any(), part
    tiers = pl.read_csv(out / "coverage-tiers.csv", infer_schema_length=None)
    assert (
        tiers.filter(pl.col("withheld"))["posts_central"].null_count()
        == tiers.filter(pl.col("withheld")).height
    )


def test_a_run_that_is_stopped_while_it_writes_leaves_the_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    asked = ["coverage", "run", "--n", "20", "--out", str(out)]
    assert RUN.invoke(app, asked).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    written: list[str] = []
    write_csv = pl.DataFrame.write_csv

    def stopped(frame: pl.DataFrame, file: Path, **options: Any) -> None:
        write_csv(frame, file, **options)
        written.append(file.name)
        if len(written) == len(before) - 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_csv", stopped)
    found = RUN.invoke(app, [*asked, "--place", "skelleftea"])
    assert found.exit_code != 0
    assert len(written) == len(before) - 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
