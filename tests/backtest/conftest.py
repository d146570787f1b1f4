"""Regions in memory, and packages without what came later."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from beltplan.facts import Region, locate, schema
from beltplan.facts.package import DESCRIPTOR
from beltplan.facts.schema import dtype

MakeRegion = Callable[..., Region]

KNOWN = date(2015, 1, 1)
_ROW: dict[str, Any] = {"kind": "press", "source_ids": [], "known_from": KNOWN}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "places": {"country": "SE", "scope": "core"},
    "projects": {
        "name": "A plant",
        "municipality": "A town",
        "country": "SE",
        "scope": "core",
        "step": "anode",
        "new_build": True,
    },
    "figures": {"subject_type": "place", "theme": "population", "unit": "1", "status": "actual"},
    "events": {"date_precision": "day", "cause": "progress", "cause_basis": "stated"},
    "forecasts": {"unit": "1", "actual_source_ids": [], "made_as_found": "2020-01-01"},
    "parameters": {"room": "balance", "unit": "1", "distribution": "triangular"},
    "sources": {"kind": "press", "reliability": "good", "url_completeness": "full"},
}


@pytest.fixture(scope="session")
def make_region() -> MakeRegion:
    """Return a maker of regions from rows by table; rows known later than the day stay out."""

    def make(*, as_of: str = "2020-01-01", **tables: list[dict[str, Any]]) -> Region:
        day = date.fromisoformat(as_of)
        frames = {}
        for table in schema().tables:
            own = _ROW | _DEFAULTS.get(table.name, {})
            rows = [own | row for row in tables.get(table.name, [])]
            known = [row for row in rows if row["known_from"] is None or row["known_from"] <= day]
            frames[table.name] = pl.DataFrame(
                {
                    field.name: pl.Series(
                        [row.get(field.name) for row in known], dtype=dtype(field)
                    )
                    for field in table.fields
                }
            )
        return Region(
            name="test",
            titles={"en": "Test"},
            as_of=day,
            created=day,
            version="0",
            path=Path(),
            _tables=frames,
            later={name: {} for name in frames},
        )

    return make


def without_later_rows(package: str, day: date, folder: Path) -> Path:
    """Write a package from which every row known after a day is deleted.

    Of the forecasts the outcomes go too.
    """
    source = locate(package)
    folder.mkdir(parents=True)
    (folder / DESCRIPTOR).write_bytes((source / DESCRIPTOR).read_bytes())
    for table in schema().tables:
        path = source / table.filename
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            names = list(reader.fieldnames or ())
            rows = [row for row in reader if (row.get("known_from") or "") <= day.isoformat()]
        if table.name == "forecasts":
            rows = [{k: "" if k.startswith("actual_") else v for k, v in r.items()} for r in rows]
        with (folder / table.filename).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
