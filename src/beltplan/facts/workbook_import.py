"""Import a workbook into a region's folder: the whole package, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.facts.descriptor import descriptor_text, moment
from beltplan.facts.errors import TargetError
from beltplan.facts.package import DESCRIPTOR, locate, read_descriptor
from beltplan.facts.raw import RawTable, read_raw
from beltplan.facts.schema import schema
from beltplan.facts.store import csv_text, replace_package
from beltplan.facts.workbook_read import read_workbook
from beltplan.faults import Collector

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Imported", "TableChange", "import_workbook"]


@dataclass(frozen=True, slots=True)
class TableChange:
    """How many rows of a table an import added, changed and removed."""

    table: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    folder
        The package that was written.
    changes
        The tables that differ from before; empty where nothing changed.
    """

    folder: Path
    changes: tuple[TableChange, ...]


def import_workbook(file: str | Path, *, region: str | Path, into: Path) -> Imported:
    """Import a workbook that was exported from a region.

    Parameters
    ----------
    file
        The .xlsx file.
    region
        The region that it was exported from: gives name, title, date, and the files
        that are no tables.
    into
        Folder to write: the region's own, another package (replaced as a whole), or new.

    Raises
    ------
    FaultError
        With all faults of the workbook; nothing is written then.
    TargetError
        If `into` is neither a package, nor empty, nor new.
    """
    source = locate(region)
    target = into.absolute()
    is_package = (target / DESCRIPTOR).is_file()
    if target.exists() and not is_package and (not target.is_dir() or any(target.iterdir())):
        message = f"{into} is neither a region's folder nor empty"
        raise TargetError(message, "name a new folder, or one with a datapackage.json")
    base = target if is_package else source
    descriptor = read_descriptor(base)
    content = read_workbook(file, created=descriptor.created)
    tables = content.tables
    files = {raw.table.filename: table_text(raw) for raw in tables.values()}
    described = dict(descriptor.content)
    if content.created is not None and content.created != descriptor.created:
        described["created"] = moment(content.created)
    files[DESCRIPTOR] = descriptor_text(described)
    changes = _changes(base, tables)
    replace_package(target, files, base=base)
    return Imported(into, changes)


def table_text(raw: RawTable) -> str:
    """Return the CSV text of a raw table, columns in the order of the schema."""
    rows = zip(*(raw.columns[name] for name in raw.table.names), strict=True)
    return csv_text(raw.table.names, rows)


def _changes(base: Path, tables: Mapping[str, RawTable]) -> tuple[TableChange, ...]:
    found = []
    for table in schema().tables:
        before = _by_id(read_raw(base / table.filename, table, Collector()))
        after = _by_id(tables[table.name])
        change = TableChange(
            table.name,
            added=len(after.keys() - before.keys()),
            changed=sum(before[name] != after[name] for name in after.keys() & before.keys()),
            removed=len(before.keys() - after.keys()),
        )
        if change.added or change.changed or change.removed:
            found.append(change)
    return tuple(found)


def _by_id(raw: RawTable | None) -> dict[str, tuple[str, ...]]:
    if raw is None:
        return {}
    empty = [""] * len(raw.lines)
    rows = zip(*(raw.columns.get(name, empty) for name in raw.table.names), strict=True)
    return dict(zip(raw.ids(), rows, strict=True))
