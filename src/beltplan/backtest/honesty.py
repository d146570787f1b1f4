"""What keeps a back-test honest, as code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from beltplan.facts import schema

if TYPE_CHECKING:
    from beltplan.facts import Region

_YEAR: Final = re.compile(r"\b(20\d\d)\b")

__all__ = ["LaterRowsError", "early_assumptions", "refuse_later_rows"]


class LaterRowsError(RuntimeError):
    """A region holds rows that were not public on its day."""


def refuse_later_rows(region: Region) -> None:
    """Check that no row of a region became public after the region's day.

    Called before every forecast of a back-test, whatever the loader promises.

    Raises
    ------
    LaterRowsError
        With the tables and the number of rows.
    """
    found = {}
    for name in schema().names:
        table = region.table(name)
        if "known_from" in table.columns:
            later = table.filter(pl.col("known_from") > region.as_of).height
            if later:
                found[name] = later
    if found:
        listed = ", ".join(f"{name} ({count})" for name, count in found.items())
        msg = f"rows known only after {region.as_of} are in the region: {listed}"
        raise LaterRowsError(msg)


def early_assumptions(region: Region) -> tuple[str, ...]:
    """Return the parameters dated earlier than what they rest on, as far as rows tell.

    A row is listed where a source is newer than its ``known_from``, or where its basis or
    derivation names a later year. Such a row says that its value could have been assumed
    before the evidence came. That is a claim of the modeller, who knew the outcomes: the
    names are shown beside every back-test.
    """
    names = []
    for parameter in region.parameters():
        if parameter.room == "reference":
            continue
        days = [
            source.known_from
            for source in region.sources(parameter.source_ids)
            if source.known_from is not None
        ]
        words = f"{parameter.basis or ''} {parameter.derivation or ''}"
        years = [int(year) for year in _YEAR.findall(words)]
        newest_source = max(days, default=parameter.known_from)
        newest_year = max(years, default=parameter.known_from.year)
        if newest_source > parameter.known_from or newest_year > parameter.known_from.year:
            names.append(parameter.name)
    return tuple(names)
