"""What became known between two days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from beltplan.facts import NotADateError
from beltplan.facts.difference import differences

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_by_place_then_kind(region_dir: Path) -> None:
    changes = differences(region_dir, since="2021-02-01", until="2025-03-12")
    assert [(c.place_id, c.table, c.row) for c in changes] == [
        ("umea", "events", "e3"),
        ("umea", "figures", "f3"),
        ("umea", "figures", "f1"),
        ("umea", "figures", "f2"),
        ("vaasa", "figures", "f5"),
        ("vaasa", "figures", "f6"),
    ]
    event = changes[0]
    assert event.what == "bankrupt: Bankrupt"
    assert (event.subject, event.date, event.source_ids) == (
        "ume_cell",
        date(2025, 3, 12),
        ("s3",),
    )


def test_a_figure_shows_before_and_after(region_dir: Path) -> None:
    changes = differences(region_dir, since="2021-06-01")
    found = {change.row: change for change in changes}
    assert (found["f2"].before, found["f2"].after) == ("130224 persons", "134249 persons")
    assert (found["f3"].before, found["f3"].after) == ("0.3 GW", "250.5 MW")
    assert found["hindsight"].place_id == ""


def test_the_days_are_exclusive_and_inclusive(region_dir: Path) -> None:
    assert differences(region_dir, since="2025-03-12", until="2025-03-13") == ()
    (change,) = differences(region_dir, since="2025-03-11", until="2025-03-12")
    assert change.row == "e3"
    assert change.as_dict()["known_from"] == "2025-03-12"


def test_days_in_the_wrong_order(region_dir: Path) -> None:
    with pytest.raises(NotADateError, match="earlier day first"):
        differences(region_dir, since="2025-01-01", until="2024-01-01")
    with pytest.raises(NotADateError):
        differences(region_dir, since="2025-02-30")
