"""How `beltplan plan regret` and `beltplan plan unseen` lay out what decisions are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from beltplan.cli.plan_view import millions, sheet
from beltplan.plan.regret import COSTS, NOTHING

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from beltplan.plan.regret import Regret
    from beltplan.plan.unseen import Unseen

__all__ = ["ApartOption", "SampleOption", "causes", "regret", "sources", "worth"]

ApartOption = Annotated[
    bool,
    typer.Option("--apart", help="Judge each kind of a plan's decisions on its own too."),
]

SampleOption = Annotated[
    int,
    typer.Option(
        "--sample", min=2, help="Futures to judge in, drawn among those that are no scenario."
    ),
]


def _either(mean: float, error: float | None) -> str:
    """Return a mean with its standard error, in millions of EUR.

    Examples
    --------
    >>> _either(12_345.0, 678.0), _either(12_345.0, None)
    ('12.3 M EUR ± 0.7', '12.3 M EUR')
    """
    return millions(mean) if error is None else f"{millions(mean)} ± {error / 1000:,.1f}"


def regret(found: Regret) -> Table:
    """Return the regret of the candidates, in all futures and in the plan's scenarios."""
    shown = sheet(
        "Regret: cost above that of the best candidate of the same future",
        ("inside", "candidate"),
        ("mean", "p10", "p50", "p90", "worst", "best in", "less than nothing", "better in"),
        "What no plan changes is in every candidate's cost, so that only differences mean "
        "something. The account knows nothing of the plan's scenarios; ± is the standard error. "
        "Best: cheapest of all. Better: cheaper than doing nothing.",
    )
    for row in found.table().iter_rows(named=True):
        nothing = row["candidate"] == NOTHING
        shown.add_row(
            row["inside"],
            row["candidate"],
            _either(row["mean"], row["error"]),
            *(millions(row[name]) for name in ("p10", "p50", "p90", "worst")),
            f"{row['best']:.0%}",
            "" if nothing else _either(row["saving"], row["saving_error"]),
            "" if nothing else f"{row['better']:.0%}",
        )
    return shown


def causes(found: Regret) -> Table:
    """Return by what the mean cost of each candidate differs from that of doing nothing."""
    others = found.candidates[1:]
    shown = sheet(
        "Mean cost, and what changes against doing nothing",
        ("part",),
        (NOTHING, *others),
        "Below nil is less cost.",
    )
    for k, part in enumerate(COSTS):
        before = float(found.parts[0, k])
        changes = (float(found.parts[c + 1, k]) - before for c in range(len(others)))
        shown.add_row(
            part.replace("_", " "), millions(before), *(f"{each / 1000:+,.1f}" for each in changes)
        )
    return shown


def worth(found: Unseen) -> Table:
    """Return what the decisions of each candidate save at each level of recourse."""
    table = sheet(
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
                millions(row["p10"]),
                millions(row["p90"]),
                f"{row['better']:.0%}",
            )
        table.add_row(
            row["recourse"],
            row["candidate"],
            millions(spent[row["candidate"]]),
            _either(row["cost"], row["error"]),
            *saved,
        )
    return table


def sources(rows: pl.DataFrame) -> Table:
    """Return what acting as a country, or together, saves against acting alone, and by what."""
    table = sheet(
        "What acting as one saves against acting alone",
        ("level", "by"),
        ("saving",),
        "Recourse: nobody decides anything beforehand, but people and plants act as one. "
        "Decisions: what those of the level then add, above what towns alone gain by theirs.",
    )
    for row in rows.iter_rows(named=True):
        table.add_row(row["level"], row["source"], _either(row["saving"], row["error"]))
    return table
