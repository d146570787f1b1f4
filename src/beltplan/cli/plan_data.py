"""Plans as tables: what the commands write as CSV and print as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from beltplan.brief.saving import save
from beltplan.plan import prices
from beltplan.plan.errors import UnknownDecisionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from beltplan.plan import Comparison, Measures, Plan

__all__ = [
    "UNMET",
    "as_json",
    "differences",
    "of_comparison",
    "of_measures",
    "of_plan",
    "only",
    "summary",
    "unmet",
    "write",
]

UNMET: Final = {
    "vacant": "posts vacant",
    "vacant_more": "further posts",
    "lost": "plant posts lost",
    "idle": "people idle",
    "homes_short": "homes short",
    "homes_empty": "homes empty",
}
"""Flows that say what stays unmet or unused, all of them levels, with a short heading."""


def summary(plan: Plan) -> dict[str, Any]:
    """Return a plan's cost, its proof, and what its scenarios leave out."""
    solved, reduction = plan.solved, plan.input.reduction
    settings = plan.input.settings
    return {
        "level": plan.level,
        "cost_keur": solved.objective,
        "bound_keur": solved.bound,
        "gap": solved.gap,
        "expected_cost_keur": float(plan.cost_by_area().sum()),
        "theta": settings.theta,
        "alpha": settings.alpha,
        "first": plan.input.data.years[0],
        "last": plan.input.data.years[-1],
        "futures": len(reduction.stands_for),
        "scenarios": len(reduction.chosen),
        "reduction_error": reduction.error,
        "reduction_error_relative": reduction.relative,
        "residual": solved.residual,
        "iterations": solved.iterations,
        "seconds": solved.seconds,
    }


def of_plan(plan: Plan) -> dict[str, Any]:
    """Return everything that a plan says, by name: tables, and the summary as a mapping."""
    data = plan.input.data
    return {
        "summary": summary(plan),
        "decisions": plan.decisions(),
        "flows": plan.flows(),
        "exchange": plan.exchange(),
        "prices": prices(plan),
        "cost-by-area": pl.DataFrame(
            {"area": data.areas, "cost_keur": plan.cost_by_area().tolist()}
        ),
        "scenarios": pl.DataFrame(
            {
                "scenario": range(1, len(data.probability) + 1),
                "future": plan.input.reduction.chosen.tolist(),
                "probability": data.probability.tolist(),
            }
        ),
    }


def of_comparison(made: Comparison) -> dict[str, Any]:
    """Return what the levels cost and save, what they decide, and what differs."""
    alone = made.plans["alone"].solved
    levels = pl.DataFrame(
        [
            {
                **summary(plan),
                "saving_keur": alone.objective - plan.solved.objective,
                "saving_low_keur": _least(made, plan),
                "saving_high_keur": _most(made, plan),
            }
            for plan in made.plans.values()
        ]
    )
    level = pl.col("level")
    decisions = pl.concat(
        plan.decisions().with_columns(pl.lit(name).alias("level"))
        for name, plan in made.plans.items()
    )
    flows = pl.concat(
        plan.flows().with_columns(pl.lit(name).alias("level")) for name, plan in made.plans.items()
    )
    return {
        "levels": levels,
        "decisions": decisions.select(level, pl.exclude("level")),
        "flows": flows.select(level, pl.exclude("level")),
        "differences": differences(made),
    }


def _least(made: Comparison, plan: Plan) -> float:
    """Return the least that a level saves against alone, for certain."""
    return (
        0.0 if plan.level == "alone" else made.plans["alone"].solved.bound - plan.solved.objective
    )


def _most(made: Comparison, plan: Plan) -> float:
    return (
        0.0 if plan.level == "alone" else made.plans["alone"].solved.objective - plan.solved.bound
    )


def differences(made: Comparison) -> pl.DataFrame:
    """Return decisions summed over the years at each level, largest difference in cost first.

    Columns: kind, area, what, unit, alone, national, together, and cost: together less alone in
    thousands of EUR, not discounted.
    """
    parts = [
        plan.decisions()
        .group_by("kind", "area", "what", "unit")
        .agg(pl.col("amount").sum(), pl.col("cost").sum())
        .with_columns(pl.lit(level).alias("level"))
        for level, plan in made.plans.items()
    ]
    whole = pl.concat(parts)
    key = ["kind", "area", "what", "unit"]
    amount = whole.pivot("level", index=key, values="amount", aggregate_function="sum")
    cost = whole.pivot("level", index=key, values="cost", aggregate_function="sum")
    absent = [pl.lit(0.0).alias(each) for each in made.plans if each not in amount.columns]
    amount, cost = amount.with_columns(absent), cost.with_columns(absent)
    cost = cost.fill_null(0.0).select(*key, cost=pl.col("together") - pl.col("alone"))
    return (
        amount.fill_null(0.0)
        .select(*key, *made.plans)
        .join(cost, on=key)
        .sort([pl.col("cost").abs(), *key], descending=[True, False, False, False, False])
    )


def of_measures(found: Measures) -> dict[str, float]:
    """Return the measures as plain data, thousands of EUR."""
    return {
        "recourse_keur": found.recourse,
        "wait_and_see_keur": found.wait_and_see,
        "expected_value_keur": found.expected_value,
        "evpi_keur": found.evpi,
        "vss_keur": found.vss,
        "gap": found.gap,
    }


def unmet(plan: Plan, *, by: str) -> pl.DataFrame:
    """Return what stays unmet by year of the whole region, or by area and year.

    Columns: flow, (area,) year, mean, low, high: of the year's mean level, over the scenarios.

    Parameters
    ----------
    plan
        The plan.
    by
        ``region`` or ``area``.
    """
    data = plan.input.data
    label = np.array([year[:4] for year in data.years])
    rows = []
    for flow in UNMET:
        values = plan.by_area(flow)
        names = list(data.areas)
        if by == "region":
            values, names = values.sum(axis=1, keepdims=True), [""]
        for year in dict.fromkeys(label.tolist()):
            level = values[:, :, label == year].mean(axis=2)
            mean, low, high = data.probability @ level, level.min(axis=0), level.max(axis=0)
            rows += [
                (flow, name, year, float(mean[k]), float(low[k]), float(high[k]))
                for k, name in enumerate(names)
            ]
    columns = ["flow", "area", "year", "mean", "low", "high"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def only(table: pl.DataFrame, **wanted: str | None) -> pl.DataFrame:
    """Return the rows with the values asked for.

    Raises
    ------
    UnknownDecisionError
        If no row has them.
    """
    for column, value in wanted.items():
        if value is None:
            continue
        found = table.filter(pl.col(column) == value)
        if found.is_empty():
            listed = ", ".join(sorted(table[column].unique().to_list()))
            message = f"nothing with the {column} {value!r} has a price"
            raise UnknownDecisionError(message, f"choose one of {listed}")
        table = found
    return table


def as_json(found: Mapping[str, Any]) -> str:
    """Return tables and mappings as JSON."""
    plain = {
        name: each.to_dicts() if isinstance(each, pl.DataFrame) else each
        for name, each in found.items()
    }
    return json.dumps(plain, indent=1)


def write(found: Mapping[str, Any], folder: Path, *, prefix: str = "plan") -> list[Path]:
    """Write each table as CSV; files are whole or not there.

    Returns
    -------
    The files written.
    """
    content: dict[Path, bytes] = {}
    for name, each in found.items():
        table = each if isinstance(each, pl.DataFrame) else pl.DataFrame([each])
        content[folder / f"{prefix}-{name}.csv"] = table.write_csv(float_precision=4).encode()
    for path, data in content.items():
        save(path, data)
    return list(content)
