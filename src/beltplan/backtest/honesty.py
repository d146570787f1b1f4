"""What keeps a back-test honest, as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from beltplan.facts import schema

if TYPE_CHECKING:
    from beltplan.facts import Region

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
    """Return the parameters dated earlier than the newest publication they rest on.

    Such a row says that its value could have been assumed before the publication. That is
    a claim of the modeller, who knew the outcomes: it is listed beside every back-test.
    """
    names = []
    for parameter in region.parameters():
        days = [
            source.known_from
            for source in region.sources(parameter.source_ids)
            if source.known_from is not None
        ]
        if parameter.room != "reference" and days and max(days) > parameter.known_from:
            names.append(parameter.name)
    return tuple(names)
