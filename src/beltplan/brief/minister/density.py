"""How closely the two pages are set, from roomy to close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["DENSITIES", "Density"]


@dataclass(frozen=True, slots=True)
class Density:
    """What a page holds.

    Parameters
    ----------
    size : float
        Size of the running text, pt.
    map_height : float
        Most that the map with its key takes, mm.
    changes, plants, rows, points, sources : int
        Most events, plants, rows of a picture, points of a list, and sources at the foot.
    """

    size: float
    map_height: float
    changes: int
    plants: int
    rows: int
    points: int
    sources: int


DENSITIES: Final = (
    Density(size=9.4, map_height=132, changes=9, plants=12, rows=7, points=5, sources=30),
    Density(size=9.2, map_height=126, changes=8, plants=11, rows=6, points=5, sources=27),
    Density(size=9.0, map_height=120, changes=7, plants=10, rows=6, points=4, sources=24),
    Density(size=8.8, map_height=114, changes=6, plants=9, rows=5, points=4, sources=21),
    Density(size=8.6, map_height=106, changes=5, plants=8, rows=5, points=3, sources=18),
    Density(size=8.4, map_height=96, changes=4, plants=6, rows=4, points=3, sources=15),
)
"""Tried in this order; the first that fits two pages is taken."""
