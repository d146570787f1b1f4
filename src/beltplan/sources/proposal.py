"""From what a sync brought to a proposal: a workbook of the region with the new rows in it.

Nothing in a region is changed. The workbook is read by a person and brought in with
``beltplan facts import``, which checks it like any other.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beltplan.facts import locate, schema
from beltplan.facts.descriptor import descriptor_text, moment
from beltplan.facts.package import DESCRIPTOR, read_descriptor
from beltplan.facts.store import csv_text
from beltplan.facts.workbook_write import export_workbook
from beltplan.sources.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.sources.registry import Source

__all__ = ["Proposal", "propose"]

_SHORT = 500
"""Characters of a cell; longer text is cut at a word."""


@dataclass(slots=True)
class Proposal:
    """What a proposal holds.

    Attributes
    ----------
    file
        The workbook.
    added, renewed
        Ids of rows by table.
    agreed
        Figures that the region has already, with the same value.
    conflicts
        Figures that the region has with another value; they are left to a person.
    unknown
        Figures without a value, which are not proposed.
    left_out
        Rows of kinds for which the region has no table.
    """

    file: Path
    added: dict[str, list[str]] = field(default_factory=dict)
    renewed: dict[str, list[str]] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


def propose(sources: Iterable[Source], folder: Path, *, region: str | Path, file: Path) -> Proposal:
    """Write a workbook of a region in which the synced programmes and figures are rows.

    Parameters
    ----------
    sources, folder
        Sources, and the cache that they were synced to.
    region
        Name of a shipped region, or a folder. It is not changed.
    file
        The .xlsx file to write.

    Raises
    ------
    FaultError
        If the region with the new rows has faults; nothing is written then.
    """
    made = Proposal(file)
    base = locate(region)
    tables = {name: _read(base, name) for name in ("sources", "programmes", "figures")}
    newest = dt.date.min
    for source in sources:
        held = [each for each in Store(folder / source.name).held() if each["closed"] is None]
        if source.makes == "programmes":
            rows = [_programme(source, each) for each in held]
            newest = max([newest, *(_put(tables["programmes"], "programmes", rows, made))])
        elif source.makes == "figures":
            rows = _figures(source, held, tables["figures"], made)
            newest = max([newest, *(_put(tables["figures"], "figures", rows, made))])
        elif held:
            made.left_out[source.name] = len(held)
            continue
        if held:
            _put(tables["sources"], "sources", [_source(source)], made)
    with tempfile.TemporaryDirectory(prefix="beltplan-") as stage:
        fresh = Path(stage) / base.name
        shutil.copytree(base, fresh)
        for name, by_id in tables.items():
            table = schema().table(name)
            cells = ([row.get(each, "") for each in table.names] for row in by_id.values())
            (fresh / table.filename).write_text(
                csv_text(table.names, cells), encoding="utf-8", newline=""
            )
        descriptor = read_descriptor(fresh)
        if newest > descriptor.created:
            content = {**descriptor.content, "created": moment(newest)}
            (fresh / DESCRIPTOR).write_text(descriptor_text(content), encoding="utf-8")
        export_workbook(fresh, file)
    return made


def _read(base: Path, name: str) -> dict[str, dict[str, str]]:
    table = schema().table(name)
    text = (base / table.filename).read_text(encoding="utf-8-sig")
    return {row[table.key]: dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))}


def _put(
    table: dict[str, dict[str, str]], name: str, rows: list[dict[str, str]], made: Proposal
) -> list[dt.date]:
    """Put rows into a table; return the days from which they were known."""
    key = schema().table(name).key
    days = []
    for row in rows:
        before = table.get(row[key])
        merged = row if before is None else {**before, **row, "known_from": before["known_from"]}
        if before is None:
            made.added.setdefault(name, []).append(row[key])
        elif merged != before:
            made.renewed.setdefault(name, []).append(row[key])
        table[row[key]] = merged
        if merged.get("known_from"):
            days.append(dt.date.fromisoformat(merged["known_from"]))
    return days


def _source(source: Source) -> dict[str, str]:
    return {
        "source_id": _source_id(source),
        "kind": "official",
        "source_type": "open data service",
        "reliability": "good",
        "publisher": source.title.partition(":")[0].partition(" (")[0],
        "title": source.title,
        "url": source.docs_url,
        "date": "",
        "url_completeness": "full",
        "known_from": "",
        "superseded_by": "",
        "note": f"Licence: {source.licence}",
    }


def _source_id(source: Source) -> str:
    return f"api_{source.name.replace('-', '_')}"


def _programme(source: Source, record: dict[str, Any]) -> dict[str, str]:
    names = schema().table("programmes").names
    row = {name: _cell(record[name]) for name in names if name in record}
    return row | {
        "programme_id": f"{source.name}.{record['id']}",
        "kind": "official",
        "source_ids": _source_id(source),
        "known_from": record["first_seen"],
        "last_verified": record["last_seen"],
        "source_date": record["last_seen"],
    }


def _figures(
    source: Source, held: list[dict[str, Any]], table: dict[str, dict[str, str]], made: Proposal
) -> list[dict[str, str]]:
    known: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in table.values():
        known.setdefault((row["subject"], row["metric"], row["date"]), []).append(row)
    rows = []
    for record in held:
        name = f"{record['id']}.{source.name}"
        if record["value"] is None:
            made.unknown.append(record["id"])
            continue
        others = [
            row
            for row in known.get((record["subject"], record["metric"], record["date"]), [])
            if row["figure_id"] != name and not row["superseded_by"]
        ]
        value = _cell(record["value"])
        if any(row["value"] == value for row in others):
            made.agreed.append(record["id"])
        elif others:
            said = " and ".join(row["value"] or row["text_value"] for row in others)
            made.conflicts.append(f"{record['id']}: {source.name} says {value}, the region {said}")
        else:
            names = schema().table("figures").names
            row = {each: _cell(record[each]) for each in names if each in record}
            row |= {"figure_id": name, "kind": "official", "source_ids": _source_id(source)}
            rows.append(row)
    return rows


def _cell(value: object) -> str:
    """Return a value as the tables write it; text in one line, not longer than a cell reads.

    Examples
    --------
    >>> _cell(24.0), _cell(21.5), _cell(["sv", "fi"]), _cell(None)
    ('24', '21.5', 'sv;fi', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list):
        return ";".join(str(each) for each in value)
    text = " ".join(str(value).split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0]} …"
