"""Bring a source up to date: page by page, to be killed and resumed, with a report of changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Protocol

from beltplan.faults import Collector, Fault, FaultError
from beltplan.sources.cache import Cache
from beltplan.sources.client import Client
from beltplan.sources.errors import CACHE
from beltplan.sources.files import canonical, locked
from beltplan.sources.merge import expired, merge
from beltplan.sources.report import Report
from beltplan.sources.store import Store, line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from beltplan.sources.page import Connector, Page
    from beltplan.sources.query import Query
    from beltplan.sources.registry import Source

__all__ = ["Progress", "sync"]


class Progress(Protocol):
    """Told how far a sync has come."""

    def __call__(self, source: str, query: str, done: int, announced: int | None) -> None:
        """Take note of the rows of a query that have come, of those announced."""
        ...  # pragma: no cover - a protocol


def sync(
    source: Source,
    asked: Sequence[Query],
    connector: Connector,
    folder: Path,
    *,
    offline: bool = False,
    client: Callable[[Source, Cache], Client] | None = None,
    progress: Progress | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Report:
    """Bring the records of one source up to date.

    Parameters
    ----------
    source, asked, connector
        The source, its queries and what reads it.
    folder
        The cache; the source has a folder of its own in it.
    offline
        Rebuild from the answers in the cache; no network.
    client
        Makes the client; tests give a patient one.
    progress
        Told after every page.
    now
        The moment, UTC.

    Returns
    -------
    Report
        What changed. A fault of the service or the network is in it, not raised.

    Raises
    ------
    FaultError
        If the cache cannot be used.
    """
    home = folder / source.name
    with locked(home):
        cache = Cache(home)
        store = Store(home, offline=offline)
        store.finish()
        asking = client(source, cache) if client else Client(source, cache, offline=offline)
        run = _Run(source, asked, connector, store, cache, asking, offline, now)
        return run.go(progress)


class _Run:
    """One sync under way."""

    def __init__(
        self,
        source: Source,
        asked: Sequence[Query],
        connector: Connector,
        store: Store,
        cache: Cache,
        client: Client,
        offline: bool,
        now: Callable[[], dt.datetime],
    ) -> None:
        self.source, self.asked, self.connector = source, asked, connector
        self.store, self.cache, self.client = store, cache, client
        self.now = now
        self.report = Report(source.name, offline=offline)
        self.faults = Collector()
        self.cursor = self._cursor()
        self.report.run = self.cursor["run"]

    def go(self, progress: Progress | None) -> Report:
        try:
            if self.source.on_close == "delete":
                self._drop_expired()
            for number in range(self.cursor["query"], len(self.asked)):
                self._read(self.asked[number], progress)
            self._commit()
        except FaultError as error:
            self.report.finished = False
            for fault in error.faults:
                self.faults.add(fault)
        except OSError as error:
            self.report.finished = False
            way_out = "make room, or name another folder with --cache"
            said, where = error.strerror or str(error), str(error.filename or "")
            self.faults.add(CACHE.at(said, way_out, row=self.source.name, value=where))
        if not self.report.finished:
            self.report.held = sum(1 for _ in self.store.held())
        self.report.sent, self.report.from_cache = self.client.sent, self.client.cached
        self.report.faults = self.faults.faults()
        return self.report

    def _cursor(self) -> dict[str, Any]:
        """Return the cursor of a sync that was stopped, or begin anew."""
        signature = hashlib.sha256(
            canonical([self.source.model_dump(), *(query.model_dump() for query in self.asked)])
        ).hexdigest()
        found = self.store.cursor()
        # What must be deleted in time is not left lying in a sync that was stopped on another day.
        today = self.now().strftime("%Y%m%d")
        stale = found is not None and self.source.on_close == "delete" and found["run"][:8] != today
        if found is not None and found.get("signature") == signature and not stale:
            self.report.resumed = True
            self.report.notes += found["notes"]
            self.report.changes.deleted += found["dropped"]
            for fault in found["faults"]:
                self.faults.add(Fault(**fault))
            return found
        run = self.now().strftime("%Y%m%dT%H%M%S%fZ")
        begun = {"run": run, "signature": signature, "query": 0, "position": None, "bytes": 0}
        begun |= {"whole": [], "feeds": {}, "day": "", "faulty": False}
        begun |= {"faults": [], "notes": [], "dropped": []}
        self.store.begin(begun)
        return begun

    def _read(self, query: Query, progress: Progress | None) -> None:
        """Read one query from where the cursor stands to its end."""
        seen = {
            each["gone"] if "gone" in each else each["row"]["id"]
            for each in self.store.incoming(self.cursor["bytes"])
            if each["query"] == query.query_id
        }
        position = self.cursor["position"]
        if position is None:
            position = self.store.state().get("feeds", {}).get(_feed(query))
        announced: int | None = None
        for page in self.connector.pages(self.client, query, position):
            announced = page.announced if page.announced is not None else announced
            seen.update(row.id for row in page.rows)
            seen.update(page.gone)
            self._take(query, page, len(seen))
            if progress is not None:
                progress(self.source.name, query.query_id, len(seen), announced)

    def _take(self, query: Query, page: Page, found: int) -> None:
        day = page.day.isoformat()
        lines = [line(row, query.query_id, page.day) for row in page.rows]
        lines += [{"gone": name, "query": query.query_id, "day": day} for name in page.gone]
        for fault in page.faults:
            self.faults.add(fault)
        notes = [note for note in page.notes if note not in self.report.notes]
        after = {**self.cursor, "position": page.position, "day": max(self.cursor["day"], day)}
        after["faults"] = [fault.as_dict() for fault in self.faults.faults()]
        after["faulty"] = bool(self.cursor["faulty"] or page.faults)
        if page.last:
            short = page.announced is not None and found < page.announced
            if short:
                notes.append(
                    f"{query.query_id}: {page.announced} announced, {found} came; "
                    "nothing is closed for being missed"
                )
            if page.whole and not short and not after["faulty"]:
                after["whole"] = [*self.cursor["whole"], query.query_id]
            if page.feed:
                after["feeds"] = {**self.cursor["feeds"], _feed(query): page.position}
            after |= {"query": self.cursor["query"] + 1, "position": None, "faulty": False}
        self.report.notes += notes
        after["notes"] = list(self.report.notes)
        self.cursor = self.store.append(after, lines)

    def _drop_expired(self) -> None:
        """Delete adverts whose last day has passed, before anything is asked of anybody."""
        today = self.now().date().isoformat()
        late = [each["id"] for each in self.store.held() if expired(each, today)]
        if late:
            self.cursor = {**self.cursor, "dropped": [*self.cursor["dropped"], *late]}
            self.store.save(self.cursor)
            self._forget(late)
            self.store.drop(frozenset(late))
            self.cache.sweep()
            self.report.changes.deleted += late

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            path = self.connector.request_of(name)
            if path is not None:
                self.client.forget(path)

    def _keep_only(self, names: Sequence[str]) -> None:
        """Let the cache hold single answers for these rows alone."""
        folder = self.connector.request_of("")
        paths = [self.connector.request_of(name) for name in names]
        if folder is not None:
            self.client.keep_only(folder, [path for path in paths if path is not None])

    def _commit(self) -> None:
        report, changes = self.report, self.report.changes
        whole = frozenset(self.cursor["whole"])
        report.whole = whole >= {query.query_id for query in self.asked}
        today = self.now().date().isoformat()
        merged = merge(
            self.store.held(),
            self.store.incoming(self.cursor["bytes"]),
            on_close=self.source.on_close,
            asked=frozenset(query.query_id for query in self.asked),
            whole=whole,
            walked=self.cursor["day"] or today,
            today=today,
            changes=changes,
        )
        records = list(merged)
        report.held = len(records)
        report.closed_held = sum(each["closed"] is not None for each in records)
        report.finished = True
        report.sent, report.from_cache = self.client.sent, self.client.cached
        report.faults = self.faults.faults()
        feeds = {**self.store.state().get("feeds", {}), **self.cursor["feeds"]}
        state = {"run": report.run, "feeds": feeds, "day": self.cursor["day"]}
        if self.source.on_close == "delete":
            self._keep_only([each["id"] for each in records])
        self.store.commit(
            {**self.cursor, "report": report.as_dict(), "state": state}, iter(records)
        )
        self.cache.sweep()


def _feed(query: Query) -> str:
    """Return the name of a query's place in a feed; a query that asks otherwise begins anew."""
    return f"{query.query_id}?{query.parameters or ''}"
