"""What we do not know: grey facts, disputes, weak assumptions, and how forecasts fared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beltplan.brief.charts import Dot, Dots
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.changes import subject_name
from beltplan.brief.parts.desk import english, unit_of
from beltplan.i18n import Day, Name, Num, Span, catalogue, msg, plain

if TYPE_CHECKING:
    from beltplan.backtest import Backtest
    from beltplan.balance.reading import LeftOut
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["grey_share", "section"]

_GREYABLE = ("places", "projects", "events", "figures", "programmes", "initiatives", "grid")


def grey_share(desk: Desk) -> float:
    """Return the share of dated rows that nobody has confirmed for 12 months."""
    days = [d for name in _GREYABLE for d in desk.region.table(name)["known_from"].to_list()]
    return sum(desk.region.grey(day) for day in days) / len(days) if days else 0.0


def section(desk: Desk) -> Section:
    """Return the honest part."""
    share = grey_share(desk)
    values: dict[str, Phrase] = {"share": Num(share, style="percent")}
    figures = [_assumptions(desk), _grey(desk), _unemployment(desk)]
    disputes = _disputes(desk)
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


def _weakness(parameter: Any) -> float:
    if parameter.low is None or parameter.high is None or not parameter.central:
        return 0.0
    return float((parameter.high - parameter.low) / abs(parameter.central))


def _assumptions(desk: Desk) -> Figure:
    used = {p.name: p for p in desk.balance.parameters.values()}
    for parameter in desk.region.parameters(room="futures"):
        used.setdefault(parameter.name, parameter)
    ranked = sorted(used.values(), key=lambda p: (-_weakness(p), p.name))
    rows: list[tuple[Cell, ...]] = [
        (
            desk.name("parameters", parameter.name, "description"),
            _number(parameter.low),
            _number(parameter.central),
            _number(parameter.high),
            unit_of(parameter.unit),
            english(parameter.quality),
            msg(f"kind.{parameter.kind}"),
            plain(parameter.name),
            ";".join(desk.cite(parameter.source_ids)),
        )
        for parameter in ranked
    ]
    values: dict[str, Phrase] = {
        "count": Num(len(ranked)),
        "first": desk.name("parameters", ranked[0].name, "description") if ranked else "",
        "assumed": Num(sum(p.kind == "assumption" for p in ranked)),
    }
    columns = (
        Column("description", msg("column.assumption")),
        Column("low", msg("column.low"), "number", digits=2),
        Column("central", msg("column.central"), "number", digits=2),
        Column("high", msg("column.high"), "number", digits=2),
        Column("unit", msg("column.unit")),
        Column("quality", msg("column.quality")),
        Column("kind", msg("column.kind")),
        Column("parameter", msg("column.parameter")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="unknown_assumptions",
        title=msg("figure.unknown_assumptions"),
        reading=msg("figure.unknown_assumptions.reading", **values),
        alt=msg("figure.unknown_assumptions.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows), short=8),
        kind="assumption",
        known_from=desk.newest(p.known_from for p in ranked),
        sources=desk.cite(*[p.source_ids for p in ranked]),
        notes=(msg("note.weakness"),),
    )


def _number(value: float | None) -> Cell:
    if value is None:
        return None
    for digits in range(5):
        if abs(value - round(value, digits)) < 1e-9:
            return Num(value, digits)
    return Num(value, 5)


def _grey(desk: Desk) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    total = all_rows = 0
    for name in _GREYABLE:
        days = desk.region.table(name)["known_from"].to_list()
        grey = sum(desk.region.grey(day) for day in days)
        total += grey
        all_rows += len(days)
        share = grey / len(days) if days else None
        percent = None if share is None else 100 * share
        dots.append(Dot(msg(f"table.{name}"), None, percent, None, "grey"))
        newest = desk.newest(days)
        rows.append(
            (
                msg(f"table.{name}"),
                float(len(days)),
                float(grey),
                share,
                None if newest is None else Day(newest),
            )
        )
    values: dict[str, Phrase] = {
        "count": Num(total),
        "total": Num(all_rows),
    }
    columns = (
        Column("table", msg("column.facts")),
        Column("rows", msg("column.rows"), "number"),
        Column("grey", msg("column.grey"), "number"),
        Column("share", msg("column.share"), "number", style="percent"),
        Column("newest", msg("column.newest"), "date"),
    )
    return Figure(
        figure_id="unknown_grey",
        title=msg("figure.unknown_grey"),
        reading=msg("figure.unknown_grey.reading", **values),
        alt=msg("figure.unknown_grey.alt", **values),
        chart=Dots(tuple(dots), msg("axis.grey_percent")),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=None,
    )


def _unemployment(desk: Desk) -> Figure:
    table = desk.region.table("figures")
    metrics = desk.region.table("metrics")
    differ = metrics.filter(~metrics["comparable"])["metric"].to_list()
    found = [
        row
        for row in table.iter_rows(named=True)
        if row["metric"] in differ and "unemploy" in row["metric"] and row["status"] == "actual"
    ]
    found.sort(key=lambda row: (str(row["definition"]), str(row["subject"]), str(row["period"])))
    rows: list[tuple[Cell, ...]] = [
        (
            subject_name(desk, row["subject_type"], row["subject"]),
            english(row["definition"]),
            _number(row["value"]),
            unit_of(row["unit"]),
            plain(row["period"] or ""),
            msg(f"kind.{row['kind']}"),
            ";".join(desk.cite(row["source_ids"])),
        )
        for row in found
    ]
    values: dict[str, Phrase] = {
        "count": Num(len({row["definition"] for row in found if row["definition"]})),
    }
    columns = (
        Column("place", msg("column.subject")),
        Column("definition", msg("column.definition")),
        Column("value", msg("column.value"), "number"),
        Column("unit", msg("column.unit")),
        Column("period", msg("column.period")),
        Column("kind", msg("column.kind")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="unknown_unemployment",
        title=msg("figure.unknown_unemployment"),
        reading=msg("figure.unknown_unemployment.reading", **values),
        alt=msg("figure.unknown_unemployment.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows), short=8),
        kind="official",
        known_from=desk.newest(row["known_from"] for row in found),
        sources=desk.cite(*[row["source_ids"] for row in found]),
        notes=(msg("note.definitions"),),
    )


def _disputes(desk: Desk) -> Figure | None:
    found = [row for row in desk.region.table("figures").iter_rows(named=True) if row["dispute"]]
    if not found:
        return None
    found.sort(key=lambda row: (row["dispute"], not row["preferred"], row["figure_id"]))
    rows: list[tuple[Cell, ...]] = [
        (
            subject_name(desk, row["subject_type"], row["subject"]),
            desk.name("metrics", row["metric"], "description"),
            _number(row["value"]) or (plain(row["text_value"]) if row["text_value"] else None),
            unit_of(row["unit"]),
            plain(row["period"] or ""),
            msg("word.yes") if row["preferred"] else msg("word.no"),
            english(row["why_preferred"]),
            ";".join(desk.cite(row["source_ids"])),
        )
        for row in found
    ]
    values: dict[str, Phrase] = {"count": Num(len({row["dispute"] for row in found}))}
    columns = (
        Column("subject", msg("column.subject")),
        Column("metric", msg("column.metric")),
        Column("value", msg("column.value")),
        Column("unit", msg("column.unit")),
        Column("period", msg("column.period")),
        Column("preferred", msg("column.preferred")),
        Column("why", msg("column.why")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="unknown_disputes",
        title=msg("figure.unknown_disputes"),
        reading=msg("figure.unknown_disputes.reading", **values),
        alt=msg("figure.unknown_disputes.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows), short=8),
        kind="press",
        known_from=desk.newest(row["known_from"] for row in found),
        sources=desk.cite(*[row["source_ids"] for row in found]),
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
        table=Table(columns, tuple(rows), short=8),
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
