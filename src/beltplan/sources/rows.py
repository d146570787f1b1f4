"""The rows that sources make: adverts, programmes, what courses teach, figures.

Every row has an `id` that is stable within its source. Programmes and figures have the fields of
the tables of the same name in `beltplan.facts`; `text` is what `beltplan skills read` reads.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the types at run time

from pydantic import BaseModel, ConfigDict

__all__ = ["Advert", "Figure", "Outcome", "Programme", "ProgrammeType", "Row"]


class Row(BaseModel):
    """A row of any kind.

    Attributes
    ----------
    id
        Stable within the source.
    source
        Name of the source in the registry.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str


class Advert(Row):
    """An advert for a job.

    `codes` are the service's own codes by system (``SSYK2012``, ``STYRK08``, ``ESCO``), not yet
    checked; `skills` are those that the employer chose from a list. `employer` is empty
    where the service names none.
    """

    country: str
    published: str | None = None
    updated: str | None = None
    expires: str | None = None
    title: str
    text: str
    employer: str | None = None
    positions: int | None = None
    municipality_code: str | None = None
    municipality: str | None = None
    place_id: str | None = None
    codes: dict[str, list[str]] = {}
    skills: list[str] = []
    url: str | None = None


class Programme(Row):
    """A course or a programme; fields as in the table `programmes`."""

    provider: str
    place: str | None = None
    place_id: str | None = None
    country: str
    region: str | None = None
    name: str
    name_en: str | None = None
    type: str | None = None
    level_isced: str | None = None
    level_eqf: str | None = None
    duration_months: float | None = None
    duration_note: str | None = None
    credits: str | None = None
    seats_per_year: float | None = None
    seats_note: str | None = None
    languages: list[str] = []
    delivery: str | None = None
    start_year: str | None = None
    status: str
    status_as_found: str | None = None
    url: str | None = None
    text: str


class Outcome(Row):
    """What a qualification unit or a course requires of those who pass, in the source's words.

    `outcomes` holds one entry a requirement: its code, and its text by language.
    """

    provider: str
    country: str
    title: dict[str, str]
    qualification: str
    credits: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    outcomes: list[dict[str, str]]
    url: str | None = None
    text: str


class ProgrammeType(Row):
    """A national type of programme: no provider, no seats."""

    country: str
    name: str
    kind: str | None = None
    final_competence: str | None = None
    status: str
    codes: dict[str, list[str]] = {}
    path: list[str] = []
    text: str


class Figure(Row):
    """A figure; fields as in the table `figures`.

    `value` is None where the source gives none: suppressed, missing or not yet known; `symbol` is
    the source's own mark for it.
    """

    subject_type: str
    subject: str
    theme: str
    metric: str
    value: float | None
    symbol: str | None = None
    unit: str
    period: str
    date: dt.date
    status: str
    definition: str | None = None
    known_from: dt.date
    note: str | None = None
