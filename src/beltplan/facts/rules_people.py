"""Rules on occupation groups, staff profiles, and the texts that people read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from beltplan.facts import codes
from beltplan.facts.errors import suggest
from beltplan.facts.schema import schema

if TYPE_CHECKING:
    from beltplan.facts.book import Book, Row
    from beltplan.faults import Collector

__all__ = ["isco_once", "shares", "texts"]

_TOLERANCE: Final = 0.001
"""Rounding that the sum of the shares of a profile may show."""


def shares(book: Book, faults: Collector) -> None:
    """Check that the shares of a profile sum to 1.

    The shares of a place's freight over corridors may pass 1 together, since a tonne can use
    two corridors in series (a road to a port); the bounds of the field hold each below 1.
    """
    sums: dict[str, list[Row]] = {}
    for row in book.rows("profiles"):
        sums.setdefault(row["profile"], []).append(row)
    for name, rows in sums.items():
        numbers = [row.number("central") for row in rows]
        total = math.fsum(number for number in numbers if number is not None)
        if abs(total - 1) > _TOLERANCE:
            message = f"the shares of {name!r} sum to {total:.4g}, not to 1"
            way_out = f"change central of the {len(rows)} rows of {name!r} by {1 - total:+.4g}"
            faults.add(rows[0].at(codes.SHARES, "central", message, way_out))


def isco_once(book: Book, faults: Collector) -> None:
    """Check that no ISCO-08 code is in two groups; a shorter code holds all longer ones."""
    owners: dict[str, Row] = {}
    for row in book.rows("groups"):
        for code in row.members("isco08"):
            owner = owners.setdefault(code, row)
            if owner.id != row.id:
                message = f"{code} belongs to {owner.id!r} as well"
                faults.add(row.at(codes.ISCO_TWICE, "isco08", message, "keep it in one group"))
    for code, row in owners.items():
        for length in range(1, len(code)):
            owner = owners.get(code[:length], row)
            if owner.id != row.id:
                message = f"{code} lies within {code[:length]} of {owner.id!r}"
                way_out = f"write the parts of {code[:length]} that remain with {owner.id!r}"
                faults.add(row.at(codes.ISCO_TWICE, "isco08", message, way_out))


def texts(book: Book, faults: Collector) -> None:
    """Check that a text belongs to a field that exists, once in each language."""
    first: dict[tuple[str, str, str, str], Row] = {}
    ids: dict[str, frozenset[str] | None] = {}
    for row in book.rows("texts"):
        table, name, field = row["table"], row["row"], row["field"]
        if table not in schema():
            way_out = suggest(table, schema().names, otherwise="name one of the region's tables")
            faults.add(row.at(codes.TEXT_TARGET, "table", f"no table {table!r}", way_out))
            continue
        if field not in schema().table(table):
            names = schema().table(table).names
            way_out = suggest(field, names, otherwise=f"fields: {', '.join(names)}")
            message = f"{table} has no field {field!r}"
            faults.add(row.at(codes.TEXT_TARGET, "field", message, way_out))
        if table not in ids:
            ids[table] = book.ids(table)
        known = ids[table]
        if known is not None and name not in known:
            message = f"{table} has no row {name!r}"
            way_out = suggest(name, known, otherwise=f"add the row to {table}, or remove the text")
            faults.add(row.at(codes.TEXT_TARGET, "row", message, way_out))
        key = (table, name, field, row["lang"])
        other = first.setdefault(key, row)
        if other is not row:
            message = f"line {other.line} is the same field in the same language"
            faults.add(row.at(codes.TEXT_TWICE, "lang", message, "keep one of the two"))
