"""A small region that the tests of the facts room write, spoil and read."""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING

import pytest

from beltplan.facts import schema
from beltplan.facts.descriptor import descriptor_text, new_descriptor
from beltplan.facts.store import csv_text
from beltplan.facts.workbook_write import export_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Rows = dict[str, list[dict[str, str]]]

COMMON = {"kind": "official", "source_ids": "s1", "known_from": "2020-01-01"}

SMALL: Rows = {
    "sources": [
        {
            "source_id": "s1",
            "kind": "official",
            "reliability": "good",
            "url_completeness": "full",
            "known_from": "2019-05-01",
        },
        {"source_id": "s2", "kind": "press", "reliability": "weak", "url_completeness": "none"},
        {
            "source_id": "s3",
            "kind": "press",
            "reliability": "good",
            "url_completeness": "partial",
            "known_from": "2025-03-12",
        },
    ],
    "places": [
        {
            "place_id": "umea",
            "name": "Umeå",
            "country": "SE",
            "scope": "core",
            "lat": "63.82842",
            "lon": "20.25972",
            "port": "yes",
            **COMMON,
            "known_from": "2018-01-01",
        },
        {
            "place_id": "vaasa",
            "name": "Vaasa",
            "name_alt": "Vasa",
            "country": "FI",
            "scope": "core",
            **COMMON,
            "known_from": "2018-01-01",
        },
    ],
    "projects": [
        {
            "project_id": "ume_cell",
            "name": "Cells",
            "place_id": "umea",
            "municipality": "Umeå",
            "country": "SE",
            "scope": "core",
            "step": "cell",
            "new_build": "true",
            **COMMON,
            "known_from": "2019-06-01",
            "note": "=1+1",
        },
    ],
    "events": [
        {
            "event_id": "e1",
            "project_id": "ume_cell",
            "date": "2019-06-01",
            "date_precision": "month",
            "status": "announced",
            "cause": "progress",
            "cause_basis": "stated",
            "description": 'Announced, with "quotes"\nand lines',
            **COMMON,
            "known_from": "2019-06-01",
        },
        {
            "event_id": "e2",
            "project_id": "ume_cell",
            "date": "2021-01-01",
            "date_precision": "year",
            "status": "construction",
            "cause": "progress",
            "cause_basis": "inferred",
            "description": "Ground broken",
            "workforce_change": "-1000",
            **COMMON,
            "known_from": "2021-02-01",
            "source_ids": "s1;s2",
        },
        {
            "event_id": "e3",
            "project_id": "ume_cell",
            "date": "2025-03-12",
            "date_precision": "day",
            "status": "bankrupt",
            "cause": "demand_finance",
            "cause_basis": "stated",
            "description": "Bankrupt",
            **COMMON,
            "known_from": "2025-03-12",
            "source_ids": "s3",
        },
    ],
    "metrics": [
        {
            "metric": "population",
            "theme": "population",
            "unit": "persons",
            "comparable": "true",
            "description": "Residents",
        },
        {
            "metric": "power_planned",
            "theme": "energy",
            "unit": "MW",
            "comparable": "true",
            "description": "Power asked for",
        },
        {
            "metric": "net_migration",
            "theme": "population",
            "unit": "persons",
            "comparable": "false",
            "signed": "true",
            "description": "Moves in less moves out",
        },
    ],
    "figures": [
        {
            "figure_id": "f1",
            "subject_type": "place",
            "subject": "umea",
            "theme": "population",
            "metric": "population",
            "value": "130224",
            "unit": "persons",
            "date": "2020-12-31",
            "period": "2020",
            "status": "actual",
            **COMMON,
            "known_from": "2021-02-22",
        },
        {
            "figure_id": "f2",
            "subject_type": "place",
            "subject": "umea",
            "theme": "population",
            "metric": "population",
            "value": "134249",
            "unit": "persons",
            "date": "2024-12-31",
            "status": "actual",
            **COMMON,
            "known_from": "2025-02-22",
        },
        {
            "figure_id": "f3",
            "subject_type": "project",
            "subject": "ume_cell",
            "theme": "energy",
            "metric": "power_planned",
            "value": "250.50",
            "low": "200",
            "high": "300",
            "unit": "MW",
            "date": "2020-01-01",
            "status": "plan",
            "dispute": "power",
            "preferred": "true",
            "why_preferred": "the grid owner's own figure",
            **COMMON,
            "known_from": "2022-01-01",
        },
        {
            "figure_id": "f4",
            "subject_type": "project",
            "subject": "ume_cell",
            "theme": "energy",
            "metric": "power_planned",
            "value": "0.3",
            "unit": "GW",
            "date": "2020-06-01",
            "status": "plan",
            "dispute": "power",
            "preferred": "false",
            **COMMON,
            "known_from": "2020-06-01",
        },
        {
            "figure_id": "f5",
            "subject_type": "place",
            "subject": "vaasa",
            "theme": "population",
            "metric": "net_migration",
            "value": "-300",
            "unit": "persons",
            "date": "2020-12-31",
            "status": "actual",
            "superseded_by": "f6",
            **COMMON,
            "known_from": "2021-02-22",
        },
        {
            "figure_id": "f6",
            "subject_type": "place",
            "subject": "vaasa",
            "theme": "population",
            "metric": "net_migration",
            "value": "-280",
            "unit": "persons",
            "date": "2020-12-31",
            "status": "actual",
            **COMMON,
            "known_from": "2022-02-22",
        },
    ],
    "links": [
        {
            "link_id": "l1",
            "row_type": "reported",
            "from_place": "umea",
            "to_place": "vaasa",
            "mode": "ferry",
            "distance_km": "110",
            "cross_border": "true",
            **COMMON,
        },
    ],
    "parameters": [
        {
            "parameter": "jobs_per_gwh",
            "room": "balance",
            "low": "100",
            "central": "143",
            "high": "190",
            "unit": "jobs/GWh",
            "distribution": "triangular",
            "description": "Staff",
            **COMMON,
            "known_from": "2019-01-01",
        },
        {
            "parameter": "hindsight",
            "room": "futures",
            "central": "0.5",
            "unit": "share",
            "distribution": "fixed",
            "description": "Seen late",
            **COMMON,
            "known_from": "2025-06-01",
        },
    ],
    "groups": [
        {
            "group_id": "operators",
            "name": "Operators",
            "sector": "plant",
            "isco08": "81;3131",
            "skill_level": "2",
            "close_groups": "nurses",
            **COMMON,
            "known_from": "2018-01-01",
        },
        {
            "group_id": "nurses",
            "name": "Nurses",
            "sector": "public",
            "isco08": "2221",
            "skill_level": "4",
            **COMMON,
            "known_from": "2018-01-01",
        },
    ],
    "profiles": [
        {
            "profile_row": "cell_operators",
            "profile": "cell",
            "group_id": "operators",
            "low": "0.6",
            "central": "0.7",
            "high": "0.8",
            **COMMON,
        },
        {
            "profile_row": "cell_nurses",
            "profile": "cell",
            "group_id": "nurses",
            "central": "0.3",
            **COMMON,
        },
    ],
    "occupations": [
        {
            "occupation_id": "o1",
            "value_chain_stage": "cell",
            "esco_uri": "http://x/1",
            "esco_version": "1.2",
            "label_en": "operator",
            "label_sv": "operatör",
            "isco08": "8112",
            "n_essential": "3",
            "essential_skills_en": "mix;coat",
            **COMMON,
        },
    ],
    "texts": [
        {
            "text_id": "t1",
            "table": "groups",
            "row": "operators",
            "field": "name",
            "lang": "sv",
            "text": "Operatörer",
            "origin": "translation",
        },
        {
            "text_id": "t2",
            "table": "events",
            "row": "e3",
            "field": "description",
            "lang": "fi",
            "text": "Konkurssi",
            "origin": "draft",
        },
    ],
}


