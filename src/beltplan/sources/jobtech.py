"""JobTech JobSearch and Historical ads (Arbetsförmedlingen): adverts in Sweden.

Both answer alike. A search gives at most 100 adverts at a time up to offset 2,000, so a query that
finds more is cut in two by day of publication until each part fits.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from beltplan.faults import FaultError
from beltplan.sources.errors import TOO_MANY
from beltplan.sources.intake import Masked, Record, answer, faults_of, kept, records
from beltplan.sources.municipalities import places
from beltplan.sources.page import Page
from beltplan.sources.rows import Advert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.sources.client import Client
    from beltplan.sources.query import Query
    from beltplan.sources.registry import Source

__all__ = ["JobTech", "kept_page"]

_FORMAT = "%Y-%m-%dT%H:%M:%S"
_FIRST = "2006-01-01T00:00:00"
_LAST = "2046-01-01T00:00:00"
"""The archive begins in 2006. Fixed ends, so that the same query is cut alike on every day."""


def _listed(value: object) -> object:
    """Return a list: archives give a list where the search gives one, or null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class _Concept(Record):
    concept_id: str | None = None
    label: str | None = None
    legacy_ams_taxonomy_id: str | None = None


_Concepts = Annotated[list[_Concept], BeforeValidator(_listed)]


class _Description(Record):
    text: Masked | None = None


class _Employer(Record):
    name: Masked | None = None


class _Address(Record):
    municipality_code: str | None = None
    municipality: str | None = None


class _Wanted(Record):
    skills: _Concepts = Field(default_factory=list)


class _Ad(Record):
    """An advert: the fields that are used; contacts, numbers and addresses are not among them."""

    id: str
    headline: Masked
    description: _Description
    employer: _Employer | None = None
    number_of_vacancies: int | None = None
    publication_date: str
    last_publication_date: str | None = None
    removed: bool | None = None
    occupation: _Concepts = Field(default_factory=list)
    occupation_group: _Concepts = Field(default_factory=list)
    workplace_address: _Address | None = None
    must_have: _Wanted | None = None
    nice_to_have: _Wanted | None = None
    webpage_url: str | None = None


class _Total(Record):
    value: int


class _Answer(Record):
    total: _Total
    hits: list[Any]


class JobTech:
    """Reads the search."""

    def request_of(self, row_id: str) -> None:
        """Return None: adverts are cached by page."""
        del row_id

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the pages of a query.

        Raises
        ------
        FaultError
            If a query finds too many adverts within one second.
        """
        source = client.source
        asked = dict(query.asked)
        size, deepest = source.page_size or 100, source.max_offset or 2000
        if position is None:
            after = asked.get("published-after", [_FIRST])[0]
            before = asked.get("published-before", [_LAST])[0]
            position = {"windows": [[after, before]], "offset": 0, "announced": None}
        while position["windows"]:
            after, before = position["windows"][0]
            offset = position["offset"]
            params: dict[str, Any] = {**asked, "published-after": after}
            params |= {"offset": offset, "limit": size, "sort": "pubdate-asc"}
            # The open end of the last window stays open, so that its address stays the same.
            if len(position["windows"]) > 1 or "published-before" in asked:
                params["published-before"] = before
            got = client.get("search", params=params, intake=lambda raw: kept_page(source, raw))
            total, day = got.content["total"], got.day
            announced = position["announced"]
            announced = total if announced is None else announced
            if total > deepest + size:
                windows = [*_halves(client, after, before), *position["windows"][1:]]
                position = {"windows": windows, "offset": 0, "announced": announced}
                yield Page((), position, day, announced=announced)
                continue
            ads = [_Ad.model_validate(each) for each in got.content["records"]]
            ended = offset + size >= total or not got.content["came"]
            windows = position["windows"][1:] if ended else position["windows"]
            position = {
                "windows": windows,
                "offset": 0 if ended else offset + size,
                "announced": announced,
            }
            yield Page(
                [_advert(source, ad) for ad in ads if not ad.removed],
                position,
                day,
                gone=[ad.id for ad in ads if ad.removed],
                announced=announced,
                last=not windows,
                faults=faults_of(got.content),
            )


def kept_page(source: Source, raw: object) -> dict[str, Any]:
    """Return what may be kept of a page of the search.

    Raises
    ------
    FaultError
        If the page does not have the published shape.
    """
    found = answer(source, raw, _Answer)
    ads, faults = records(source, found.hits, _Ad, lambda item: str(item.get("id", "")))
    return kept(ads, faults, total=found.total.value, came=len(found.hits))


def _halves(client: Client, after: str, before: str) -> list[list[str]]:
    """Return two windows for one, both ends included, without overlap."""
    first = dt.datetime.strptime(after[:19], _FORMAT).replace(tzinfo=dt.UTC)
    last = dt.datetime.strptime(before[:19], _FORMAT).replace(tzinfo=dt.UTC)
    middle = first + (last - first) // 2
    middle = middle.replace(microsecond=0)
    if middle <= first or middle >= last:
        message = f"more adverts within {after} to {before} than the service gives out"
        raise FaultError([client.fault(TOO_MANY, message, "narrow the query", value=after)])
    return [
        [after, middle.strftime(_FORMAT)],
        [(middle + dt.timedelta(seconds=1)).strftime(_FORMAT), before],
    ]


def _advert(source: Source, ad: _Ad) -> Advert:
    address = ad.workplace_address or _Address()
    codes = {
        "SSYK2012": [c.legacy_ams_taxonomy_id or "" for c in ad.occupation_group],
        "JobTech": [c.concept_id or "" for c in ad.occupation],
    }
    wanted = [*(ad.must_have or _Wanted()).skills, *(ad.nice_to_have or _Wanted()).skills]
    text = (ad.description.text or "").strip()
    return Advert(
        id=ad.id,
        source=source.name,
        country=source.country,
        published=ad.publication_date,
        expires=ad.last_publication_date,
        title=ad.headline.strip(),
        text=f"{ad.headline.strip()}\n{text}",
        employer=ad.employer.name if ad.employer else None,
        positions=ad.number_of_vacancies,
        municipality_code=address.municipality_code,
        municipality=address.municipality,
        place_id=places(source.country).get(address.municipality_code or ""),
        codes={name: kept for name, found in codes.items() if (kept := [c for c in found if c])},
        skills=[skill.label for skill in wanted if skill.label],
        url=ad.webpage_url,
    )
