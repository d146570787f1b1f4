"""Hours of travel between places: over recorded links, else by great circle and detour."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra

from beltplan.coverage.ranges import Range, parameter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beltplan.facts import Region

__all__ = ["Journey", "Travel"]

_EARTH_KM = 6371.0


class Journey(NamedTuple):
    """One way between two places.

    Attributes
    ----------
    hours
        Time, with its range.
    linked
        Whether recorded links (road, ferry, rail with a time) join the places; else the
        time is a great circle with a detour.
    """

    hours: Range
    linked: bool


class Travel:
    """Journeys between the places of a region.

    Roads take length over `road_speed_km_per_h`; a link with a stated time takes that.

    Parameters
    ----------
    region
        The region, as known on a day.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        table = region.table("places")
        self.places: tuple[str, ...] = tuple(table["place_id"])
        self._at = {place: number for number, place in enumerate(self.places)}
        self._points = list(zip(table["lat"], table["lon"], strict=True))
        self.country = dict(zip(self.places, table["country"], strict=True))

    @cached_property
    def _speed(self) -> Range:
        return parameter(self._region, "road_speed_km_per_h")

    @cached_property
    def _detour(self) -> Range:
        return parameter(self._region, "road_detour_factor")

    @cached_property
    def _hours(self) -> NDArray[np.float64]:
        """Shortest times at central speed, float [place, place]; inf where nothing leads."""
        best: dict[tuple[int, int], float] = {}
        for row in self._region.table("links").iter_rows(named=True):
            ends = (self._at.get(row["from_place"]), self._at.get(row["to_place"]))
            hours = None
            if row["duration_min"] is not None:
                hours = row["duration_min"] / 60
            elif row["mode"] == "road" and row["distance_km"] is not None:
                hours = row["distance_km"] / self._speed.central
            if hours is None or ends[0] is None or ends[1] is None or row["mode"] == "air":
                continue
            for pair in ((ends[0], ends[1]), (ends[1], ends[0])):
                best[pair] = min(hours, best.get(pair, math.inf))
        size = len(self.places)
        rows, columns = zip(*best, strict=True) if best else ((), ())
        graph = sp.csr_matrix((list(best.values()), (rows, columns)), shape=(size, size))
        found: NDArray[np.float64] = dijkstra(graph)
        return found

    def between(self, start: str, end: str) -> Journey | None:
        """Return the journey between two places; None where one has no point and no link.

        Raises
        ------
        KeyError
            If a place is none of the region's.
        """
        a, b = self._at[start], self._at[end]
        hours = float(self._hours[a, b])
        if math.isfinite(hours):
            speed = self._speed
            low, high = hours * speed.central / speed.high, hours * speed.central / speed.low
            return Journey(Range(low, hours, high), linked=True)
        length = self._great_circle(a, b)
        if length is None:
            return None
        return Journey(
            Range(
                length * self._detour.low / self._speed.high,
                length * self._detour.central / self._speed.central,
                length * self._detour.high / self._speed.low,
            ),
            linked=False,
        )

    def _great_circle(self, a: int, b: int) -> float | None:
        (lat1, lon1), (lat2, lon2) = self._points[a], self._points[b]
        if None in (lat1, lon1, lat2, lon2):
            return None
        p1, p2 = math.radians(lat1), math.radians(lat2)
        across = math.sin(math.radians(lon2 - lon1) / 2) ** 2
        half = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * across
        return 2 * _EARTH_KM * math.asin(math.sqrt(half))
