"""Read JSON-stat 2.0 data sets: https://json-stat.org/full/ (version 2.0, class dataset).

A cell without a value stays without one; nothing is filled in.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from beltplan.faults import Fault, FaultError
from beltplan.sources.errors import JSON_STAT
from beltplan.sources.intake import Day  # noqa: TC001 - pydantic reads the types at run time

__all__ = ["Category", "Dataset", "Dimension", "read"]

_WAY_OUT = "the data set contradicts itself: tell its publisher"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Category(_Part):
    """The values of a dimension: codes in order, labels, units."""

    index: list[str] | dict[str, int] | None = None
    label: dict[str, str] = {}
    unit: dict[str, dict[str, Any]] = {}

    def codes(self) -> list[str]:
        """Return the codes in their order.

        Raises
        ------
        ValueError
            If the order is not 0, 1, 2, …, or there are no codes at all.
        """
        if isinstance(self.index, dict):
            ordered = sorted(self.index, key=self.index.__getitem__)
            if [self.index[code] for code in ordered] != list(range(len(ordered))):
                msg = "its index is not 0, 1, 2, …"
                raise ValueError(msg)
            return ordered
        if self.index is not None:
            return self.index
        if len(self.label) == 1:
            return list(self.label)
        msg = "it has neither an index nor exactly one label"
        raise ValueError(msg)


class _Extension(_Part):
    elimination: bool = False


class Dimension(_Part):
    """One dimension; PxWeb says in its extension whether the dimension may be summed away."""

    label: str | None = None
    category: Category
    extension: _Extension = Field(default_factory=_Extension)


class Dataset(_Part):
    """A data set; `value` and `status` are lists in row-major order, or objects by position."""

    version: Literal["2.0"] = "2.0"
    class_: Literal["dataset"] = "dataset"
    label: str | None = None
    source: str | None = None
    updated: Day = None
    id: list[str]
    size: list[int]
    dimension: dict[str, Dimension]
    role: dict[str, list[str]] = {}
    value: list[float | int | None] | dict[str, float | int | None]
    status: str | list[str | None] | dict[str, str | None] | None = None

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return math.prod(self.size)

    def codes(self, dimension: str) -> list[str]:
        """Return the codes of a dimension in order."""
        return self.dimension[dimension].category.codes()

    def frame(self) -> pl.DataFrame:
        """Return one row a cell: a column of codes a dimension, then ``value`` and ``status``.

        Returns
        -------
        polars.DataFrame
            Shape ``(cells, dimensions + 2)``, rows in the data set's order; null where a cell has
            no value.
        """
        columns: dict[str, pl.Series] = {}
        inner = self.cells
        outer = 1
        for name, size in zip(self.id, self.size, strict=True):
            inner = inner // size if size else 0
            codes = [code for code in self.codes(name) for _ in range(inner)] * outer
            columns[name] = pl.Series(name, codes, dtype=pl.String)
            outer *= size
        columns["value"] = pl.Series("value", self._values(), dtype=pl.Float64)
        columns["status"] = pl.Series("status", self._symbols(), dtype=pl.String)
        return pl.DataFrame(columns)

    def _values(self) -> list[float | None]:
        if isinstance(self.value, dict):
            return [_number(self.value.get(str(place))) for place in range(self.cells)]
        return [_number(each) for each in self.value]

    def _symbols(self) -> list[str | None]:
        if isinstance(self.status, str):
            return [self.status] * self.cells
        if isinstance(self.status, dict):
            return [self.status.get(str(place)) for place in range(self.cells)]
        if isinstance(self.status, list):
            return list(self.status)
        return [None] * self.cells


def read(content: object) -> Dataset:
    """Return a checked data set.

    Parameters
    ----------
    content
        The JSON, parsed.

    Raises
    ------
    FaultError
        With all faults of the data set.

    Examples
    --------
    >>> data = read({"version": "2.0", "class": "dataset", "id": ["Region", "Tid"],
    ...     "size": [1, 2], "value": [72467, None], "status": {"1": ".."},
    ...     "dimension": {"Region": {"category": {"index": ["2482"]}},
    ...                   "Tid": {"category": {"index": {"2023": 0, "2024": 1}}}}})
    >>> data.frame().rows()
    [('2482', '2023', 72467.0, None), ('2482', '2024', None, '..')]
    """
    if isinstance(content, dict) and "class" in content:
        content = {**content, "class_": content["class"]}
    try:
        found = Dataset.model_validate(content)
    except ValidationError as error:
        faults = [
            _fault(each["msg"], field=".".join(map(str, each["loc"]))) for each in error.errors()
        ]
        raise FaultError(faults) from None
    faults = _contradictions(found)
    if faults:
        raise FaultError(faults)
    return found


def _contradictions(data: Dataset) -> list[Fault]:
    faults = []
    if len(data.id) != len(data.size):
        return [_fault(f"{len(data.id)} dimensions have {len(data.size)} sizes", field="size")]
    if any(size < 0 for size in data.size):
        return [_fault("a size is below zero", field="size")]
    for name, size in zip(data.id, data.size, strict=True):
        if name not in data.dimension:
            faults.append(_fault(f"dimension {name} is not described", field="dimension"))
            continue
        try:
            codes = data.codes(name)
        except ValueError as error:
            faults.append(_fault(f"dimension {name}: {error}", field="dimension"))
            continue
        if len(codes) != size:
            faults.append(
                _fault(f"dimension {name} has {len(codes)} codes and size {size}", field="size")
            )
        if len(set(codes)) != len(codes):
            faults.append(_fault(f"dimension {name} has a code twice", field="dimension"))
    for field in ("value", "status"):
        faults += _misplaced(getattr(data, field), field, data.cells)
    for role, names in data.role.items():
        faults += [
            _fault(f"role {role} names {name}, which is no dimension", field="role")
            for name in names
            if name not in data.id
        ]
    return faults


def _misplaced(cells: object, field: str, count: int) -> list[Fault]:
    if isinstance(cells, list) and len(cells) != count:
        return [_fault(f"{len(cells)} cells, where the sizes make {count}", field=field)]
    if isinstance(cells, dict):
        wrong = [place for place in cells if not (place.isdecimal() and int(place) < count)]
        if wrong:
            return [_fault(f"position {wrong[0]!r} is outside 0 to {count - 1}", field=field)]
    return []


def _fault(message: str, *, field: str) -> Fault:
    return JSON_STAT.at(message, _WAY_OUT, field=field)


def _number(value: float | None) -> float | None:
    """Return a value as it counts: not-a-number and infinity are no values."""
    return float(value) if value is not None and math.isfinite(value) else None
