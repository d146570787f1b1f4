"""Answers on disk: content-addressed objects, and an index of which request got which.

Only what a connector's intake let through is written: fields that we use, personal data covered.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beltplan.faults import FaultError
from beltplan.sources.files import canonical, read_json, write_bytes, write_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Cache", "Entry", "request_key"]


def request_key(method: str, url: str, body: bytes = b"") -> str:
    """Return the name of a request: a digest of method, address and body."""
    return hashlib.sha256(b"\n".join((method.encode(), url.encode(), body))).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of an answer.

    Attributes
    ----------
    url
        Address, without anything secret.
    digest
        SHA-256 of the content.
    fetched
        When the service last gave or confirmed it, UTC.
    etag, last_modified
        The service's own marks of the version; empty where it gives none.
    """

    url: str
    digest: str
    fetched: str
    etag: str = ""
    last_modified: str = ""

    @property
    def day(self) -> dt.date:
        """Return the day on which the service last gave or confirmed the answer."""
        return dt.datetime.fromisoformat(self.fetched).date()


class Cache:
    """The answers of one source.

    Parameters
    ----------
    folder
        Folder of the source; ``answers`` and ``objects`` are made in it.
    """

    def __init__(self, folder: Path) -> None:
        self._answers = folder / "answers"
        self._objects = folder / "objects"

    def entry(self, key: str) -> Entry | None:
        """Return what is known of an answer; None where it was never fetched."""
        found = _read(self._answers / f"{key}.json")
        return None if found is None else Entry(**found)

    def content(self, entry: Entry) -> Any | None:
        """Return the content of an answer; None where it is gone or damaged."""
        try:
            data = gzip.decompress(self._object(entry.digest).read_bytes())
        except (OSError, EOFError, zlib.error):
            return None
        if hashlib.sha256(data).hexdigest() != entry.digest:
            return None
        return json.loads(data)

    def put(
        self,
        key: str,
        url: str,
        content: object,
        *,
        etag: str,
        last_modified: str,
        now: dt.datetime,
    ) -> Entry:
        """Keep an answer: first the content, then the index that points to it."""
        data = canonical(content)
        digest = hashlib.sha256(data).hexdigest()
        write_bytes(self._object(digest), gzip.compress(data, mtime=0), durable=False)
        return self._index(key, Entry(url, digest, now.isoformat(), etag, last_modified))

    def confirm(self, key: str, entry: Entry, now: dt.datetime) -> Entry:
        """Note that the service said that the answer still holds."""
        fresh = Entry(entry.url, entry.digest, now.isoformat(), entry.etag, entry.last_modified)
        return self._index(key, fresh)

    def forget(self, key: str) -> None:
        """Forget an answer; `sweep` then removes its content."""
        (self._answers / f"{key}.json").unlink(missing_ok=True)

    def keep_only(self, below: str, urls: set[str]) -> None:
        """Forget answers whose address begins so, but for these."""
        for path in self._answers.glob("*.json"):
            found = _read(path)
            if found and found["url"].startswith(below) and found["url"] not in urls:
                path.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove every content that no answer points to; return how many."""
        held = set()
        for path in self._answers.glob("*.json"):
            found = _read(path)
            if found is not None:
                held.add(found["digest"])
        removed = 0
        for path in self._objects.glob("*/*.json.gz"):
            if path.name.removesuffix(".json.gz") not in held:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _index(self, key: str, entry: Entry) -> Entry:
        fields = {name: getattr(entry, name) for name in Entry.__slots__}
        write_json(self._answers / f"{key}.json", fields, durable=False)
        return entry

    def _object(self, digest: str) -> Path:
        return self._objects / digest[:2] / f"{digest}.json.gz"


def _read(path: Path) -> dict[str, Any] | None:
    """Return an entry of the index; None where it is missing or damaged: it is fetched again."""
    try:
        found = read_json(path)
    except FaultError:
        return None
    return found if found is not None and set(found) == set(Entry.__slots__) else None
