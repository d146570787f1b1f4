"""If every plan came true: the events that say so."""

from __future__ import annotations

import numpy as np
import pytest

from beltplan import quarters
from beltplan.facts import load
from beltplan.futures import STATES, as_planned, simulate


def test_every_living_project_runs_in_full_and_no_dead_one() -> None:
    region = load("nordic-battery-belt")
    futures = simulate(region, n=250, seed=3)
    start = quarters.parse("2030Q1")
    planned = simulate(region, n=250, seed=3, events=as_planned(futures, quarter=start))
    year = slice(start - planned.quarters.start, start - planned.quarters.start + 4)
    gone = (futures.state[:, :, 0] == STATES.index("ended")).mean(axis=0) >= 0.5
    assert gone.any()
    assert np.all(planned.activity[:, gone, year] == 0)
    assert np.all(planned.activity[:, ~gone, year] == 1)


def test_a_quarter_in_the_past_is_refused() -> None:
    futures = simulate(load("nordic-battery-belt"), n=250, seed=3)
    with pytest.raises(ValueError, match="is not after"):
        as_planned(futures, quarter=futures.quarters.start)
