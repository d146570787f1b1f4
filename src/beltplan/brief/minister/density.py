"""How much each of the two pages holds, from rich to sparse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["RICHEST", "Density", "First", "Fit", "Second", "sparser"]


@dataclass(frozen=True, slots=True)
class First:
    """What the first page holds: height of the map with its key (mm), events, rows of the grid."""

    map_height: float
    changes: int
    rows: int


@dataclass(frozen=True, slots=True)
class Second:
    """What the second page holds: rows of pictures, plants, points of a list, sources."""

    rows: int
    plants: int
    points: int
    sources: int


@dataclass(frozen=True, slots=True)
class Density:
    """Size of the running text (pt) and what each page holds."""

    size: float
    first: First
    second: Second


@dataclass(frozen=True, slots=True)
class Fit:
    """What the typesetter found: the page where the second part begins, and the last page."""

    second: int
    last: int

    @property
    def first_page(self) -> bool:
        """Whether the first part takes one page."""
        return self.second == 2

    @property
    def second_page(self) -> bool:
        """Whether the second part takes one page."""
        return self.last == self.second


_SIZES: Final = (9.2, 8.8, 8.4)
_FIRST: Final = (
    First(map_height=132, changes=13, rows=8),
    First(map_height=126, changes=11, rows=7),
    First(map_height=120, changes=9, rows=7),
    First(map_height=112, changes=8, rows=6),
    First(map_height=104, changes=7, rows=6),
    First(map_height=96, changes=6, rows=5),
)
_SECOND: Final = (
    Second(rows=7, plants=12, points=5, sources=30),
    Second(rows=6, plants=11, points=5, sources=27),
    Second(rows=6, plants=10, points=5, sources=24),
    Second(rows=5, plants=9, points=4, sources=24),
    Second(rows=5, plants=8, points=4, sources=21),
    Second(rows=4, plants=7, points=4, sources=18),
    Second(rows=4, plants=6, points=3, sources=15),
)
RICHEST: Final = Density(_SIZES[0], _FIRST[0], _SECOND[0])
"""Tried first."""


def sparser(density: Density, fit: Fit) -> Density | None:
    """Return what to try next: less on each page that overflows, then smaller letters.

    Returns
    -------
    Density or None
        None where there is nothing left to try.

    Examples
    --------
    >>> closer = sparser(RICHEST, Fit(second=2, last=3))
    >>> closer.first == RICHEST.first, RICHEST.second.plants - closer.second.plants
    (True, 1)
    """
    first, second = _FIRST.index(density.first), _SECOND.index(density.second)
    first += not fit.first_page
    second += not fit.second_page
    if first < len(_FIRST) and second < len(_SECOND):
        return Density(density.size, _FIRST[first], _SECOND[second])
    size = _SIZES.index(density.size) + 1
    return Density(_SIZES[size], _FIRST[0], _SECOND[0]) if size < len(_SIZES) else None
