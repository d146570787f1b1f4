"""Bring what has come in together with what was held: new, changed, closed, deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Changes", "expired", "merge"]


@dataclass(slots=True)
class Changes:
    """What a sync changed, as ids.

    `closed` rows are kept with the day on which they were missed or said to be closed; `deleted`
    ones are gone from the records and the cache. `repeated` counts rows that came twice.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: int = 0
    repeated: int = 0


def expired(record: dict[str, Any], today: str) -> bool:
    """Return whether an advert's own last day has passed; days as ``2026-11-25``.

    Examples
    --------
    >>> expired({"expires": "2026-11-24T23:59:59"}, "2026-11-25")
    True
    >>> expired({"expires": None}, "2026-11-25")
    False
    """
    last = record.get("expires")
    return isinstance(last, str) and last[:10] < today


def merge(
    held: Iterable[dict[str, Any]],
    incoming: Iterable[dict[str, Any]],
    *,
    on_close: str,
    whole: frozenset[str],
    walked: str,
    today: str,
    changes: Changes,
) -> Iterator[dict[str, Any]]:
    """Yield the records that are held from now on, and note what changed.

    Parameters
    ----------
    held
        Records until now.
    incoming
        Lines in the order in which they came: a row, or ``gone`` with an id. The last one counts.
    on_close
        ``mark``, ``delete`` or ``keep``, as in the registry.
    whole
        Queries that were read to their end without a gap: only what such queries alone had found,
        and do not find any more, is closed.
    walked
        Day of the answers, on which what is missed counts as closed.
    today
        Day of the merge, for adverts whose own last day has passed.
    changes
        Filled while the records are read.
    """
    rows: dict[str, dict[str, Any]] = {}
    gone: dict[str, str] = {}
    asked: dict[str, set[str]] = {}
    for each in incoming:
        if "gone" in each:
            gone[each["gone"]] = each["day"]
            rows.pop(each["gone"], None)
            continue
        name = each["row"]["id"]
        if each["query"] in asked.setdefault(name, set()):
            changes.repeated += 1
        asked[name].add(each["query"])
        rows[name] = each
        gone.pop(name, None)
    for record in held:
        name = record["id"]
        fresh = rows.pop(name, None)
        if fresh is not None:
            kept: dict[str, Any] | None = _renewed(record, fresh, asked[name], whole, changes)
        else:
            kept = _absent(record, gone.get(name), on_close, whole, walked, changes)
        if kept is not None and on_close == "delete" and expired(kept, today):
            changes.deleted.append(name)
            kept = None
        if kept is not None:
            yield kept
    for name, fresh in rows.items():
        if on_close == "delete" and expired(fresh["row"], today):
            continue
        changes.new.append(name)
        seen = {"first_seen": fresh["day"], "last_seen": fresh["day"], "closed": None}
        yield {**fresh["row"], **seen, "hash": fresh["hash"], "queries": sorted(asked[name])}


def _renewed(
    record: dict[str, Any],
    fresh: dict[str, Any],
    asked: set[str],
    whole: frozenset[str],
    changes: Changes,
) -> dict[str, Any]:
    name = record["id"]
    same = fresh["hash"] == record["hash"]
    if record["closed"] is not None:
        changes.reopened.append(name)
    elif not same:
        changes.changed.append(name)
    else:
        changes.unchanged += 1
    return {
        **(record if same else fresh["row"]),
        "first_seen": record["first_seen"],
        "last_seen": max(record["last_seen"], fresh["day"]),
        "closed": None,
        "hash": fresh["hash"],
        "queries": sorted(asked | (set(record["queries"]) - whole)),
    }


def _absent(
    record: dict[str, Any],
    gone: str | None,
    on_close: str,
    whole: frozenset[str],
    walked: str,
    changes: Changes,
) -> dict[str, Any] | None:
    name = record["id"]
    missed = on_close == "mark" and whole >= set(record["queries"])
    if record["closed"] is not None or not (gone or missed):
        changes.unchanged += 1
        return record
    if on_close == "delete":
        changes.deleted.append(name)
        return None
    if on_close == "keep":
        changes.unchanged += 1
        return record
    changes.closed.append(name)
    return {**record, "closed": gone or walked}
