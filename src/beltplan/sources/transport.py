"""Requests to one service: in turn, patient, with an answer that is whole or a clear fault."""

from __future__ import annotations

import json
import random
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, InvalidHeader, LocationValueError
from urllib3.util import Retry, Timeout

from beltplan.faults import FaultError
from beltplan.sources import errors
from beltplan.sources.limiter import Limiter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beltplan.faults import Fault, Kind
    from beltplan.sources.registry import Source

__all__ = ["Patience", "Transport"]

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 307, 308})
_MOST_HOPS = 3
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try. Waits grow twofold, each drawn between half and whole (jitter).

    Attributes
    ----------
    tries
        Attempts in all.
    first_wait, longest_wait
        Seconds; a service that asks for more than the longest wait ends the sync, to be resumed.
    connect, read, whole
        Seconds for a connection, for the next piece of an answer, and for a whole answer.
    """

    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    connect: float = 10.0
    read: float = 60.0
    whole: float = 300.0


class _TransientError(Exception):
    def __init__(self, kind: Kind, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.retry_after = retry_after


class Transport:
    """Asks one service; see `beltplan.sources.client.Client` for the parameters."""

    def __init__(
        self,
        source: Source,
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.source = source
        self.limiter = Limiter(source.requests, source.per_seconds, clock=clock, sleep=sleep)
        self.sent = 0
        self._patience = patience or Patience()
        self._clock = clock
        self._sleep = sleep
        self._draw = draw
        self._pool: urllib3.PoolManager | None = None

    def fault(self, kind: Kind, message: str, way_out: str, *, value: str = "") -> Fault:
        """Return a fault of this source."""
        return kind.at(message, way_out, row=self.source.name, value=value)

    def address(self, path: str, params: Mapping[str, str | int | Sequence[str]] | None) -> str:
        """Return the address of a path on the service's own host.

        Raises
        ------
        FaultError
            If it is on another host, or without encryption where the service has it.
        """
        base = self.source.base_url
        if path.startswith(("http://", "https://")):
            url = path
        elif path.startswith("/") and urlsplit(base).path and path.startswith(urlsplit(base).path):
            url = urljoin(base, path)
        else:
            url = f"{base}/{path.lstrip('/')}"
        here, there = urlsplit(base), urlsplit(url)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            message = f"an answer points to {there.scheme}://{there.netloc}"
            way_out = "tell the maintainers if the service has moved"
            fault = self.fault(errors.FOREIGN_ADDRESS, message, way_out, value=url)
            raise FaultError([fault])
        return f"{url}?{urlencode(sorted(params.items()), doseq=True)}" if params else url

    def fetch(
        self, method: str, url: str, body: bytes, headers: dict[str, str], *, missing: bool
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Return status, parsed JSON and headers of an answer; tries again what may pass.

        Raises
        ------
        FaultError
            With one fault that says why there is no answer.
        """
        patience = self._patience
        for attempt in range(1, patience.tries + 1):
            self.limiter.wait()
            self.sent += 1
            try:
                return self._once(method, url, body, headers, missing=missing)
            except _TransientError as error:
                wait = error.retry_after
                if wait is None:
                    longest = min(patience.longest_wait, patience.first_wait * 2 ** (attempt - 1))
                    wait = longest * (0.5 + self._draw() / 2)
                if wait > patience.longest_wait:
                    message = f"the service asks for a pause of {wait:.0f} seconds"
                    way_out = "run the same command later; it goes on where it stopped"
                    raise FaultError(
                        [self.fault(errors.BUSY, message, way_out, value=url)]
                    ) from None
                if attempt == patience.tries:
                    message = f"{error.reason}, {attempt} times"
                    way_out = "run the same command later, or with --offline"
                    raise FaultError(
                        [self.fault(error.kind, message, way_out, value=url)]
                    ) from None
                self._sleep(wait)
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _once(
        self,
        method: str,
        url: str,
        body: bytes,
        headers: dict[str, str],
        *,
        missing: bool,
        hops: int = 0,
    ) -> tuple[int, Any, Mapping[str, str]]:
        started = self._clock()
        try:
            response = self._connect().request(
                method,
                url,
                body=body or None,
                headers=headers,
                preload_content=False,
                redirect=False,
                retries=False,
                timeout=Timeout(connect=self._patience.connect, read=self._patience.read),
            )
        except LocationValueError as error:
            way_out = "correct the address in the registry"
            fault = self.fault(errors.REGISTRY, f"no address: {error}", way_out, value=url)
            raise FaultError([fault]) from None
        except HTTPError as error:
            raise _TransientError(errors.UNREACHABLE, _reason(error)) from None
        with response:
            status = response.status
            if status in _MOVED and hops < _MOST_HOPS:
                there = self.address(urljoin(url, response.headers.get("location", "")), None)
                return self._once(method, there, body, headers, missing=missing, hops=hops + 1)
            if status in _PASSING:
                raise _TransientError(errors.UNREACHABLE, f"answer {status}", _pause(response))
            if status in (204, 304) or (status == 404 and missing):
                return status, None, response.headers
            if status != 200:
                way_out = {
                    401: f"set a valid token in {self.source.token_env}",
                    403: "read the terms: access may be closed or need a token",
                    404: "the address has gone; see the service's documentation",
                }.get(status, "see the service's documentation")
                message = f"answer {status} to {method} {url}"
                raise FaultError([self.fault(errors.REFUSED, message, way_out, value=url)])
            data = self._body(response, started, url)
        try:
            return status, json.loads(data), response.headers
        except (ValueError, RecursionError):
            raise _TransientError(errors.BROKEN_ANSWER, "the answer is no JSON") from None

    def _body(self, response: urllib3.BaseHTTPResponse, started: float, url: str) -> bytes:
        limit = self.source.largest_mb * 1_000_000
        pieces: list[bytes] = []
        size = 0
        try:
            while piece := response.read1(_CHUNK, decode_content=True):
                size += len(piece)
                pieces.append(piece)
                if size > limit:
                    message = f"the answer is above {self.source.largest_mb} MB"
                    way_out = "ask for less in the query, or raise largest_mb in a registry"
                    fault = self.fault(errors.TOO_LARGE, message, way_out, value=url)
                    raise FaultError([fault])
                if self._clock() - started > self._patience.whole:
                    raise _TransientError(errors.UNREACHABLE, "the answer takes too long")
        except HTTPError as error:
            raise _TransientError(errors.BROKEN_ANSWER, _reason(error)) from None
        return b"".join(pieces)

    def _connect(self) -> urllib3.PoolManager:
        if self._pool is None:
            proxy = urllib.request.getproxies().get(urlsplit(self.source.base_url).scheme)
            host = urlsplit(self.source.base_url).hostname or ""
            if proxy and not urllib.request.proxy_bypass(host):
                self._pool = urllib3.ProxyManager(proxy)
            else:
                self._pool = urllib3.PoolManager()
        return self._pool


def _reason(error: Exception) -> str:
    """Return why a request failed, in words, without addresses of memory."""
    names = {
        "ConnectTimeoutError": "no connection in time",
        "ReadTimeoutError": "no answer in time",
        "NameResolutionError": "the host is not found",
        "NewConnectionError": "no connection",
        "IncompleteRead": "the answer is cut off",
        "DecodeError": "the answer cannot be unpacked",
        "SSLError": "no safe connection",
    }
    cause: BaseException | None = getattr(error, "reason", None) or error
    while cause is not None:
        name = type(cause).__name__
        if name in names:
            return names[name]
        inner = next((each for each in cause.args if isinstance(each, BaseException)), None)
        cause = inner or cause.__cause__
    return "the connection broke"


def _pause(response: urllib3.BaseHTTPResponse) -> float | None:
    """Return the seconds that Retry-After asks for: a number, or a date."""
    value = response.headers.get("retry-after")
    if not value:
        return None
    try:
        return float(Retry().parse_retry_after(value))
    except InvalidHeader:
        return None
