"""Weights of the parts of a score, by language: ``ranking_weights.csv``."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

__all__ = ["near_weights", "weights"]


@cache
def weights(language: str) -> tuple[tuple[str, str, float], ...]:
    """Return the parts of a score as (part, language of the labels, weight)."""
    path = Path(__file__).parent / "ranking_weights.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = "nb" if language == "nn" else language
    return tuple((r["part"], r["over"], float(r["weight"])) for r in rows if r["language"] == asked)


def near_weights(language: str) -> dict[tuple[str, str], float]:
    """Return the weights for texts in which the first pass has found nothing."""
    return {(part, over): weight for part, over, weight in weights(language) if part != "found"}
