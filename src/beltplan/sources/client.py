"""One way to ask a service: through the cache, by its own marks of version, or offline."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import beltplan
from beltplan.faults import FaultError
from beltplan.sources import errors
from beltplan.sources.cache import request_key
from beltplan.sources.transport import Patience, Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beltplan.faults import Fault, Kind
    from beltplan.sources.cache import Cache, Entry
    from beltplan.sources.limiter import Limiter
    from beltplan.sources.registry import Source

__all__ = ["Answer", "Client", "Patience"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer after intake.

    `content` is None where the service has nothing (404, or an empty page); `digest` names the
    content; `fresh` is false where it came from the cache without the service being asked;
    `empty` is true where the service says that there is something, and nothing in it (204, 304).
    """

    content: Any
    digest: str
    day: dt.date
    fresh: bool
    empty: bool = False


class Client:
    """Asks one service.

    Parameters
    ----------
    source, cache
        The service, and where its answers are kept.
    offline
        Take every answer from the cache, and touch no network.
    patience
        How long to try.
    clock, sleep, draw
        Seconds, waiting and chance; tests give their own.
    """

    def __init__(
        self,
        source: Source,
        cache: Cache,
        *,
        offline: bool = False,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.source = source
        self.offline = offline
        self.cached = 0
        self._cache = cache
        self._transport = Transport(source, patience=patience, clock=clock, sleep=sleep, draw=draw)
        self._token = os.environ.get(source.token_env, "") if source.token_env else ""

    @property
    def sent(self) -> int:
        """Return how many requests were sent, tries included."""
        return self._transport.sent

    @property
    def limiter(self) -> Limiter:
        """Return the limiter of the service."""
        return self._transport.limiter

    def fault(self, kind: Kind, message: str, way_out: str, *, value: str = "") -> Fault:
        """Return a fault of this source."""
        return self._transport.fault(kind, message, way_out, value=value)

    def get(
        self,
        path: str,
        *,
        intake: Callable[[Any], Any],
        params: Mapping[str, str | int | Sequence[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        missing: bool = False,
        anew: bool = False,
    ) -> Answer:
        """Return the answer to a GET.

        Parameters
        ----------
        path
            Path below the service's address, or an address on the same host.
        intake
            Turns the JSON into what may be kept: fields that are used, personal data covered.
        params
            Parameters; a list gives one parameter several times.
        headers
            More headers.
        missing
            A 404 is an answer without content, not a fault.
        anew
            Ask for the whole answer, whatever is held: no marks of version are sent.

        Raises
        ------
        FaultError
            With one fault that says why there is no answer.
        """
        url = self._transport.address(path, params)
        return self._ask("GET", url, b"", intake, headers or {}, missing=missing, anew=anew)

    def keep_only(self, folder: str, paths: Sequence[str]) -> None:
        """Forget every cached answer below a folder but these."""
        below = self._transport.address(folder, None)
        self._cache.keep_only(below, {self._transport.address(path, None) for path in paths})

    def post(self, path: str, *, body: object, intake: Callable[[Any], Any]) -> Answer:
        """Return the answer to a POST of JSON that changes nothing, such as a search.

        Raises
        ------
        FaultError
            With one fault that says why there is no answer.
        """
        data = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        return self._ask("POST", self._transport.address(path, None), data, intake, {})

    def forget(self, path: str) -> None:
        """Forget the cached answer to a GET."""
        self._cache.forget(request_key("GET", self._transport.address(path, None)))

    def _ask(
        self,
        method: str,
        url: str,
        body: bytes,
        intake: Callable[[Any], Any],
        headers: Mapping[str, str],
        *,
        missing: bool = False,
        anew: bool = False,
    ) -> Answer:
        key = request_key(method, url, body)
        entry = self._cache.entry(key)
        held = None if entry is None else self._cache.content(entry)
        if self.offline:
            if entry is None or held is None:
                raise FaultError([self._not_cached(url)])
            self.cached += 1
            return Answer(held, entry.digest, entry.day, fresh=False)
        asked = self._headers(headers, body, None if held is None or anew else entry)
        status, data, got = self._transport.fetch(method, url, body, asked, missing=missing)
        now = dt.datetime.now(dt.UTC)
        if status == 304 and entry is not None:
            self.cached += 1
            entry = self._cache.confirm(key, entry, now)
            return Answer(held, entry.digest, entry.day, fresh=True)
        if status in (204, 304, 404):
            self._cache.forget(key)
            return Answer(None, "", now.date(), fresh=True, empty=status != 404)
        content = intake(data)
        etag, modified = got.get("etag", ""), got.get("last-modified", "")
        entry = self._cache.put(key, url, content, etag=etag, last_modified=modified, now=now)
        return Answer(content, entry.digest, entry.day, fresh=True)

    def _headers(self, more: Mapping[str, str], body: bytes, entry: Entry | None) -> dict[str, str]:
        name, variable = self.source.name, self.source.token_env
        if variable and not self._token:
            way_out = f"set {variable}; see {self.source.docs_url}"
            raise FaultError(
                [self.fault(errors.NEEDS_TOKEN, f"{name} wants a token", way_out, value=variable)]
            )
        found = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"beltplan/{beltplan.__version__} (open-source regional planning)",
            **more,
        }
        if body:
            found["Content-Type"] = "application/json"
        if self._token:
            found["Authorization"] = f"Bearer {self._token}"
        if entry is not None:
            if entry.etag:
                found["If-None-Match"] = entry.etag
            if entry.last_modified:
                found["If-Modified-Since"] = entry.last_modified
        return found

    def _not_cached(self, url: str) -> Fault:
        message = f"offline, and {url} is not in the cache"
        way_out = "run it once without --offline"
        return self.fault(errors.NOT_CACHED, message, way_out, value=url)
