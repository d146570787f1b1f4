"""Plans and shares in whole classes: options, words and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
import polars as pl
import typer

from beltplan.cli.plan_view import millions, money, sheet
from beltplan.plan.costs import Assumed

if TYPE_CHECKING:
    from rich.table import Table

    from beltplan.facts import Region
    from beltplan.plan.model import Model
    from beltplan.plan.settings import Level
    from beltplan.shares.classes import ClassGame
    from beltplan.shares.leastcore import LeastCore

__all__ = [
    "SecondsOption",
    "SizeOption",
    "gains",
    "gains_table",
    "game_summary",
    "game_words",
    "opened",
    "opened_table",
    "plan_summary",
    "plan_words",
    "size_of",
]

SizeOption = Annotated[
    float | None,
    typer.Option(
        "--size", min=1.0, help="Seats of a class; the parameter plan_class_size if left out."
    ),
]
SecondsOption = Annotated[
    float, typer.Option("--seconds", min=1.0, help="Time limit of each plan; the best is taken.")
]
_PARAMETER: Final = "plan_class_size"


def size_of(region: Region, asked: float | None) -> float:
    """Return the seats of a class: as asked, or the region's parameter."""
    return Assumed(region)(_PARAMETER) if asked is None else asked


def opened(model: Model, x0: np.ndarray, size: float) -> pl.DataFrame:
    """Return the classes that open: area, course, year, classes, seats.

    Parameters
    ----------
    model
        The whole model.
    x0
        float [n0], first-stage columns of the whole model.
    size
        Seats of a class.
    """
    data = model.data
    family = model.columns0.families["seats"]
    classes = np.round(x0[family.span].reshape(family.shape) / size).astype(np.int64)
    p, t = np.nonzero(classes)
    return pl.DataFrame(
        {
            "area": [data.areas[data.course_area[i]] for i in p],
            "course": [data.courses[i] for i in p],
            "year": [data.years[j] for j in t],
            "classes": classes[p, t],
            "seats": classes[p, t] * size,
        },
        schema={
            "area": pl.String,
            "course": pl.String,
            "year": pl.String,
            "classes": pl.Int64,
            "seats": pl.Float64,
        },
    )


def plan_summary(
    level: Level, size: float, whole: tuple[float, float], single: tuple[float, float]
) -> dict[str, Any]:
    """Return costs in whole classes and in single seats, thousands of EUR.

    Parameters
    ----------
    level, size
        Level of coordination; seats of a class.
    whole, single
        Cost and proved lower bound of each.
    """
    return {
        "level": level,
        "class_size": size,
        "cost_keur": whole[0],
        "bound_keur": whole[1],
        "gap": (whole[0] - whole[1]) / max(1.0, abs(whole[0])),
        "single_seats_cost_keur": single[0],
        "single_seats_bound_keur": single[1],
        "dearer_least_keur": max(whole[1] - single[0], 0.0),
        "dearer_most_keur": max(whole[0] - single[1], 0.0),
    }


def plan_words(found: dict[str, Any], years: tuple[str, ...], scenarios: int) -> str:
    """Return what a plan in whole classes costs, and what it costs more than single seats."""
    low, high = found["dearer_least_keur"], found["dearer_most_keur"]
    more = (
        f"between {money(low)} and {money(high)} more"
        if money(low) != money(high)
        else f"{money(high)} more"
    )
    return (
        f"{found['level']}, {years[0]} to {years[-1]}, {scenarios} "
        f"scenario{'s' * (scenarios != 1)}, in classes of "
        f"{found['class_size']:g}: expected cost {millions(found['cost_keur'])}, proved to be "
        f"within {found['gap']:.4%} of the least possible.\n"
        f"If seats could open one by one it would cost {millions(found['single_seats_cost_keur'])}:"
        f" whole classes cost {more}."
    )


