"""The shipped region: sound, complete, and honest about the past."""

from __future__ import annotations

import csv
import json
import time
import warnings
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest

from beltplan.facts import Region, check, load, locate, schema
from beltplan.facts.descriptor import describe
from beltplan.facts.raw import read_raw
from beltplan.facts.workbook_import import table_text
from beltplan.faults import Collector, plain

if TYPE_CHECKING:
    from pathlib import Path

NAME = "nordic-battery-belt"


@pytest.fixture(scope="module")
def region() -> Region:
    return load(NAME)


@pytest.fixture(scope="module")
def then() -> Region:
    return load(NAME, "2022-09-15")


def rows(shared_dir: Path, name: str) -> list[dict[str, str]]:
    with (shared_dir / "facts" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def ids(region: Region, table: str) -> set[str]:
    return set(region.table(table)[schema().table(table).key])


def statuses(region: Region, project: str) -> list[str]:
    return region.events(project)["status"].to_list()


# --- sound


def test_no_faults() -> None:
    faults = check(NAME)
    assert not faults, plain(faults)


def test_the_descriptor_is_what_the_attribute_table_says() -> None:
    path = locate(NAME) / "datapackage.json"
    assert path.read_text("utf-8") == describe(locate(NAME)), "run `beltplan facts describe`"


def test_the_files_are_written_as_beltplan_writes_them() -> None:
    for table in schema().tables:
        path = locate(NAME) / table.filename
        raw = read_raw(path, table, Collector())
        assert raw is not None
        assert path.read_bytes() == table_text(raw).encode("utf-8"), table.name


def test_frictionless_agrees() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own warnings, not ours
        from frictionless import Package, system

        with system.use_context(trusted=True):
            report = Package(str(locate(NAME) / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:20]
    assert len(report.tasks) == len(schema().tables)


def test_load_and_check_are_quick() -> None:
    load(NAME)
    begin = time.perf_counter()
    load(NAME, "2022-09-15")
    loaded = time.perf_counter()
    check(NAME)
    checked = time.perf_counter()
    assert loaded - begin < 1.0
    assert checked - loaded < 3.0


def test_titles_in_four_languages(region: Region) -> None:
    assert set(region.titles) == {"en", "sv", "fi", "nb"}


# --- the past


def test_johnson_matthey_had_left_by_2022(then: Region) -> None:
    assert statuses(then, "vaa_jm")[-1] == "cancelled"
    assert statuses(load(NAME, "2021-06-01"), "vaa_jm") == ["announced"]


def test_giga_arctic_was_being_built_in_2022(then: Region) -> None:
    assert statuses(then, "rana_giga")[-1] == "construction"
    assert not {"paused", "grid_lost", "cancelled", "repurposed"} & set(statuses(then, "rana_giga"))
    assert {"paused", "grid_lost"} <= set(statuses(load(NAME), "rana_giga"))


def test_northvolt_was_ramping_up_in_2022(then: Region) -> None:
    assert statuses(then, "ske_ett")[-1] == "ramp_up"
    later = {"bankrupt", "reduced", "paused", "sold", "restarting"}
    assert not later & set(statuses(then, "ske_ett"))
    assert {"bankrupt", "restarting"} <= set(statuses(load(NAME), "ske_ett"))
    before = load(NAME, "2025-03-11")
    assert "bankrupt" not in statuses(before, "ske_ett")
    assert "bankrupt" in statuses(load(NAME, "2025-03-31"), "ske_ett")


@pytest.mark.parametrize("day", ["2018-06-30", "2020-01-01", "2022-09-15", "2025-03-12"])
def test_a_view_of_the_past_holds_together(day: str) -> None:
    past = load(NAME, day)
    for table in schema().tables:
        frame = past.table(table.name)
        if "known_from" in table and table.name != "sources":
            assert frame["known_from"].max() is None or str(frame["known_from"].max()) <= day
        for field in table.fields:
            if field.references is None or field.references[0] == "sources":
                continue
            if field.name == "superseded_by":
                continue
            used = frame[field.name]
            used = used.explode() if field.type == "list" else used
            missing = set(used.drop_nulls()) - ids(past, field.references[0])
            assert not missing, f"{table.name}.{field.name} on {day}: {missing}"


# --- complete: every row of the source material is in the region


def test_projects_places_and_sources_are_all_there(region: Region, shared_dir: Path) -> None:
    wanted = {row["project_id"] for row in rows(shared_dir, "industrial_projects.csv")}
    assert len(wanted) == 38
    assert wanted <= ids(region, "projects")
    places = {row["place_id"] for row in rows(shared_dir, "places.csv")}
    assert len(places) == 45
    assert places <= ids(region, "places")
    sources = {row["source_id"] for row in rows(shared_dir, "sources.csv")}
    assert len(sources) == 239
    assert sources <= ids(region, "sources")


def test_every_status_event_is_there(region: Region, shared_dir: Path) -> None:
    listed = rows(shared_dir, "project_status_history.csv")
    assert len(listed) == 67
    events = region.table("events")
    assert len(events) >= 67
    assert set(events["cause"].unique()) <= set(schema().table("events").field("cause").values)
    found = set(zip(events["project_id"], events["date"].cast(pl.String), strict=True))
    for row in listed:
        day = row["date"]
        first = f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]
        assert (row["project_id"], first) in found, row


SOURCES = (
    ("staffing.csv", ("topic", "metric"), "staffing", ("topic", "metric")),
    ("programmes.csv", ("provider", "name"), "programmes", ("provider", "name")),
    ("course_outcomes_paraphrased.csv", ("course_key",), "outcomes", ("course_key",)),
    ("occupations.csv", ("esco_uri", "isco08"), "occupations", ("esco_uri", "isco08")),
    ("battery_skill_extension_draft.csv", ("id",), "competences", ("competence_id",)),
    ("research.csv", ("institution", "specialisation"), "research",
     ("institution", "specialisation")),
    ("initiatives.csv", ("name",), "initiatives", ("name",)),
    ("sites.csv", ("site", "attribute"), "sites", ("site", "attribute")),
    ("eu_open_calls_relevant.csv", ("topic_id",), "calls", ("topic_id",)),
    ("forecasts_vs_outcomes.csv", ("case_id",), "forecasts", ("case_id",)),
    ("forecast_tools.csv", ("tool",), "tools", ("tool",)),
    ("user_reports.csv", ("report",), "reports", ("report",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("file", "columns", "table", "fields"), SOURCES, ids=[each[0] for each in SOURCES]
)
def test_every_row_of_a_source_file_is_there(
    region: Region,
    shared_dir: Path,
    file: str,
    columns: tuple[str, ...],
    table: str,
    fields: tuple[str, ...],
) -> None:
    listed = Counter(tuple(row[c] for c in columns) for row in rows(shared_dir, file))
    kept = Counter(tuple(str(v) for v in row) for row in region.table(table)[list(fields)].rows())
    assert not listed - kept


def test_every_link_is_there(region: Region, shared_dir: Path) -> None:
    listed = rows(shared_dir, "connections.csv")
    between = [row for row in listed if row["from_place"] != row["to_place"]]
    assert len(region.table("links")) >= len(between) == 137
    (route,) = (row for row in listed if row["from_place"] == row["to_place"])
    lengths = region.figures(metric="route_length")["value"].to_list()
    assert float(route["distance_km"]) in lengths, "the length of the E12 is a figure of its own"


def test_rules_and_worked_checks_are_all_there(region: Region, shared_dir: Path) -> None:
    content = json.loads((shared_dir / "facts" / "funding_rules.json").read_text("utf-8"))
    wanted = {(rule["programme"], rule["id"]) for rule in content["rules"]}
    kept = region.table("rules")
    assert len(content["rules"]) == 81
    assert wanted <= set(zip(kept["programme"], kept["rule_id"], strict=True))
    assert len(region.table("rule_checks")) >= len(content["worked_checks"]) == 8


def test_the_named_parameters_are_kept(region: Region, shared_dir: Path) -> None:
    wanted = {row["parameter"] for row in rows(shared_dir, "model_parameters.csv")}
    kept = {parameter.name for parameter in region.parameters()}
    missing = {name for name in wanted if not any(each.startswith(name[:20]) for each in kept)}
    assert not missing


def test_every_population_count_is_a_figure(region: Region, shared_dir: Path) -> None:
    figures = region.figures()
    kept = set(zip(figures["subject"], figures["value"], strict=True))
    for row in rows(shared_dir, "population_history.csv"):
        assert (row["place_id"], float(row["value"])) in kept, row


def test_every_theme_is_a_figure(region: Region, shared_dir: Path) -> None:
    figures = region.figures()
    numbers: dict[str, set[float]] = {}
    for row in figures.iter_rows(named=True):
        values = (row["value"], row["low"], row["high"])
        numbers.setdefault(row["subject"], set()).update(v for v in values if v is not None)
    everywhere = set().union(*numbers.values())
    missing = []
    for row in rows(shared_dir, "themes.csv"):
        text = row["value"].replace(",", "")
        if text.replace(".", "", 1).isdigit():
            known = numbers.get(row["place_id"], everywhere)
            forms = {float(text), float(text) / 100, float(text) * 1e6, float(text) * 1e9}
            if not any(abs(form - each) < 1e-9 * max(form, 1) for form in forms for each in known):
                missing.append((row["place_id"], row["metric"], row["value"]))
    assert not missing


def test_partial_addresses_stay_marked(region: Region, shared_dir: Path) -> None:
    listed = {row["source_id"]: row for row in rows(shared_dir, "sources.csv")}
    marks = dict(region.table("sources").select("source_id", "url_completeness").iter_rows())
    partial = {name for name, row in listed.items() if row["url_completeness"] == "partial"}
    assert partial
    newly_full = {name for name in partial if marks[name] == "full"}
    assert len(newly_full) <= len(partial) / 2
    for name in partial - newly_full:
        assert marks[name] in ("partial", "id_only", "none")
