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


@dataclass(slots=True)
class _Incoming:
    """What has come in for the ids of a source: the last row, who found it, who says it is gone."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    found_by: dict[str, set[str]] = field(default_factory=dict)
    gone_by: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, each: dict[str, Any], changes: Changes) -> None:
        """Take a line in; of the lines of one query for one id the last one counts."""
        query = each["query"]
        if "gone" in each:
            name = each["gone"]
            self.gone_by.setdefault(name, {})[query] = each["day"]
            finders = self.found_by.get(name, set())
            finders.discard(query)
            if not finders:
                self.rows.pop(name, None)
            return
        name = each["row"]["id"]
        finders = self.found_by.setdefault(name, set())
        changes.repeated += query in finders
        finders.add(query)
        self.rows[name] = each
        self.gone_by.get(name, {}).pop(query, None)


def merge(
    held: Iterable[dict[str, Any]],
    incoming: Iterable[dict[str, Any]],
    *,
    on_close: str,
    asked: frozenset[str],
    whole: frozenset[str],
    walked: str,
    today: str,
    changes: Changes,
) -> Iterator[dict[str, Any]]:
    """Yield the records that are held from now on, and note what changed.

    A record is held for the queries that found it. A query lets go of it when the source says so
    or, of sources that mark, when the query was read whole and did not find it; of sources that
    delete, also when the query is no longer asked. A record that no query holds is closed.

    Parameters
    ----------
    held
        Records until now.
    incoming
        Lines in the order in which they came: a row, or ``gone`` with an id.
    on_close
        ``mark``, ``delete`` or ``keep``, as in the registry.
    asked, whole
        Queries of this sync, and those of them that were read to their end without a gap.
    walked
        Day of the answers, on which what is missed counts as closed.
    today
        Day of the merge, for adverts whose own last day has passed.
    changes
        Filled while the records are read.
    """
    came = _Incoming()
    for each in incoming:
        came.take(each, changes)
    for record in held:
        name = record["id"]
        gone = came.gone_by.get(name, {})
        lost = set(gone)
        if on_close == "mark":
            lost |= whole
        before = set(record["queries"])
        if on_close == "delete":
            before &= asked
        queries = came.found_by.get(name, set()) | (before - lost)
        fresh = came.rows.pop(name, None)
        kept: dict[str, Any] | None
        if fresh is not None:
            kept = _renewed(record, fresh, sorted(queries), changes)
        elif queries or on_close == "keep" or record["closed"] is not None:
            changes.unchanged += 1
            kept = {**record, "queries": sorted(queries)} if queries else record
        elif on_close == "delete":
            kept = None
        else:
            changes.closed.append(name)
            kept = {**record, "closed": max(gone.values(), default=walked)}
        if kept is None or (on_close == "delete" and expired(kept, today)):
            changes.deleted.append(name)
        else:
            yield kept
    for name, fresh in came.rows.items():
        if on_close == "delete" and expired(fresh["row"], today):
            continue
        changes.new.append(name)
        seen = {"first_seen": fresh["day"], "last_seen": fresh["day"], "closed": None}
        queries = came.found_by[name]
        yield {**fresh["row"], **seen, "hash": fresh["hash"], "queries": sorted(queries)}


def _renewed(
    record: dict[str, Any], fresh: dict[str, Any], queries: list[str], changes: Changes
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
        "queries": queries,
    }
