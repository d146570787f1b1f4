"""The facts that coverage rests on: known competences, quoted outcomes, rules with statutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from beltplan.coverage.roles import roles
from beltplan.skills.extension import BASE, extension

if TYPE_CHECKING:
    from beltplan.facts import Region

KNOWN = {concept.uri for concept in extension()}


def test_every_competence_named_is_one_of_the_vocabulary(region: Region) -> None:
    for table in ("role_competences", "outcome_readings"):
        named = {BASE + name for name in region.table(table)["competence_id"]}
        assert named <= KNOWN, table


def test_a_reading_quotes_an_outcome_of_its_course(region: Region) -> None:
    outcomes = dict(region.table("outcomes").select("course_key", "outcomes").iter_rows())
    for row in region.table("outcome_readings").iter_rows(named=True):
        assert row["outcome"] in outcomes[row["course_key"]], row["reading_id"]


def test_shares_and_levels_are_in_order(region: Region) -> None:
    for role in roles(region):
        assert role.needs, role.role_id
        assert len({need.competence for need in role.needs}) == len(role.needs)
        for need in role.needs:
            assert 0 <= need.share.low <= need.share.central <= need.share.high <= 1


def test_roles_and_kinds_are_named_in_four_languages(region: Region) -> None:
    for table in ("roles", "programme_kinds"):
        frame = region.table(table)
        for language in ("en", "sv", "fi", "nb"):
            assert frame[f"label_{language}"].null_count() == 0, (table, language)


def test_a_right_by_law_names_its_statute_and_source(region: Region) -> None:
    rules = region.table("entry_rules")
    by_law = rules.filter(pl.col("standing").is_in(["home", "equal", "residents_only"]))
    assert by_law.height >= 30
    assert by_law["statute"].null_count() == 0
    bare = by_law.filter((pl.col("source_ids").list.len() == 0) & (pl.col("kind") != "assumption"))
    assert bare.is_empty()
    countries = region.table("programme_kinds")["country"].drop_nulls()
    assert {"SE", "FI", "NO"} <= set(countries)


def test_every_course_of_the_list_has_a_kind_and_projects_have_none(region: Region) -> None:
    programmes = region.table("programmes")
    none = set(programmes.filter(pl.col("kind_id").is_null())["type"])
    assert none == {
        "research centre", "programme initiative (HE)", "development project",
        "development project (ESF+)", "partnership",
    }  # fmt: skip
