"""How much each of the two pages holds, from rich to sparse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Density", "First", "Fit", "Search", "Second"]


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
_FIRST: Final = tuple(
    First(map_height=height, changes=changes, rows=rows)
    for height, changes, rows in (
        (132, 14, 8),
        (132, 13, 8),
        (128, 12, 8),
        (128, 11, 7),
        (122, 10, 7),
        (118, 9, 7),
        (114, 9, 6),
        (110, 8, 6),
        (104, 7, 6),
        (98, 6, 5),
        (92, 5, 5),
    )
)
_SECOND: Final = tuple(
    Second(rows=rows, plants=plants, points=points, sources=sources)
    for rows, plants, points, sources in (
        (7, 12, 5, 30),
        (6, 12, 5, 30),
        (6, 11, 5, 30),
        (6, 10, 5, 28),
        (5, 10, 5, 28),
        (5, 9, 5, 28),
        (5, 9, 5, 26),
        (5, 8, 5, 26),
        (5, 8, 4, 26),
        (4, 8, 4, 24),
        (4, 7, 4, 22),
        (4, 6, 4, 20),
        (4, 6, 3, 18),
        (4, 5, 3, 15),
    )
)


class Search:
    """Finds the richest pages that fit, halving what is left to try of each page at a time.

    Smaller letters are tried only when a page fits in no way. Iterate over it, and tell it
    after each try how the pages came out; it stops when it knows the richest that fit, which
    it then has as `best`, or ``None``.

    Examples
    --------
    >>> search = Search()
    >>> for tried in search:
    ...     fits = tried.size < 9 and tried.second.plants < 9
    ...     search.learn(tried, Fit(second=2, last=2 if fits else 3))
    >>> search.best.size, search.best.second.plants, search.best.first.changes
    (8.8, 8, 14)
    """

    def __init__(self) -> None:
        self.best: Density | None = None
        self._size = 0
        self._bounds = self._all()

    def __iter__(self) -> Iterator[Density]:
        """Yield what to try next."""
        while self._size < len(_SIZES):
            first, second = (
                high if high - low <= 1 else (low + high) // 2 for low, high in self._bounds
            )
            if first == len(_FIRST) or second == len(_SECOND):
                self._size, self._bounds = self._size + 1, self._all()
                continue
            density = Density(_SIZES[self._size], _FIRST[first], _SECOND[second])
            if density == self.best:
                return
            yield density

    def learn(self, density: Density, fit: Fit) -> None:
        """Note how a try came out."""
        levels = (_FIRST.index(density.first), _SECOND.index(density.second))
        fits = (fit.first_page, fit.second_page)
        for at, (level, fitting) in enumerate(zip(levels, fits, strict=True)):
            low, high = self._bounds[at]
            # The pages share the list of sources, so that a level may fit first and not later.
            self._bounds[at] = (low, level) if fitting else (level, max(high, level + 1))
        self.best = density if all(fits) else None

    @staticmethod
    def _all() -> list[tuple[int, int]]:
        return [(-1, len(_FIRST)), (-1, len(_SECOND))]
