"""How facts look in a terminal."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from beltplan.facts.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from beltplan.facts import Region
    from beltplan.facts.difference import Change

__all__ = ["change_lines", "frame_table", "row_view"]

_TELLING: Final = (
    "name",
    "title",
    "label_en",
    "place_id",
    "from_place",
    "to_place",
    "project_id",
    "subject",
    "metric",
    "date",
    "status",
    "low",
    "central",
    "value",
    "high",
    "unit",
    "known_from",
)
_ALWAYS_LISTED: Final = ("projects", "events", "figures")
_LONG: Final = 5
_MAX_COLUMNS: Final = 7
_SHORT: Final = ("date", "known_from", "status", "unit")


def frame_table(region: Region, name: str) -> RichTable:
    """Return a table of a region with its most telling columns; grey rows are dimmed."""
    spec = schema().table(name)
    chosen = [field for field in _TELLING if field in spec and field != spec.key]
    if len(chosen) < 3:
        chosen = [field for field in spec.names if field not in (spec.key, "note", "source_ids")]
    return _table(region, region.table(name), [spec.key, *chosen[: _MAX_COLUMNS - 1]], title=name)


def _table(region: Region, frame: pl.DataFrame, columns: list[str], *, title: str) -> RichTable:
    day = region.as_of.isoformat()
    table = RichTable(
        title=f"{title}, {len(frame)} rows as known on {day}", title_justify="left", expand=False
    )
    for column in columns:
        right = frame[column].dtype.is_numeric()
        table.add_column(
            column,
            overflow="fold",
            justify="right" if right else "left",
            no_wrap=right or column in _SHORT,
        )
    for row in frame.iter_rows(named=True):
        grey = "known_from" in row and region.grey(row["known_from"])
        table.add_row(*(Text(_cell(row[c])) for c in columns), style="dim" if grey else None)
    return table


def row_view(region: Region, table: str, name: str) -> Group:
    """Return one row with all that is known of it: its events, figures and projects."""
    spec = schema().table(table)
    sheet = RichTable(title=f"{table}: {name}", title_justify="left", show_header=False)
    sheet.add_column("field")
    sheet.add_column("value", overflow="fold")
    for field, value in region.row(table, name).items():
        if value not in (None, [], "") and field != spec.key:
            sheet.add_row(field, Text(_cell(value)))
    parts: list[Any] = [sheet]
    events = region.events(name)
    if len(events):
        columns = ["date", "status", "cause", "description", "known_from"]
        parts.append(_table(region, events, columns, title="events"))
    figures = region.figures(name)
    if len(figures):
        columns = ["metric", "low", "value", "high", "unit", "period", "status", "known_from"]
        parts.append(_table(region, figures, columns, title="figures"))
    if table == "places":
        projects = region.table("projects")
        here = projects.filter(projects["place_id"] == name)
        columns = ["project_id", "name", "step", "known_from"]
        parts.append(_table(region, here, columns, title="projects"))
    return Group(*parts)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(member) for member in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def change_lines(region: Region, changes: Iterable[Change]) -> Iterator[str]:
    """Yield changes as lines: a heading for each place, a line for each change.

    Of other tables than projects, events and figures a long list is only counted.
    """
    names = {row["place_id"]: row["name"] for row in region.table("places").iter_rows(named=True)}
    for place, members in itertools.groupby(changes, key=lambda change: change.place_id):
        yield ""
        yield names.get(place, place) if place else "The whole region, and other places"
        for table, rows in itertools.groupby(members, key=lambda change: change.table):
            listed = list(rows)
            if table in _ALWAYS_LISTED or len(listed) <= _LONG:
                yield from (_change_line(change) for change in listed)
            else:
                days = [change.known_from for change in listed]
                yield f"  {max(days).isoformat()}  {table}  {len(listed)} rows (--csv lists them)"
    yield ""


def _change_line(change: Change) -> str:
    day = change.date or change.known_from
    line = f"  {day.isoformat()}  {change.table}  "
    if change.subject not in (change.row, change.place_id):
        line += f"{change.subject}: "
    line += change.what
    if change.before and change.before != change.after:
        line += f" [was {change.before}]"
    return line
