"""What one more is worth: shadow prices, ranked (Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from beltplan.brief.charts import Dot, Dots
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.i18n import Num, Span, msg
from beltplan.plan import prices

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Phrase

__all__ = ["section"]

_OF_A_KIND: Final = 3
"""Rows of each kind in the picture: else one kind fills it."""
_ROWS: Final = 150
"""Rows of the table; what is worth less is in the command's answer."""


def section(planned: Planned) -> Section:
    """Return what one more seat, person, home, megawatt or recruit is worth, dearest first."""
    table = _ranked(planned)
    return Section(
        section_id="worth",
        questions=("Q3", "Q4", "Q5", "Q7"),
        title=msg("section.worth"),
        question=msg("section.worth.question"),
        lead=(msg("section.worth.lead"), msg("section.worth.how")),
        figures=(_prices(planned, table),),
    )


def _ranked(planned: Planned) -> pl.DataFrame:
    """Return one row a thing: its mean over the years with the lowest and highest, and when."""
    years = len(planned.years)
    table = prices(planned.together)
    if not table.height:
        return table
    return (
        table.group_by("kind", "area", "what")
        .agg(
            (pl.col("worth").sum() / years).alias("mean"),
            pl.when(pl.len() < years)
            .then(pl.lit(0.0))
            .otherwise(pl.col("worth").min())
            .alias("low"),
            pl.col("worth").max().alias("high"),
            pl.col("year").sort_by("worth").last().alias("year"),
        )
        .sort("mean", "kind", "area", "what", descending=[True, False, False, False])
    )


def _prices(planned: Planned, table: pl.DataFrame) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    seen: dict[str, int] = {}
    for row in table.iter_rows(named=True) if table.height else ():
        kind = row["kind"]
        what = planned.what(kind, row["what"], row["area"])
        span = Span(row["low"], row["mean"], max(row["high"], row["mean"]))
        if len(rows) < _ROWS:
            rows.append((msg(f"more.{kind}"), what, span, row["year"]))
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= _OF_A_KIND and span.central >= 1:
            name = msg("word.more_of", kind=msg(f"more.{kind}"), what=what)
            dots.append(Dot(name, span.low, span.central, span.high, "accent"))
    said: dict[str, Phrase] = {
        "first": dots[0].name if dots else msg("word.none"),
        "worth": Num(float(dots[0].central or 0.0) if dots else 0.0, unit="unit.eur"),  # type: ignore[arg-type]
        "count": Num(table.height),
    }
    columns = (
        Column("kind", msg("column.one_more")),
        Column("what", msg("column.of_what")),
        Column("worth", msg("column.worth"), "range", msg("unit.eur")),
        Column("year", msg("column.worth_most_in")),
    )
    empty: tuple[Cell, ...] = (msg("word.none"), msg("word.none"), 0.0, planned.years[0])
    return Figure(
        figure_id="plan_prices",
        title=msg("figure.plan_prices"),
        reading=msg("figure.plan_prices.reading", **said),
        alt=msg("figure.plan_prices.alt", **said),
        chart=Dots(tuple(dots), msg("axis.eur_a_year")) if dots else None,
        table=Table(columns, tuple(rows) or (empty,)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("programmes", "grid"),
        assumptions=planned.assumed("plan_vacancy", "plan_idle", "plan_loss", "plan_recruit"),
        notes=(msg("note.plan_prices"), msg("note.plan_degenerate")),
    )
