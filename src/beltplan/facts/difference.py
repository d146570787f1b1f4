"""What became known, or changed, between two days."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from beltplan.facts.errors import NotADateError
from beltplan.facts.loading import as_date, load
from beltplan.facts.schema import schema

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from beltplan.facts.region import Region
    from beltplan.facts.rows import Figure

__all__ = ["Change", "differences"]

_FIRST: Final = ("projects", "events", "figures")
_TITLES: Final = ("name", "title", "description", "label_en", "report", "site")


@dataclass(frozen=True, slots=True)
class Change:
    """One row that became known.

    Attributes
    ----------
    place_id
        Place that it belongs to, empty where it belongs to none.
    table, row
        The row.
    subject
        The project, place or other thing that it is about.
    what
        What it says, in one line.
    date
        Day of the event or of the figure, where there is one.
    known_from
        First day on which it was public.
    before, after
        For a figure: the value in use on the two days (text with its unit); empty where
        there was none.
    source_ids
        Where it comes from.
    """

    place_id: str
    table: str
    row: str
    subject: str
    what: str
    date: dt.date | None
    known_from: dt.date
    before: str
    after: str
    source_ids: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain data: days as text, sources separated by semicolons."""
        row = asdict(self)
        row["date"] = self.date.isoformat() if self.date else ""
        row["known_from"] = self.known_from.isoformat()
        row["source_ids"] = ";".join(self.source_ids)
        return row


def differences(
    region: str | Path, *, since: str | dt.date, until: str | dt.date | None = None
) -> tuple[Change, ...]:
    """Return what became known after one day and up to another.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder.
    since, until
        The two days; the package's own date if `until` is not given.

    Returns
    -------
    tuple of Change
        By place, then projects, events, figures and the other tables, then by day.

    Raises
    ------
    UnknownRegionError, FaultError
        As `load`.
    NotADateError
        If a day is none, or `since` is not before `until`.

    Examples
    --------
    >>> changes = differences("nordic-battery-belt", since="2025-03-01", until="2025-03-31")
    >>> any(change.table == "events" for change in changes)
    True
    """
    first = as_date(since)
    new = load(region, until)
    if first >= new.as_of:
        message = f"{first} is not before {new.as_of}"
        raise NotADateError(message, "give the earlier day first")
    old = load(region, first, checked=False)
    found: list[Change] = []
    for table in schema().tables:
        if "known_from" not in table or table.name == "sources":
            continue
        later = old.later[table.name]
        rows = new.table(table.name).iter_rows(named=True)
        found += [
            _change(table.name, row[table.key], row, old, new)
            for row in rows
            if row[table.key] in later
        ]
    order = (*_FIRST, *(name for name in schema().names if name not in _FIRST))
    return tuple(
        sorted(
            found,
            key=lambda c: (
                c.place_id == "",
                c.place_id,
                order.index(c.table),
                c.date or c.known_from,
                c.row,
            ),
        )
    )


def _change(table: str, name: str, row: dict[str, Any], old: Region, new: Region) -> Change:
    before = after = ""
    if table == "figures":
        before = _value(old.figure(row["subject"], row["metric"], at=new.as_of))
        after = _value(new.figure(row["subject"], row["metric"], at=new.as_of))
    return Change(
        place_id=_place(table, row, new),
        table=table,
        row=name,
        subject=str(row.get("project_id") or row.get("subject") or row.get("place_id") or name),
        what=_what(table, name, row),
        date=row.get("date") if table in ("events", "figures") else None,
        known_from=row["known_from"],
        before=before,
        after=after,
        source_ids=tuple(row["source_ids"]),
    )


def _place(table: str, row: dict[str, Any], region: Region) -> str:
    if table == "figures" and row["subject_type"] == "place":
        return str(row["subject"])
    if row.get("place_id"):
        return str(row["place_id"])
    project = row["subject"] if row.get("subject_type") == "project" else row.get("project_id")
    if project is None or project not in region.table("projects")["project_id"]:
        return ""
    return str(region.row("projects", project)["place_id"] or "")


def _what(table: str, name: str, row: dict[str, Any]) -> str:
    if table == "figures":
        value = _amount(row["value"], row["low"], row["high"], row["text_value"], row["unit"])
        period = f" ({row['period']})" if row["period"] else ""
        return f"{row['metric']}: {value}{period}, {row['status']}"
    if table == "events":
        return f"{row['status']}: {row['description']}"
    title = next((str(row[field]) for field in _TITLES if row.get(field)), name)
    return title if len(title) <= 120 else title[:117] + "..."


def _value(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return _amount(figure.value, figure.low, figure.high, figure.text_value, figure.unit)


def _amount(
    value: float | None, low: float | None, high: float | None, text: str | None, unit: str
) -> str:
    """Return a value or a range with its unit, as the row gives it.

    Examples
    --------
    >>> _amount(None, 8000.0, 15000.0, None, "jobs")
    '8000 to 15000 jobs'
    """
    if value is not None:
        return f"{value:.15g} {unit}"
    if low is not None and high is not None:
        return f"{low:.15g} to {high:.15g} {unit}"
    if low is not None or high is not None:
        return f"at least {low:.15g} {unit}" if low is not None else f"at most {high:.15g} {unit}"
    return text or "unknown"
