"""What has become known in the last twelve months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from beltplan.brief.charts import Timeline
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.desk import unit_of
from beltplan.brief.parts.lives import lane, life
from beltplan.facts import load
from beltplan.i18n import Day, Listing, Num, msg, plain

if TYPE_CHECKING:
    from typing import Any

    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.facts import Region
    from beltplan.i18n import Phrase

__all__ = ["section"]


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - timedelta(days=366)


def _is_new(desk: Desk, known_from: date, since: date) -> bool:
    # A source without a date is known from the package's own day: that is no news.
    return known_from > since and known_from != desk.region.created


def section(desk: Desk) -> Section:
    """Return the events and figures that were not known a year ago."""
    since = _year_before(desk.region.as_of)
    before = load(desk.region.path, as_of=since)
    events = [
        row
        for row in desk.region.events().iter_rows(named=True)
        if _is_new(desk, row["known_from"], since)
    ]
    events.sort(key=lambda row: (row["date"], row["event_id"]), reverse=True)
    figures = _figures(desk, since)
    plants = tuple(dict.fromkeys(row["project_id"] for row in events))
    values: dict[str, Phrase] = {
        "count": Num(len(events)),
        "plants": Num(len(plants)),
        "figures": Num(len(figures)),
        "since": Day(since),
    }
    lead = [msg("section.changes.lead", **values)]
    newest = desk.newest(
        [row["known_from"] for row in events] + [row["known_from"] for row in figures]
    )
    if newest is not None:
        lead.append(msg("section.changes.newest", day=Day(newest)))
    return Section(
        section_id="changes",
        questions=("Q1", "Q5"),
        title=msg("section.changes"),
        question=msg("section.changes.question"),
        lead=tuple(lead),
        figures=(
            _events(desk, events, plants, since),
            _changed(desk, before, figures, since),
        ),
    )


def _events(
    desk: Desk, events: list[dict[str, Any]], plants: tuple[str, ...], since: date
) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    for row in events:
        project = desk.region.row("projects", row["project_id"])
        rows.append(
            (
                Day(row["date"], row["date_precision"]),
                desk.plant(row["project_id"]),
                desk.place(project["place_id"])
                if project["place_id"]
                else plain(project["municipality"]),
                msg(f"status.{row['status']}"),
                msg(f"cause.{row['cause']}"),
                desk.name("events", row["event_id"], "description"),
                msg(f"kind.{row['kind']}"),
                ";".join(desk.cite(row["source_ids"])),
            )
        )
    lanes = tuple(lane(desk, life(desk, p), ()) for p in plants)
    chart = Timeline(since, desk.region.as_of, lanes) if lanes else None
    names = tuple(desk.plant_bare(p) for p in plants[:4])
    values: dict[str, Phrase] = {
        "count": Num(len(events)),
        "plants": Listing(names) if names else msg("word.none"),
        "since": Day(since),
    }
    columns = (
        Column("date", msg("column.date"), "date"),
        Column("plant", msg("column.plant")),
        Column("place", msg("column.place")),
        Column("event", msg("column.event")),
        Column("cause", msg("column.cause")),
        Column("what", msg("column.what")),
        Column("kind", msg("column.kind")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="changes_events",
        title=msg("figure.changes_events"),
        reading=msg("figure.changes_events.reading", **values),
        alt=msg("figure.changes_events.alt", **values),
        chart=chart,
        table=Table(columns, tuple(rows)),
        kind="press",
        known_from=desk.newest(row["known_from"] for row in events),
        sources=desk.cite(*[row["source_ids"] for row in events]),
        notes=(msg("note.events"),),
    )


def _figures(desk: Desk, since: date) -> list[dict[str, Any]]:
    found = [
        row
        for row in desk.region.table("figures").iter_rows(named=True)
        if _is_new(desk, row["known_from"], since)
    ]
    found.sort(key=lambda row: (row["known_from"], row["figure_id"]), reverse=True)
    return found


def _changed(desk: Desk, before: Region, figures: list[dict[str, Any]], since: date) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    for row in figures:
        earlier = before.figure(row["subject"], row["metric"])
        rows.append(
            (
                subject_name(desk, row["subject_type"], row["subject"]),
                desk.name("metrics", row["metric"], "description"),
                _value(row),
                None if earlier is None else _value(vars_of(earlier)),
                unit_of(row["unit"]),
                plain(row["period"] or ""),
                msg(f"kind.{row['kind']}"),
                ";".join(desk.cite(row["source_ids"])),
            )
        )
    values: dict[str, Phrase] = {"count": Num(len(figures)), "since": Day(since)}
    columns = (
        Column("subject", msg("column.subject")),
        Column("metric", msg("column.metric")),
        Column("value", msg("column.value")),
        Column("before", msg("column.before")),
        Column("unit", msg("column.unit")),
        Column("period", msg("column.period")),
        Column("kind", msg("column.kind")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="changes_figures",
        title=msg("figure.changes_figures"),
        reading=msg("figure.changes_figures.reading", **values),
        alt=msg("figure.changes_figures.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="official",
        known_from=desk.newest(row["known_from"] for row in figures),
        sources=desk.cite(*[row["source_ids"] for row in figures]),
        notes=(msg("note.undated"), msg("note.definitions")),
    )


def vars_of(record: object) -> dict[str, Any]:
    """Return a record's fields as a dict."""
    return {name: getattr(record, name) for name in ("value", "low", "high", "text_value", "unit")}


def _value(row: dict[str, Any]) -> Cell:
    if row["value"] is not None and row["unit"] == "year":
        return plain(f"{row['value']:.0f}")
    if row["value"] is not None:
        return Num(row["value"], _digits(row["value"]))
    if row["low"] is not None and row["high"] is not None:
        return msg(
            "word.range",
            low=Num(row["low"], _digits(row["low"])),
            high=Num(row["high"], _digits(row["high"])),
        )
    return plain(row["text_value"]) if row["text_value"] else None


def _digits(value: float) -> int:
    for digits in range(3):
        if abs(value - round(value, digits)) < 1e-9:
            return digits
    return 3


def subject_name(desk: Desk, kind: str, subject: str) -> Cell:
    """Return what a figure is about, by its name where it has one."""
    if kind == "place":
        return desk.place(subject)
    if kind == "project":
        return desk.plant(subject)
    if subject in {"SE", "FI", "NO"}:
        return msg(f"country.{subject}")
    words = subject.replace("_", " ")
    return plain(words if words[:1].isupper() else words.capitalize())
