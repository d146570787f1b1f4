"""JobEd Connect (Arbetsförmedlingen): education in Sweden.

Seats, applicants and completion are not in it, so those fields stay empty.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from beltplan.sources.intake import (
    Day,
    Record,
    answer,
    covered,
    faults_of,
    in_language,
    kept,
    records,
)
from beltplan.sources.municipalities import places
from beltplan.sources.page import Page
from beltplan.sources.rows import Programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.sources.client import Client
    from beltplan.sources.query import Query
    from beltplan.sources.registry import Source

__all__ = ["JobEd"]

_LANGUAGES = {"swe": "sv", "eng": "en", "fin": "fi", "nor": "nb"}
_UNITS = {"yh": "YH points", "vp": "komvux points", "hp": "ECTS credits", "fhsk": "weeks"}
_DELIVERY = {True: "distance", False: "on site"}
_DAYS_PER_MONTH = 30.4375


def _by_language(value: object) -> object:
    """Return ``[{lang, content}]`` as texts by language."""
    if not isinstance(value, list):
        return {} if value is None else value
    return {
        _LANGUAGES.get(str(each.get("lang")), str(each.get("lang"))): each["content"]
        for each in value
        if isinstance(each, dict) and isinstance(each.get("content"), str)
    }


def _cover(value: dict[str, str]) -> dict[str, str]:
    return {name: covered(text) for name, text in value.items()}


_Texts = Annotated[dict[str, str], BeforeValidator(_by_language), AfterValidator(_cover)]
_Links = Annotated[dict[str, str], BeforeValidator(_by_language)]


class _Code(Record):
    code: str | None = None


class _Credits(Record):
    system: _Code | None = None
    credits: float | None = None


class _Education(Record):
    title: _Texts = Field(min_length=1)
    description: _Texts = Field(default_factory=dict)
    form: _Code
    credits: _Credits | None = None
    educationLevel: _Code | None = None  # noqa: N815 - the service's own names
    urls: _Links = Field(default_factory=dict)


class _Providers(Record):
    providers: list[str] = Field(min_length=1)


class _Execution(Record):
    start: Day = None
    end: Day = None


class _Events(Record):
    municipalityCode: list[str] = Field(default_factory=list)  # noqa: N815
    regionCode: list[str] = Field(default_factory=list)  # noqa: N815
    paceOfStudyPercentage: list[float] = Field(default_factory=list)  # noqa: N815
    executions: list[_Execution] = Field(default_factory=list)
    distance: bool | None = None


class _Offer(Record):
    """One education with its provider and its occasions."""

    id: str
    education: _Education
    providerSummary: _Providers  # noqa: N815
    eventSummary: _Events | None = None  # noqa: N815


class _Answer(Record):
    hits: int | None = None
    result: list[Any]


class JobEd:
    """Reads the search for educations."""

    def request_of(self, row_id: str) -> None:
        """Return None: educations are cached by page."""
        del row_id

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the pages of a query; the end is a page that is not full."""
        source = client.source
        size = source.page_size or 100
        offset = position["offset"] if position else 0
        while True:
            params = {**query.asked, "limit": size, "offset": offset}
            got = client.get("v1/educations", params=params, intake=lambda raw: _kept(source, raw))
            offers = [_Offer.model_validate(each) for each in got.content["records"]]
            last = got.content["came"] < size
            offset += size
            yield Page(
                [_programme(source, offer, got.day) for offer in offers],
                {"offset": offset},
                got.day,
                announced=got.content["hits"],
                last=last,
                faults=faults_of(got.content),
            )
            if last:
                return


def _kept(source: Source, raw: object) -> dict[str, Any]:
    found = answer(source, raw, _Answer)
    offers, faults = records(source, found.result, _Offer, lambda item: str(item.get("id", "")))
    return kept(offers, faults, hits=found.hits, came=len(found.result))


def _programme(source: Source, offer: _Offer, day: dt.date) -> Programme:
    education, events = offer.education, offer.eventSummary or _Events()
    name = in_language(education.title, "sv")
    about = in_language(education.description, "sv")
    place = next(
        (place for code in events.municipalityCode if (place := _place(source, code))), None
    )
    credit = education.credits
    unit = _UNITS.get((credit.system.code or "") if credit and credit.system else "", "")
    starts = sorted({each.start for each in events.executions if each.start})
    level = (education.educationLevel.code or "") if education.educationLevel else ""
    return Programme(
        id=offer.id,
        source=source.name,
        provider="; ".join(offer.providerSummary.providers),
        place=", ".join(events.municipalityCode) or None,
        place_id=place,
        country=source.country,
        region=", ".join(events.regionCode) or None,
        name=name,
        name_en=education.title.get("en"),
        type=education.form.code,
        level_isced=level.removeprefix("ISCED_") or None,
        duration_months=_months(events.executions),
        duration_note=_pace(events.paceOfStudyPercentage),
        credits=f"{credit.credits:g} {unit}".strip() if credit and credit.credits else None,
        seats_note="not given by the source",
        delivery=None if events.distance is None else _DELIVERY[events.distance],
        start_year=", ".join(starts) or None,
        status=_status(events.executions, day),
        url=in_language(education.urls, "sv") or None,
        text=f"{name}\n{about}",
    )


def _place(source: Source, code: str) -> str | None:
    return places(source.country).get(code)


def _months(executions: list[_Execution]) -> float | None:
    """Return the length of the first occasion that has both days, in months."""
    for each in executions:
        if each.start and each.end:
            days = (dt.date.fromisoformat(each.end) - dt.date.fromisoformat(each.start)).days
            return round(days / _DAYS_PER_MONTH, 1) if days > 0 else None
    return None


def _pace(percent: list[float]) -> str | None:
    return f"pace {', '.join(f'{each:g}' for each in percent)} %" if percent else None


def _status(executions: list[_Execution], day: dt.date) -> str:
    """Return running, announced, ended or unknown, by the days of the occasions."""
    spans = [(each.start, each.end or "9999") for each in executions if each.start]
    today = day.isoformat()
    if any(start <= today <= end for start, end in spans):
        return "running"
    if any(start > today for start, _ in spans):
        return "announced"
    return "ended" if spans else "unknown"
