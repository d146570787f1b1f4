"""Rules on names: each id once, and every name that a row uses exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beltplan.facts import codes
from beltplan.facts.errors import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.facts.book import Book, Row
    from beltplan.facts.schema import Field
    from beltplan.faults import Collector

__all__ = ["known_references", "references", "superseded", "targets", "unique_ids"]

_KINDS: Final = {
    "places": (codes.UNKNOWN_PLACE, "place"),
    "projects": (codes.UNKNOWN_PROJECT, "project"),
    "sources": (codes.UNKNOWN_SOURCE, "source"),
    "metrics": (codes.UNKNOWN_METRIC, "metric"),
    "groups": (codes.UNKNOWN_GROUP, "occupation group"),
}
_SUBJECTS: Final = {"place": "places", "project": "projects"}
_SUGGESTIONS: Final = 100
"""Look for names that resemble so many unknown names, not more: the search is slow."""


def unique_ids(book: Book, faults: Collector) -> None:
    """Check that each id names one row."""
    for name, raw in book.tables.items():
        if raw is None or len(set(raw.ids())) == len(raw.lines):
            continue
        first: dict[str, int] = {}
        for row in book.rows(name):
            if row.id and row.id in first:
                message = f"{row.id!r} is also the id of line {first[row.id]}"
                way_out = "give one of the rows another id, or remove it"
                faults.add(row.at(codes.DUPLICATE, raw.table.key, message, way_out))
            first.setdefault(row.id, row.line)


def targets(book: Book) -> Iterator[tuple[str, Field | None, str, Iterator[tuple[Row, list[str]]]]]:
    """Yield every reference: table, field, target table, and rows with the names they use.

    The subject of a figure is a reference too where it is a place or a project; its field
    is given as None.
    """
    for name, raw in book.tables.items():
        if raw is None:
            continue
        for field in raw.table.fields:
            if field.references is not None and field.name in raw.columns:
                yield name, field, field.references[0], _uses(book, name, field)
    for subject_type, target in _SUBJECTS.items():
        rows = (
            (row, [row["subject"]])
            for row in book.rows("figures")
            if row["subject_type"] == subject_type and row["subject"]
        )
        yield "figures", None, target, rows


def _uses(book: Book, table: str, field: Field) -> Iterator[tuple[Row, list[str]]]:
    for row in book.rows(table):
        value = row[field.name]
        if value:
            yield row, (row.members(field.name) if field.type == "list" else [value])


def references(book: Book, faults: Collector) -> None:
    """Check that every name that a row uses is the id of a row of the table it refers to."""
    way_outs: dict[tuple[str, str], str] = {}
    for _, field, target, uses in targets(book):
        known = book.ids(target)
        if known is None:
            continue
        kind, word = _KINDS.get(target, (codes.UNKNOWN_REFERENCE, f"row of {target}"))
        for row, names in uses:
            for name in names:
                if name in known:
                    continue
                key = (target, name.strip())
                if key not in way_outs:
                    otherwise = f"add a row {name!r} to {target}, or correct the name"
                    resembling = known if len(way_outs) < _SUGGESTIONS else frozenset[str]()
                    way_outs[key] = suggest(name.strip(), sorted(resembling), otherwise=otherwise)
                at = field.name if field is not None else "subject"
                faults.add(row.at(kind, at, f"no {word} {name!r}", way_outs[key]))


def known_references(book: Book, faults: Collector) -> None:
    """Check that a row is not known before the place, project or group that it names.

    Otherwise a view of the past would speak of something that is not in it. Sources are
    left out: a later source may confirm an earlier row.
    """
    days = {target: book.known_from(target) for target in book.tables}
    for table, field, target, uses in targets(book):
        if target == "sources" or (field is not None and field.name == "superseded_by"):
            continue
        if not days[target] or not days[table]:
            continue
        for row, names in uses:
            own = row.day("known_from")
            for name in names:
                day = days[target].get(name)
                if own is not None and day is not None and own < day:
                    message = f"known from {own}, but {name!r} of {target} only from {day}"
                    way_out = (
                        f"set known_from of {name!r} back to {own} or earlier, if it was public"
                    )
                    faults.add(row.at(codes.KNOWN_BEFORE_REFERENCE, "known_from", message, way_out))


def superseded(book: Book, faults: Collector) -> None:
    """Check that a replacement is about the same thing and leads nowhere in a circle."""
    for table in ("sources", "figures"):
        rows = {row.id: row for row in book.rows(table)}
        for row in rows.values():
            newer = rows.get(row["superseded_by"])
            if newer is None:
                continue
            seen = {row.id}
            step: Row | None = newer
            while step is not None and step.id not in seen:
                seen.add(step.id)
                step = rows.get(step["superseded_by"])
            if step is not None:
                message = "the replacements go round in a circle"
                way_out = "leave superseded_by empty in the newest row"
                faults.add(row.at(codes.SUPERSEDED, "superseded_by", message, way_out))
            elif (row["subject"], row["metric"]) != (newer["subject"], newer["metric"]):
                message = f"{newer.id!r} is about {newer['metric']} of {newer['subject']!r}"
                way_out = "name a figure with the same subject and metric"
                faults.add(row.at(codes.SUPERSEDED, "superseded_by", message, way_out))
