"""The rows of one source on disk: what is held, what is coming in, and one step between them.

    records.jsonl     the rows, one JSON object a line, sorted by when they came
    incoming.jsonl    rows of a sync under way; the cursor says how many bytes of it count
    cursor.json       where the sync under way goes on
    state.json        the last completed sync: its run, and the position of a feed
    reports/          what each sync changed

A sync that is killed leaves `records.jsonl` as it was; the next one goes on at the cursor. At the
end the new records lie ready as ``records.next`` and the cursor says ``commit``: from there the
step is repeated until it is done, whoever is killed when.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from beltplan.sources.files import canonical, read_json, write_bytes, write_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from beltplan.sources.rows import Row

__all__ = ["Store"]


class Store:
    """The folder of one source.

    Parameters
    ----------
    folder
        The folder; made where it is missing.
    offline
        A sync from the cache has a cursor of its own, beside that of a sync under way.
    """

    def __init__(self, folder: Path, *, offline: bool = False) -> None:
        prefix = "offline-" if offline else ""
        self.records = folder / "records.jsonl"
        self._next = folder / "records.next"
        self._incoming = folder / f"{prefix}incoming.jsonl"
        self._cursor = folder / f"{prefix}cursor.json"
        self._state = folder / "state.json"
        self._reports = folder / "reports"

    def state(self) -> dict[str, Any]:
        """Return what the last completed sync left; empty before the first."""
        return read_json(self._state) or {}

    def cursor(self) -> dict[str, Any] | None:
        """Return where the sync under way goes on; None where none is."""
        return read_json(self._cursor)

    def report(self) -> dict[str, Any] | None:
        """Return the report of the last completed sync."""
        run = self.state().get("run")
        return None if run is None else read_json(self._reports / f"{run}.json")

    def held(self) -> Iterator[dict[str, Any]]:
        """Yield the records in order."""
        if self.records.exists():
            with self.records.open(encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)

    def drop(self, names: frozenset[str]) -> None:
        """Take records out, in one step."""
        kept = (canonical(each) + b"\n" for each in self.held() if each["id"] not in names)
        write_bytes(self.records, b"".join(kept))

    def begin(self, cursor: dict[str, Any]) -> None:
        """Begin a sync anew."""
        self._cursor.unlink(missing_ok=True)
        write_bytes(self._incoming, b"")
        self.save({**cursor, "bytes": 0})

    def save(self, cursor: dict[str, Any]) -> None:
        """Save where to go on, in one step."""
        write_json(self._cursor, cursor)

    def append(self, cursor: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
        """Add lines to what is coming in, then save the cursor that counts them; return it."""
        with self._incoming.open("r+b" if self._incoming.exists() else "wb") as file:
            file.truncate(cursor["bytes"])
            file.seek(cursor["bytes"])
            for line in lines:
                file.write(canonical(line) + b"\n")
            file.flush()
            size = file.tell()
        cursor = {**cursor, "bytes": size}
        self.save(cursor)
        return cursor

    def incoming(self, size: int) -> Iterator[dict[str, Any]]:
        """Yield the lines that have come in, up to the bytes that count."""
        if not size:
            return
        read = 0
        with self._incoming.open("rb") as file:
            for line in file:
                read += len(line)
                if read > size:
                    return
                yield json.loads(line)

    def commit(self, cursor: dict[str, Any], records: Iterator[dict[str, Any]]) -> None:
        """Lay the new records ready, and from then on put them in place for certain.

        `cursor` holds ``report`` and ``state``.
        """
        self._next.parent.mkdir(parents=True, exist_ok=True)
        with self._next.open("wb") as file:
            for record in records:
                file.write(canonical(record) + b"\n")
            file.flush()
        self.save({**cursor, "phase": "commit"})
        self.finish()

    def finish(self) -> bool:
        """Complete a commit that was begun; return whether there was one."""
        cursor = self.cursor()
        if cursor is None or cursor.get("phase") != "commit":
            return False
        if self._next.exists():
            self._next.replace(self.records)
        write_json(self._reports / f"{cursor['state']['run']}.json", cursor["report"])
        write_json(self._state, cursor["state"])
        self._incoming.unlink(missing_ok=True)
        self._cursor.unlink(missing_ok=True)
        return True


def digest(row: Row) -> str:
    """Return a short digest of what a row says; the day of publication alone changes nothing."""
    said = row.model_dump(mode="json", exclude={"known_from"})
    return hashlib.sha256(canonical(said)).hexdigest()[:16]


def line(row: Row, query: str, day: dt.date) -> dict[str, Any]:
    """Return the line that comes in for a row."""
    content = row.model_dump(mode="json")
    return {"hash": digest(row), "query": query, "day": day.isoformat(), "row": content}
