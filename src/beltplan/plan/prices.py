"""What one more is worth: shadow prices of a plan, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.result import Plan

    Floats = NDArray[np.float64]

__all__ = ["WORTH", "prices"]

WORTH: Final = {
    "people": "person",
    "seats": "seat",
    "homes": "home",
    "power": "MW",
    "reach": "recruit",
    "applicants": "applicant",
    "service": "commuter's seat",
}
"""Rows whose right-hand side somebody can add to, and the unit of it."""


def prices(plan: Plan) -> pl.DataFrame:
    """Return what one more person, seat, home, MW or recruit would be worth, dearest first.

    Parameters
    ----------
    plan
        A plan.

    Returns
    -------
    Columns kind, area, what (group, course or link), year, worth and unit. `worth` is in EUR of
    the year: the fall of the expected cost for one more in all futures of that year (a person
    and a home stay for the rest of the horizon, which is in the price of a person but not of a
    home). Where a plan is degenerate the price is one of several.
    """
    data = plan.input.data
    rows = plan.model.rows
    expected = np.nansum(plan.solved.y, axis=0)
    parts = []
    for family, unit in WORTH.items():
        found = rows.families[family]
        value = -expected[found.span].reshape(found.shape) / data.discount * 1000.0
        at = np.nonzero(value > 1.0)
        areas, what = _names(plan, family, at)
        parts.append(
            pl.DataFrame(
                {
                    "kind": [family] * len(at[0]),
                    "area": areas,
                    "what": what,
                    "year": [data.years[t] for t in at[-1]],
                    "worth": value[at],
                    "unit": [f"EUR per {unit}"] * len(at[0]),
                },
                schema={
                    "kind": pl.String,
                    "area": pl.String,
                    "what": pl.String,
                    "year": pl.String,
                    "worth": pl.Float64,
                    "unit": pl.String,
                },
            )
        )
    return pl.concat(parts).sort("worth", descending=True)


def _names(plan: Plan, family: str, at: tuple[Any, ...]) -> tuple[list[str], list[str]]:
    data = plan.input.data
    if family == "people":
        return [data.areas[k] for k in at[0]], [data.groups[k] for k in at[1]]
    if family == "seats":
        return [data.areas[data.course_area[k]] for k in at[0]], [data.courses[k] for k in at[0]]
    if family == "service":
        ends = data.service_areas[:, 0]
        return [data.areas[ends[k]] for k in at[0]], [data.services[k] for k in at[0]]
    return [data.areas[k] for k in at[0]], ["" for _ in at[0]]
