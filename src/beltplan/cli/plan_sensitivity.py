"""`beltplan plan sensitivity`: on which assumptions the plan rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from beltplan.cli.asked import Choices
from beltplan.cli.plan_view import sheet
from beltplan.plan.sensitivity import OUTPUTS

if TYPE_CHECKING:
    from rich.table import Table

    from beltplan.plan.sensitivity import Sensitivity

__all__ = ["Coarse", "ParameterOption", "TrajectoriesOption", "effects", "matrix"]

ParameterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        help="Assumption to move; the most uncertain ones if left out. May be given again.",
        metavar="NAME",
    ),
]
TrajectoriesOption = Annotated[
    int, typer.Option("--trajectories", min=2, help="Random trajectories through the ranges.")
]


@dataclass(frozen=True)
class Coarse(Choices):
    """Choices that end in minutes."""

    scenarios: Annotated[
        int, typer.Option("--scenarios", min=1, max=500, help="Futures that stand for all.")
    ] = 2
    gap: Annotated[
        float, typer.Option("--gap", min=1e-9, max=0.1, help="Proved relative gap of each solve.")
    ] = 1e-3
    years_to: Annotated[int, typer.Option("--years-to", min=2000, max=2100, help="Last year.")] = (
        2032
    )


def effects(found: Sensitivity, output: str) -> Table:
    """Return what the parameters do to one output, largest first."""
    unit = OUTPUTS[output]
    known = found.resolution[output]
    caption = (
        "mu*: mean size of the effect of going from low to high, ± its 95 % confidence; sigma: "
        "how much it depends on the others; naive: high less low, others central. Central value: "
        f"{found.central[output]:,.1f} {unit}."
    )
    if known:
        caption += f" Effects under {known:,.2f} {unit} (marked ~) are not known at this gap."
    table = sheet(
        f"{output}, {unit}: what moves it ({found.runs} plans)",
        ("parameter",),
        ("low", "high", "mu*", "±", "sigma", "rank", "naive", "naive rank"),
        caption,
    )
    rows = found.table.filter(pl.col("output") == output).sort("rank")
    for row in rows.iter_rows(named=True):
        mark = "" if row["clear"] else "~"
        table.add_row(
            row["parameter"],
            f"{row['low']:g}",
            f"{row['high']:g}",
            f"{mark}{row['mu_star']:,.1f}",
            f"{row['confidence']:,.1f}",
            f"{row['sigma']:,.1f}",
            str(row["rank"]),
            f"{row['naive']:+,.1f}",
            str(row["naive_rank"]),
        )
    return table


def matrix(found: Sensitivity) -> Table:
    """Return mu* of every parameter on every decision, with the rank in brackets."""
    decisions = [name for name in OUTPUTS if name not in ("saving", "cost")]
    table = sheet(
        "First-stage decisions, summed over areas and years: mu* (rank)",
        ("parameter",),
        tuple(f"{name}, {OUTPUTS[name]}" for name in decisions),
        "Where several plans cost the same to within the gap, decisions can move without cause.",
    )
    for parameter in found.parameters:
        cells = []
        for output in decisions:
            mine = (pl.col("output") == output) & (pl.col("parameter") == parameter)
            row = found.table.filter(mine).row(0, named=True)
            cells.append(f"{row['mu_star']:,.0f} ({row['rank']})" if row["mu_star"] > 0.5 else "")
        table.add_row(parameter, *cells)
    central = (f"{found.central[output]:,.0f}" for output in decisions)
    table.add_section()
    table.add_row("all central: amount", *central)
    return table
