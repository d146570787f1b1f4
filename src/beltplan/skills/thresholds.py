"""From which score on an answer of the ranker counts, by language."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Limits", "limits"]

# A vocabulary with fewer concepts than this misses most of what texts ask for.
_SMALL = 2000


class Limits(NamedTuple):
    """From which share of the highest possible score on an answer of the ranker counts.

    Attributes
    ----------
    near
        A near match.
    confirm
        A find that is not a preferred label as written; 0 where such finds need no second look.
    """

    near: float
    confirm: float


@cache
def _table() -> dict[str, tuple[Limits, Limits]]:
    path = Path(__file__).parent / "thresholds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["language"]: (
                Limits(float(row["threshold"]), float(row["confirm"])),
                Limits(float(row["small"]), 0.0),
            )
            for row in csv.DictReader(file)
        }


def limits(language: str, concepts: int) -> Limits:
    """Return the limits of a language.

    Fitted on development sets, where the right answer is always in the vocabulary; a small
    vocabulary, such as the shipped one without ESCO, asks for more of a near match, and its
    synonyms are those of the trade, which need no second look. See ``thresholds.csv``.

    Parameters
    ----------
    language
        Language of the text.
    concepts
        Size of the vocabulary.
    """
    full, small = _table()["nb" if language == "nn" else language]
    return small if concepts < _SMALL else full
