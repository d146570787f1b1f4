from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beltplan import quarters
from beltplan.backtest.paths import Path, nearest_quarter_end

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(
    start=DAYS, span=st.integers(1, 9_000), base=st.floats(-1e5, 1e5), value=st.floats(-1e5, 1e5)
)
def test_a_path_meets_its_ends_and_stays_between(
    start: date, span: int, base: float, value: float
) -> None:
    end = start + timedelta(days=span)
    path = Path(start, base, end, value)
    assert path.at(start) == pytest.approx(base)
    assert path.at(end) == value
    assert path.at(end + timedelta(days=900)) == value
    assert path.at(start - timedelta(days=900)) == pytest.approx(base)
    middle = path.at(start + timedelta(days=span // 2))
    assert min(base, value) - 1e-6 <= middle <= max(base, value) + 1e-6
    assert path.interpolated(start)
    assert not path.interpolated(end)


def test_an_undated_promise_is_taken_at_its_word() -> None:
    path = Path(date(2024, 1, 1), 0.0, None, 10_400.0)
    assert path.at(date(2026, 2, 1)) == 10_400
    assert not path.interpolated(date(2026, 2, 1))


def test_a_promise_due_on_its_first_day_is_kept() -> None:
    day = date(2024, 1, 1)
    assert Path(day, 5.0, day, 7.0).at(day) == 7


@given(DAYS)
def test_the_nearest_quarter_end_is_at_most_half_a_quarter_away(day: date) -> None:
    found = quarters.last_day(nearest_quarter_end(day))
    assert abs((day - found).days) <= 46