def opened_table(table: pl.DataFrame, years: tuple[str, ...]) -> Table:
    """Return the classes of each course by year."""
    labels = list(dict.fromkeys(year[:4] for year in years))
    shown = sheet(
        "Classes to open",
        ("area", "course"),
        (*(f"'{label[2:]}" for label in labels), "classes", "seats"),
        "" if table.height else "Nothing: no class is worth opening.",
    )
    yearly = table.with_columns(pl.col("year").str.slice(0, 4))
    for key, rows in yearly.group_by("area", "course", maintain_order=True):
        area, course = (str(each) for each in key)
        by = dict(rows.group_by("year").agg(pl.col("classes").sum()).iter_rows())
        shown.add_row(
            area,
            course.removeprefix(f"{area}."),
            *(str(by.get(label, "")) for label in labels),
            str(rows["classes"].sum()),
            f"{rows['seats'].sum():,.0f}",
        )
    return shown


def game_summary(found: ClassGame, core: LeastCore, subsidy: float, size: float) -> dict[str, Any]:
    """Return what the game in whole classes says, thousands of EUR.

    `core` is ``empty``, ``not empty`` or ``unknown``: unknown where the answer is smaller than what
    the solves leave open.
    """
    doubt = found.doubt
    state = "not empty" if core.epsilon <= 0.0 else "empty" if core.epsilon > doubt else "unknown"
    return {
        "class_size": size,
        "areas": len(found.game.players),
        "saving_keur": float(found.game.values[-1]),
        "core": state,
        "least_core_epsilon_keur": core.epsilon,
        "subsidy_keur": subsidy,
        "doubt_keur": doubt,
    }


def game_words(said: dict[str, Any]) -> str:
    """Return what a council needs to hear about sharing whole classes."""
    epsilon, subsidy = said["least_core_epsilon_keur"], said["subsidy_keur"]
    lines = [
        f"{said['areas']} areas in classes of {said['class_size']:g}: acting together saves "
        f"{money(said['saving_keur'])}. Each saving is known to {money(said['doubt_keur'])}."
    ]
    if said["core"] == "not empty":
        lines.append("The core is not empty: there are ways to share that no group would leave.")
        lines.append(
            f"With the one below every group would lose at least {money(-epsilon)} by leaving; "
            "no subsidy is needed."
        )
    elif said["core"] == "empty":
        lines.append(
            "The core is empty: however the saving is shared, some group would do better by "
            f"leaving. The best that can be done leaves nobody more than {money(epsilon)} to "
            "gain by it (the least core, below)."
        )
        lines.append(
            f"With {money(subsidy)} from outside there would be a share that no group leaves."
        )
    else:
        lines.append(
            f"Whether the core is empty is not known: a group might gain {money(epsilon)} by "
            "leaving, which is less than what the plans are known to. Choose a smaller --gap."
        )
    return "\n".join(lines)


def gains(found: ClassGame, core: LeastCore, single: np.ndarray) -> pl.DataFrame:
    """Return by area, thousands of EUR: cost alone, gain by the least core, and in single seats.

    Parameters
    ----------
    found, core
        The game, and its least core.
    single
        float [n], gains by the prices of the plan in single seats.
    """
    n = len(found.game.players)
    return pl.DataFrame(
        {
            "area": list(found.game.players),
            "alone_keur": [float(found.cost[1 << i]) for i in range(n)],
            "gain_keur": core.gains.tolist(),
            "single_seats_gain_keur": single.tolist(),
        }
    )


def gains_table(table: pl.DataFrame) -> Table:
    """Return what each area gains in whole classes, and in single seats."""
    shown = sheet(
        "Gain of each area, M EUR",
        ("area",),
        ("alone", "whole classes (least core)", "single seats (by prices)"),
        "Single seats: by the plan's prices, which no group leaves.",
    )
    for row in table.iter_rows():
        shown.add_row(str(row[0]), *(f"{value / 1000:,.2f}" for value in row[1:]))
    shown.add_section()
    sums = (table[name].sum() for name in table.columns[1:])
    shown.add_row("all", *(f"{value / 1000:,.2f}" for value in sums))
    return shown
