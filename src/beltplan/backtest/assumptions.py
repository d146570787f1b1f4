"""The same back-test under other assumptions: how much the table owes to the priors.

Whoever chose the priors knew how the cases ended. Nothing in code can undo that; showing
the table with the priors moved says how much could hang on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from beltplan.facts import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.facts import Region

__all__ = ["VARIATIONS", "Variation"]

_FAILURES: Final = ("_paused", "_ended", "_bankrupt", "_reduced")
_LONGER: Final = "construction_years"
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Variation:
    """A change of assumptions.

    Attributes
    ----------
    name, description
        What is changed.
    change
        Takes a row of the `parameters` table and returns it changed, or as it is.
    """

    name: str
    description: str
    change: Callable[[_Row], _Row]

    def apply(self, region: Region) -> Region:
        """Return a region with changed assumptions; its facts stay as they are."""
        table = region.table("parameters")
        rows = [self.change(row) for row in table.iter_rows(named=True)]
        changed = table.with_columns(
            pl.Series(name, [row[name] for row in rows], dtype=pl.Float64)
            for name in ("low", "central", "high")
        )
        tables = {name: region.table(name) for name in schema().names}
        return replace(region, _tables={**tables, "parameters": changed})


def _scaled(row: _Row, factor: float) -> _Row:
    ends = ("low", "central", "high")
    return {**row, **{end: None if row[end] is None else row[end] * factor for end in ends}}


def _failures(factor: float) -> Callable[[_Row], _Row]:
    def change(row: _Row) -> _Row:
        name = row["parameter"]
        hit = name.startswith("rate_") and name.endswith(_FAILURES)
        return _scaled(row, factor) if hit else row

    return change


def _progress(factor: float) -> Callable[[_Row], _Row]:
    def change(row: _Row) -> _Row:
        name = row["parameter"]
        if name == _LONGER:
            return _scaled(row, 1 / factor)
        hit = name.startswith("rate_") and not name.endswith(_FAILURES)
        return _scaled(row, factor) if hit else row

    return change


def _pooling(end: str) -> Callable[[_Row], _Row]:
    def change(row: _Row) -> _Row:
        return {**row, "central": row[end]} if row["parameter"] == "pooling_strength" else row

    return change


def _balance(end: str) -> Callable[[_Row], _Row]:
    def change(row: _Row) -> _Row:
        drawn = row["room"] == "balance" and row["distribution"] in ("triangular", "uniform")
        if not drawn or row[end] is None:
            return row
        return {**row, "low": row[end], "central": row[end], "high": row[end]}

    return change


VARIATIONS: Final = (
    Variation("failures_half", "Prior rates of failure halved", _failures(0.5)),
    Variation("failures_double", "Prior rates of failure doubled", _failures(2.0)),
    Variation(
        "progress_half", "Prior rates of progress halved, building twice as long", _progress(0.5)
    ),
    Variation(
        "progress_double", "Prior rates of progress doubled, building half as long", _progress(2.0)
    ),
    Variation("pooling_low", "Families of plants pooled at the low end", _pooling("low")),
    Variation("pooling_high", "Families of plants pooled at the high end", _pooling("high")),
    Variation("balance_low", "Every assumption of the balance at its low end", _balance("low")),
    Variation("balance_high", "Every assumption of the balance at its high end", _balance("high")),
)
"""Changes that `run(..., sensitivity=True)` makes, one at a time."""
