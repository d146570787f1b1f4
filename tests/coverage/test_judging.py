"""A mention is not mastery; levels are compared; doubt is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.coverage.conftest import course

from beltplan.coverage.judging import REASONS, Judgement, judge
from beltplan.coverage.programmes import kinds
from beltplan.coverage.teaching import depth_of, teaching

if TYPE_CHECKING:
    from beltplan.facts import Region


def asked(region: Region, **values: Any) -> Judgement | None:
    how = {
        key: values.pop(key, usual)
        for key, usual in (
            ("depth", "does"),
            ("basis", "reading"),
            ("knowledge", False),
            ("level", 4),
            ("year", 2030),
        )
    }
    return judge(course(region, **values), **how)


def test_a_course_for_teachers_teaches_no_operator(region: Region) -> None:
    from dataclasses import replace

    made = course(region)
    assert made.kind is not None
    made = replace(made, kind=replace(made.kind, audience="teachers"))
    asked: dict[str, Any] = {
        "depth": "does", "basis": "reading", "knowledge": False, "level": 4, "year": 2030
    }  # fmt: skip
    found = judge(made, **asked, groups=["process_operators"])
    assert found is not None
    assert (found.grade, found.reasons) == ("named", ("audience",))
    teacher = judge(made, **asked, groups=["teachers"])
    assert teacher is not None
    assert teacher.counts


def test_a_fresh_running_course_of_the_level_teaches(region: Region) -> None:
    assert asked(region) == ("taught", ())


@pytest.mark.parametrize(
    ("values", "grade", "reason"),
    [
        ({"depth": "names"}, "named", "named"),
        ({"depth": "explains"}, "uncertain", "explained"),
        ({"level": None}, "uncertain", "need_level_unknown"),
        ({"status": "unknown"}, "uncertain", "status_unknown"),
        ({"status": "announced"}, "uncertain", "announced"),
        ({"grey": True}, "uncertain", "not_confirmed"),
        ({"basis": "outcome"}, "uncertain", "machine_read"),
        ({"kind": None}, "named", "not_a_course"),
    ],
)
def test_each_doubt_is_said(
    region: Region, values: dict[str, Any], grade: str, reason: str
) -> None:
    found = asked(region, **values)
    assert found is not None
    assert found.grade == grade
    assert reason in found.reasons
    assert set(found.reasons) <= set(REASONS)


def test_the_level_of_the_programme_may_be_unknown_or_a_span(region: Region) -> None:
    def of(level: tuple[int, int] | None) -> Judgement | None:
        return judge(
            course(region, level=level),
            depth="does", basis="reading", knowledge=False, level=4, year=2030,
        )  # fmt: skip

    assert of(None) == ("uncertain", ("level_unknown",))
    assert of((3, 5)) == ("uncertain", ("level_range",))
    assert of((3, 3)) == ("below", ())
    assert of((5, 5)) == ("taught", ())


def test_explaining_is_enough_for_knowledge(region: Region) -> None:
    assert asked(region, depth="explains", knowledge=True) == ("taught", ())


def test_a_course_whose_entry_is_above_the_post_is_out_of_reach(region: Region) -> None:
    advanced = course(region, kind=kinds(region)["se_course_advanced"], level=(7, 7))
    ask = {"depth": "does", "basis": "reading", "knowledge": False, "year": 2030}
    low = judge(advanced, level=4, **ask)  # type: ignore[arg-type]
    high = judge(advanced, level=6, **ask)  # type: ignore[arg-type]
    assert low == ("above", ())
    assert high == ("taught", ())


def test_ended_and_later_courses_do_not_count(region: Region) -> None:
    assert asked(region, status="ended") is None
    assert asked(region, first_start=2031) is None
    assert asked(region, first_start=2030) is not None


@pytest.mark.parametrize(
    ("outcome", "language", "depth"),
    [
        ("assemble cells", "en", "does"),
        ("explain how to assemble cells", "en", "explains"),
        ("electrolyte filling", "en", "names"),
        ("montera battericeller", "sv", "does"),
        ("beskriva montering av celler", "sv", "explains"),
        ("koota akkukennoja", "fi", "does"),
        ("kuvata kennon kokoonpano", "fi", "explains"),
        ("montere battericeller", "nb", "does"),
        ("gjøre rede for formering", "nb", "explains"),
    ],
)
def test_the_first_verb_says_the_depth(outcome: str, language: str, depth: str) -> None:
    assert depth_of(outcome, language) == depth


def test_titles_only_name(region: Region) -> None:
    found = teaching(region)
    titles = found.filter(found["basis"] == "title")
    assert titles.height > 0
    assert set(titles["depth"]) == {"names"}
    assert found.select("programme_id", "competence").is_duplicated().sum() == 0
