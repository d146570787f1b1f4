"""Syncs: what changed, what was missed, being killed anywhere, and going on."""

from __future__ import annotations

import copy
import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import fixture
from tests.sources.server import Asked, Reply

from beltplan.faults import FaultError
from beltplan.sources.files import locked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Desk, Serve

    Make = Callable[..., Desk]

SAMPLE = fixture("jobsearch_search")["hits"][0]


def ad(number: int, **changes: Any) -> dict[str, Any]:
    minute = f"{number // 60 % 24:02d}:{number % 60:02d}"
    day = 1 + number // 1440
    made: dict[str, Any] = copy.deepcopy(SAMPLE) | {
        "id": str(number),
        "headline": f"Advert {number}",
    }
    return made | {"publication_date": f"2026-01-{day:02d}T{minute}:00"} | changes


class Board:
    """A search over adverts that keeps the rules of JobTech's: windows, offset, limit."""

    def __init__(self, ads: list[dict[str, Any]], *, deepest: int = 2000) -> None:
        self.ads = ads
        self.deepest = deepest
        self.fail_at: int | None = None
        self.served = 0

    def __call__(self, asked: Asked) -> Reply:
        self.served += 1
        if self.fail_at is not None and self.served >= self.fail_at:
            return Reply(status=500)
        after = asked.params["published-after"]
        before = asked.params.get("published-before", "9999")
        found = [each for each in self.ads if after <= each["publication_date"] <= before]
        found.sort(key=lambda each: each["publication_date"])
        offset, limit = int(asked.params["offset"]), int(asked.params["limit"])
        if offset > self.deepest or limit > 100:
            return Reply({"message": "offset"}, status=400)
        return Reply({"total": {"value": len(found)}, "hits": found[offset : offset + limit]})


def test_new_changed_closed_reopened(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(5)])
    at = desk("jobsearch", serve(board).url)
    assert sorted(at.sync().changes.new) == ["0", "1", "2", "3", "4"]
    board.ads = [ad(0), ad(1, headline="Changed"), ad(2), ad(3), ad(9)]
    report = at.sync()
    assert report.changes.changed == ["1"]
    assert report.changes.new == ["9"]
    assert report.changes.closed == ["4"]
    assert report.changes.unchanged == 3
    closed = at.records()["4"]
    assert closed["closed"] == dt.datetime.now(dt.UTC).date().isoformat()
    assert closed["title"] == "Advert 4"
    board.ads.append(ad(4))
    report = at.sync()
    assert report.changes.reopened == ["4"]
    assert at.records()["4"]["closed"] is None


def test_an_archive_closes_nothing(serve: Serve, desk: Make) -> None:
    board = Board([ad(0), ad(1)])
    at = desk("historical-ads", serve(board).url)
    at.sync()
    board.ads = [ad(0)]
    report = at.sync()
    assert not report.changes.closed
    assert at.records()["1"]["closed"] is None


def test_more_than_the_service_gives_out_is_cut_by_day(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(700)], deepest=200)
    at = desk("jobsearch", serve(board).url, max_offset=200)
    report = at.sync()
    assert report.finished, report.faults
    assert report.whole
    assert set(at.records()) == {str(n) for n in range(700)}
    assert report.changes.repeated == 0


def test_too_many_in_one_second_is_a_fault(serve: Serve, desk: Make) -> None:
    board = Board([ad(n, publication_date="2026-01-01T00:00:00") for n in range(700)])
    at = desk("jobsearch", serve(board).url, max_offset=200)
    report = at.sync()
    assert [fault.code for fault in report.faults] == ["sources.too-many"]
    assert not report.finished


def test_a_page_that_comes_twice_is_counted_and_closes_nothing(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(250)])
    service = serve(board)
    at = desk("jobsearch", service.url)
    at.sync()

    def stuck(asked: Asked) -> Reply:
        asked.params["offset"] = "0"
        return board(asked)

    service.answer = stuck
    report = at.sync()
    assert report.finished
    assert report.changes.repeated == 200
    assert not report.whole
    assert not report.changes.closed
    assert any("250 announced, 100 came" in note for note in report.notes)
    assert len(at.records()) == 250


def test_two_queries_share_a_row_and_close_it_only_together(serve: Serve, desk: Make) -> None:
    boards = {"a": Board([ad(1), ad(2)]), "b": Board([ad(2), ad(3)])}
    service = serve(lambda asked: boards[asked.params["q"]](asked))
    at = desk("jobsearch", service.url, {"parameters": "q=a"}, {"parameters": "q=b"})
    at.sync()
    assert at.records()["2"]["queries"] == ["q0", "q1"]
    boards["a"].ads = [ad(1)]
    assert not at.sync().changes.closed
    assert at.records()["2"]["queries"] == ["q1"]
    at.queries = at.queries[:1]
    assert not at.sync().changes.closed, "query b was not asked"
    boards["b"].ads = [ad(3)]
    at.queries = desk("jobsearch", service.url, {}, {"parameters": "q=b"}).queries[1:]
    assert at.sync().changes.closed == ["2"]


def test_a_sync_that_stops_goes_on_where_it_stopped(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(450)])
    at = desk("jobsearch", serve(board).url)
    board.fail_at = 4
    first = at.sync()
    assert not first.finished
    assert [fault.code for fault in first.faults] == ["sources.unreachable"]
    assert not at.records(), "nothing half-written"
    board.fail_at, board.served = None, 0
    second = at.sync()
    assert second.finished
    assert second.resumed
    assert board.served == 2, "three pages of five had come"
    assert len(second.changes.new) == 450
    assert second.whole


