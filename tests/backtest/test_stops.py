from __future__ import annotations

import math
from datetime import date

import pytest

from beltplan.backtest.points import RULES
from beltplan.backtest.stopping import stop_rate
from beltplan.backtest.stops import rolling
from beltplan.futures.histories import History, Spell
from beltplan.futures.states import ENDED, OPERATING, PAUSED, PLANNED


def life(*spells: Spell) -> History:
    return History("plant", 0, True, spells=list(spells))


def test_the_rate_counts_stops_and_years_at_risk_known_by_the_day() -> None:
    lives = [
        life(Spell(PLANNED, date(2018, 1, 1), date(2020, 1, 1)), Spell(ENDED, date(2020, 1, 1))),
        life(
            Spell(OPERATING, date(2019, 1, 1), date(2020, 1, 1)),
            Spell(PAUSED, date(2020, 1, 1), date(2021, 1, 1)),
            Spell(OPERATING, date(2021, 1, 1)),
        ),
        life(Spell(PLANNED, date(2021, 6, 1))),
    ]
    days = 730 + 365 + 365 + 214
    assert stop_rate(lives, date(2022, 1, 1)) == pytest.approx((2 + 0.5) * 365.25 / days)
    assert math.isnan(stop_rate([], date(2022, 1, 1)))


def test_every_point_is_at_risk_and_scored_by_every_rule() -> None:
    result = rolling("nordic-battery-belt", years=[2020, 2022], n=250)
    assert {point.made.year for point in result.points} == {2020, 2022}
    for point in result.points:
        assert point.state in ("planned", "construction", "ramp_up", "operating", "restarting")
        assert 0 <= point.chance <= 1
        assert point.plan == 0
        assert point.happened == (point.day is not None)
        if point.day is not None:
            assert point.made < point.day <= point.until
            assert not point.silent
    assert [entry.rule for entry in result.scores] == list(RULES)
    assert all(entry.n == len(result.points) for entry in result.scores)
    expected = sum(point.rate_hindsight for point in result.points)
    assert expected == pytest.approx(sum(point.happened for point in result.points), abs=1e-6)
    never = result.scores[RULES.index("plan")]
    stops = sum(point.happened for point in result.points)
    assert never.brier == pytest.approx(stops / len(result.points))


def test_the_window_ends_where_the_news_end() -> None:
    result = rolling("nordic-battery-belt", years=[2021, 2025], n=50)
    lengths = {point.made.year: point.quarters for point in result.points}
    assert lengths[2021] == 8
    assert lengths.get(2025, 0) < 8


def test_the_same_seed_gives_the_same_points() -> None:
    one = rolling("nordic-battery-belt", years=[2021], n=250)
    two = rolling("nordic-battery-belt", years=[2021], n=250)
    assert one.points == two.points
    assert one.to_csv() == two.to_csv()
    assert one.to_dict()["points"][0]["made"] == "2021-12-31"
