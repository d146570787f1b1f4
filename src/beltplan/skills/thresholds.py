"""From which score on a near match counts, by language."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

__all__ = ["threshold"]


# A vocabulary with fewer concepts than this misses most of what texts ask for.
_SMALL = 2000


@cache
def _table() -> dict[str, tuple[float, float]]:
    path = Path(__file__).parent / "thresholds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["language"]: (float(row["threshold"]), float(row["small"]))
            for row in csv.DictReader(file)
        }


def threshold(language: str, concepts: int) -> float:
    """Return the smallest share of the highest possible score that counts as a near match.

    Fitted on development sets, where the right answer is always in the vocabulary; a small
    vocabulary, such as the shipped one without ESCO, asks for more. See ``thresholds.csv``.

    Parameters
    ----------
    language
        Language of the text.
    concepts
        Size of the vocabulary.
    """
    full, small = _table()["nb" if language == "nn" else language]
    return small if concepts < _SMALL else full
