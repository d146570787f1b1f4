"""NAV job vacancy feed (arbeidsplassen.no): adverts in Norway.

The feed tells of changes, page after page; a sync goes on where the last one ended. By NAV's terms
an advert that is no longer active must not be kept: it is deleted, with its cached answer, and so
is one whose own last day has passed. Only adverts in the municipalities asked for are fetched.
"""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import Field

from beltplan.sources.intake import Masked, Record, answer, faults_of, kept, records
from beltplan.sources.merge import expired
from beltplan.sources.municipalities import codes_by_name, places
from beltplan.sources.page import Page
from beltplan.sources.rows import Advert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.sources.client import Answer, Client
    from beltplan.sources.query import Query
    from beltplan.sources.registry import Source

__all__ = ["Nav"]

_START = "api/v1/feed"
_ACTIVE = "ACTIVE"


class _Entry(Record):
    """What is kept of an item of the feed: no title and no employer."""

    uuid: str
    status: str
    municipal: str | None = None


class _Item(Record):
    url: str
    entry: _Entry = Field(validation_alias="_feed_entry", serialization_alias="_feed_entry")


class _Feed(Record):
    id: str
    next_url: str | None = None
    items: list[Any]


class _Location(Record):
    municipal: str | None = None


class _Category(Record):
    categoryType: str  # noqa: N815 - the service's own names
    code: str


class _Employer(Record):
    name: Masked | None = None


class _Content(Record):
    """An advert; the list of contacts is not among the fields."""

    published: str
    expires: str
    updated: str | None = None
    workLocations: list[_Location] = Field(default_factory=list)  # noqa: N815
    title: Masked
    description: Masked | None = None
    categoryList: list[_Category] = Field(default_factory=list)  # noqa: N815
    employer: _Employer | None = None
    positioncount: str | None = None
    link: str | None = None


class _Details(Record):
    uuid: str
    status: str
    ad_content: _Content | None = None


class Nav:
    """Reads the feed."""

    def request_of(self, row_id: str) -> str:
        """Return the path of the advert's own answer, which is forgotten with the advert."""
        return f"api/v1/feedentry/{quote(row_id, safe='')}"

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the pages of the feed from where the last sync ended.

        A parameter ``since`` of the query (a day) says where the first sync begins; ``municipal``
        which municipalities are kept, all if left out.
        """
        asked = query.asked
        wanted = {
            name.strip().upper()
            for value in asked.get("municipal", [])
            for name in value.split(",")
            if name.strip()
        }
        at = position or {"url": None, "done": ""}
        while True:
            got = self._page(client, at["url"], asked.get("since", [""])[0])
            if got.content is None and got.empty:
                # NAV answers 304 for a page that exists and holds nothing yet.
                yield Page((), at, got.day, last=True, whole=False, feed=True)
                return
            if got.content is None:
                notes = ["the feed has no page where we stopped: the next sync begins anew"]
                anew = {"url": None, "done": ""}
                yield Page((), anew, got.day, last=True, whole=False, feed=True, notes=notes)
                return
            if at["url"] and got.digest == at["done"]:
                yield Page((), at, got.day, last=True, whole=False, feed=True)
                return
            feed = got.content
            rows, gone = self._items(client, feed["records"], wanted, got.day)
            here, after = f"api/v1/feed/{feed['id']}", feed["next_url"]
            at = {"url": after or here, "done": "" if after else got.digest}
            yield Page(
                rows,
                at,
                got.day,
                gone=gone,
                last=not after,
                whole=False,
                feed=True,
                faults=faults_of(feed),
            )
            if not after:
                return

    def _page(self, client: Client, url: str | None, since: str) -> Answer:
        source = client.source

        def intake(raw: object) -> dict[str, Any]:
            found = answer(source, raw, _Feed)
            items, faults = records(source, found.items, _Item, lambda item: str(item.get("id")))
            return kept(items, faults, id=found.id, next_url=found.next_url or None)

        if url is not None:
            # A page that is full gets a next one without a new mark of version: ask for all of it.
            return client.get(url, intake=intake, missing=True, anew=True)
        if not since:
            return client.get(_START, intake=intake)
        day = dt.datetime.fromisoformat(since).replace(tzinfo=dt.UTC)
        headers = {"If-Modified-Since": format_datetime(day, usegmt=True)}
        return client.get(_START, intake=intake, headers=headers, anew=True)

    def _items(
        self, client: Client, items: list[dict[str, Any]], wanted: set[str], day: dt.date
    ) -> tuple[list[Advert], list[str]]:
        """Return the adverts of a page, each fetched once, and the ids of those to delete."""
        newest: dict[str, dict[str, Any]] = {each["entry"]["uuid"]: each for each in items}
        rows, gone = [], []
        for name, item in newest.items():
            entry = item["entry"]
            held_here = not wanted or (entry["municipal"] or "").upper() in wanted
            advert = None
            if entry["status"] == _ACTIVE and held_here:
                advert = self._advert(client, name)
            if advert is None or expired(advert.model_dump(), day.isoformat()):
                gone.append(name)
            else:
                rows.append(advert)
        return rows, gone

    def _advert(self, client: Client, name: str) -> Advert | None:
        source = client.source

        def intake(raw: object) -> dict[str, Any]:
            found = answer(source, raw, _Details)
            if found.status != _ACTIVE:
                return {"uuid": found.uuid, "status": found.status, "ad_content": None}
            return found.model_dump(mode="json")

        got = client.get(self.request_of(name), intake=intake, missing=True)
        if got.content is None:
            return None
        details = _Details.model_validate(got.content)
        if details.status != _ACTIVE or details.ad_content is None:
            return None
        return _row(source, details.uuid, details.ad_content)


def _row(source: Source, name: str, ad: _Content) -> Advert:
    municipality = next((each.municipal for each in ad.workLocations if each.municipal), None)
    code = codes_by_name(source.country).get((municipality or "").upper())
    codes: dict[str, list[str]] = {}
    for category in ad.categoryList:
        codes.setdefault(category.categoryType, []).append(category.code)
    count = ad.positioncount or ""
    return Advert(
        id=name,
        source=source.name,
        country=source.country,
        published=ad.published,
        updated=ad.updated,
        expires=ad.expires,
        title=ad.title.strip(),
        text=f"{ad.title.strip()}\n{(ad.description or '').strip()}",
        employer=ad.employer.name if ad.employer else None,
        positions=int(count) if count.isdecimal() else None,
        municipality_code=code,
        municipality=municipality,
        place_id=places(source.country).get(code or ""),
        codes=codes,
        url=ad.link,
    )
