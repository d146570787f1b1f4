from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.backtest.conftest import without_later_rows

from beltplan.backtest.assumptions import VARIATIONS
from beltplan.backtest.baselines import baselines
from beltplan.backtest.cases import read
from beltplan.backtest.honesty import LaterRowsError, early_assumptions, refuse_later_rows
from beltplan.backtest.model import Model
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.facts import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.backtest.conftest import MakeRegion

REGION = "nordic-battery-belt"


def test_rows_known_later_are_refused(make_region: MakeRegion) -> None:
    honest = make_region(as_of="2020-01-01", places=[{"place_id": "town", "name": "Town"}])
    refuse_later_rows(honest)
    later = make_region(
        as_of="2021-06-01",
        places=[{"place_id": "town", "name": "Town", "known_from": date(2021, 5, 31)}],
    )
    object.__setattr__(later, "as_of", date(2021, 5, 30))
    with pytest.raises(LaterRowsError, match=r"places \(1\)"):
        refuse_later_rows(later)


def test_observed_parameters_come_only_after_their_day() -> None:
    today = load(REGION)
    observed = [p for p in today.parameters() if p.name.endswith("_observed")]
    assert observed
    for parameter in observed:
        day = date.fromordinal(parameter.known_from.toordinal() - 1)
        names = {p.name for p in load(REGION, day, checked=False).parameters()}
        assert parameter.name not in names


def test_assumptions_dated_before_their_evidence_are_named(make_region: MakeRegion) -> None:
    region = make_region(
        as_of="2026-01-01",
        sources=[
            {"source_id": "old", "known_from": date(2014, 1, 1)},
            {"source_id": "new", "known_from": date(2024, 1, 1)},
        ],
        parameters=[
            {"parameter": "honest", "source_ids": ["old"], "description": "d"},
            {"parameter": "by_source", "source_ids": ["old", "new"], "description": "d"},
            {"parameter": "by_words", "basis": "As seen in 2023", "description": "d"},
            {"parameter": "unused", "room": "reference", "source_ids": ["new"], "description": "d"},
        ],
    )
    assert early_assumptions(region) == ("by_source", "by_words")


@pytest.mark.parametrize(
    "case_id", ["ske_pop_2030", "ske_homes_2025", "ske_hires_northvolt", "ske_wsp_closure"]
)
def test_deleting_all_that_came_later_changes_nothing(case_id: str, tmp_path: Path) -> None:
    cases, _ = read(load(REGION))
    case = next(case for case in cases if case.case_id == case_id)
    folder = without_later_rows(REGION, case.made, tmp_path / "past")
    watch = (nearest_quarter_end(case.day),)
    draws, rules = [], []
    for package in (REGION, str(folder)):
        known = load(package, case.made, checked=False)
        draws.append(Model(known, n=60, seed=3, watch=watch).draw(case).samples)
        rules.append(baselines(case, known))
    np.testing.assert_array_equal(draws[0], draws[1])
    assert rules[0] == rules[1]


def test_other_assumptions_change_parameters_and_no_fact() -> None:
    region = load(REGION, "2022-01-07")
    before = {p.name: (p.low, p.central, p.high) for p in region.parameters()}
    for variation in VARIATIONS:
        changed = variation.apply(region)
        after = {p.name: (p.low, p.central, p.high) for p in changed.parameters()}
        assert list(after) == list(before)
        assert after != before, variation.name
        assert changed.table("events").equals(region.table("events"))
        assert changed.table("figures").equals(region.table("figures"))
        for low, central, high in after.values():
            given = [x for x in (low, central, high) if x is not None]
            assert given == sorted(given)
    assert {p.name: (p.low, p.central, p.high) for p in region.parameters()} == before
