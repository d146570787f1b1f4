"""Opintopolku, external interface of Konfo: education in Finland, with seats.

The search gives education by education its implementations; each implementation is then asked for
with its targets of application, which hold the seats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from pydantic import BeforeValidator, Field

from beltplan.sources.intake import Record, Words, answer, faults_of, in_language, kept, records
from beltplan.sources.municipalities import places
from beltplan.sources.page import Page
from beltplan.sources.rows import Programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.sources.client import Client
    from beltplan.sources.query import Query
    from beltplan.sources.registry import Source

__all__ = ["Konfo"]

# Code list oppilaitoksenopetuskieli of the Finnish National Agency for Education.
_TAUGHT_IN = {"1": ["fi"], "2": ["sv"], "3": ["fi", "sv"], "4": ["en"], "5": ["se"]}


class _Code(Record):
    koodiUri: str  # noqa: N815 - the service's own names
    nimi: Words = Field(default_factory=dict)

    @property
    def value(self) -> str:
        """Return the code without its list and version: ``kunta_905#1`` gives ``905``."""
        return self.koodiUri.rpartition("_")[2].partition("#")[0]


class _Organisation(Record):
    nimi: Words = Field(default_factory=dict)
    paikkakunta: _Code | None = None


class _Reference(Record):
    toteutusOid: str  # noqa: N815


class _Hit(Record):
    oid: str
    toteutukset: list[_Reference] = Field(default_factory=list)


class _Search(Record):
    total: int
    hits: list[Any]


class _Season(Record):
    koulutuksenAlkamisvuosi: str | None = None  # noqa: N815


class _Teaching(Record):
    opetuskieli: list[_Code] = Field(default_factory=list)
    opetustapa: list[_Code] = Field(default_factory=list)
    suunniteltuKestoVuodet: float | None = None  # noqa: N815
    suunniteltuKestoKuukaudet: float | None = None  # noqa: N815
    suunniteltuKestoKuvaus: Words = Field(default_factory=dict)  # noqa: N815
    koulutuksenAlkamiskausi: _Season | None = None  # noqa: N815


class _Metadata(Record):
    kuvaus: Words = Field(default_factory=dict)
    osaamistavoitteet: Words = Field(default_factory=dict)
    opetus: _Teaching | None = None


class _EducationMetadata(Record):
    kuvaus: Words = Field(default_factory=dict)
    osaamistavoitteet: Words = Field(default_factory=dict)
    opintojenLaajuus: _Code | None = None  # noqa: N815
    opintojenLaajuusyksikko: _Code | None = None  # noqa: N815


class _Education(Record):
    koulutustyyppi: str | None = None
    eqf: list[_Code] = Field(default_factory=list)
    metadata: _EducationMetadata | None = None


def _count(value: object) -> object:
    """Return a number of seats; older answers give it within an object."""
    return value.get("lukumaara") if isinstance(value, dict) else value


class _Target(Record):
    oid: str
    aloituspaikat: Annotated[int | None, BeforeValidator(_count)] = None


class _Implementation(Record):
    """An implementation of an education by a provider; contact persons are not among the fields."""

    oid: str
    nimi: Words = Field(min_length=1)
    tarjoajat: list[_Organisation] = Field(default_factory=list)
    organisaatio: _Organisation | None = None
    metadata: _Metadata | None = None
    koulutus: _Education | None = None
    hakukohteet: list[_Target] = Field(default_factory=list)


