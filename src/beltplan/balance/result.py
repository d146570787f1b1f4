"""The result of an account: intervals by cell, place, country and region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from beltplan import quarters as calendar
from beltplan.balance.errors import QuarterError, UnknownCellError, position
from beltplan.balance.interval import Interval, interval_of
from beltplan.balance.shared import Pool, ranked
from beltplan.balance.variables import CELL, PLACE, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from beltplan.balance.freight import Freight
    from beltplan.balance.power import Power
    from beltplan.balance.reading import LeftOut
    from beltplan.balance.variables import Variable
    from beltplan.facts import Parameter

    Floats = NDArray[np.float32]

__all__ = ["Balance"]

_CELL = tuple(each.name for each in CELL)
_PLACE = tuple(each.name for each in PLACE)


@dataclass(frozen=True)
class Balance:
    """The account of a region over all its futures.

    Attributes
    ----------
    region, as_of
        Name of the region and day of its facts.
    n, seed
        Number of futures and seed of the draws.
    places, groups, country_ids, quarters
        Ids and quarters of the axes. Places are those with a known population.
    sectors
        Sector of each group.
    left_out
        What the account does not cover, and why.
    parameters
        The parameters used, by the name that the rules know.
    jobs
        Staff of each project at full activity.
    threshold
        Persons under which a cell is withheld.
    power, freight
        Megawatts and goods.
    cell_table
        float32 [4, variable, place, group, quarter].
    place_table
        float32 [4, variable, row, quarter]; rows are places, the region, countries.
    samples
        float32 [variable, row, kept quarter, n]; empty where samples are not kept.
    sampled_quarters
        The kept quarters.
    shared
        By kept quarter, what the pools of the first 250 futures show on average; see `pool`.
    """

    region: str
    as_of: date
    n: int
    seed: int
    places: tuple[str, ...]
    groups: tuple[str, ...]
    country_ids: tuple[str, ...]
    quarters: range
    sectors: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    parameters: Mapping[str, Parameter]
    jobs: Mapping[str, Interval]
    threshold: float
    power: Power
    freight: Freight
    cell_table: Floats
    place_table: Floats
    samples: Floats
    sampled_quarters: tuple[int, ...]
    shared: Mapping[str, Floats]

    def __repr__(self) -> str:
        span = f"{calendar.label(self.quarters[0])} to {calendar.label(self.quarters[-1])}"
        return (
            f"Balance({self.region!r}, as_of={self.as_of.isoformat()!r}, n={self.n}, "
            f"{len(self.places)} places, {len(self.groups)} groups, {span})"
        )

    @property
    def variables(self) -> Mapping[str, Variable]:
        """All variables, by ``cell.name`` and ``place.name``."""
        return VARIABLES

    @cached_property
    def cells(self) -> Mapping[str, Floats]:
        """Name to float32 [4, place, group, quarter]: p10, p50, p90, mean."""
        return {name: self.cell_table[:, v] for v, name in enumerate(_CELL)}

    @cached_property
    def places_(self) -> Mapping[str, Floats]:
        """Name to float32 [4, place, quarter]."""
        count = len(self.places)
        return {name: self.place_table[:, v, :count] for v, name in enumerate(_PLACE)}

    @cached_property
    def belt(self) -> Mapping[str, Floats]:
        """Name to float32 [4, quarter]: of the sums over places, taken future by future."""
        return {name: self.place_table[:, v, len(self.places)] for v, name in enumerate(_PLACE)}

    @cached_property
    def countries(self) -> Mapping[str, Floats]:
        """Name to float32 [4, country, quarter]: of sums taken future by future."""
        first = len(self.places) + 1
        return {name: self.place_table[:, v, first:] for v, name in enumerate(_PLACE)}

    # -- single values

    def quarter(self, quarter: int | str) -> int:
        """Return the position of a quarter.

        Raises
        ------
        QuarterError
            If it lies outside the account.
        """
        wanted = calendar.parse(quarter) if isinstance(quarter, str) else quarter
        if wanted not in self.quarters:
            first, last = calendar.label(self.quarters[0]), calendar.label(self.quarters[-1])
            message = f"{calendar.label(wanted)} lies outside the account"
            way_out = f"choose a quarter from {first} to {last}"
            raise QuarterError(message, way_out)
        return self.quarters.index(wanted)

    def row(self, place: str | None) -> int:
        """Return the row of a place, a country or (None) the region.

        Raises
        ------
        UnknownCellError
            If there is no such place or country.
        """
        if place is None:
            return len(self.places)
        if place in self.country_ids:
            return len(self.places) + 1 + self.country_ids.index(place)
        return position(place, self.places, "place")

    def interval(
        self,
        variable: str,
        *,
        place: str | None = None,
        group: str | None = None,
        quarter: int | str,
    ) -> Interval | None:
        """Return the interval of one cell, place, country or the region.

        None where a small cell is withheld.

        Raises
        ------
        UnknownCellError, QuarterError
            If there is no such variable, place, group or quarter.
        """
        t = self.quarter(quarter)
        if group is None:
            v = position(variable, _PLACE, "variable of places")
            return Interval(*map(float, self.place_table[:, v, self.row(place), t]))
        v = position(variable, _CELL, "variable of cells")
        if place is None:
            message = "a group needs a place"
            raise UnknownCellError(message, f"choose one of {', '.join(self.places)}")
        p, g = position(place, self.places, "place"), position(group, self.groups, "group")
        if self.withheld(variable)[p, g, t]:
            return None
        return Interval(*map(float, self.cell_table[:, v, p, g, t]))

    def withheld(self, variable: str) -> NDArray[np.bool_]:
        """Return which cells are too small to show, bool [place, group, quarter].

        A cell is withheld where its median lies under the publishing threshold, unless
        even its p90 is zero (then it says nothing about anybody).
        """
        values = self.cells[_CELL[position(variable, _CELL, "variable of cells")]]
        result: NDArray[np.bool_] = (values[1] < self.threshold) & (values[2] > 0)
        return result

    def sample(self, variable: str, *, place: str | None = None, quarter: int | str) -> Floats:
        """Return the values in all futures, float32 [n].

        Parameters
        ----------
        variable
            A variable of places.
        place
            A place, a country, or None for the region.
        quarter
            One of `sampled_quarters`: the first, Q4 of every year, those watched.

        Raises
        ------
        UnknownCellError, QuarterError
            If there is no such variable or place, or no sample of that quarter.
        """
        wanted = calendar.parse(quarter) if isinstance(quarter, str) else quarter
        if wanted not in self.sampled_quarters or self.samples.size == 0:
            kept = ", ".join(map(calendar.label, self.sampled_quarters))
            message = f"no sample of {calendar.label(wanted)} was kept"
            raise QuarterError(message, f"add it to `watch`; kept: {kept or 'none'}")
        v = position(variable, _PLACE, "variable of places")
        values: Floats = self.samples[v, self.row(place), self.sampled_quarters.index(wanted)]
        return values

    def change(self, variable: str, *, place: str | None = None, quarter: int | str) -> Interval:
        """Return the change since the first quarter, taken future by future."""
        now = self.sample(variable, place=place, quarter=quarter).astype(np.float64)
        before = self.sample(variable, place=place, quarter=self.quarters[0])
        return interval_of(now - before)

    # -- who draws on the same people

    def pool(self, place: str, *, quarter: int | str) -> Pool:
        """Return who else draws on the people whom a place counts on.

        Raises
        ------
        UnknownCellError, QuarterError
            If there is no such place, or the pools of that quarter were not kept.
        """
        p = position(place, self.places, "place")
        k = self._kept(quarter)
        counted, double = (
            self.interval(name, place=place, quarter=quarter)
            for name in ("counted_on", "double_counted")
        )
        assert counted is not None and double is not None  # noqa: S101, PT018 - places are never withheld
        others = [
            (self.places[q], float(self.shared["pairs"][k, p, q]))
            for q in range(len(self.places))
            if q != p
        ]
        groups = [
            (group, float(self.shared["counted"][k, p, g]), float(self.shared["others"][k, p, g]))
            for g, group in enumerate(self.groups)
        ]
        by_sector: dict[str, float] = {}
        for g, sector in enumerate(self.sectors):
            by_sector[sector] = by_sector.get(sector, 0.0) + float(self.shared["base"][k, p, g])
        return Pool(
            place=place,
            quarter=self.quarters[self.quarter(quarter)],
            counted_on=counted,
            double_counted=double,
            shared_with=ranked(others),
            groups=tuple(sorted((g for g in groups if g[1] > 0), key=lambda g: -g[1])),
            employers=ranked(list(by_sector.items())),
        )

    def pairs(self, quarter: int | str) -> list[tuple[str, str, float]]:
        """Return how many people two places both count on, most first (mean, first 250 futures)."""
        table = self.shared["pairs"][self._kept(quarter)]
        found = [
            (self.places[p], self.places[q], float(table[p, q]))
            for p in range(len(self.places))
            for q in range(p + 1, len(self.places))
            if table[p, q] > 0
        ]
        return sorted(found, key=lambda pair: -pair[2])

    def _kept(self, quarter: int | str) -> int:
        wanted = self.quarters[self.quarter(quarter)]
        if wanted not in self.sampled_quarters:
            message = f"the pools of {calendar.label(wanted)} were not kept"
            kept = ", ".join(map(calendar.label, self.sampled_quarters))
            raise QuarterError(message, f"add it to `watch`; kept: {kept}")
        return self.sampled_quarters.index(wanted)
