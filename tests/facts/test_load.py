"""What a region says it knew on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from beltplan.facts import (
    NotADateError,
    UnknownParameterError,
    UnknownRegionError,
    UnknownRowError,
    UnknownTableError,
    load,
    locate,
    names,
    schema,
)
from beltplan.facts.schema import dtype
from beltplan.faults import FaultError

Rows = dict[str, list[dict[str, str]]]
Write = Callable[[Rows], Path]


def test_names_lists_the_shipped_region() -> None:
    assert "nordic-battery-belt" in names()


def test_a_folder_is_a_region(region_dir: Path) -> None:
    region = load(region_dir)
    assert (region.name, region.title) == ("small", "Small region")
    assert region.as_of == region.created == date(2026, 11, 21)
    assert load(str(region_dir)).path == region_dir


def test_unknown_region_names_those_that_are_shipped() -> None:
    with pytest.raises(UnknownRegionError, match="did you mean 'nordic-battery-belt'"):
        locate("nordic-batery-belt")


@pytest.mark.parametrize("day", ["2022-02-30", "2022", "20220915", "15.9.2022", ""])
def test_as_of_is_a_day(region_dir: Path, day: str) -> None:
    with pytest.raises(NotADateError, match="2022-09-15"):
        load(region_dir, day)


def test_as_of_takes_dates_too(region_dir: Path) -> None:
    day = date(2022, 9, 15)
    assert load(region_dir, day).as_of == load(region_dir, datetime(2022, 9, 15, 8)).as_of == day  # noqa: DTZ001


def test_tables_are_typed_as_declared(region_dir: Path) -> None:
    region = load(region_dir)
    for table in schema().tables:
        frame = region.table(table.name)
        assert tuple(frame.columns) == table.names
        assert list(frame.dtypes) == [dtype(field) for field in table.fields]


def test_cells_keep_their_meaning(region_dir: Path) -> None:
    region = load(region_dir)
    event = region.row("events", "e2")
    assert event["workforce_change"] == -1000.0
    assert event["source_ids"] == ["s1", "s2"]
    assert event["note"] is None
    assert region.row("events", "e1")["description"] == 'Announced, with "quotes"\nand lines'
    assert region.row("groups", "nurses")["close_groups"] == []
    assert region.row("projects", "ume_cell")["new_build"] is True


def test_rows_not_yet_public_are_hidden(region_dir: Path) -> None:
    region = load(region_dir, "2022-09-15")
    assert region.events("ume_cell")["event_id"].to_list() == ["e1", "e2"]
    assert load(region_dir, "2019-05-31").table("projects").is_empty()
    assert load(region_dir, "2019-06-01").table("projects")["project_id"].to_list() == ["ume_cell"]


def test_sources_without_a_date_are_always_there(region_dir: Path) -> None:
    region = load(region_dir, "2018-01-01")
    assert region.table("sources")["source_id"].to_list() == ["s2"]
    assert [s.source_id for s in region.sources(["s2", "s3", "s2"])] == ["s2"]
    with pytest.raises(UnknownRowError):
        region.sources(["s9"])


def test_texts_of_hidden_rows_are_hidden(region_dir: Path) -> None:
    assert load(region_dir, "2022-09-15").table("texts")["text_id"].to_list() == ["t1"]


def test_events_are_sorted(small: Rows, write_region: Write) -> None:
    small["events"].reverse()
    region = load(write_region(small))
    assert region.events()["event_id"].to_list() == ["e1", "e2", "e3"]


def test_unknown_table(region_dir: Path) -> None:
    with pytest.raises(UnknownTableError, match="did you mean 'places'"):
        load(region_dir).table("place")


# --- parameters


def test_parameters(region_dir: Path) -> None:
    region = load(region_dir)
    jobs = region.parameter("jobs_per_gwh")
    assert (jobs.low, jobs.central, jobs.high, jobs.unit) == (100, 143, 190, "jobs/GWh")
    assert jobs.source_ids == ("s1",)
    assert [p.name for p in region.parameters()] == ["jobs_per_gwh", "hindsight"]
    assert [p.name for p in region.parameters(room="futures")] == ["hindsight"]


def test_unknown_parameter_names_near_ones_and_the_day(region_dir: Path) -> None:
    with pytest.raises(UnknownParameterError, match="did you mean 'jobs_per_gwh'"):
        load(region_dir).parameter("jobs_per_gw")
    with pytest.raises(KeyError, match="known from 2025-06-01, after 2022-01-01"):
        load(region_dir, "2022-01-01").parameter("hindsight")


# --- figures


def test_the_newest_figure_not_after_the_day(region_dir: Path) -> None:
    region = load(region_dir)

    def value(at: date | None) -> float | None:
        figure = region.figure("umea", "population", at)
        return figure.value if figure else None

    assert value(None) == 134249
    assert value(date(2024, 12, 31)) == 134249
    assert value(date(2024, 12, 30)) == 130224
    assert value(date(2020, 12, 30)) is None
    assert region.figure("umea", "homes") is None


def test_what_was_not_public_is_not_picked(region_dir: Path) -> None:
    figure = load(region_dir, "2025-01-31").figure("umea", "population")
    assert figure is not None
    assert figure.value == 130224


def test_a_dispute_gives_the_preferred_figure_once_it_is_known(region_dir: Path) -> None:
    before = load(region_dir, "2021-06-01").figure("ume_cell", "power_planned")
    after = load(region_dir).figure("ume_cell", "power_planned")
    assert before is not None
    assert after is not None
    assert (before.figure_id, after.figure_id) == ("f4", "f3")
    assert (after.low, after.high, after.source_ids) == (200, 300, ("s1",))
    assert len(load(region_dir).figures("ume_cell")) == 2


def test_a_figure_is_superseded_once_the_newer_is_known(region_dir: Path) -> None:
    before = load(region_dir, "2021-12-31").figure("vaasa", "net_migration")
    after = load(region_dir).figure("vaasa", "net_migration")
    assert before is not None
    assert after is not None
    assert (before.value, after.value) == (-300, -280)


def test_status_chooses_and_breaks_ties(small: Rows, write_region: Write) -> None:
    goal = {**small["figures"][1], "figure_id": "f7", "status": "goal", "value": "200000"}
    small["figures"].append(goal)
    region = load(write_region(small))
    chosen = region.figure("umea", "population")
    assert chosen is not None
    assert chosen.status == "actual"
    wanted = region.figure("umea", "population", status="goal")
    assert wanted is not None
    assert wanted.value == 200000
    assert region.figure("umea", "population", status=["plan", "forecast"]) is None


def test_figures_filter(region_dir: Path) -> None:
    region = load(region_dir)
    assert region.figures("umea", "population")["value"].to_list() == [130224, 134249]
    assert region.figures(metric="net_migration")["figure_id"].to_list() == ["f5", "f6"]
    assert len(region.figures()) == 6


# --- grey and texts


def test_grey_after_twelve_months(region_dir: Path) -> None:
    region = load(region_dir, "2022-02-22")
    assert region.grey(date(2021, 2, 21))
    assert not region.grey(date(2021, 2, 22))
    figure = region.figure("umea", "population")
    assert figure is not None
    assert not figure.grey
    later = load(region_dir).figure("umea", "population")
    assert later is not None
    assert later.grey


def test_text_falls_back_visibly(region_dir: Path) -> None:
    region = load(region_dir)
    swedish = region.text("groups", "operators", "name", "sv")
    assert (swedish.text, swedish.lang, swedish.fallback) == ("Operatörer", "sv", False)
    finnish = region.text("groups", "operators", "name", "fi")
    assert (finnish.text, finnish.lang, finnish.origin) == ("Operators", "en", "own")
    assert finnish.fallback
    assert not region.text("groups", "operators", "name", "en").fallback
    assert not region.text("places", "umea", "name", "fi").fallback
    labels = [region.text("occupations", "o1", "label", lang) for lang in ("sv", "fi")]
    assert [(t.text, t.lang, t.fallback) for t in labels] == [
        ("operatör", "sv", False),
        ("operator", "en", True),
    ]


def test_text_of_nothing(region_dir: Path) -> None:
    region = load(region_dir)
    with pytest.raises(UnknownRowError):
        region.text("groups", "operator", "name", "sv")
    with pytest.raises(UnknownTableError):
        region.text("groups", "operators", "nam", "sv")


# --- faults


def test_loading_a_folder_checks_it(small: Rows, write_region: Write) -> None:
    small["events"][0]["project_id"] = "ume_cel"
    folder = write_region(small)
    with pytest.raises(FaultError, match="ume_cel"):
        load(folder)
    assert len(load(folder, checked=False).events()) == 3


def test_loading_unchecked_still_refuses_wrong_types(small: Rows, write_region: Write) -> None:
    small["figures"][0]["value"] = "1 000"
    folder = write_region(small)
    with pytest.raises(FaultError) as caught:
        load(folder, checked=False)
    assert [fault.code for fault in caught.value.faults] == ["facts.number-separator"]


def test_nothing_is_kept_between_loads(small: Rows, write_region: Write) -> None:
    folder = write_region(small)
    assert len(load(folder).events()) == 3
    small["events"].pop()
    small["texts"].pop()
    write_region(small)
    assert len(load(folder).events()) == 2


def test_the_frames_are_polars(region_dir: Path) -> None:
    assert isinstance(load(region_dir).table("places"), pl.DataFrame)


def test_fields_of_the_present_are_empty_in_the_past(small: Rows, write_region: Write) -> None:
    small["projects"][0]["operator"] = "New owner (from 2026)"
    small["forecasts"] = [
        {
            "case_id": "c1",
            "place": "Umeå",
            "made": "2020-01-01",
            "metric": "jobs",
            "value": "3000",
            "unit": "jobs",
            "actual_value": "0",
            "actual_source_ids": "s3",
            "kind": "press",
            "known_from": "2020-01-01",
        }
    ]
    folder = write_region(small)
    now, past = load(folder), load(folder, "2022-09-15")
    assert now.row("projects", "ume_cell")["operator"] == "New owner (from 2026)"
    assert past.row("projects", "ume_cell")["operator"] is None
    assert now.row("forecasts", "c1")["actual_value"] == 0
    before = past.row("forecasts", "c1")
    assert (before["value"], before["actual_value"]) == (3000, None)
    assert before["actual_source_ids"] == []
    for table in schema().tables:
        assert past.table(table.name).schema == now.table(table.name).schema
