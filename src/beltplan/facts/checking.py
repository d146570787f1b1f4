"""Check a region: all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from beltplan.facts import codes
from beltplan.facts.book import Book
from beltplan.facts.cells import problems
from beltplan.facts.descriptor import is_current
from beltplan.facts.errors import suggest
from beltplan.facts.package import locate, read_descriptor
from beltplan.facts.raw import RawTable, read_raw
from beltplan.facts.rules_figures import disputes, distributions, ordered, signs, units
from beltplan.facts.rules_people import isco_once, shares, texts
from beltplan.facts.rules_references import (
    known_references,
    references,
    superseded,
    unique_ids,
)
from beltplan.facts.rules_time import announced_first, known_after_date, known_by_creation
from beltplan.facts.schema import schema
from beltplan.faults import Collector, Fault, FaultError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES", "check", "check_book"]

RULES: Final[tuple[Callable[[Book, Collector], None], ...]] = (
    unique_ids,
    references,
    known_references,
    superseded,
    known_after_date,
    known_by_creation,
    announced_first,
    ordered,
    units,
    signs,
    disputes,
    distributions,
    shares,
    isco_once,
    texts,
)
"""One rule is one function; each looks at the whole region."""


def check(region: str | Path) -> list[Fault]:
    """Check a region and return all faults, sorted and without repeats.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder.

    Returns
    -------
    list of Fault
        Empty where the region is sound. Of one kind of fault in one field the first 100 are
        listed and the others counted.

    Raises
    ------
    UnknownRegionError
        If there is no such region.

    Examples
    --------
    >>> check("nordic-battery-belt")
    []
    """
    folder = locate(region)
    faults = Collector()
    created = None
    try:
        created = read_descriptor(folder).created
        if not is_current(folder):
            message = "datapackage.json describes other fields than this version of Beltplan has"
            way_out = f"run `beltplan facts describe --region {folder}`"
            faults.add(codes.DESCRIPTOR_DRIFT.at(message, way_out))
    except FaultError as error:
        for fault in error.faults:
            faults.add(fault)
    _extra_files(folder, faults)
    tables = {
        table.name: read_raw(folder / table.filename, table, faults) for table in schema().tables
    }
    check_book(Book(tables, created), faults)
    return list(faults.faults())


def check_book(book: Book, faults: Collector) -> None:
    """Check cells, then rows against each other; what is wrong goes to `faults`."""
    for raw in book.tables.values():
        if raw is not None:
            _check_cells(raw, faults)
    for rule in RULES:
        rule(book, faults)


def _check_cells(raw: RawTable, faults: Collector) -> None:
    ids = raw.ids()
    for field in raw.table.fields:
        column = raw.columns.get(field.name)
        if column is None:
            continue
        wrong = {value: found for value in set(column) if (found := tuple(problems(field, value)))}
        if not wrong:
            continue
        for index, value in enumerate(column):
            for kind, message, way_out in wrong.get(value, ()):
                faults.add(
                    kind.at(
                        message,
                        way_out,
                        table=raw.table.name,
                        row=ids[index],
                        field=field.name,
                        value=value,
                        line=raw.lines[index],
                    )
                )


def _extra_files(folder: Path, faults: Collector) -> None:
    expected = {table.filename for table in schema().tables}
    for path in sorted(Path(folder).glob("*.csv")):
        if path.name not in expected:
            missing = sorted(name for name in expected if not (folder / name).is_file())
            way_out = suggest(
                path.name, missing, otherwise="move the file out of the region's folder"
            )
            message = f"{path.name} is none of the region's tables"
            faults.add(codes.EXTRA_FILE.at(message, way_out, value=path.name))
