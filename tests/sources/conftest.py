"""A local service, and a source that points to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.server import Asked, Reply, Service

from beltplan.sources import Query, Report, Source, connector, registry, sync
from beltplan.sources.client import Client, Patience

if TYPE_CHECKING:
    from beltplan.sources.cache import Cache

FIXTURES = Path(__file__).parent / "fixtures"
QUICK = Patience(tries=3, first_wait=0.01, longest_wait=5.0, connect=5.0, read=20.0, whole=60.0)

Serve = Callable[[Callable[[Asked], Reply]], Service]


def fixture(name: str) -> Any:
    """Return a fixture: an answer that we wrote from the published schema."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no proxy of the machine come between us and ourselves."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return what starts a service."""
    started: list[Service] = []

    def start(answer: Callable[[Asked], Reply]) -> Service:
        started.append(Service(answer))
        return started[-1]

    yield start
    for service in started:
        service.close()


def source_at(name: str, url: str, **changes: Any) -> Source:
    """Return a source of the registry whose service is elsewhere, without its rate."""
    known = registry()[name].model_dump()
    return Source.model_validate({**known, "base_url": url, "requests": 10_000, **changes})


@dataclass
class Desk:
    """Syncs one source against a service, as often as wanted."""

    source: Source
    queries: list[Query]
    folder: Path
    waits: list[float] = field(default_factory=list)

    def sync(self, **options: Any) -> Report:
        offline = options.get("offline", False)

        def client(source: Source, cache: Cache) -> Client:
            return Client(
                source,
                cache,
                offline=offline,
                patience=QUICK,
                sleep=self.waits.append,
                draw=lambda: 0.5,
            )

        return sync(
            self.source, self.queries, connector(self.source), self.folder, client=client, **options
        )

    def records(self) -> dict[str, dict[str, Any]]:
        path = self.folder / self.source.name / "records.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return {record["id"]: record for record in map(json.loads, lines)}

    def everything(self) -> bytes:
        """Return every byte that the cache holds, unpacked."""
        import gzip

        found = b""
        for path in sorted((self.folder / self.source.name).rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                found += gzip.decompress(data) if path.suffix == ".gz" else data
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Callable[..., Desk]:
    """Return what sets up a sync of a source at an address."""

    def make(name: str, url: str, *queries: dict[str, str], **changes: Any) -> Desk:
        asked = [
            Query.model_validate({"query_id": f"q{n}", "source": name, **each})
            for n, each in enumerate(queries or ({},))
        ]
        return Desk(source_at(name, url, **changes), asked, tmp_path / "cache")

    return make
