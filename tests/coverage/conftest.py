"""A small region by hand, and needs of one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from beltplan.coverage import NEEDS
from beltplan.coverage.programmes import kinds
from beltplan.facts import Region, load
from beltplan.skills.extension import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.coverage.programmes import Programme

SLURRY, LITHIUM_ION = BASE + "nbb-skill-001", BASE + "nbb-skill-092"


@pytest.fixture(scope="session")
def region() -> Region:
    return load("nordic-battery-belt")


@pytest.fixture
def spoilt(region: Region) -> Callable[..., Region]:
    """Return the region with some tables changed by a function of the table."""

    def change(**tables: Callable[[pl.DataFrame], pl.DataFrame]) -> Region:
        changed = dict(region._tables)
        for name, how in tables.items():
            changed[name] = how(changed[name])
        return replace(region, _tables=changed)

    return change


def need(**values: Any) -> pl.DataFrame:
    """Return one need; what is not said is usual."""
    row = {
        "need_id": "n1",
        "origin": "survey",
        "employer": "Example Cells AB",
        "role": "operator",
        "group_id": None,
        "competence": SLURRY,
        "level": 4,
        "place_id": "skelleftea",
        "year": 2030,
        "posts_low": 20.0,
        "posts_central": 40.0,
        "posts_high": 80.0,
        "kind": "company",
        "known_from": date(2026, 11, 1),
        "source_ids": [],
        **values,
    }
    return pl.DataFrame([tuple(row[name] for name in NEEDS)], schema=NEEDS, orient="row")


def course(region: Region, **values: Any) -> Programme:
    """Return a running, fresh course of level 4 in Umeå; what is not said is usual."""
    from beltplan.coverage.programmes import Programme as Made

    usual: dict[str, Any] = {
        "programme_id": "X1",
        "name": "Kurs",
        "name_en": "Course",
        "provider": "School",
        "country": "SE",
        "url": "",
        "place_id": "umea",
        "place": "Umeå",
        "kind": kinds(region)["se_komvux"],
        "level": (4, 4),
        "months": 6.0,
        "credits": None,
        "seats": 20.0,
        "applicants": None,
        "completion": None,
        "languages": ("sv",),
        "mode": "onsite",
        "group_id": "process_operators",
        "first_start": None,
        "status": "running",
        "grey": False,
        "known_from": date(2026, 6, 1),
        "last_verified": None,
        "source_ids": (),
    }
    return Made(**{**usual, **values})
