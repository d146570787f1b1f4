"""Labelled axes for the plan's model in linopy."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData

__all__ = ["Labelled"]


class Labelled:
    """The model under construction; axes are dimensions with the ids of `PlanData`."""

    def __init__(self, data: PlanData, implied: bool) -> None:
        self.data, self.implied = data, implied
        self.model = linopy.Model(sparse=True)
        self.cost: Any = 0
        borders = [f"{a}>{b}" for a, b in permutations(data.countries, 2)]
        axes = {
            "scenario": range(len(data.probability)),
            "area": data.areas,
            "group": data.groups,
            "year": data.years,
            "plant": data.plants,
            "course": data.courses,
            "entry": range(len(data.entry_course)),
            "arc": range(len(data.arc_origin)),
            "service": data.services,
            "step": data.steps,
            "country": data.countries,
            "zone": data.zones,
            "border": borders,
        }
        self.axis = {name: pd.Index(list(ids), name=name) for name, ids in axes.items()}
        self.exporter = xr.DataArray([b.split(">")[0] for b in borders], dims="border")
        self.importer = xr.DataArray([b.split(">")[1] for b in borders], dims="border")
        self.discount = self.of(data.discount, "year")
        self.chance = self.of(data.probability, "scenario")

    def of(self, values: Any, *dims: str) -> Any:
        """Return numbers with their labels."""
        return xr.DataArray(values, coords=[self.axis[dim] for dim in dims])

    def labels(self, dim: str, axis: str, at: Any) -> tuple[str, Any]:
        """Return which member of an axis each member of a dimension belongs to."""
        return dim, self.axis[axis].to_numpy()[at]

    def add(
        self, name: str, *dims: str, upper: Any = np.inf, cost: Any = None, years: Any = None
    ) -> Any:
        """Add columns (in some of the years); costs are weighted with the probabilities."""
        axis = self.axis if years is None else {**self.axis, "year": years}
        column = self.model.add_variables(0, upper, coords=[axis[d] for d in dims], name=name)
        if cost is not None:
            weight = cost * self.discount.sel(year=axis["year"])
            if "scenario" in dims:
                weight = weight * self.chance
            self.cost = (column * weight).sum() + self.cost
        return column

    def top(self, upper: Any) -> Any:
        """Return an upper bound that follows from the rows, if such bounds are wanted."""
        return upper if self.implied else np.inf

    def total(self, column: Any, **belongs: tuple[str, Any]) -> Any:
        """Sum columns by what they belong to; zero where nothing does."""
        found = column.assign_coords(**belongs).groupby(list(belongs)).sum()
        return found.reindex({key: self.axis[key] for key in belongs}).fillna(0)

    def later(self, column: Any, years: int) -> Any:
        """Return what was there so many years before; zero before the start."""
        return column.shift(year=years).to_linexpr().fillna(0)

    def row(self, name: str, left: Any, sign: str, right: Any) -> None:
        """Add rows."""
        self.model.add_constraints(left, sign, right, name=name)

    def stock(self, name: str, added: str, dim: str, most: Any, cost: float, lead: int) -> Any:
        """Add capacity that stands `lead` years after it is decided, by the year it stands in."""
        years = self.axis["year"]
        if lead >= len(years):
            return 0
        decided, stands = years[: len(years) - lead], years[lead:]
        most = self.of(np.broadcast_to(most, len(self.axis[dim])), dim)
        age = xr.DataArray(np.arange(1, len(stands) + 1), coords=[stands])
        stock = self.add(name, dim, "year", years=stands, upper=self.top(most * age))
        new = self.add(added, dim, "year", years=decided, upper=most, cost=cost)
        arrives = new.assign_coords(year=stands)
        self.row(f"{name} stock", stock - self.later(stock, 1) - arrives, "=", 0)
        return stock.reindex(year=years).fillna(0).expand_dims(scenario=self.axis["scenario"])
