"""The client: retries, waiting, whole answers, versions, offline, secrets, strangers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import QUICK, Serve, source_at
from tests.sources.server import Asked, Reply

from beltplan.faults import FaultError
from beltplan.sources.cache import Cache
from beltplan.sources.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beltplan.sources.client import Answer


TOKEN = {"token_env": "BELTPLAN_NAV_TOKEN"}


def as_it_is(content: Any) -> Any:
    return content


def in_turn(*replies: Reply) -> Any:
    left: Iterator[Reply] = iter(replies)
    return lambda _asked: next(left)


def make(folder: Path, url: str, waits: list[float], **changes: Any) -> Client:
    offline, patience = changes.pop("offline", False), changes.pop("patience", QUICK)
    source = source_at("jobsearch", url, **changes)
    return Client(
        source,
        Cache(folder),
        offline=offline,
        patience=patience,
        sleep=waits.append,
        draw=lambda: 0.5,
    )


def ask(folder: Path, url: str, waits: list[float], **changes: Any) -> Answer:
    return make(folder, url, waits, **changes).get("x", intake=as_it_is)


def code(error: pytest.ExceptionInfo[FaultError]) -> str:
    assert len(error.value.faults) == 1
    assert error.value.faults[0].way_out
    return error.value.faults[0].code


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_with_growing_waits(
    serve: Serve, tmp_path: Path, status: int
) -> None:
    service = serve(in_turn(Reply(status=status), Reply(status=status), Reply({"a": 1})))
    waits: list[float] = []
    assert ask(tmp_path, service.url, waits).content == {"a": 1}
    assert waits == [0.0075, 0.015]


def test_retry_after_is_honoured_in_seconds_and_as_a_date(serve: Serve, tmp_path: Path) -> None:
    later = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=4), usegmt=True)
    service = serve(
        in_turn(
            Reply(status=429, headers={"Retry-After": "3"}),
            Reply(status=503, headers={"Retry-After": later}),
            Reply({"a": 1}),
        )
    )
    waits: list[float] = []
    ask(tmp_path, service.url, waits)
    assert waits[0] == 3
    assert 1 <= waits[1] <= 4


def test_a_long_pause_ends_the_sync_with_a_fault(serve: Serve, tmp_path: Path) -> None:
    service = serve(in_turn(Reply(status=429, headers={"Retry-After": "3600"})))
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [])
    assert code(error) == "sources.busy"
    assert "3600 seconds" in str(error.value)


def test_a_server_that_never_recovers_is_a_fault(serve: Serve, tmp_path: Path) -> None:
    service = serve(lambda _asked: Reply(status=500))
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [])
    assert code(error) == "sources.unreachable"
    assert len(service.requests) == QUICK.tries


def test_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(FaultError) as error:
        ask(tmp_path, "http://127.0.0.1:9", [])
    assert code(error) == "sources.unreachable"
    assert "no connection" in str(error.value)


@pytest.mark.parametrize(
    "broken",
    [
        Reply({"text": "x" * 1000}, cut=10),
        Reply({"text": "x" * 1000}, cut=10, zipped=True),
        Reply(raw=b'{"text": "x'),
        Reply(raw=b"not gzip", headers={"Content-Encoding": "gzip"}),
        Reply(raw=b"<html>Service under maintenance</html>"),
    ],
    ids=["cut", "cut-zip", "half-json", "bad-zip", "html"],
)
def test_an_answer_that_is_not_whole_is_never_taken(
    serve: Serve, tmp_path: Path, broken: Reply
) -> None:
    service = serve(lambda _asked: broken)
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [])
    assert code(error) == "sources.broken-answer"
    assert not list(tmp_path.rglob("*.json*"))
    service.answer = in_turn(broken, Reply({"a": 1}, zipped=True))
    assert ask(tmp_path, service.url, []).content == {"a": 1}


def test_a_slow_answer_is_given_up_and_tried_again(serve: Serve, tmp_path: Path) -> None:
    service = serve(in_turn(Reply({"a": 1}, pause=2.0), Reply({"a": 2})))
    hasty = replace(QUICK, read=0.5)
    assert ask(tmp_path, service.url, [], patience=hasty).content == {"a": 2}


def test_an_answer_that_drips_for_ever_is_given_up(serve: Serve, tmp_path: Path) -> None:
    service = serve(lambda _asked: Reply({"text": "x" * 4000}, drip=0.25))
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [], patience=replace(QUICK, whole=0.6))
    assert code(error) == "sources.unreachable"
    assert "too long" in str(error.value)


def test_a_small_answer_that_unpacks_to_much_is_refused(serve: Serve, tmp_path: Path) -> None:
    bomb = Reply(raw=b'"' + b"x" * 3_000_000 + b'"', zipped=True)
    service = serve(lambda _asked: bomb)
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [], largest_mb=1)
    assert code(error) == "sources.too-large"
    assert len(service.requests) == 1


@pytest.mark.parametrize(("status", "word"), [(401, "token"), (403, "terms"), (404, "gone")])
def test_a_refusal_is_not_tried_again(serve: Serve, tmp_path: Path, status: int, word: str) -> None:
    service = serve(lambda _asked: Reply({}, status=status))
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [])
    assert code(error) == "sources.refused"
    assert word in error.value.faults[0].way_out
    assert len(service.requests) == 1


def test_marks_of_version_are_sent_back_and_304_gives_what_is_held(
    serve: Serve, tmp_path: Path
) -> None:
    marks = {"ETag": '"v1"', "Last-Modified": "Wed, 25 Nov 2026 10:00:00 GMT"}

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        return Reply({"a": 1}, headers=marks)

    service = serve(answer)
    first = ask(tmp_path, service.url, [])
    second = ask(tmp_path, service.url, [])
    assert second.content == first.content
    assert second.digest == first.digest
    assert service.requests[1].headers["if-modified-since"] == marks["Last-Modified"]
    assert ask(tmp_path, service.url, [], offline=True).content == {"a": 1}
    assert len(service.requests) == 2


def test_offline_says_what_was_never_fetched(tmp_path: Path) -> None:
    with pytest.raises(FaultError) as error:
        ask(tmp_path, "http://127.0.0.1:9", [], offline=True)
    assert code(error) == "sources.not-cached"


def test_a_damaged_object_is_fetched_anew_and_not_trusted_offline(
    serve: Serve, tmp_path: Path
) -> None:
    service = serve(lambda _asked: Reply({"a": 1}, headers={"ETag": '"v1"'}))
    ask(tmp_path, service.url, [])
    (held,) = tmp_path.rglob("*.json.gz")
    held.write_bytes(b"damaged")
    with pytest.raises(FaultError):
        ask(tmp_path, service.url, [], offline=True)
    ask(tmp_path, service.url, [])
    assert "if-none-match" not in service.requests[-1].headers
    assert ask(tmp_path, service.url, [], offline=True).content == {"a": 1}


def test_only_what_intake_lets_through_is_written(serve: Serve, tmp_path: Path) -> None:
    service = serve(lambda _asked: Reply({"kept": 1, "name": "Anna Berg"}))
    client = make(tmp_path, service.url, [])
    client.get("x", intake=lambda raw: {"kept": raw["kept"]})
    assert ask(tmp_path, service.url, [], offline=True).content == {"kept": 1}


def test_a_token_is_sent_but_never_written(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELTPLAN_NAV_TOKEN", "very-secret")
    service = serve(lambda _asked: Reply({"a": 1}))
    ask(tmp_path, service.url, [], **TOKEN)
    assert service.requests[0].headers["authorization"] == "Bearer very-secret"
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"very-secret" not in path.read_bytes()
    monkeypatch.delenv("BELTPLAN_NAV_TOKEN")
    with pytest.raises(FaultError) as error:
        ask(tmp_path / "new", service.url, [], **TOKEN)
    assert code(error) == "sources.needs-token"


def test_another_host_is_not_followed(serve: Serve, tmp_path: Path) -> None:
    stranger = serve(lambda _asked: Reply({"stolen": 1}))
    service = serve(lambda _asked: Reply(status=302, headers={"Location": f"{stranger.url}/x"}))
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [])
    assert code(error) == "sources.foreign-address"
    assert not stranger.requests


def test_a_move_within_the_host_is_followed(serve: Serve, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/x":
            return Reply(status=307, headers={"Location": "/y"})
        return Reply({"a": 1})

    assert ask(tmp_path, serve(answer).url, []).content == {"a": 1}


def test_a_circle_of_moves_ends(serve: Serve, tmp_path: Path) -> None:
    service = serve(lambda _asked: Reply(status=302, headers={"Location": "/x"}))
    with pytest.raises(FaultError) as error:
        ask(tmp_path, service.url, [])
    assert code(error) == "sources.refused"


def test_text_that_is_no_unicode_does_not_stop_the_cache(serve: Serve, tmp_path: Path) -> None:
    service = serve(lambda _asked: Reply(raw=b'{"a": "\\ud800x"}'))
    ask(tmp_path, service.url, [])
    assert ask(tmp_path, service.url, [], offline=True).content == {"a": "?x"}


def test_a_damaged_index_is_fetched_anew(serve: Serve, tmp_path: Path) -> None:
    service = serve(lambda _asked: Reply({"a": 1}, headers={"ETag": '"v1"'}))
    for damaged in (b"", b"{", b"[]", b'{"url": "x"}', b"\xff"):
        ask(tmp_path, service.url, [])
        (entry,) = tmp_path.glob("answers/*.json")
        entry.write_bytes(damaged)
        assert ask(tmp_path, service.url, []).content == {"a": 1}
        assert "if-none-match" not in service.requests[-1].headers


def test_a_proxy_of_the_machine_is_used(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda _asked: Reply({"by": "proxy"}))
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", proxy.url)
    assert ask(tmp_path, "http://localhost:9", []).content == {"by": "proxy"}
