"""Which municipality code is which place of the region."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import io

__all__ = ["codes_by_name", "places"]


@functools.cache
def _municipalities() -> tuple[dict[str, str], ...]:
    text = importlib.resources.files("beltplan.sources").joinpath("municipalities.csv")
    return tuple(csv.DictReader(io.StringIO(text.read_text(encoding="utf-8"), newline="")))


@functools.cache
def places(country: str) -> dict[str, str]:
    """Return the region's places by municipality code (SCB, Statistics Finland, SSB Klass 131).

    Examples
    --------
    >>> places("SE")["2482"]
    'skelleftea'
    """
    return {row["code"]: row["place_id"] for row in _municipalities() if row["country"] == country}


@functools.cache
def codes_by_name(country: str) -> dict[str, str]:
    """Return municipality codes by name in capital letters, for services that give names.

    Examples
    --------
    >>> codes_by_name("NO")["RANA"]
    '1833'
    """
    rows = _municipalities()
    return {row["name"].upper(): row["code"] for row in rows if row["country"] == country}
