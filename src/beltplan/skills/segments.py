"""Sentences and lines of a text, and which of them sound like a requirement."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from beltplan.skills.words import words

__all__ = ["FEWEST", "MOST", "Segment", "cues", "requires", "segments"]

_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäöæø])|[\r\n]+|[;•●▪·*]\s+|\s[-–]\s")
# Words: more than the first, at most the second. A label of few words is never near to more.
FEWEST, MOST = 1, 16
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or a line: its text and where it starts in the whole."""

    start: int
    text: str


def segments(text: str) -> list[Segment]:
    r"""Return the sentences and lines of a text with their places; longer ones are cut.

    Examples
    --------
    >>> [s.text for s in segments("Vi söker dig. Du kan svetsa!\n- PLC")]
    ['Vi söker dig.', 'Du kan svetsa!', 'PLC']
    """
    found: list[Segment] = []
    start = 0
    bounds = [(m.start(), m.end()) for m in _END.finditer(text)] + [(len(text), len(text))]
    for end, following in bounds:
        for at in range(start, max(end, start), _LONGEST):
            piece = text[at : min(end, at + _LONGEST)]
            bare = piece.strip(" \t-–•*")
            if bare:
                found.append(Segment(at + piece.index(bare), bare))
        start = following
    return found


@cache
def cues(language: str) -> frozenset[str]:
    """Return the beginnings of words that a requirement has."""
    path = Path(__file__).parent / "requirement_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = "nb" if language == "nn" else language
    return frozenset(w for r in rows if r["language"] == asked for w in r["beginnings"].split())


def requires(text: str, language: str) -> bool:
    """Tell whether a segment sounds like a requirement, a task or an outcome of a course.

    Examples
    --------
    >>> requires("Du har erfarenhet av kemisk processindustri", "sv")
    True
    """
    found = words(text)
    if not FEWEST < len(found) <= MOST:
        return False
    known = cues(language)
    return any(word[:n] in known for word in found for n in range(3, min(len(word), 9) + 1))
