"""Bad input: each fault with its code, its spot and a way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from beltplan.facts import check

Rows = dict[str, list[dict[str, str]]]
Write = Callable[[Rows], Path]


def test_the_small_region_is_sound(region_dir: Path) -> None:
    assert check(region_dir) == []


# table, row number, field, value, code, what message or way out says
CELLS = [
    ("figures", 2, "unit", "homes", "facts.unit", "MW"),
    ("figures", 0, "unit", "MSEK", "facts.unit", "persons"),
    ("events", 1, "date", "2025-02-30", "facts.date", "February 2025 has no day 30"),
    ("events", 1, "date", "2023-02-29", "facts.date", "1 to 28"),
    ("events", 1, "date", "20225-01-01", "facts.date", "more than four digits"),
    ("events", 1, "date", "2021-13-01", "facts.date", "no month 13"),
    ("events", 1, "date", "2021-02", "facts.date", "2021-02-01"),
    ("events", 1, "date", "2021", "facts.date", "2021-01-01"),
    ("events", 1, "date", "1.2.2021", "facts.date", "day first or month first"),
    ("events", 1, "date", "2021-2-1", "facts.date", "2021-02-01"),
    ("events", 1, "date", "44228", "facts.date", "counted by Excel"),
    ("events", 1, "date", "2021-02-01 00:00:00", "facts.date", "2021-02-01"),
    ("events", 1, "date", "1021-02-01", "facts.date", "out of reach"),
    ("events", 1, "date", "soon", "facts.date", "2026-02-27"),
    ("events", 1, "date", "２０２１-０１-０１", "facts.date", "2026-02-27"),
    ("events", 1, "date", "2018-01-01", "facts.before-announcement", "2019-06-01"),
    ("events", 1, "known_from", "2020-12-31", "facts.known-too-early", "2021-01-01"),
    ("figures", 0, "known_from", "2020-12-30", "facts.known-too-early", "2020-12-31"),
    ("figures", 0, "known_from", "2026-11-22", "facts.known-in-future", "2026-11-21"),
    ("projects", 0, "place_id", "skeleftea", "facts.unknown-place", "add a row"),
    ("projects", 0, "place_id", "umae", "facts.unknown-place", "did you mean 'umea'"),
    ("figures", 0, "subject", "umeo", "facts.unknown-place", "did you mean 'umea'"),
    ("figures", 2, "subject", "ume_cel", "facts.unknown-project", "did you mean 'ume_cell'"),
    ("events", 1, "project_id", "ume", "facts.unknown-project", "add a row"),
    ("events", 1, "source_ids", "s1;s7", "facts.unknown-source", "'s7'"),
    ("figures", 0, "metric", "populaton", "facts.unknown-metric", "did you mean 'population'"),
    ("profiles", 0, "group_id", "operator", "facts.unknown-group", "'operators'"),
    ("groups", 0, "close_groups", "nurse", "facts.unknown-group", "'nurses'"),
    ("figures", 4, "superseded_by", "f66", "facts.unknown-reference", "f6"),
    ("figures", 4, "superseded_by", "f5", "facts.superseded", "circle"),
    ("figures", 4, "superseded_by", "f1", "facts.superseded", "population"),
    ("events", 1, "event_id", "e1", "facts.duplicate", "line 2"),
    ("figures", 3, "preferred", "true", "facts.two-preferred", "f3"),
    ("figures", 2, "preferred", "false", "facts.none-preferred", "f3, f4"),
    ("figures", 2, "why_preferred", "", "facts.no-reason", "why"),
    ("figures", 3, "dispute", "", "facts.lone-dispute", "one figure only"),
    ("figures", 2, "low", "260", "facts.order", "low <= value <= high"),
    ("parameters", 0, "central", "191", "facts.order", "low <= central <= high"),
    ("figures", 0, "value", "-5", "facts.negative", "signed"),
    ("links", 0, "distance_km", "-5", "facts.negative", "below zero"),
    ("figures", 2, "low", "-200", "facts.negative", "below zero"),
    ("places", 0, "lat", "163.8", "facts.bounds", "90"),
    ("places", 0, "lon", "-180.5", "facts.bounds", "-180"),
    ("profiles", 0, "central", "70", "facts.bounds", "0.7"),
    ("profiles", 0, "central", "0.6", "facts.shares", "0.9"),
    ("groups", 1, "isco08", "2221;3131", "facts.isco-twice", "operators"),
    ("groups", 1, "isco08", "2221;8112", "facts.isco-twice", "81"),
    ("parameters", 0, "low", "", "facts.distribution", "low"),
    ("parameters", 0, "distribution", "none", "facts.distribution", "balance"),
    ("parameters", 1, "central", "", "facts.distribution", "central"),
    ("texts", 0, "table", "group", "facts.text-target", "'groups'"),
    ("texts", 0, "field", "nam", "facts.text-target", "'name'"),
    ("texts", 0, "row", "operator", "facts.text-target", "'operators'"),
    ("figures", 0, "value", "NaN", "facts.not-finite", "leave the cell empty"),
    ("figures", 0, "value", "-inf", "facts.not-finite", "leave the cell empty"),
    ("figures", 0, "value", "1 000", "facts.number-separator", "write 1000"),
    ("figures", 0, "value", "1\u00a0000", "facts.number-separator", "write 1000"),
    ("figures", 0, "value", "1'234.5", "facts.number-separator", "write 1234.5"),
    ("figures", 0, "value", "12,5", "facts.number-separator", "write 12.5"),
    ("figures", 0, "value", "1,000", "facts.number-separator", "may mean 1000 or 1.000"),
    ("figures", 0, "value", "1,000,000", "facts.number-separator", "write 1000000"),
    ("figures", 0, "value", "1.000,5", "facts.number-separator", "write 1000.5"),
    ("figures", 0, "value", "1e5", "facts.digits", "digits"),
    ("figures", 0, "value", "007", "facts.digits", "digits"),
    ("figures", 0, "value", "-0", "facts.digits", "write 0"),
    ("figures", 0, "value", "0.1234567890123456", "facts.digits", "round"),
    ("figures", 0, "value", "about 5", "facts.type", "words go in a note"),
    ("figures", 0, "value", "unknown", "facts.type", "leave the cell empty"),
    ("occupations", 0, "n_essential", "3.5", "facts.type", "whole number"),
    ("links", 0, "cross_border", "yes", "facts.type", "true or false"),
    ("events", 1, "status", "constructing", "facts.value", "'construction'"),
    ("places", 0, "country", "SW", "facts.country", "SE"),
    ("places", 0, "country", "se", "facts.country", "SE"),
    ("places", 0, "name", "", "facts.required", "fill it"),
    ("places", 1, "place_id", "vaasa ", "facts.name-form", "'vaasa'"),
    ("events", 1, "source_ids", "s1; s2", "facts.list-form", "'s1;s2'"),
    ("events", 1, "source_ids", "s1;;s2", "facts.list-form", "'s1;s2'"),
    ("events", 1, "source_ids", "s1;s1", "facts.list-form", "twice"),
    ("events", 1, "note", "a\x07b", "facts.control-character", "U+0007"),
    ("events", 1, "note", "x" * 40_000, "facts.cell-too-long", "32,767"),
    ("projects", 0, "known_from", "2017-01-01", "facts.known-before-reference", "umea"),
]


@pytest.mark.parametrize(
    ("table", "number", "field", "value", "code", "says"),
    CELLS,
    ids=[f"{c[4]}-{c[0]}.{c[2]}-{n}" for n, c in enumerate(CELLS)],
)
def test_a_bad_cell(
    small: Rows,
    write_region: Write,
    table: str,
    number: int,
    field: str,
    value: str,
    code: str,
    says: str,
) -> None:
    small[table][number][field] = value
    found = [fault for fault in check(write_region(small)) if fault.code == code]
    assert found, f"no {code}"
    fault = found[0]
    assert fault.table == table
    assert fault.line is not None
    assert fault.message
    assert fault.way_out
    assert says in fault.message + " → " + fault.way_out


def test_a_fault_knows_its_line_row_field_and_value(small: Rows, write_region: Write) -> None:
    small["events"][1]["project_id"] = "nowhere"
    (fault,) = check(write_region(small))
    assert (fault.table, fault.row, fault.field, fault.value) == (
        "events",
        "e2",
        "project_id",
        "nowhere",
    )
    assert fault.line == 4, "the first event has a line break in its description"


def test_all_faults_at_once_sorted_without_repeats(small: Rows, write_region: Write) -> None:
    small["events"][1]["date"] = "2025-02-30"
    small["places"][0]["lat"] = "north"
    small["figures"][0]["metric"] = "x"
    faults = check(write_region(small))
    codes = [fault.code for fault in faults]
    assert codes == ["facts.date", "facts.unknown-metric", "facts.type"]
    assert len(set(faults)) == len(faults)


def test_two_texts_in_one_language(small: Rows, write_region: Write) -> None:
    small["texts"].append({**small["texts"][0], "text_id": "t3"})
    assert [f.code for f in check(write_region(small))] == ["facts.text-twice"]


def test_a_million_faults_of_one_kind_are_counted(small: Rows, write_region: Write) -> None:
    link = small["links"][0]
    small["links"] = [{**link, "link_id": f"l{n}", "from_place": f"p{n}"} for n in range(2_000)]
    faults = check(write_region(small))
    assert len(faults) == 101
    assert any("1900 more" in fault.message for fault in faults)


def test_circles_of_replacements(small: Rows, write_region: Write) -> None:
    small["figures"][5]["superseded_by"] = "f5"
    assert {f.code for f in check(write_region(small))} == {"facts.superseded"}


def test_information_may_come_before_the_announcement(small: Rows, write_region: Write) -> None:
    small["events"][1] |= {"date": "2019-01-01", "status": "information"}
    assert check(write_region(small)) == []


def test_a_month_that_holds_the_announcement_is_no_fault(small: Rows, write_region: Write) -> None:
    small["events"][0] |= {"date": "2019-06-20", "date_precision": "day"}
    small["events"][0]["known_from"] = "2019-06-20"
    small["events"][1] |= {"date": "2019-06-01", "date_precision": "month"}
    assert check(write_region(small)) == []


def test_a_later_second_announcement_is_no_fault(small: Rows, write_region: Write) -> None:
    second = {**small["events"][0], "event_id": "e4", "date": "2022-01-01"}
    small["events"].append({**second, "known_from": "2022-01-01"})
    assert check(write_region(small)) == []