def test_offline_beside_a_stopped_sync_leaves_its_cursor(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(250)])
    at = desk("jobsearch", serve(board).url)
    at.sync()
    board.fail_at, board.served = 3, 0
    assert not at.sync().finished
    assert at.sync(offline=True).finished
    board.fail_at, board.served = None, 0
    report = at.sync()
    assert report.resumed
    assert board.served == 1


def test_other_queries_begin_anew(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(250)])
    service = serve(board)
    at = desk("jobsearch", service.url)
    board.fail_at = 3
    at.sync()
    board.fail_at = None
    at.queries = desk("jobsearch", service.url, {"parameters": "q=other"}).queries
    report = at.sync()
    assert report.finished
    assert not report.resumed


KILLED = """
import sys
from pathlib import Path
from tests.sources.conftest import QUICK, source_at
from beltplan.sources import Query, connector, sync
from beltplan.sources.client import Client
source = source_at("jobsearch", sys.argv[1])
query = Query(query_id="q0", source="jobsearch")
sync(source, [query], connector(source), Path(sys.argv[2]),
     client=lambda s, c: Client(s, c, patience=QUICK))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("pages", [1, 3, 5])
def test_a_killed_sync_is_resumed(serve: Serve, desk: Make, tmp_path: Path, pages: int) -> None:
    board = Board([ad(n) for n in range(600)])

    def slow(asked: Asked) -> Reply:
        if board.served >= pages:
            time.sleep(0.25)
        return board(asked)

    service = serve(slow)
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(root / "src"), str(root)])
    at = desk("jobsearch", service.url)
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), service.url, str(at.folder)],
        env={**os.environ, "PYTHONPATH": path},
    )
    until = time.monotonic() + 60
    while len(service.requests) < pages + 1 and time.monotonic() < until:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not at.records()
    # A kill may leave half a line behind what the cursor counts.
    with (at.folder / "jobsearch" / "incoming.jsonl").open("ab") as file:
        file.write(b'{"hash": "half')
    service.answer = board
    before = len(service.requests)
    report = at.sync()
    assert report.finished, report.faults
    assert report.resumed
    assert set(at.records()) == {str(n) for n in range(600)}
    assert report.changes.repeated == 0
    assert len(service.requests) - before <= 6 - pages + 1


def test_a_kill_at_any_step_of_the_commit_is_repaired(
    serve: Serve, desk: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write of the commit fails once; the next sync finds all rows and the same report."""
    from beltplan.sources import files, store

    board = Board([ad(n) for n in range(3)])
    at = desk("jobsearch", serve(board).url)
    at.sync()
    board.ads = [ad(0, headline="Changed"), ad(1), ad(7)]

    class KilledError(BaseException):
        pass

    real_json, real_replace = files.write_json, Path.replace
    for step in range(12):
        count = [0]

        def dying(*args: Any, count: list[int] = count, step: int = step, **more: Any) -> None:
            count[0] += 1
            if count[0] > step:
                raise KilledError
            real_json(*args, **more)

        def dying_replace(
            self: Path, target: Path, count: list[int] = count, step: int = step
        ) -> Path:
            if self.name == "records.next":
                count[0] += 1
                if count[0] > step:
                    raise KilledError
            return real_replace(self, target)

        monkeypatch.setattr(store, "write_json", dying)
        monkeypatch.setattr(Path, "replace", dying_replace)
        try:
            at.sync()
            monkeypatch.undo()
            break
        except KilledError:
            monkeypatch.undo()
            held = at.records()
            assert set(held) in ({"0", "1", "2"}, {"0", "1", "2", "7"})
    report = at.sync()
    assert report.finished
    records = at.records()
    assert records["0"]["title"] == "Changed"
    assert records["2"]["closed"] is not None
    assert not report.changes.new
    assert not (at.folder / "jobsearch" / "records.next").exists()
    assert not (at.folder / "jobsearch" / "cursor.json").exists()


def test_two_syncs_at_once_are_refused(serve: Serve, desk: Make) -> None:
    at = desk("jobsearch", serve(Board([])).url)
    with locked(at.folder / "jobsearch"), pytest.raises(FaultError) as error:
        at.sync()
    assert error.value.faults[0].code == "sources.cache"


def test_old_answers_are_swept(serve: Serve, desk: Make) -> None:
    board = Board([ad(0)])
    at = desk("jobsearch", serve(board).url)
    for n in range(4):
        board.ads = [ad(0, headline=f"Version {n}")]
        at.sync()
    assert len(list(at.folder.rglob("*.json.gz"))) == 1
    assert b"Version 2" not in at.everything().replace(b"reports", b"")


def test_an_empty_service(serve: Serve, desk: Make) -> None:
    at = desk("jobsearch", serve(Board([])).url)
    report = at.sync()
    assert report.finished
    assert report.held == 0


def test_adverts_that_come_while_reading_do_not_break_the_walk(serve: Serve, desk: Make) -> None:
    board = Board([ad(n) for n in range(290)], deepest=200)

    def growing(asked: Asked) -> Reply:
        if board.served == 2:
            board.ads += [ad(n) for n in range(290, 420)]
        return board(asked)

    at = desk("jobsearch", serve(growing).url, max_offset=200)
    report = at.sync()
    assert report.finished, report.faults
    assert set(at.records()) == {str(n) for n in range(420)}


def test_a_fault_of_an_advert_does_not_repeat_what_it_says(serve: Serve, desk: Make) -> None:
    wrong = ad(1, employer="Anna Berg, Bergs Ullspinneri")
    at = desk("jobsearch", serve(Board([ad(0), ad(2), wrong])).url)
    report = at.sync()
    (fault,) = report.faults
    assert fault.field == "employer"
    assert b"Ullspinneri" not in at.everything()
