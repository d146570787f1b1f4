"""How the shipped region was curated: sourced, dated, translated, true to the first collection."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl
import pytest

from beltplan.facts import Region, load, schema

if TYPE_CHECKING:
    from pathlib import Path

NAME = "nordic-battery-belt"
LANGUAGES = ("sv", "fi", "nb")


@pytest.fixture(scope="module")
def region() -> Region:
    return load(NAME)


def rows(shared_dir: Path, name: str) -> list[dict[str, str]]:
    with (shared_dir / "facts" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


# --- every row says where it comes from


@pytest.mark.parametrize("table", [t.name for t in schema().tables if "source_ids" in t])
def test_a_row_has_a_source_or_is_an_assumption_that_says_so(region: Region, table: str) -> None:
    frame = region.table(table)
    bare = frame.filter(
        (pl.col("source_ids").list.len().fill_null(0) == 0)
        & ~((pl.col("kind") == "assumption") & pl.col("note").is_not_null())
    )
    assert bare.is_empty(), bare[schema().table(table).key].to_list()


def test_a_weak_or_partisan_source_is_marked(region: Region) -> None:
    partisan = region.table("sources").filter(pl.col("source_type") == "partisan_press")
    assert set(partisan["kind"]) == {"press"}
    assert set(partisan["reliability"]) == {"weak"}
    assert partisan["note"].null_count() == 0


def test_what_is_superseded_names_a_newer_row(region: Region) -> None:
    replaced = region.table("sources").filter(pl.col("superseded_by").is_not_null())
    assert {"rf_vb", "nyatider_mar", "statnett_2023"} <= set(replaced["source_id"])


# --- disputes and definitions


def test_the_known_disputes_are_kept_with_one_preferred(region: Region) -> None:
    figures = region.figures().filter(pl.col("dispute").is_not_null())
    kept = set(figures["dispute"])
    assert {
        "skelleftea.population.2025-07",
        "ske_ett.headcount.2024",
        "ske_ett.foreign_staff_share",
        "cell_plants.jobs_per_gwh",
        "cell_plants.higher_education_share",
    } <= kept
    assert figures.filter(pl.col("preferred"))["dispute"].len() == len(kept)


def test_unemployment_never_stands_without_its_definition(region: Region) -> None:
    figures = region.figures(metric="unemployment_pct")
    assert figures.height > 10
    assert figures["definition"].null_count() == 0
    metric = region.table("metrics").filter(pl.col("metric") == "unemployment_pct")
    assert metric["comparable"].item() is False


def test_a_county_value_is_not_a_town_value(region: Region) -> None:
    assert region.figures("lulea", "unemployment_pct").is_empty()
    assert region.figures("norrbotten", "unemployment_pct")["value"].to_list() == [3.9]


# --- projects, events, places


def test_every_project_has_an_event_and_its_quantities_are_dated(region: Region) -> None:
    projects = set(region.table("projects")["project_id"])
    assert projects == set(region.events()["project_id"])
    figures = region.figures().filter(
        (pl.col("subject_type") == "project") & (pl.col("metric") == "planned_jobs")
    )
    assert figures["date"].null_count() == 0


def test_numbers_of_the_project_list_are_kept(region: Region, shared_dir: Path) -> None:
    kept: dict[str, set[float]] = {}
    for row in region.figures().filter(pl.col("subject_type") == "project").iter_rows(named=True):
        numbers = {row[name] for name in ("value", "low", "high")} - {None}
        kept.setdefault(row["subject"], set()).update(numbers)
    missing = [
        (row["project_id"], column, row[column])
        for row in rows(shared_dir, "industrial_projects.csv")
        for column in ("capacity", "planned_jobs", "power_mw", "investment")
        for part in [row[column]]
        if (value := number(part)) is not None and value not in kept.get(row["project_id"], ())
    ]
    assert not missing


def test_every_place_has_a_dated_population_and_a_point(region: Region) -> None:
    for place in region.table("places").iter_rows(named=True):
        figure = region.figure(place["place_id"], "population")
        assert figure is not None, place["place_id"]
        assert figure.date is not None
        assert figure.value is not None
        assert place["lat"] is not None
        assert place["lon"] is not None


@pytest.mark.parametrize(
    ("day", "population"),
    [
        ("2017-06-30", 72_316),
        ("2019-06-30", 72_467),
        ("2022-09-15", 73_393),
        ("2024-12-31", 78_647),
    ],
)
def test_skelleftea_as_it_was_known(day: str, population: float) -> None:
    figure = load(NAME, day).figure("skelleftea", "population")
    assert figure is not None
    assert figure.value == population


def test_plans_grow_and_shrink_with_the_day() -> None:
    values = {}
    for day in ("2019-12-31", "2021-12-31"):
        figure = load(NAME, day).figure("ske_ett", "capacity")
        assert figure is not None
        values[day] = figure.value
    assert values == {"2019-12-31": 32, "2021-12-31": 60}
    rana = load(NAME, "2022-09-15").figure("rana_giga", "planned_jobs")
    assert rana is not None
    assert rana.value == 1_500


# --- values carried over unchanged


@pytest.mark.parametrize(
    ("file", "key", "table", "column", "field"),
    [
        ("programmes.csv", ("id", "programme_id"), "programmes", "seats_per_year",
         "seats_per_year"),
        ("occupations.csv", ("esco_uri", "esco_uri"), "occupations", "n_essential", "n_essential"),
        ("sites.csv", ("attribute", "attribute"), "sites", "area_ha", "area_ha"),
        ("initiatives.csv", ("name", "name"), "initiatives", "budget", "budget"),
        ("eu_open_calls_relevant.csv", ("topic_id", "topic_id"), "calls", "budget_max_eur",
         "budget_max_eur"),
    ],
)  # fmt: skip
def test_a_number_is_the_number_that_was_found(
    region: Region, shared_dir: Path, file: str, key: tuple[str, str], table: str, column: str,
    field: str,
) -> None:  # fmt: skip
    kept: dict[str, list[float | None]] = {}
    for row in region.table(table).iter_rows(named=True):
        kept.setdefault(str(row[key[1]]), []).append(row[field])
    for row in rows(shared_dir, file):
        value = number(row[column])
        if value is not None:
            assert value in kept[row[key[0]]], row[key[0]]


def test_staffing_numbers_are_kept(region: Region, shared_dir: Path) -> None:
    kept = region.table("staffing")
    assert kept.height == 78
    listed = [abs(v) for row in rows(shared_dir, "staffing.csv") if (v := number(row["value"]))]
    assert sorted(listed) == sorted(v for v in kept["value"].to_list() if v)


def test_occupations_keep_four_codes_and_four_languages(region: Region, shared_dir: Path) -> None:
    listed = {row["esco_uri"]: row for row in rows(shared_dir, "occupations.csv")}
    kept = region.table("occupations")
    assert kept.height == 91
    pairs = (("ssyk2012", "ssyk2012"), ("aml2010_4digit", "aml2010"), ("styrk08", "styrk08"))
    for row in kept.iter_rows(named=True):
        found = listed[row["esco_uri"]]
        for column, field in pairs:
            wanted = found[column] if found[column] not in ("", "none", "unknown") else None
            assert row[field] == wanted
        for language in ("en", *LANGUAGES):
            wanted = found[f"label_{language}"]
            assert row[f"label_{language}"] == (None if wanted in ("", "unknown") else wanted)
        assert row["essential_skills_en"] == list(
            dict.fromkeys(s.strip() for s in found["essential_skills_en"].split(";"))
        )


def test_call_summaries_are_our_own_words(region: Region, shared_dir: Path) -> None:
    listed = {row["topic_id"]: row for row in rows(shared_dir, "eu_open_calls_relevant.csv")}
    for row in region.table("calls").iter_rows(named=True):
        theirs = " ".join(listed[row["topic_id"]]["description_first_1500"].lower().split())
        words = row["summary"].lower().rstrip(".").split()
        runs = (" ".join(words[i : i + 7]) for i in range(len(words) - 6))
        assert not any(run in theirs for run in runs), row["topic_id"]


# --- languages


def test_events_metrics_and_plants_have_texts_in_four_languages(region: Region) -> None:
    texts = region.table("texts")
    have = set(zip(texts["table"], texts["row"], texts["lang"], strict=True))
    wanted = [
        ("events", event, language)
        for event in region.events()["event_id"]
        for language in LANGUAGES
    ]
    wanted += [
        ("metrics", m, lang) for m in region.table("metrics")["metric"] for lang in LANGUAGES
    ]
    wanted += [
        ("projects", p, lang)
        for p in region.table("projects")["project_id"]
        for lang in ("en", *LANGUAGES)
    ]
    assert not [key for key in wanted if key not in have]


def test_official_names_of_bilingual_towns(region: Region) -> None:
    names = {
        (place, language): region.text("places", place, "name", language)
        for place in ("vaasa", "kokkola", "oulu", "tornio", "jakobstad", "korsholm")
        for language in ("sv", "fi")
    }
    assert {key: text.text for key, text in names.items() if key[1] == "sv"} == {
        ("vaasa", "sv"): "Vasa",
        ("kokkola", "sv"): "Karleby",
        ("oulu", "sv"): "Uleåborg",
        ("tornio", "sv"): "Torneå",
        ("jakobstad", "sv"): "Jakobstad",
        ("korsholm", "sv"): "Korsholm",
    }
    assert names["korsholm", "fi"].text == "Mustasaari"
    assert {text.origin for text in names.values()} == {"official"}
