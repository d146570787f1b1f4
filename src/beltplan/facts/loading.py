"""Load a region as it was known on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl

from beltplan.facts.checking import check
from beltplan.facts.errors import NotADateError
from beltplan.facts.package import is_shipped, locate, read_descriptor
from beltplan.facts.raw import RawTable, read_raw
from beltplan.facts.region import Region
from beltplan.facts.schema import Field, dtype, schema
from beltplan.faults import Collector, FaultError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["as_date", "load"]


def load(
    region: str | Path, as_of: str | date | None = None, *, checked: bool | None = None
) -> Region:
    """Load a region as it was known on a day.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder.
    as_of
        The day (``2022-09-15``); the package's own date if not given. Of an earlier day the
        fields that tell the present (marked ``latest`` in the attribute table: the owner of a
        plant, the outcome of a forecast) are empty.
    checked
        Whether to check the whole package first. By default a folder is checked and a
        shipped region is not, because the test-suite keeps it sound.

    Raises
    ------
    UnknownRegionError
        If there is no such region.
    NotADateError
        If `as_of` is no day of the calendar.
    FaultError
        With all faults, if the package has any that loading or the check meets.

    Examples
    --------
    >>> region = load("nordic-battery-belt", as_of="2022-09-15")
    >>> region.as_of
    datetime.date(2022, 9, 15)
    """
    folder = locate(region)
    if checked if checked is not None else not is_shipped(folder):
        found = check(folder)
        if found:
            raise FaultError(found)
    descriptor = read_descriptor(folder)
    day = descriptor.created if as_of is None else as_date(as_of)
    collector = Collector()
    raw = {
        table.name: read_raw(folder / table.filename, table, collector) for table in schema().tables
    }
    if collector:
        raise FaultError(collector.faults())
    try:
        whole = {name: _typed(each) for name, each in raw.items() if each is not None}
    except pl.exceptions.PolarsError:
        found = check(folder)
        if not found:
            raise
        raise FaultError(found) from None
    if day < descriptor.created:
        whole = {name: _without_latest(name, frame) for name, frame in whole.items()}
    tables, later = _known(whole, day)
    return Region(
        name=descriptor.name,
        titles=descriptor.titles,
        as_of=day,
        created=descriptor.created,
        version=descriptor.version,
        path=folder,
        _tables=tables,
        later=later,
    )


def as_date(day: str | date) -> date:
    """Return a day given as a date or as ``2022-09-15``.

    Raises
    ------
    NotADateError
        If the text is no day of the calendar.

    Examples
    --------
    >>> as_date("2022-09-15")
    datetime.date(2022, 9, 15)
    """
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        if len(day) != len("2022-09-15"):
            raise ValueError
        return date.fromisoformat(day)
    except ValueError:
        message = f"{day!r} is not a day of the calendar"
        raise NotADateError(message, "write it like 2022-09-15") from None


def _typed(raw: RawTable) -> pl.DataFrame:
    return pl.DataFrame([_column(field, raw.columns[field.name]) for field in raw.table.fields])


def _column(field: Field, cells: list[str]) -> pl.Series:
    texts = pl.Series(field.name, [cell or None for cell in cells], dtype=pl.String)
    if field.type == "list":
        lists = [cell.split(";") if cell else [] for cell in cells]
        return pl.Series(field.name, lists, dtype=dtype(field))
    if field.type == "boolean":
        return texts.replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean())
    if field.type == "date":
        return texts.str.to_date("%Y-%m-%d", strict=True)
    return texts if field.type not in ("number", "integer") else texts.cast(dtype(field))


def _without_latest(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Empty the fields that tell the state on the package's own date."""
    return frame.with_columns(
        pl.lit(None if field.type != "list" else [], dtype=dtype(field)).alias(field.name)
        for field in schema().table(name).fields
        if field.latest
    )


def _known(
    whole: Mapping[str, pl.DataFrame], day: date
) -> tuple[dict[str, pl.DataFrame], dict[str, dict[str, date]]]:
    """Split the rows into those known on a day and the ids of those known later."""
    tables: dict[str, pl.DataFrame] = {}
    later: dict[str, dict[str, date]] = {}
    for name, frame in whole.items():
        tables[name], later[name] = frame, {}
        if "known_from" in frame.columns:
            hidden = pl.col("known_from").fill_null(date.min) > day
            rows = frame.filter(hidden).select(schema().table(name).key, "known_from").iter_rows()
            later[name] = dict(rows)
            tables[name] = frame.filter(~hidden)
    if any(later.values()):
        ids = [(name, row) for name, rows in later.items() for row in rows]
        gone = pl.DataFrame(ids, schema=["table", "row"], orient="row")
        tables["texts"] = tables["texts"].join(
            gone, on=["table", "row"], how="anti", maintain_order="left"
        )
    return tables, later
