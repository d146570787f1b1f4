"""Rows that other rooms read one at a time, as typed records."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the types of a record can be read at run time
from dataclasses import dataclass

__all__ = ["Figure", "Parameter", "Source", "Text"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured or said of a subject, when, by whom.

    `value` is the central or single value in `unit`; `low` and `high` bound it where the
    source gives a range. `grey` is true where nothing newer than 12 months confirms it.
    """

    figure_id: str
    subject_type: str
    subject: str
    theme: str
    metric: str
    value: float | None
    low: float | None
    high: float | None
    text_value: str | None
    unit: str
    period: str | None
    date: dt.date | None
    status: str
    status_as_found: str | None
    definition: str | None
    dispute: str | None
    preferred: bool | None
    why_preferred: str | None
    superseded_by: str | None
    kind: str
    source_ids: tuple[str, ...]
    known_from: dt.date
    note: str | None
    grey: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """One assumption of the model: low, central and high in `unit`, and how it is drawn."""

    name: str
    room: str
    low: float | None
    central: float | None
    high: float | None
    unit: str
    distribution: str
    basis: str | None
    derivation: str | None
    quality: str | None
    description: str
    kind: str
    source_ids: tuple[str, ...]
    known_from: dt.date
    note: str | None
    grey: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One publication."""

    source_id: str
    kind: str
    source_type: str | None
    reliability: str
    publisher: str | None
    title: str | None
    url: str | None
    date: str | None
    url_completeness: str
    known_from: dt.date | None
    superseded_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people read, in the language asked for or in a visible fallback.

    Attributes
    ----------
    text
        The text.
    lang
        Language of the text: sv, fi, nb, en; ``name`` for a proper name that is valid in
        every language; empty where the language is not recorded.
    origin
        official, translation, draft, or ``own`` for the row's own field.
    fallback
        True where the text is not in the language asked for: say so beside it.
    """

    text: str
    lang: str
    origin: str
    fallback: bool
