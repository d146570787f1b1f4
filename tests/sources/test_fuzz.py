"""Whatever a service answers, a sync ends with a report, and what was held stays."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import fixture
from tests.sources.server import Asked, Reply
from tests.sources.test_connectors import SERVICES, by_path
from tests.sources.test_pxweb import SCB, SSB, Office

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Desk, Serve

    Make = Callable[..., Desk]

NONSENSE: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e308, 10**30, "", "x", "9999-99-99", "2026-02-30", "\ud800", "\0"),
    *([], {}, [[]], [None], {"fi": None}, {"": {}}, "a" * 5000, "<p><script>x</script>"),
)
ROUNDS = 25


def spots(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs: Any = ()
    if isinstance(content, dict):
        pairs = content.items()
    elif isinstance(content, list):
        pairs = enumerate(content)
    for name, value in pairs:
        found += spots(value, (*path, name))
    return found


def spoil(content: Any, chance: random.Random) -> Any:
    """Return an answer of which one to three spots are removed or nonsense."""
    made = copy.deepcopy(content)
    for _ in range(chance.randint(1, 3)):
        places = spots(made)
        if not places:
            return chance.choice(NONSENSE)
        path = chance.choice(places)
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        if chance.random() < 0.3:
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(chance.choice(NONSENSE))
    return made


def spoiled(reply: Reply, chance: random.Random) -> Reply:
    text = json.dumps(spoil(reply.content, chance))
    return Reply(raw=text.encode(), status=reply.status)


@pytest.mark.parametrize("name", [*SERVICES, "scb", "ssb"])
def test_nonsense_gives_faults_and_never_a_traceback(serve: Serve, desk: Make, name: str) -> None:
    chance = random.Random(name)  # noqa: S311 - repeatable nonsense
    sound = Office() if name in ("scb", "ssb") else by_path(**SERVICES[name])
    service = serve(sound)
    asked = {"scb": SCB, "ssb": SSB}.get(name, {})
    at = desk(name, service.url, asked, page_size=20)
    assert at.sync().finished
    everything = set(at.records())
    stopped = 0

    def answer(asked: Asked) -> Reply:
        reply = sound(asked)
        return reply if chance.random() < 0.4 else spoiled(reply, chance)

    for _ in range(ROUNDS):
        service.answer = answer
        report = at.sync()
        stopped += not report.finished
        assert report.finished or report.faults
        for fault in report.faults:
            assert fault.code.startswith("sources.")
            assert fault.way_out
        assert everything <= set(at.records()), "nothing that was held is lost"
        service.answer = sound
        assert at.sync().finished
    assert stopped, "the nonsense has been harmless: make it worse"


def test_nonsense_from_the_feed(serve: Serve, desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELTPLAN_NAV_TOKEN", "test")
    chance = random.Random("nav")  # noqa: S311 - repeatable nonsense

    def sound(asked: Asked) -> Reply:
        return Reply(fixture("nav_feedentry" if "feedentry" in asked.path else "nav_feed"))

    service = serve(sound)
    at = desk("nav", service.url, {"parameters": "municipal=RANA"})
    for _ in range(ROUNDS):
        service.answer = lambda asked: spoiled(sound(asked), chance)
        report = at.sync()
        assert report.finished or report.faults
