"""Rules on numbers: order of low, central and high, units, signs, disputes, distributions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from beltplan.facts import codes
from beltplan.facts.schema import schema
from beltplan.facts.units import family, relatives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.facts.book import Book, Row
    from beltplan.facts.schema import Table
    from beltplan.faults import Collector

__all__ = ["disputes", "distributions", "ordered", "signs", "triples", "units"]


def triples(table: Table) -> Iterator[tuple[str, str, str]]:
    """Yield the names of low, central and high that belong together in a table.

    Examples
    --------
    >>> from beltplan.facts.schema import schema
    >>> list(triples(schema().table("forecasts")))
    [('low', 'value', 'high'), ('actual_low', 'actual_value', 'actual_high')]
    """
    for name in table.names:
        if name == "low" or name.endswith("_low"):
            stem = name.removesuffix("low")
            for middle in ("central", "value"):
                if f"{stem}{middle}" in table and f"{stem}high" in table:
                    yield name, f"{stem}{middle}", f"{stem}high"


def ordered(book: Book, faults: Collector) -> None:
    """Check that low <= central <= high, as far as they are given."""
    for table in schema().tables:
        for names in triples(table):
            for row in book.rows(table.name):
                given = [(name, row.number(name)) for name in names]
                numbers = [(name, number) for name, number in given if number is not None]
                for (lower, low), (upper, high) in itertools.pairwise(numbers):
                    if low > high:
                        message = f"{lower} {row[lower]} is above {upper} {row[upper]}"
                        way_out = f"exchange the two, or correct one: {' <= '.join(names)}"
                        faults.add(row.at(codes.ORDER, lower, message, way_out))


def units(book: Book, faults: Collector) -> None:
    """Check that the unit of a figure is of the same family as the unit of its metric.

    A metric whose unit depends on the subject (the capacity of a plant) lists several,
    separated by bars: ``GWh/yr|t/yr|MW``.
    """
    usual = {row.id: row["unit"].split("|") for row in book.rows("metrics")}
    for row in book.rows("figures"):
        unit, wanted = row["unit"], usual.get(row["metric"])
        if not unit or not wanted or not all(wanted):
            continue
        if family(unit) not in {family(each) for each in wanted}:
            message = f"{row['metric']} is measured in {' or '.join(wanted)}, not in {unit!r}"
            allowed = dict.fromkeys(name for each in wanted for name in relatives(each))
            way_out = f"convert to one of: {', '.join(allowed)}"
            faults.add(row.at(codes.UNIT, "unit", message, way_out))


def signs(book: Book, faults: Collector) -> None:
    """Check that no figure and no forecast is below zero, except of a metric of changes."""
    signed = {row.id for row in book.rows("metrics") if row["signed"] == "true"}
    signed |= {"population_change"}
    for table in ("figures", "forecasts"):
        for row in book.rows(table):
            if row["metric"] in signed:
                continue
            for field in ("low", "value", "high", "actual_low", "actual_value", "actual_high"):
                number = row.number(field)
                if number is not None and number < 0:
                    message = f"{row['metric'] or 'the figure'} cannot be below zero"
                    way_out = "remove the minus; for a change use a metric with signed = true"
                    faults.add(row.at(codes.NEGATIVE, field, message, way_out))


def disputes(book: Book, faults: Collector) -> None:
    """Check that a dispute has two figures or more, one of them preferred with a reason."""
    members: dict[str, list[Row]] = {}
    for row in book.rows("figures"):
        if row["dispute"]:
            members.setdefault(row["dispute"], []).append(row)
        elif row["preferred"] == "true":
            message = "a figure is preferred, but belongs to no dispute"
            way_out = "name the dispute, or leave preferred empty"
            faults.add(row.at(codes.LONE_DISPUTE, "preferred", message, way_out))
    for name, rows in members.items():
        preferred = [row for row in rows if row["preferred"] == "true"]
        if len(rows) == 1:
            message = f"the dispute {name!r} has one figure only"
            way_out = "give the other figure the same dispute, or leave dispute empty"
            faults.add(rows[0].at(codes.LONE_DISPUTE, "dispute", message, way_out))
        elif not preferred:
            message = f"no figure of the dispute {name!r} is preferred"
            way_out = "write true under preferred in one of: " + ", ".join(r.id for r in rows)
            faults.add(rows[0].at(codes.NONE_PREFERRED, "preferred", message, way_out))
        for row in preferred[1:]:
            message = f"{preferred[0].id!r} (line {preferred[0].line}) is preferred as well"
            way_out = f"keep one preferred figure in the dispute {name!r}"
            faults.add(row.at(codes.TWO_PREFERRED, "preferred", message, way_out))
        for row in preferred:
            if not row["why_preferred"]:
                message = "the figure is preferred without a reason"
                way_out = "say under why_preferred why this figure is used"
                faults.add(row.at(codes.NO_REASON, "why_preferred", message, way_out))


_NEEDED = {
    "fixed": ("central",),
    "triangular": ("low", "central", "high"),
    "uniform": ("low", "high"),
}


def distributions(book: Book, faults: Collector) -> None:
    """Check that a parameter has a distribution and the numbers that it needs."""
    for row in book.rows("parameters"):
        distribution = row["distribution"]
        missing = [name for name in _NEEDED.get(distribution, ()) if not row[name]]
        if missing:
            message = f"{distribution} needs {', '.join(missing)}"
            way_out = f"fill {', '.join(missing)}, or choose another distribution"
            faults.add(row.at(codes.DISTRIBUTION, "distribution", message, way_out))
        if distribution == "none" and row["room"] not in ("", "reference"):
            message = f"the room {row['room']} uses the parameter, but it has no distribution"
            way_out = "write fixed, triangular or uniform; or reference as its room"
            faults.add(row.at(codes.DISTRIBUTION, "distribution", message, way_out))
