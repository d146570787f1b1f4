"""From raw JSON to what may be kept: fields that are used, texts cleaned, personal data covered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from beltplan.faults import Fault, FaultError
from beltplan.skills.cleaning import clean
from beltplan.skills.masking import mask
from beltplan.skills.pages import visible
from beltplan.sources.errors import RECORD, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.faults import Kind
    from beltplan.sources.registry import Source

__all__ = [
    "Day",
    "Masked",
    "Record",
    "Words",
    "answer",
    "covered",
    "faults_of",
    "in_language",
    "kept",
    "records",
]

Shape = TypeVar("Shape", bound=BaseModel)

_LANGUAGES = ("sv", "nb", "no", "fi", "en")


class Record(BaseModel):
    """A record as a service gives it: what is not declared is dropped at intake."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)


def covered(text: str) -> str:
    """Return a text as a reader sees it, with personal data covered; the same text twice over.

    Examples
    --------
    >>> covered("<p>Kontakta Anna Berg, 070-123 45 67</p>").strip()
    'Kontakta _________, _____________'
    """
    text = clean(visible(text) if "<" in text and ">" in text else text)
    for _ in range(4):
        found = mask(text)
        if found == text:
            break
        text = found
    return text


def _texts(value: object) -> object:
    """Return a text by language, without languages that hold no text."""
    if isinstance(value, dict):
        return {name: text for name, text in value.items() if isinstance(text, str)}
    return {} if value is None else value


def _cover_all(value: dict[str, str]) -> dict[str, str]:
    return {name: covered(text) for name, text in value.items()}


Masked = Annotated[str, AfterValidator(covered)]
"""Free text: cleaned, personal data covered."""


def _as_day(value: object) -> object:
    """Return the day of a day or a moment, as text; only a day that there is."""
    if isinstance(value, str) and value:
        return dt.date.fromisoformat(value[:10]).isoformat()
    return None if value == "" else value


Day = Annotated[str | None, BeforeValidator(_as_day)]
"""A day, ``2026-11-25``; of a moment the day as written."""

Words = Annotated[dict[str, str], BeforeValidator(_texts), AfterValidator(_cover_all)]
"""Free text by language."""


def in_language(words: dict[str, str], *first: str) -> str:
    """Return a text in the first of the languages that has it; empty where none has.

    Examples
    --------
    >>> in_language({"fi": "akku", "en": "battery"}, "sv")
    'akku'
    """
    for name in (*first, *_LANGUAGES):
        if words.get(name, "").strip():
            return words[name].strip()
    return next((text.strip() for text in words.values() if text.strip()), "")


def answer(source: Source, raw: object, shape: type[Shape]) -> Shape:
    """Return an answer checked against its published shape.

    Raises
    ------
    FaultError
        With one fault for each field that differs.
    """
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        raise FaultError(_faults(error, SCHEMA, source, "")) from None


def records(
    source: Source, items: list[Any], shape: type[Shape], name: Callable[[Any], str]
) -> tuple[list[Shape], list[Fault]]:
    """Return the sound records of an answer, and a fault for each record left out.

    Raises
    ------
    FaultError
        If more than half are unsound: then the schema has changed, and nothing is used.
    """
    sound: list[Shape] = []
    faults: list[Fault] = []
    broken = 0
    for item in items:
        try:
            sound.append(shape.model_validate(item))
        except ValidationError as error:
            broken += 1
            label = name(item) if isinstance(item, dict) else ""
            faults += _faults(error, RECORD, source, label)
    if broken * 2 > len(items):
        message = f"{broken} of {len(items)} records lack what they must have"
        way_out = f"compare with {source.docs_url}; the records from before are kept"
        raise FaultError([SCHEMA.at(message, way_out, row=source.name), *faults[:20]])
    return sound, faults


def kept(sound: list[Shape], faults: list[Fault], **more: object) -> dict[str, Any]:
    """Return what is written to the cache: sound records, and the faults of those left out."""
    return {
        **more,
        "records": [each.model_dump(mode="json") for each in sound],
        "faults": [fault.as_dict() for fault in faults],
    }


def faults_of(content: dict[str, Any]) -> list[Fault]:
    """Return the faults of an answer that `kept` wrote."""
    return [Fault(**each) for each in content["faults"]]


def _faults(error: ValidationError, kind: Kind, source: Source, label: str) -> list[Fault]:
    return [
        kind.at(
            each["msg"].lower(),
            f"compare with {source.docs_url}",
            row=f"{source.name} {label}".strip(),
            field=".".join(map(str, each["loc"])),
            value=_shown(source, each["input"]) if each["type"] != "missing" else "",
        )
        for each in error.errors()
    ]


def _shown(source: Source, value: object) -> str:
    """Return what a fault shows of a value: of an advert only its type, as it may name a person."""
    kind = type(value).__name__
    return kind if source.makes == "adverts" else f"{kind} {covered(str(value))[:80]}"
