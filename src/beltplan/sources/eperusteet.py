"""ePerusteet, external interface: what Finnish vocational qualifications require, coded.

The search gives the qualifications; each is then asked for whole, and every unit of it with
requirements becomes one row.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from beltplan.sources.intake import Record, Words, answer, faults_of, in_language, kept, records
from beltplan.sources.page import Page
from beltplan.sources.rows import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.sources.client import Client
    from beltplan.sources.query import Query
    from beltplan.sources.registry import Source

__all__ = ["EPerusteet"]

_PROVIDER = "Opetushallitus"


def _listed(value: object) -> object:
    return [] if value is None else value


def _day(value: object) -> object:
    """Return a day as text; the service gives text or milliseconds since 1970."""
    if isinstance(value, int) and not isinstance(value, bool):
        return dt.datetime.fromtimestamp(value / 1000, tz=dt.UTC).date().isoformat()
    return value


_Day = Annotated[str | None, BeforeValidator(_day)]


class _Code(Record):
    uri: str | None = None
    arvo: str | None = None


class _Requirement(Record):
    koodi: _Code | None = None
    vaatimus: Words = Field(default_factory=dict)


_Requirements = Annotated[list[_Requirement], BeforeValidator(_listed)]


class _Area(Record):
    vaatimukset: _Requirements = Field(default_factory=list)


class _Set(Record):
    vaatimukset: _Requirements = Field(default_factory=list)
    kohdealueet: Annotated[list[_Area], BeforeValidator(_listed)] = Field(default_factory=list)


class _Unit(Record):
    """A unit of a qualification."""

    id: int
    nimi: Words = Field(min_length=1)
    koodiUri: str | None = None  # noqa: N815 - the service's own names
    laajuus: float | None = None
    ammattitaitovaatimukset2019: _Set | None = None


class _Qualification(Record):
    id: int
    nimi: Words = Field(min_length=1)
    voimassaoloAlkaa: _Day = None  # noqa: N815
    voimassaoloLoppuu: _Day = None  # noqa: N815
    tutkinnonOsat: Annotated[list[_Unit], BeforeValidator(_listed)] = Field(default_factory=list)  # noqa: N815


class _Found(Record):
    id: int


class _Search(Record):
    totalElements: int  # noqa: N815
    totalPages: int  # noqa: N815
    content: list[Any]


class EPerusteet:
    """Reads the search and the qualifications that it names."""

    def request_of(self, row_id: str) -> None:
        """Return None: units are cached with their qualification."""
        del row_id

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield one page a page of the search, with the units of its qualifications."""
        source = client.source
        at = position or {"page": 0, "known": 0}
        while True:
            params = {**query.asked, "sivu": at["page"], "sivukoko": source.page_size or 20}
            got = client.get(
                "api/external/perusteet", params=params, intake=lambda raw: _kept(source, raw)
            )
            rows = [
                row
                for each in got.content["records"]
                for row in _units(source, self._read(client, each["id"]))
            ]
            known = at["known"] + got.content["came"]
            at = {"page": at["page"] + 1, "known": known}
            last = at["page"] >= got.content["pages"] or not got.content["came"]
            yield Page(
                rows,
                at,
                got.day,
                last=last,
                whole=known >= got.content["total"],
                faults=faults_of(got.content),
            )
            if last:
                return

    def _read(self, client: Client, name: int) -> _Qualification:
        source = client.source
        got = client.get(
            f"api/external/peruste/{name}",
            intake=lambda raw: answer(source, raw, _Qualification).model_dump(mode="json"),
        )
        return _Qualification.model_validate(got.content)


def _kept(source: Source, raw: object) -> dict[str, Any]:
    found = answer(source, raw, _Search)
    hits, faults = records(source, found.content, _Found, lambda item: str(item.get("id", "")))
    return kept(
        hits, faults, total=found.totalElements, pages=found.totalPages, came=len(found.content)
    )


def _units(source: Source, whole: _Qualification) -> Iterator[Outcome]:
    for unit in whole.tutkinnonOsat:
        found = unit.ammattitaitovaatimukset2019
        if found is None:
            continue
        required = [
            *found.vaatimukset,
            *(r for area in found.kohdealueet for r in area.vaatimukset),
        ]
        if not required:
            continue
        words = [in_language(each.vaatimus) for each in required]
        yield Outcome(
            id=f"{whole.id}.{unit.id}",
            source=source.name,
            provider=_PROVIDER,
            country=source.country,
            title=unit.nimi,
            qualification=in_language(whole.nimi, "fi"),
            credits=f"{unit.laajuus:g} competence points" if unit.laajuus is not None else None,
            valid_from=whole.voimassaoloAlkaa,
            valid_to=whole.voimassaoloLoppuu,
            outcomes=[
                {"code": (each.koodi.uri or "") if each.koodi else "", **each.vaatimus}
                for each in required
            ],
            url=f"https://eperusteet.opintopolku.fi/#/fi/ammatillinen/{whole.id}",
            text="\n".join([in_language(unit.nimi, "fi"), *words]),
        )
