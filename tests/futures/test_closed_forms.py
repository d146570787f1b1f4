"""Simulated frequencies against formulas."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from beltplan.futures import CAUSES, estimate, simulate
from beltplan.futures.settings import NAMES
from beltplan.futures.states import CAUSE, ENDED, ORIGIN, TARGET, state_index

if TYPE_CHECKING:
    from tests.futures.conftest import MakeRegion

N = 20_000
QUIET = dict.fromkeys(
    (name for name in NAMES if name.startswith("rate_")), (0.4e-9, 0.5e-9, 0.6e-9)
)
PLAIN: dict[str, tuple[float, float, float]] = {
    **QUIET,
    "market_loading": (0.0, 0.0, 0.0),
    "age_strength": (1e9, 1e9, 1e9),
    "age_factor_young": (1.0, 1.0, 1.0),
    "age_factor_old": (1.0, 1.0, 1.0),
    "pooling_strength": (1e8, 1e8, 1e8),
    "news_rate": (1e-9, 2e-9, 3e-9),
}


def test_a_constant_hazard_gives_the_survival_of_a_gamma_mixture(make_region: MakeRegion) -> None:
    rates = PLAIN | {"rate_operating_ended": (0.05, 0.1, 0.2)}
    region = make_region([{"project_id": "old", "new_build": False}], parameters=rates)
    hazards = estimate(region)
    futures = simulate(region, n=N, hazards=hazards, end="2030Q4")
    block = (ORIGIN == 2) & (TARGET == ENDED)
    shape = hazards.shape[block].sum()
    rate = hazards.rate[block][0] + hazards.exposure.weighted[block].sum(axis=(1, 2))[0]
    years = (np.arange(len(futures.quarters))[:, None] + np.array([[0.0]])).ravel() / 4
    blind = (futures.quarters[0] - (4 * hazards.last.year + (hazards.last.month - 1) // 3)) / 4
    expected = (rate / (rate + years + blind)) ** shape
    seen = (futures.state[:, 0] != ENDED).mean(axis=0)
    assert np.abs(seen - expected).max() < 4 * np.sqrt(0.25 / N)


def test_competing_causes_split_as_their_rates(make_region: MakeRegion) -> None:
    shares = {
        "cause_built_demand_finance": (0.1, 0.6, 0.9),
        "cause_built_permit": (0.1, 0.2, 0.9),
        "cause_built_grid": (0.0, 0.1, 0.9),
        "cause_built_owner": (0.0, 0.1, 0.9),
        "cause_built_other": (0.0, 0.0001, 0.9),
    }
    rates = PLAIN | {"rate_operating_ended": (0.3, 0.4, 0.5)} | shares
    region = make_region([{"project_id": "old", "new_build": False}], parameters=rates)
    futures = simulate(region, n=N, end="2060Q4")
    ended = futures.cause[:, 0]
    ended = ended[ended >= 0]
    found = np.bincount(ended, minlength=len(CAUSES)) / ended.size
    assert found[:4] == pytest.approx([0.6, 0.2, 0.1, 0.1], abs=0.015)
    assert found[CAUSES.index("unseen")] == 0


def test_building_time_is_weibull(make_region: MakeRegion) -> None:
    rates = PLAIN | {
        "construction_years": (2.5, 3.0, 3.5),
        "construction_shape": (3.0, 3.0, 3.0),
        "event_seen_probability": (1.0, 1.0, 1.0),
    }
    day = date(2023, 12, 31)
    events = [{"project_id": "new", "date": day, "status": "construction"}]
    region = make_region([{"project_id": "new"}], events, as_of="2023-12-31", parameters=rates)
    hazards = estimate(region)
    futures = simulate(region, n=N, hazards=hazards, end="2032Q4")
    k = int(np.flatnonzero((ORIGIN == 1) & (CAUSE < 0))[0])
    years = np.arange(len(futures.quarters)) / 4
    load = 3.0 * (years / 3.0) ** 3
    shape, rate = hazards.shape[k], hazards.rate[k]
    expected = (rate / (rate + load)) ** shape
    seen = (futures.state[:, 0] == state_index("construction")).mean(axis=0)
    assert np.abs(seen - expected).max() < 0.015


def test_an_announced_start_is_a_floor(make_region: MakeRegion) -> None:
    events = [{"project_id": "new", "date": date(2020, 1, 1), "status": "construction"}]
    figure: dict[str, Any] = {
        "subject": "new",
        "metric": "planned_start_year",
        "value": 2027.0,
        "date": date(2023, 1, 1),
    }
    region = make_region([{"project_id": "new"}], events, [figure])
    futures = simulate(region, n=1_000, end="2030Q4")
    ramping = futures.state[:, 0] == state_index("ramp_up")
    first = futures.quarters.index(4 * 2027)
    assert not ramping[:, :first].any()
    assert ramping[:, first:].any()


def test_the_market_makes_plants_fail_together(make_region: MakeRegion) -> None:
    day = date(2023, 12, 31)
    plants = [{"project_id": f"p{i}", "new_build": False, "known_from": day} for i in range(20)]
    fixed = PLAIN | {"rate_operating_ended": (0.19, 0.2, 0.21)}
    moved = fixed | {"market_loading": (0.8, 0.8, 0.8), "market_persistence": (0.95, 0.95, 0.95)}
    spread = []
    for parameters in (fixed, moved):
        region = make_region(plants, as_of="2023-12-31", parameters=parameters)
        futures = simulate(region, n=2_000, end="2026Q4")
        spread.append((futures.state[:, :, -1] == ENDED).sum(axis=1).var())
    assert spread[1] > 1.5 * spread[0]
