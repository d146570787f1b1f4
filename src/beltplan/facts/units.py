"""Families of units: which units can stand for the same metric.

`units.csv` lists units and their family. A unit may be a quotient: ``ore/kWh`` is of the
family money/energy, as ``SEK/MWh`` is. A unit that is not listed is a family of its own.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources

__all__ = ["family", "relatives"]


@functools.cache
def _families() -> dict[str, str]:
    text = importlib.resources.files("beltplan.facts").joinpath("units.csv").read_text("utf-8")
    return {row["unit"]: row["family"] for row in csv.DictReader(text.splitlines())}


def family(unit: str) -> str:
    """Return the family of a unit.

    Examples
    --------
    >>> family("SEK/MWh") == family("ore/kWh")
    True
    >>> family("MW") == family("homes")
    False
    """
    families = _families()
    return "/".join(families.get(part.strip(), part.strip()) for part in unit.split("/"))


def relatives(unit: str) -> tuple[str, ...]:
    """Return the listed units of the same family as a simple unit.

    Examples
    --------
    >>> relatives("GW")
    ('W', 'kW', 'MW', 'GW')
    """
    wanted = family(unit)
    found = tuple(name for name, kin in _families().items() if kin == wanted)
    return found or (unit,)
