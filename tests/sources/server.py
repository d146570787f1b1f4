"""A service on this machine that answers as told: slowly, brokenly, or well."""

from __future__ import annotations

import gzip
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Asked", "Reply", "Service"]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Reply:
    """An answer: `cut` leaves off the end, `drip` is the pause between pieces of it."""

    content: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut: int = 0
    pause: float = 0.0
    drip: float = 0.0
    zipped: bool = False


class Service:
    """Answers on 127.0.0.1; `requests` holds what was asked, in order."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer = answer
        self.requests: list[Asked] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *args: Any) -> None:
                del args

            def do_GET(self) -> None:
                self._reply()

            def do_POST(self) -> None:
                self._reply()

            def _reply(self) -> None:
                parts = urlsplit(self.path)
                length = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
                service.requests.append(asked)
                reply = service.answer(asked)
                time.sleep(reply.pause)
                data = reply.raw
                if data is None:
                    data = b"" if reply.content is None else json.dumps(reply.content).encode()
                if reply.zipped:
                    data = gzip.compress(data)
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    if reply.zipped:
                        self.send_header("Content-Encoding", "gzip")
                    if reply.status not in (204, 304):
                        self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    whole = data[: len(data) - reply.cut]
                    step = max(1, len(whole) // 8) if reply.drip else max(1, len(whole))
                    for start in range(0, len(whole), step):
                        self.wfile.write(whole[start : start + step])
                        self.wfile.flush()
                        time.sleep(reply.drip)
                    if reply.cut:
                        self.close_connection = True
                except OSError:
                    self.close_connection = True

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                del request, client_address

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        """Return the address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for."""
        return [asked.path for asked in self.requests]

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
