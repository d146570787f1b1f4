"""The commands: what they print, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from beltplan.cli.facts import app
from beltplan.facts import check, load

if TYPE_CHECKING:
    from typer.testing import Result

Rows = dict[str, list[dict[str, str]]]
Write = Callable[[Rows], Path]

runner = CliRunner(env={"COLUMNS": "160", "TERM": "dumb", "NO_COLOR": "1"})


def run(*arguments: object) -> Result:
    return runner.invoke(app, [str(argument) for argument in arguments])


def test_every_command_has_one_sentence_and_an_example() -> None:
    for command in app.registered_commands:
        text = (command.callback.__doc__ or "").strip() if command.callback else ""
        sentence, _, example = text.partition("\n\n")
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
        assert example.strip().startswith("Example: beltplan facts ")


def test_check_says_so_and_exits_with_0_or_1(region_dir: Path) -> None:
    good = run("check", region_dir)
    assert (good.exit_code, good.stdout) == (0, f"{region_dir}: no faults.\n")
    path = region_dir / "events.csv"
    path.write_text(path.read_text("utf-8").replace("2025-03-12", "2025-02-30"), encoding="utf-8")
    bad = run("check", region_dir)
    assert bad.exit_code == 1
    assert "February 2025 has no day 30 [facts.date]" in bad.stdout
    assert "→ write a day from 1 to 28" in bad.stdout
    assert "mend them and check again" in bad.stderr
    found = json.loads(run("check", region_dir, "--json").stdout)
    assert {fault["code"] for fault in found} == {"facts.date"}
    assert found[0]["row"] == "e3"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("check", "nordic-batery-belt"), 2, "Try: did you mean 'nordic-battery-belt'?"),
        (("show", "umae"), 2, "Try: did you mean 'umea'?"),
        (("show", "figure"), 2, "Try: did you mean 'figures'"),
        (("show", "e3", "--as-of", "2022-01-01"), 2, "use --as-of 2025-03-12"),
        (("show", "places", "--as-of", "2022-02-30"), 2, "write it like 2022-09-15"),
        (("diff", "--from", "2025-01-01", "--to", "2024-01-01"), 2, "earlier day first"),
        (("diff", "--from", "yesterday"), 2, "write it like 2022-09-15"),
        (("export", "--xlsx", "no/such/folder.xlsx"), 1, "choose another file"),
        (("import", "--xlsx", "nothing.xlsx"), 1, "check the name of the file"),
        (("new", "Two Words"), 1, "use small letters"),
    ],
)
def test_errors_end_in_something_to_try(
    region_dir: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    if arguments[0] not in ("check", "new"):
        arguments = (*arguments, "--region", str(region_dir))
    result = run(*arguments)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_option_is_a_usage_error() -> None:
    assert run("export").exit_code == 2


def test_show_a_table_in_three_forms(region_dir: Path) -> None:
    shown = run("show", "events", "--region", region_dir, "--as-of", "2022-09-15")
    assert "events, 2 rows as known on 2022-09-15" in shown.stdout
    assert "bankrupt" not in shown.stdout
    rows = json.loads(run("show", "events", "--region", region_dir, "--json").stdout)
    assert [row["event_id"] for row in rows] == ["e1", "e2", "e3"]
    assert rows[1]["source_ids"] == "s1;s2"
    text = run("show", "events", "--region", region_dir, "--csv").stdout
    assert [row["event_id"] for row in csv.DictReader(io.StringIO(text))] == ["e1", "e2", "e3"]


def test_show_a_subject(region_dir: Path) -> None:
    shown = run("show", "ume_cell", "--region", region_dir).stdout
    assert "projects: ume_cell" in shown
    assert "bankrupt" in shown
    assert "power_planned" in shown
    place = run("show", "umea", "--region", region_dir).stdout
    assert "ume_cell" in place
    assert "134249" in place
    rows = json.loads(run("show", "umea", "--region", region_dir, "--json").stdout)
    assert {"table": "places", "row": "umea", "field": "name", "value": "Umeå"} in rows
    assert "=1+1" in run("show", "ume_cell", "--region", region_dir, "--csv").stdout


def test_diff_by_place(region_dir: Path) -> None:
    result = run("diff", "--from", "2021-06-01", "--to", "2025-06-01", "--region", region_dir)
    lines = result.stdout.splitlines()
    assert (
        lines.index("Umeå")
        < lines.index("Vaasa")
        < lines.index("The whole region, and other places")
    )
    assert "  2025-03-12  events  ume_cell: bankrupt: Bankrupt" in lines
    assert any("[was 130224 persons]" in line for line in lines)
    rows = json.loads(run("diff", "--from", "2021-06-01", "--region", region_dir, "--json").stdout)
    assert {row["table"] for row in rows} == {"events", "figures", "parameters"}
    text = run("diff", "--from", "2021-06-01", "--region", region_dir, "--csv").stdout
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(rows)


def test_diff_counts_long_lists(small: Rows, write_region: Write) -> None:
    link = {**small["links"][0], "known_from": "2022-01-01"}
    small["links"] = [{**link, "link_id": f"l{n}"} for n in range(9)]
    folder = write_region(small)
    shown = run("diff", "--from", "2021-06-01", "--region", folder).stdout
    assert "  2022-01-01  links  9 rows (--csv lists them)" in shown.splitlines()


def test_export_edit_import(region_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "region.xlsx"
    assert run("export", "--xlsx", file, "--region", region_dir).exit_code == 0
    same = run("import", "--xlsx", file, "--region", region_dir)
    assert "No row differs from before." in same.stdout
    book = openpyxl.load_workbook(file)
    book["places"]["B2"].value = "Ume"
    book.save(file)
    into = tmp_path / "copy"
    result = run("import", "--xlsx", file, "--region", region_dir, "--into", into)
    assert "places: 0 added, 1 changed, 0 removed" in result.stdout
    assert load(into).row("places", "umea")["name"] == "Ume"
    assert load(region_dir).row("places", "umea")["name"] == "Umeå"
    book["places"]["B2"].value = "=1"
    book["places"]["B3"].value = None
    book.save(file)
    bad = run("import", "--xlsx", file, "--region", region_dir, "--into", into)
    assert bad.exit_code == 1
    assert "sheet places cell B2 (umea), field name: the cell holds a formula" in bad.stderr
    assert "sheet places cell B3 (vaasa), field name" in bad.stderr
    assert "2 faults: mend them and try again." in bad.stderr
    assert load(into).row("places", "umea")["name"] == "Ume"


def test_a_shipped_region_is_imported_into_a_folder_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("export", "--xlsx", "belt.xlsx").exit_code == 0
    result = run("import", "--xlsx", "belt.xlsx")
    assert result.exit_code == 0
    assert "--region ./nordic-battery-belt" in result.stdout
    assert check(Path("nordic-battery-belt")) == []


def test_new_and_describe(tmp_path: Path) -> None:
    result = run("new", "hydrogen-belt", "--into", tmp_path, "--title", "Hydrogen Belt")
    assert result.exit_code == 0
    folder = tmp_path / "hydrogen-belt"
    assert run("check", folder).exit_code == 0
    (folder / "datapackage.json").unlink()
    assert "beltplan facts describe" in run("check", folder).stdout
    assert run("describe", "--region", folder).exit_code == 0
    assert run("check", folder).exit_code == 0
