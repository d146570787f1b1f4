"""Whom to call: initiatives, who leads them, programmes (Q8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.i18n import Day, Listing, Num, msg, plain

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_STATUS_ORDER = {"running": 0, "planned": 1, "unknown": 2, "ended": 3}


def section(desk: Desk) -> Section:
    """Return initiatives by theme, and programmes that teach for the belt."""
    initiatives = list(desk.region.table("initiatives").iter_rows(named=True))
    programmes = list(desk.region.table("programmes").iter_rows(named=True))
    running = [row for row in initiatives if row["status"] == "running"]
    values: dict[str, Phrase] = {
        "running": Num(len(running)),
        "total": Num(len(initiatives)),
        "leads": Num(len({row["lead"] for row in running if row["lead"]})),
        "programmes": Num(sum(row["status"] == "running" for row in programmes)),
    }
    return Section(
        section_id="whom",
        questions=("Q8",),
        title=msg("section.whom"),
        question=msg("section.whom.question"),
        lead=(msg("section.whom.lead", **values),),
        figures=(
            _initiatives(desk, initiatives, values),
            _programmes(desk, programmes),
        ),
    )


def _themes(row: dict[str, Any]) -> Phrase:
    items = tuple(msg(f"theme.{theme}") for theme in row["themes"])
    return Listing(items) if items else msg("word.none")


def _initiatives(
    desk: Desk, initiatives: list[dict[str, Any]], values: dict[str, Phrase]
) -> Figure:
    ordered = sorted(
        initiatives,
        key=lambda row: (_STATUS_ORDER[row["status"]], row["themes"][:1], row["name"]),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            desk.name("initiatives", row["initiative_id"]),
            plain(row["lead"]) if row["lead"] else None,
            _themes(row),
            msg(f"initiative.{row['status']}"),
            plain(row["countries"] or ""),
            plain(row["partners"]) if row["partners"] else None,
            plain(row["programme"]) if row["programme"] else None,
            plain(" – ".join(part for part in (row["start"], row["end"]) if part)),
            Day(row["known_from"]),
            ";".join(desk.cite(row["source_ids"])),
        )
        for row in ordered
    ]
    columns = (
        Column("initiative", msg("column.initiative")),
        Column("lead", msg("column.lead")),
        Column("themes", msg("column.themes")),
        Column("status", msg("column.state")),
        Column("countries", msg("column.countries")),
        Column("partners", msg("column.partners")),
        Column("programme", msg("column.fund")),
        Column("period", msg("column.period")),
        Column("known_from", msg("column.known_from"), "date"),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="whom_initiatives",
        title=msg("figure.whom_initiatives"),
        reading=msg("figure.whom_initiatives.reading", **values),
        alt=msg("figure.whom_initiatives.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="official",
        known_from=desk.newest(row["known_from"] for row in initiatives),
        sources=desk.cite(*[row["source_ids"] for row in initiatives]),
        notes=(msg("note.whom"),),
    )


def _programmes(desk: Desk, programmes: list[dict[str, Any]]) -> Figure:
    kept = [row for row in programmes if row["status"] in {"running", "announced"}]
    kept.sort(key=lambda row: (row["country"], row["provider"], row["programme_id"]))
    rows: list[tuple[Cell, ...]] = [
        (
            plain(row["name"]),
            plain(row["provider"]),
            plain(row["place"]) if row["place"] else None,
            plain(row["country"]),
            None if row["seats_per_year"] is None else float(row["seats_per_year"]),
            None if row["duration_months"] is None else float(row["duration_months"]),
            plain(", ".join(row["languages"])) if row["languages"] else None,
            Day(row["last_verified"]) if row["last_verified"] else None,
            ";".join(desk.cite(row["source_ids"])),
        )
        for row in kept
    ]
    seats = [row["seats_per_year"] for row in kept if row["seats_per_year"] is not None]
    values: dict[str, Phrase] = {
        "count": Num(len(kept)),
        "known": Num(len(seats)),
        "seats": Num(float(sum(seats)), unit="unit.places"),
    }
    columns = (
        Column("programme", msg("column.programme")),
        Column("provider", msg("column.provider")),
        Column("place", msg("column.place")),
        Column("country", msg("column.country")),
        Column("seats", msg("column.seats"), "number", msg("unit.places")),
        Column("months", msg("column.months"), "number"),
        Column("languages", msg("column.languages")),
        Column("verified", msg("column.verified"), "date"),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="whom_programmes",
        title=msg("figure.whom_programmes"),
        reading=msg("figure.whom_programmes.reading", **values),
        alt=msg("figure.whom_programmes.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="official",
        known_from=desk.newest(row["known_from"] for row in kept),
        sources=desk.cite(*[row["source_ids"] for row in kept]),
        notes=(msg("note.grey_programmes"),),
    )
