"""What the account reports: names, units and one sentence each, from `variables.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources
from typing import Final

__all__ = ["CELL", "PLACE", "QUANTILES", "VARIABLES", "Variable"]

QUANTILES: Final = ("p10", "p50", "p90", "mean")
"""What is kept of the distribution over futures, in this order."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One reported quantity.

    Attributes
    ----------
    name
        Stable name.
    level
        ``cell`` for place x group x quarter, ``place`` for place x quarter.
    kind
        ``stock`` on the last day of the quarter, or ``flow`` during the quarter.
    unit
        Unit.
    text
        What it is, in one sentence.
    """

    name: str
    level: str
    kind: str
    unit: str
    text: str


def _read() -> tuple[Variable, ...]:
    file = resources.files("beltplan.balance") / "variables.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Variable(row["name"], row["level"], row["kind"], row["unit"], row["description"])
        for row in rows
    )


_ALL: Final = _read()

CELL: Final = tuple(each for each in _ALL if each.level == "cell")
"""Variables by place, occupation group and quarter."""

PLACE: Final = tuple(each for each in _ALL if each.level == "place")
"""Variables by place (or country, or the whole region) and quarter."""

VARIABLES: Final = {f"{each.level}.{each.name}": each for each in _ALL}
"""All variables by ``level.name``."""