class Konfo:
    """Reads the search and the implementations that it names."""

    def request_of(self, row_id: str) -> None:
        """Return None: programmes are not deleted."""
        del row_id

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the pages of a search, each with its implementations read."""
        source = client.source
        size = source.page_size or 20
        page, known = (position["page"], position["known"]) if position else (1, 0)
        while True:
            params = {**query.asked, "page": page, "size": size}
            got = client.get(
                "external/search/toteutukset-koulutuksittain",
                params=params,
                intake=lambda raw: _kept(source, raw),
            )
            names = [
                each["toteutusOid"] for hit in got.content["records"] for each in hit["toteutukset"]
            ]
            rows = [
                row
                for name in dict.fromkeys(names)
                if (row := self._read(client, name)) is not None
            ]
            known += got.content["came"]
            last = page * size >= got.content["total"] or not got.content["came"]
            page += 1
            yield Page(
                rows,
                {"page": page, "known": known},
                got.day,
                last=last,
                whole=known >= got.content["total"],
                faults=faults_of(got.content),
            )
            if last:
                return

    def _read(self, client: Client, name: str) -> Programme | None:
        source = client.source
        got = client.get(
            f"external/toteutus/{quote(name, safe='')}",
            params={"koulutus": "true", "hakukohteet": "true"},
            intake=lambda raw: answer(source, raw, _Implementation).model_dump(mode="json"),
            missing=True,
        )
        if got.content is None:
            return None
        return _programme(source, _Implementation.model_validate(got.content))


def _kept(source: Source, raw: object) -> dict[str, Any]:
    found = answer(source, raw, _Search)
    hits, faults = records(source, found.hits, _Hit, lambda item: str(item.get("oid", "")))
    return kept(hits, faults, total=found.total, came=len(found.hits))


def _programme(source: Source, found: _Implementation) -> Programme:
    metadata = found.metadata or _Metadata()
    teaching = metadata.opetus or _Teaching()
    education = found.koulutus or _Education()
    about = education.metadata or _EducationMetadata()
    languages = [
        name for code in teaching.opetuskieli for name in _TAUGHT_IN.get(code.value, [code.value])
    ]
    first = languages[0] if languages else "fi"
    providers = found.tarjoajat or ([found.organisaatio] if found.organisaatio else [])
    towns = [each.paikkakunta for each in providers if each.paikkakunta]
    seats = [
        target.aloituspaikat for target in found.hakukohteet if target.aloituspaikat is not None
    ]
    name = in_language(found.nimi, first)
    said = [metadata.kuvaus, metadata.osaamistavoitteet, about.kuvaus, about.osaamistavoitteet]
    extent = " ".join(
        in_language(code.nimi, first)
        for code in (about.opintojenLaajuus, about.opintojenLaajuusyksikko)
        if code
    )
    season = teaching.koulutuksenAlkamiskausi
    return Programme(
        id=found.oid,
        source=source.name,
        provider="; ".join(dict.fromkeys(in_language(each.nimi, first) for each in providers))
        or "not given",
        place="; ".join(dict.fromkeys(in_language(town.nimi, first) for town in towns)) or None,
        place_id=next((p for t in towns if (p := places(source.country).get(t.value))), None),
        country=source.country,
        name=name,
        name_en=found.nimi.get("en"),
        type=education.koulutustyyppi,
        level_eqf=", ".join(code.value.lstrip("0") for code in education.eqf) or None,
        duration_months=_months(teaching),
        duration_note=in_language(teaching.suunniteltuKestoKuvaus, first) or None,
        credits=extent or None,
        seats_per_year=float(sum(seats)) if seats else None,
        seats_note=f"sum of {len(seats)} targets of application" if seats else "not given",
        languages=list(dict.fromkeys(languages)),
        delivery=", ".join(in_language(code.nimi, first) for code in teaching.opetustapa) or None,
        start_year=season.koulutuksenAlkamisvuosi if season else None,
        status="running",
        status_as_found="published in Opintopolku",
        url=f"https://opintopolku.fi/konfo/{first if first in ('fi', 'sv', 'en') else 'fi'}"
        f"/toteutus/{found.oid}",
        text="\n".join([name, *(text for each in said if (text := in_language(each, first)))]),
    )


def _months(teaching: _Teaching) -> float | None:
    years, months = teaching.suunniteltuKestoVuodet, teaching.suunniteltuKestoKuukaudet
    if years is None and months is None:
        return None
    return 12 * (years or 0) + (months or 0)
