"""The result as flat tables, for files and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from beltplan import quarters as calendar
from beltplan.balance.variables import CELL, PLACE, QUANTILES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.result import Balance

__all__ = ["tables"]


def tables(balance: Balance) -> dict[str, pl.DataFrame]:
    """Return the result as tables: one row per variable, cell or place, and quarter.

    Returns
    -------
    ``cells`` (small cells withheld: null), ``places``, ``countries``, ``belt``, ``power``,
    ``queue``, ``freight``, ``pairs`` (Q4 of each year), ``jobs`` and ``left_out``.
    """
    labels = [calendar.label(quarter) for quarter in balance.quarters]
    cells = [
        _long(
            np.where(balance.withheld(each.name), np.nan, balance.cells[each.name]),
            {"variable": [each.name], "place": balance.places, "group": balance.groups},
            labels,
        )
        for each in CELL
    ]
    places = [
        _long(balance.places_[v.name], {"variable": [v.name], "place": balance.places}, labels)
        for v in PLACE
    ]
    countries = [
        _long(
            balance.countries[v.name],
            {"variable": [v.name], "country": balance.country_ids},
            labels,
        )
        for v in PLACE
    ]
    belt = [_long(balance.belt[v.name], {"variable": [v.name]}, labels) for v in PLACE]
    power, freight = balance.power, balance.freight
    return {
        "cells": pl.concat(cells),
        "places": pl.concat(places),
        "countries": pl.concat(countries),
        "belt": pl.concat(belt),
        "power": pl.concat(
            [
                _long(values, {"variable": [name], "area": power.areas}, labels)
                for name, values in power.variables.items()
            ]
        ),
        "queue": pl.DataFrame(
            [
                {
                    "project": place.project_id,
                    "area": place.area,
                    "since": place.since,
                    "basis": place.basis,
                    "mw_p10": place.mw[0],
                    "mw_p50": place.mw[1],
                    "mw_p90": place.mw[2],
                    "quarter": label,
                    "holds": float(place.holds[t]),
                    "waits": float(place.waits[t]),
                    "lost": float(place.lost[t]),
                }
                for place in power.queue
                for t, label in enumerate(labels)
            ]
        ),
        "freight": pl.concat(
            [
                _long(values, {"direction": [name], "corridor": freight.corridors}, labels)
                for name, values in (("both", freight.tonnes), *freight.by_direction.items())
            ]
        ),
        "pairs": pl.DataFrame(
            [
                {"quarter": calendar.label(q), "place": a, "other": b, "people": people}
                for q in balance.sampled_quarters
                for a, b, people in balance.pairs(q)
            ],
            schema={
                "quarter": pl.String,
                "place": pl.String,
                "other": pl.String,
                "people": pl.Float64,
            },
        ),
        "jobs": pl.DataFrame(
            [
                {"project": project, **interval._asdict()}
                for project, interval in balance.jobs.items()
            ]
        ),
        "left_out": pl.DataFrame(
            [
                {
                    "kind": each.kind,
                    "subject": each.subject,
                    "code": each.code,
                    "reason": each.reason,
                }
                for each in balance.left_out
            ]
        ),
    }


def _long(
    values: NDArray[np.float32], axes: dict[str, list[str] | tuple[str, ...]], labels: list[str]
) -> pl.DataFrame:
    """Return [4, ..., quarter] as rows with one column per axis and per quantile."""
    names = [*axes, "quarter"]
    sizes = [len(axis) for axis in axes.values()] + [len(labels)]
    grid = np.meshgrid(*[np.arange(size) for size in sizes], indexing="ij")
    columns = {
        name: np.asarray(list(axis))[index.ravel()]
        for name, axis, index in zip(names, [*axes.values(), labels], grid, strict=True)
    }
    numbers = {name: values[k].reshape(-1) for k, name in enumerate(QUANTILES)}
    return pl.DataFrame({**columns, **numbers}).with_columns(pl.col(QUANTILES).fill_nan(None))