def write(folder: Path, rows: Rows, *, created: date = date(2026, 11, 21)) -> Path:
    """Write a package; tables without rows are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in schema().tables:
        members: Iterable[dict[str, str]] = rows.get(table.name, [])
        cells = [[member.get(name, "") for name in table.names] for member in members]
        text = csv_text(table.names, cells)
        (folder / table.filename).write_text(text, encoding="utf-8", newline="")
    text = descriptor_text(new_descriptor(folder.name, "Small region", created))
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def small() -> Rows:
    """Return the rows of the small region, to be changed."""
    return copy.deepcopy(SMALL)


@pytest.fixture
def region_dir(tmp_path: Path) -> Path:
    """Return a folder with the small region."""
    return write(tmp_path / "small", SMALL)


@pytest.fixture
def write_region(tmp_path: Path) -> Callable[[Rows], Path]:
    """Return a function that writes rows as a region and gives its folder."""
    return lambda rows: write(tmp_path / "small", rows)


@pytest.fixture(scope="session")
def write_rows() -> Callable[[Path, Rows], Path]:
    """Return a function that writes rows into a folder of choice."""
    return write


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the small region as a workbook."""
    where = tmp_path_factory.mktemp("exported")
    return export_workbook(write(where / "small", SMALL), where / "region.xlsx").read_bytes()
