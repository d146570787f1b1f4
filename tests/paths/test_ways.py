"""Ways over the shipped and changed facts: understood, allowed by law, honest, not stored."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from typer.testing import CliRunner

from beltplan.cli.main import app
from beltplan.coverage.errors import UnknownPlaceError
from beltplan.facts import Region, load
from beltplan.paths import FLAGS, UnknownOccupationError, UnknownSpeechError, find
from beltplan.paths.market import HOURS_STEP, MONEY_STEP
from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beltplan.paths import Paths

PAPER, CELL = "process operator, paper", "battery cell technician"


@pytest.fixture(scope="session")
def region() -> Region:
    return load("nordic-battery-belt")


def changed(region: Region, **tables: Callable[[pl.DataFrame], pl.DataFrame]) -> Region:
    made = {name: how(region._tables[name]) for name, how in tables.items()}
    return replace(region, _tables={**region._tables, **made})


def ids(found: Paths) -> list[list[str]]:
    return [[step.programme.programme_id for step in path.steps] for path in found.paths]


def test_the_question_of_the_issue(region: Region) -> None:
    found = find(region, PAPER, CELL, place="umea", languages=("sv", "en"))
    assert (found.start.position_id, found.target.position_id) == (
        "paper_operator",
        "cell_operator",
    )
    assert ["P36"] in ids(found)
    assert found.complete
    assert found.today.left_share > max(path.left_share for path in found.paths)
    novia = next(path for path in found.paths if ids(found)[found.paths.index(path)] == ["P36"])
    (step,) = novia.steps
    assert step.rule.standing == "equal"
    assert "Nordic" in step.rule.rule
    assert {"not_confirmed", "explained", "language_unknown", "seats_unknown"} <= set(step.flags)
    assert novia.months.low <= novia.months.central <= novia.months.high
    assert novia.money.low < novia.money.central < novia.money.high


def test_no_way_beats_another(region: Region) -> None:
    for target in (CELL, "battery engineer", "battery test technician"):
        found = find(region, PAPER, target, place="skelleftea", languages=("sv", "en"))
        rows = [
            (
                path.months.central,
                sum(round(s.money.central / MONEY_STEP) for s in path.steps),
                sum(round(s.hours.central / HOURS_STEP) for s in path.steps),
                path.language,
                round(path.left_share, 9),
                not path.prepared,
            )
            for path in found.paths
        ]
        for a in rows:
            assert not any(
                b != a and all(x <= y for x, y in zip(b, a, strict=True)) for b in rows
            ), target
        reached = {min(path.level, found.target.level) for path in found.paths}
        assert len(reached) <= 1, "ways that end below the level only where none reaches it"


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Battery cell technician", "cell_operator"),
        ("battericelltekniker", "cell_operator"),
        ("akkukennoteknikko", "cell_operator"),
        ("pappersoperatör", "paper_operator"),
        ("celleoperatør", "cell_operator"),
        ("industrielektriker", "process_automation"),
    ],
)
def test_names_of_four_languages_are_understood(region: Region, text: str, position: str) -> None:
    found = find(region, text, CELL, place="umea")
    assert found.start.position_id == position
    assert found.start.score == 1


def test_a_near_name_says_so_and_what_else_it_may_be(region: Region) -> None:
    found = find(region, "undersköterska", CELL, place="umea", languages=("sv",))
    assert found.start.group_id == "care_assistants"
    assert found.start.score < 1
    assert found.start_others
    assert not found.today.prepared


def test_what_is_not_understood_is_refused(region: Region) -> None:
    with pytest.raises(UnknownOccupationError, match="xyzzy"):
        find(region, "xyzzy qqq", CELL, place="umea")
    with pytest.raises(UnknownPlaceError, match="skelleftea"):
        find(region, PAPER, CELL, place="skeleftea")
    with pytest.raises(UnknownSpeechError, match="tlh"):
        find(region, PAPER, CELL, place="umea", languages=("tlh",))
    with pytest.raises(UnknownSpeechError):
        find(region, PAPER, CELL, place="umea", languages=())


def test_komvux_is_closed_to_who_lives_in_finland(region: Region) -> None:
    home = find(region, "care assistant", CELL, place="skelleftea", languages=("sv",))
    assert any("P04" in way for way in ids(home))
    abroad = find(region, "care assistant", CELL, place="vaasa", languages=("sv",))
    assert not any("P04" in way for way in ids(abroad))
    assert "P04" in abroad.left_out["residents_only"][1]
    assert all("P04" not in [s.programme.programme_id for s in p.steps] for p in abroad.ask)


def test_language_decides_what_is_open(region: Region) -> None:
    swedish = find(region, PAPER, CELL, place="kokkola", languages=("sv",))
    finnish = find(region, PAPER, CELL, place="kokkola", languages=("fi",))
    taught = {lang for p in finnish.ask for s in p.steps for lang in s.programme.languages}
    assert taught <= {"fi"}
    near = [p for p in swedish.ask if p.language == 1]
    assert {s.programme.programme_id for p in near for s in p.steps} >= {"P51"}
    assert finnish.left_out["language"][0] > swedish.left_out["language"][0]


def test_a_higher_level_needs_a_degree_in_the_field(region: Region) -> None:
    found = find(region, PAPER, "battery engineer", place="skelleftea", languages=("sv", "en"))
    assert found.paths
    assert all(path.level == 7 for path in found.paths)
    for path in found.paths:
        raised = [s.programme.group_id for s in path.steps if s.programme.kind.exit_eqf]  # type: ignore[union-attr]
        assert set(raised) <= {"process_engineers", "quality_lab", "production_engineers"}


def test_what_one_brings_shortens_where_law_says_so(region: Region) -> None:
    known = {
        "role_competences": lambda t: t.with_columns(
            pl.when(pl.col("role_id") == "paper_operator")
            .then(pl.lit("nbb-skill-001"))
            .otherwise("competence_id")
            .alias("competence_id")
        ).unique(["role_id", "competence_id"], maintain_order=True)
    }
    brought = find(changed(region, **known), PAPER, CELL, place="umea")
    steps = [s for p in brought.paths for s in p.steps if s.programme.programme_id == "P36"]
    assert steps
    assert all("prior_learning" in step.flags for step in steps)
    plain = find(region, PAPER, CELL, place="umea")
    whole = next(s for p in plain.paths for s in p.steps if s.programme.programme_id == "P36")
    assert steps[0].months.low < whole.months.low


def test_a_start_that_is_announced_is_waited_for(region: Region) -> None:
    later = changed(
        region,
        programmes=lambda t: t.with_columns(
            pl.when(pl.col("programme_id") == "P36").then(pl.lit("2028")).otherwise("start_year")
            .alias("start_year")
        ),
    )  # fmt: skip
    found = find(later, PAPER, CELL, place="umea")
    steps = [s for p in found.paths for s in p.steps if s.programme.programme_id == "P36"]
    assert all(step.start >= 14 for step in steps), "January 2028 is 14 months after Nov 2026"


def test_what_is_not_recorded_is_asked_not_claimed(region: Region) -> None:
    found = find(region, PAPER, CELL, place="umea", languages=("sv", "en"))
    asked = {s.programme.programme_id for p in found.ask for s in p.steps}
    shown = {s.programme.programme_id for p in found.paths for s in p.steps}
    assert "P51" in asked
    assert not asked & shown
    for path in found.ask:
        unknown = "content_unknown" in path.steps[0].flags
        assert unknown != ("content_part" in path.steps[0].flags)
        assert not (unknown and path.learnt)


def test_what_is_recorded_in_part_is_said_on_the_way(region: Region) -> None:
    found = find(region, PAPER, CELL, place="gothenburg", languages=("sv", "en"))
    steps = [s for p in (*found.paths, *found.ask) for s in p.steps]
    (battery_centre,) = {s.flags for s in steps if s.programme.programme_id == "P20"}
    assert "content_part" in battery_centre


def test_courses_for_teachers_are_for_teachers(region: Region) -> None:
    found = find(region, PAPER, CELL, place="umea", languages=("sv", "en"))
    assert not any(s.programme.programme_id == "P59" for p in found.paths for s in p.steps)
    assert "P59" in found.left_out["audience"][1]
    teacher = find(region, "Teachers", CELL, place="umea", languages=("sv", "en"))
    assert "audience" not in teacher.left_out


def test_long_chains_do_not_hide_short_ways(region: Region) -> None:
    found = find(region, PAPER, CELL, place="umea", languages=("sv", "en"))
    best = [p.months.central for p in found.paths if p.prepared and p.best]
    assert best == sorted(best)
    assert found.paths[0].best


def test_work_that_the_facts_do_not_know_is_another_field_at_the_level_said(
    region: Region,
) -> None:
    with pytest.raises(UnknownOccupationError) as caught:
        find(region, "kock", CELL, place="skelleftea", languages=("sv",))
    assert "--level" in (caught.value.way_out or "")
    found = find(region, "kock", CELL, place="skelleftea", languages=("sv",), level=4)
    assert (found.start.kind, found.start.level, found.holds) == ("other", 4, ())
    assert not found.today.prepared
    with pytest.raises(UnknownOccupationError):
        find(region, "", CELL, place="skelleftea", level=4)
    with pytest.raises(UnknownOccupationError):
        find(region, PAPER, "qwertyuiop", place="skelleftea", level=4)


def test_every_flag_has_words(region: Region) -> None:
    seen: set[str] = set()
    for place, languages in (("umea", ("sv", "en")), ("rana", ("nb",)), ("oulu", ("fi", "en"))):
        for target in (CELL, "battery engineer", "process operator, battery recycling"):
            found = find(region, "care assistant", target, place=place, languages=languages)
            seen |= {f for p in (*found.paths, *found.ask) for s in p.steps for f in s.flags}
    assert seen <= set(FLAGS)
    assert len(seen) > 10


def test_a_target_without_a_described_role_still_gets_an_answer(region: Region) -> None:
    found = find(region, PAPER, "care assistant", place="umea", languages=("sv",))
    assert found.needs == ()
    assert found.today.left_share == 0


def test_the_same_question_has_the_same_answer(region: Region) -> None:
    asked: dict[str, Any] = {"place": "lulea", "languages": ("sv", "en")}
    assert ids(find(region, PAPER, "battery engineer", **asked)) == ids(
        find(region, PAPER, "battery engineer", **asked)
    )


def test_an_earlier_day_answers_too() -> None:
    found = find(load("nordic-battery-belt", "2023-06-30"), PAPER, CELL, place="umea")
    assert found.today.prepared


# --- the command


def test_the_command_tells_the_ways_and_stores_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    asked = ["paths", "--from", PAPER, "--to", CELL, "--place", "umea", "--languages", "sv,en"]
    told = runner.invoke(app, asked)
    assert told.exit_code == 0, told.output
    for words in ("Apply now", "Way 1", "Nothing about you was stored", "Ask also"):
        assert words in told.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong", [("--place", "nowhere"), ("--languages", "xx"), ("--from", "zzz qqq xxx")]
)
def test_the_command_refuses_with_a_way_out(wrong: tuple[str, str]) -> None:
    asked = {"--from": PAPER, "--to": CELL, "--place": "umea", **dict([wrong])}
    told = CliRunner().invoke(app, ["paths", *(part for pair in asked.items() for part in pair)])
    assert told.exit_code == 1
    assert "Try:" in told.output


def test_competences_of_ways_have_names(region: Region) -> None:
    known = {concept.uri for concept in extension()}
    found = find(region, PAPER, "battery engineer", place="umea")
    for path in found.paths:
        assert set(path.learnt) | set(path.left) <= known
        assert not set(path.learnt) & set(path.left)
    assert {field.name for field in fields(found)} >= {"paths", "ask", "left_out"}
