"""From which score on a near match counts, by language."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

__all__ = ["threshold"]


@cache
def _table() -> dict[str, float]:
    path = Path(__file__).parent / "thresholds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["language"]: float(row["threshold"]) for row in csv.DictReader(file)}


def threshold(language: str) -> float:
    """Return the smallest share of the highest possible score that counts as a near match.

    The shares were fitted on development sets to one precision of the first answer; see
    ``thresholds.csv`` for the set and the precision of each.
    """
    return _table()["nb" if language == "nn" else language]
