"""`beltplan plan unseen`: the decisions in futures that the plan was not made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from beltplan.cli import plan_view as view
from beltplan.cli.given import give
from beltplan.plan.regret import NOTHING

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from beltplan.plan.unseen import Unseen

__all__ = ["SampleOption", "shown", "sources", "worth"]

SampleOption = Annotated[
    int,
    typer.Option(
        "--sample", min=2, help="Futures to judge in, drawn among those that are no scenario."
    ),
]


def shown(found: Unseen, *, out: object = None, as_json: bool = False) -> None:
    """Print, write or give as JSON what was found."""
    tables = {"unseen": found.table(), "unseen-sources": found.sources()}
    parts = [worth(found), sources(tables["unseen-sources"])]
    give(tables, parts, out=out, as_json=as_json)  # type: ignore[arg-type]


def _either(mean: float, error: float | None) -> str:
    return view.millions(mean) if error is None else f"{view.millions(mean)} ± {error / 1000:,.1f}"


def worth(found: Unseen) -> Table:
    """Return what the decisions of each candidate save at each level of recourse."""
    table = view.sheet(
        f"Decisions in {len(found.chosen)} futures that no plan was made for",
        ("recourse", "decisions of"),
        ("they cost", "cost, all", "less than nothing", "p10", "p90", "better in"),
        "Recourse is what people and plants do in each future, solved anew; ± is the standard "
        "error. A saving below nil is a loss.",
    )
    spent = dict(zip(found.candidates, found.decisions.tolist(), strict=True))
    for row in found.table().iter_rows(named=True):
        saved: tuple[str, ...] = ("", "", "", "")
        if row["candidate"] != NOTHING:
            saved = (
                _either(row["saving"], row["saving_error"]),
                view.millions(row["p10"]),
                view.millions(row["p90"]),
                f"{row['better']:.0%}",
            )
        table.add_row(
            row["recourse"],
            row["candidate"],
            view.millions(spent[row["candidate"]]),
            _either(row["cost"], row["error"]),
            *saved,
        )
    return table


def sources(rows: pl.DataFrame) -> Table:
    """Return what acting as a country, or together, saves against acting alone, and by what."""
    table = view.sheet(
        "What acting as one saves against acting alone",
        ("level", "by"),
        ("saving",),
        "Recourse: nobody decides anything beforehand, but people and plants act as one. "
        "Decisions: what those of the level then add, above what towns alone gain by theirs.",
    )
    for row in rows.iter_rows(named=True):
        table.add_row(row["level"], row["source"], _either(row["saving"], row["error"]))
    return table
