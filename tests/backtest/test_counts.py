from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from beltplan.backtest.counts import counts
from beltplan.backtest.later import NEAR_YEARS
from beltplan.backtest.reasons import REASONS

if TYPE_CHECKING:
    from beltplan.backtest.later import Counts


@pytest.fixture(scope="module")
def made() -> Counts:
    return counts("nordic-battery-belt", years=[2020, 2022], n=60)


def test_counts_are_later_than_the_forecast_and_scored_apart_by_reach(made: Counts) -> None:
    assert {point.made.year for point in made.points} == {2020, 2022}
    for point in made.points:
        assert point.day > point.made
        assert point.p10 <= point.median <= point.p90
        assert point.covered == (point.p10 <= point.outcome <= point.p90)
        assert point.scale > 0
    assert sum(entry.n for entry in made.scores) == len(made.points)
    for entry in made.scores:
        here = [
            point
            for point in made.points
            if point.metric == entry.metric
            and (point.years <= NEAR_YEARS) == (entry.reach == "near")
        ]
        assert entry.n == len(here)
        assert entry.subjects == len({point.subject for point in here})
        assert entry.coverage.hits + entry.below <= entry.n
    assert set(made.skipped) <= set(REASONS)


def test_counts_can_be_written(made: Counts) -> None:
    assert len(list(csv.DictReader(io.StringIO(made.to_csv())))) == len(made.points)
    assert '"points"' in made.to_json()
