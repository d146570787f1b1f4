"""Facts to doubt: grey ones, disputed ones, measures that do not compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Dot, Dots
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.assumed import _number
from beltplan.brief.parts.changes import subject_name
from beltplan.brief.parts.desk import english, unit_of
from beltplan.i18n import Day, Num, msg, plain

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["disputed", "grey_facts", "grey_share", "unemployment_counts"]

_GREYABLE = ("places", "projects", "events", "figures", "programmes", "initiatives", "grid")


def grey_share(desk: Desk) -> float:
    """Return the share of dated rows that nobody has confirmed for 12 months."""
    days = [d for name in _GREYABLE for d in desk.region.table(name)["known_from"].to_list()]
    return sum(desk.region.grey(day) for day in days) / len(days) if days else 0.0


def grey_facts(desk: Desk) -> Figure:
    """Return the facts that nobody has confirmed for 12 months."""
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


def unemployment_counts(desk: Desk) -> Figure:
    """Return each count of people without work beside its definition."""
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
        table=Table(columns, tuple(rows)),
        kind="official",
        known_from=desk.newest(row["known_from"] for row in found),
        sources=desk.cite(*[row["source_ids"] for row in found]),
        notes=(msg("note.definitions"),),
    )


def disputed(desk: Desk) -> Figure | None:
    """Return the facts on which sources disagree; None where all agree."""
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
        table=Table(columns, tuple(rows)),
        kind="press",
        known_from=desk.newest(row["known_from"] for row in found),
        sources=desk.cite(*[row["source_ids"] for row in found]),
    )
