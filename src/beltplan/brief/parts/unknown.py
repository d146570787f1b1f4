"""What we do not know: grey facts, disputes, weak assumptions, and how forecasts fared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Dot, Dots
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.assumed import widest
from beltplan.brief.parts.doubts import disputed, grey_facts, grey_share, unemployment_counts
from beltplan.i18n import Day, Name, Num, Span, catalogue, msg, plain

if TYPE_CHECKING:
    from beltplan.backtest import Backtest
    from beltplan.balance.reading import LeftOut
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]


def section(desk: Desk) -> Section:
    """Return the honest part."""
    share = grey_share(desk)
    values: dict[str, Phrase] = {"share": Num(share, style="percent")}
    figures = [widest(desk), grey_facts(desk), unemployment_counts(desk)]
    disputes = disputed(desk)
    if disputes is not None:
        figures.append(disputes)
    if desk.balance.left_out:
        figures.append(_left_out(desk))
    if desk.backtest is not None and desk.backtest.rows:
        figures.insert(0, _backtest(desk, desk.backtest))
    return Section(
        section_id="unknown",
        questions=("Q10",),
        title=msg("section.unknown"),
        question=msg("section.unknown.question"),
        lead=(msg("section.unknown.lead", **values),),
        figures=tuple(figures),
    )


def _left_out(desk: Desk) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    plants = set(desk.region.table("projects")["project_id"])
    programmes = set(desk.region.table("programmes")["programme_id"])
    for item in desk.balance.left_out:
        subject: Cell = plain(item.subject)
        if item.kind == "place":
            subject = desk.place(item.subject)
        elif item.subject in plants:
            subject = desk.plant(item.subject)
        elif item.subject in programmes:
            subject = plain(desk.region.row("programmes", item.subject)["name"])
        rows.append((subject, msg(f"left_out.{item.kind}"), _reason(item)))
    values: dict[str, Phrase] = {"count": Num(len(rows))}
    columns = (
        Column("subject", msg("column.subject")),
        Column("kind", msg("column.left_out_of")),
        Column("reason", msg("column.reason")),
    )
    return Figure(
        figure_id="unknown_left_out",
        title=msg("figure.unknown_left_out"),
        reading=msg("figure.unknown_left_out.reading", **values),
        alt=msg("figure.unknown_left_out.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=None,
    )


def _reason(item: LeftOut) -> Cell:
    key = f"reason.{item.code.rpartition('.')[2]}"
    return msg(key) if key in catalogue() else Name({"en": item.reason})


def _backtest(desk: Desk, result: Backtest) -> Figure:
    dots: list[Dot] = []
    rows: list[tuple[Cell, ...]] = []
    for row in result.rows:
        name = msg(
            "word.case",
            place=desk.place(row.place_id) if row.place_id else plain(row.place),
            metric=msg(f"forecast.{row.metric}"),
            year=str(row.made.year),
        )
        low, median, high, outcome = (
            100 * (value - row.base) / row.scale
            for value in (row.p10, row.median, row.p90, row.outcome)
        )
        dots.append(Dot(name, low, median, high, "met" if row.covered else "short", outcome))
        rows.append(
            (
                name,
                Day(row.made),
                Day(row.day),
                Span(row.p10, row.median, row.p90),
                Num(row.published),
                Num(row.nothing),
                Num(row.outcome),
                msg("word.yes") if row.covered else msg("word.no"),
                ";".join(desk.cite(row.source_ids, row.outcome_source_ids)),
            )
        )
    scores = result.scores
    hits = 0 if scores is None else scores.coverage.hits
    values: dict[str, Phrase] = {
        "hits": Num(hits),
        "count": Num(len(rows)),
        "skipped": Num(len(result.skipped)),
    }
    columns = (
        Column("case", msg("column.case")),
        Column("made", msg("column.made"), "date"),
        Column("day", msg("column.outcome_day"), "date"),
        Column("ours", msg("column.ours"), "span"),
        Column("published", msg("column.published"), "number"),
        Column("nothing", msg("column.nothing"), "number"),
        Column("outcome", msg("column.outcome"), "number"),
        Column("covered", msg("column.covered")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="unknown_backtest",
        title=msg("figure.unknown_backtest"),
        reading=msg("figure.unknown_backtest.reading", **values),
        alt=msg("figure.unknown_backtest.alt", **values),
        chart=Dots(tuple(dots), msg("axis.backtest"), mark_name=msg("mark.outcome")),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(row.day for row in result.rows),
        sources=desk.cite(*[row.source_ids for row in result.rows]),
        notes=(msg("note.backtest"),),
    )
