"""Rules on days: nothing is known before it happened, no event comes before its announcement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from beltplan.facts import codes

if TYPE_CHECKING:
    from beltplan.facts.book import Book, Row
    from beltplan.faults import Collector

__all__ = ["announced_first", "known_after_date", "known_by_creation"]

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def known_after_date(book: Book, faults: Collector) -> None:
    """Check that an event, a fact or a forecast is not known before its day."""
    for table, field in (("events", "date"), ("figures", "date"), ("forecasts", "made")):
        for row in book.rows(table):
            if table == "figures" and row["status"] != "actual":
                continue
            day, known = row.day(field), row.day("known_from")
            if day is not None and known is not None and known < day:
                message = f"known from {known}, before it happened on {day}"
                way_out = "set known_from to the day of the publication, or correct the date"
                faults.add(row.at(codes.KNOWN_TOO_EARLY, "known_from", message, way_out))


def known_by_creation(book: Book, faults: Collector) -> None:
    """Check that nothing in the package became known after the package's own date."""
    if book.created is None:
        return
    for table in book.tables:
        for row in book.rows(table):
            known = row.day("known_from")
            if known is not None and known > book.created:
                message = f"known from {known}, after the package's date {book.created}"
                way_out = (
                    "correct the day, or move the package's date on: 'created' in "
                    "datapackage.json, in a workbook the date of the data in the first sheet"
                )
                faults.add(row.at(codes.KNOWN_IN_FUTURE, "known_from", message, way_out))


def announced_first(book: Book, faults: Collector) -> None:
    """Check that no event of a project ends before the project's first announcement.

    `information` events are left out, since rumours and studies come before announcements.
    An event that is known by month, quarter or year counts with the last day of its period.
    """
    announced: dict[str, Row] = {}
    for row in book.rows("events"):
        day = row.day("date")
        if row["status"] == "announced" and day is not None:
            first = announced.get(row["project_id"])
            if first is None or day < (first.day("date") or day):
                announced[row["project_id"]] = row
    for row in book.rows("events"):
        first = announced.get(row["project_id"])
        if first is None or row["status"] in ("announced", "information"):
            continue
        start, last = first.day("date"), _last_day(row)
        if start is not None and last is not None and last < start:
            message = f"on {row['date']}, before the announcement on {start} ({first.id})"
            way_out = "correct one of the dates, or add the earlier announcement"
            faults.add(row.at(codes.BEFORE_ANNOUNCEMENT, "date", message, way_out))


def _last_day(row: Row) -> date | None:
    """Return the last day of the period that the event's date begins."""
    day = row.day("date")
    months = _MONTHS.get(row["date_precision"])
    if day is None or months is None:
        return day
    count = 12 * day.year + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
