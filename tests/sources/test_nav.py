"""The Norwegian feed: going on, conditional requests, and deletion as the terms demand."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import fixture
from tests.sources.server import Asked, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel
    from tests.sources.conftest import Desk, Serve

    Make = Callable[..., Desk]

FEED, ENTRY = fixture("nav_feed"), fixture("nav_feedentry")
ONE, TWO, OSLO = (item["id"] for item in FEED["items"])
RANA = {"parameters": "municipal=RANA,VEFSN"}
PAGES = [f"33333333-3333-4333-8333-33333333333{n}" for n in range(4)]


class Nav:
    """The feed: pages of items, and the newest details of every advert."""

    def __init__(self) -> None:
        self.pages: list[list[dict[str, Any]]] = [copy.deepcopy(FEED["items"])]
        self.ads = {name: self.details(name) for name in (ONE, TWO, OSLO)}

    @staticmethod
    def details(name: str, **changes: Any) -> dict[str, Any]:
        made: dict[str, Any] = copy.deepcopy(ENTRY) | {"uuid": name}
        made["ad_content"] |= {"uuid": name, "title": f"Stilling {name[-1]}"} | changes
        return made

    def item(self, name: str, status: str = "ACTIVE", municipal: str = "RANA") -> dict[str, Any]:
        made: dict[str, Any] = copy.deepcopy(FEED["items"][0])
        made |= {"id": name, "url": f"/api/v1/feedentry/{name}"}
        made["_feed_entry"] |= {"uuid": name, "status": status, "municipal": municipal}
        return made

    def stop(self, name: str, *, on_new_page: bool = True) -> None:
        """Stop an advert, as NAV does: a new item, and details without content."""
        if on_new_page:
            self.pages.append([])
        self.pages[-1].append(self.item(name, "INACTIVE"))
        self.ads[name] = {"uuid": name, "sistEndret": "x", "status": "INACTIVE", "ad_content": None}

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Bearer test":
            return Reply({}, status=401)
        last = asked.path.rpartition("/")[2]
        if "/feedentry/" in asked.path:
            found = self.ads.get(last)
            return Reply({}, status=404) if found is None else Reply(found)
        if last != "feed" and last not in PAGES[: len(self.pages)]:
            return Reply({}, status=404)
        number = 0 if last == "feed" else PAGES.index(last)
        items = self.pages[number]
        etag = f'"{number}-{len(items)}"'
        if asked.headers.get("if-none-match") == etag or not items:
            return Reply(status=304)
        after = f"/api/v1/feed/{PAGES[number + 1]}" if number + 1 < len(self.pages) else None
        page = FEED | {"id": PAGES[number], "next_url": after, "items": items}
        return Reply(page, headers={"ETag": etag})


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELTPLAN_NAV_TOKEN", "test")


def test_only_the_municipalities_asked_for_are_fetched(serve: Serve, desk: Make) -> None:
    service = serve(Nav())
    at = desk("nav", service.url, RANA)
    report = at.sync()
    assert report.finished, report.faults
    assert set(at.records()) == {ONE, TWO}
    assert f"/api/v1/feedentry/{OSLO}" not in service.paths()
    advert = at.records()[ONE]
    assert advert["place_id"] == "rana"
    assert advert["codes"]["STYRK08"] == ["8131"]
    assert advert["positions"] == 3
    assert "elektrodebelegging" in advert["text"]
    everything = at.everything().decode()
    assert "Nordmann" not in everything
    assert "75 12 34" not in everything
    assert "Salong" not in everything


def test_the_next_sync_goes_on_and_asks_only_for_what_changed(serve: Serve, desk: Make) -> None:
    nav = Nav()
    service = serve(nav)
    at = desk("nav", service.url, RANA)
    at.sync()
    before = len(service.requests)
    report = at.sync()
    assert len(service.requests) - before == 1
    assert report.finished
    assert report.changes.unchanged == 2
    nav.pages.append([nav.item(ONE)])
    nav.ads[ONE] = nav.details(ONE, title="Ny tittel")
    assert at.sync().changes.changed == [ONE]


@pytest.mark.parametrize("on_new_page", [True, False])
def test_a_stopped_advert_is_deleted_with_what_the_cache_held(
    serve: Serve, desk: Make, on_new_page: bool
) -> None:
    nav = Nav()
    nav.ads[TWO] = nav.details(TWO, title="Skal slettes")
    at = desk("nav", serve(nav).url, RANA)
    at.sync()
    assert b"Skal slettes" in at.everything()
    nav.stop(TWO, on_new_page=on_new_page)
    report = at.sync()
    assert report.changes.deleted == [TWO]
    assert set(at.records()) == {ONE}
    assert b"Skal slettes" not in at.everything()


def test_an_advert_that_vanished_or_moved_is_deleted(serve: Serve, desk: Make) -> None:
    nav = Nav()
    at = desk("nav", serve(nav).url, RANA)
    at.sync()
    nav.pages.append([nav.item(ONE), nav.item(TWO, municipal="BERGEN")])
    del nav.ads[ONE]
    report = at.sync()
    assert sorted(report.changes.deleted) == sorted([ONE, TWO])
    assert not at.records()


def test_an_advert_past_its_last_day_is_deleted_even_without_a_network(
    serve: Serve, desk: Make
) -> None:
    nav = Nav()
    soon = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat()
    nav.ads[TWO] = nav.details(TWO, title="Skal utloepe", expires=f"{soon}T00:00:00+01:00")
    service = serve(nav)
    at = desk("nav", service.url, RANA)
    at.sync()
    assert TWO in at.records()
    service.answer = lambda _asked: Reply(status=500)
    report = at.sync(now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=3))
    assert not report.finished
    assert report.changes.deleted == [TWO]
    assert report.held == 1
    assert set(at.records()) == {ONE}
    assert b"Skal utloepe" not in at.everything()


def test_a_kill_within_a_page_loses_no_item(serve: Serve, desk: Make) -> None:
    nav = Nav()
    service = serve(nav)
    at = desk("nav", service.url, RANA)
    failing = [True]

    def answer(asked: Asked) -> Reply:
        if failing[0] and asked.path.endswith(TWO):
            return Reply(status=500)
        return nav(asked)

    service.answer = answer
    assert not at.sync().finished
    failing[0] = False
    report = at.sync()
    assert report.finished
    assert set(at.records()) == {ONE, TWO}


def test_a_feed_that_lost_our_page_is_read_anew(serve: Serve, desk: Make) -> None:
    nav = Nav()
    at = desk("nav", serve(nav).url, RANA)
    nav.pages.append([nav.item(ONE)])
    at.sync()
    nav.pages = [[nav.item(TWO)]]
    report = at.sync()
    assert report.finished
    assert any("begins anew" in note for note in report.notes)
    assert set(at.records()) == {ONE, TWO}
    assert not at.sync().notes


def test_a_first_sync_may_begin_at_a_day(serve: Serve, desk: Make) -> None:
    service = serve(Nav())
    at = desk("nav", service.url, {"parameters": "since=2026-11-01"})
    at.sync()
    assert service.requests[0].headers["if-modified-since"] == "Sun, 01 Nov 2026 00:00:00 GMT"
    assert OSLO in at.records(), "no municipality named: all are kept"


def test_a_missing_or_wrong_token_is_said(
    serve: Serve, desk: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = serve(Nav())
    at = desk("nav", service.url, RANA)
    monkeypatch.setenv("BELTPLAN_NAV_TOKEN", "wrong")
    assert [fault.code for fault in at.sync().faults] == ["sources.refused"]
    monkeypatch.delenv("BELTPLAN_NAV_TOKEN")
    report = at.sync()
    assert [fault.code for fault in report.faults] == ["sources.needs-token"]
    assert "BELTPLAN_NAV_TOKEN" in report.faults[0].way_out


def test_a_next_page_on_another_host_is_not_followed(serve: Serve, desk: Make) -> None:
    service = serve(
        lambda _asked: Reply(FEED | {"next_url": "https://evil.example/api", "items": []})
    )
    report = desk("nav", service.url, RANA).sync()
    assert [fault.code for fault in report.faults] == ["sources.foreign-address"]


def test_two_queries_of_one_feed_do_not_delete_each_others_adverts(
    serve: Serve, desk: Make
) -> None:
    nav = Nav()
    oslo = {"parameters": "municipal=OSLO"}
    at = desk("nav", serve(nav).url, RANA, oslo)
    at.sync()
    assert set(at.records()) == {ONE, TWO, OSLO}
    assert at.sync().changes.unchanged == 3
    nav.stop(TWO)
    assert at.sync().changes.deleted == [TWO]
    # A query that is not asked any more would hear of no closing: its adverts go.
    at.queries = at.queries[:1]
    report = at.sync()
    assert report.changes.deleted == [OSLO]
    assert set(at.records()) == {ONE}
    assert b"Stilling 3" not in at.everything()
    assert b"Stilling 1" in at.everything()


def test_a_query_that_asks_otherwise_reads_the_feed_anew(serve: Serve, desk: Make) -> None:
    nav = Nav()
    url = serve(nav).url
    at = desk("nav", url, RANA)
    at.sync()
    at.queries = desk("nav", url, {"parameters": "municipal=OSLO"}).queries
    report = at.sync()
    assert report.changes.new == [OSLO]
    assert sorted(report.changes.deleted) == sorted([ONE, TWO])


def test_a_full_disk_is_a_fault_and_the_sync_is_not_called_finished(
    serve: Serve, desk: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from beltplan.sources.store import Store

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", "records.next")

    at = desk("nav", serve(Nav()).url, RANA)
    monkeypatch.setattr(Store, "commit", full)
    report = at.sync()
    assert not report.finished
    assert [fault.code for fault in report.faults] == ["sources.cache"]
    monkeypatch.undo()
    monkeypatch.setenv("BELTPLAN_NAV_TOKEN", "test")
    assert at.sync().changes.new == [ONE, TWO]


def test_an_empty_next_page_is_the_end_and_not_a_lost_place(serve: Serve, desk: Make) -> None:
    nav = Nav()
    nav.pages.append([])
    service = serve(nav)
    at = desk("nav", service.url, RANA)
    first = at.sync()
    assert first.finished, first.faults
    assert not first.notes
    before = len(service.requests)
    again = at.sync()
    assert (again.finished, again.notes) == (True, [])
    assert len(service.requests) - before == 1, "only the empty page is asked for"
    nav.pages[-1].append(nav.item(TWO))
    nav.ads[TWO] = nav.details(TWO, title="Ny tittel")
    assert at.sync().changes.changed == [TWO]


def test_the_fields_read_are_those_that_nav_publishes() -> None:
    """Names after `FeedAd.kt` of navikt/pam-stilling-feed, commit 00d3590."""
    from beltplan.sources import nav

    published: dict[type[BaseModel], str] = {
        nav._Feed: "version title home_page_url feed_url description next_url id next_id items",
        nav._Entry: "uuid status title businessName municipal sistEndret",
        nav._Details: "uuid ad_content sistEndret status",
        nav._Content: "uuid published expires updated workLocations contactList title description "
        "sourceurl source applicationUrl applicationDue occupationCategories categoryList jobtitle "
        "link employer engagementtype extent starttime positioncount sector",
        nav._Location: "country address city postalCode county municipal",
        nav._Category: "categoryType code name description score",
        nav._Employer: "name orgnr description homepage",
    }
    for model, names in published.items():
        assert set(model.model_fields) <= set(names.split()), model.__name__
