"""Regions in memory, and the region that comes with the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from beltplan.facts import Region, load
from beltplan.facts.schema import dtype, schema
from beltplan.futures.settings import NAMES

MakeRegion = Callable[..., Region]

_BASE: dict[str, Any] = {"kind": "press", "source_ids": [], "known_from": date(2015, 1, 1)}
_PROJECT = {"name": "A plant", "municipality": "A town", "country": "SE", "scope": "core"}
_EVENT = {"date_precision": "day", "cause_basis": "stated", "description": "An event"}
_FIGURE = {"subject_type": "project", "theme": "project", "unit": "jobs", "status": "plan"}


def _frame(table: str, rows: list[dict[str, Any]], as_of: date) -> pl.DataFrame:
    fields = schema().table(table).fields
    known = [row for row in rows if row["known_from"] <= as_of]
    return pl.DataFrame(
        {f.name: pl.Series([row.get(f.name) for row in known], dtype=dtype(f)) for f in fields}
    )


def _parameters() -> dict[str, dict[str, Any]]:
    """Return plain assumptions that the tests know, not those of the shipped region."""
    given: dict[str, tuple[float, float, float]] = {
        "pooling_strength": (40, 160, 640),
        "construction_years": (2, 3, 4),
        "construction_shape": (1, 3, 4),
        "age_strength": (3, 10, 30),
        "market_loading": (0.2, 0.5, 0.8),
        "market_persistence": (0.8, 0.9, 0.95),
        "evidence_half_life": (1, 2, 4),
        "event_seen_probability": (0.6, 0.85, 0.97),
        "news_rate": (0.3, 0.6, 1.2),
        "ramp_share_year_1": (0.05, 0.1, 0.2),
        "ramp_share_year_3": (0.3, 0.4, 0.5),
        "ramp_share_year_5": (0.6, 0.7, 0.8),
        "ramp_years_full": (6, 8, 10),
        "ramp_time_factor": (0.5, 1.0, 1.5),
        "realised_share": (0.4, 0.8, 1.0),
        "reduction_kept": (0.4, 0.7, 0.9),
        "reduction_recovery": (2, 4, 8),
        "restart_share": (0.1, 0.3, 0.8),
        "restart_growth": (0.0, 0.2, 1.0),
        "restart_years": (1.0, 2.0, 4.0),
    }
    rows = {}
    for name in NAMES:
        low, central, high = given.get(name, (0.05, 0.1, 0.2))
        if name.startswith("cause_"):
            low, central, high = 0.1, 0.2, 0.3
        elif name.startswith("evidence_") and name != "evidence_half_life":
            low, central, high = 1.0, 2.0, 4.0
        rows[name] = {
            **_BASE,
            "parameter": name,
            "room": "futures",
            "low": float(low),
            "central": float(central),
            "high": float(high),
            "unit": "1",
            "distribution": "fixed",
            "description": name,
        }
    return rows


@pytest.fixture(scope="session")
def make_region() -> MakeRegion:
    """Return a maker of regions: projects, events, figures and changed parameters."""

    def make(
        projects: list[dict[str, Any]],
        events: list[dict[str, Any]] = (),  # type: ignore[assignment]
        figures: list[dict[str, Any]] = (),  # type: ignore[assignment]
        *,
        as_of: str = "2024-01-01",
        parameters: Mapping[str, tuple[float, float, float]] | None = None,
    ) -> Region:
        day = date.fromisoformat(as_of)
        rows = _parameters()
        for name, (low, central, high) in (parameters or {}).items():
            rows[name] |= {"low": float(low), "central": float(central), "high": float(high)}
        made: dict[str, list[dict[str, Any]]] = {
            "projects": [
                _BASE | _PROJECT | {"step": "cell", "new_build": True} | p for p in projects
            ],
            "events": [
                _BASE
                | _EVENT
                | {"event_id": f"e{i}", "known_from": e["date"], "cause": "progress"}
                | e
                for i, e in enumerate(events)
            ],
            "figures": [
                _BASE | _FIGURE | {"figure_id": f"f{i}"} | f for i, f in enumerate(figures)
            ],
            "parameters": list(rows.values()),
        }
        tables = {name: _frame(name, made.get(name, []), day) for name in schema().names}
        return Region(
            name="test",
            titles={"en": "Test"},
            as_of=day,
            created=day,
            version="0",
            path=Path(),
            _tables=tables,
            later={name: {} for name in tables},
        )

    return make


@pytest.fixture(scope="session")
def belt() -> Region:
    """Return the shipped region on its own day."""
    return load("nordic-battery-belt")
