"""Texts with their names, and records of files that hold one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.skills.cleaning import readable
from beltplan.skills.errors import NOT_A_RECORD
from beltplan.skills.pages import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beltplan.faults import Fault

__all__ = ["TEXT_FIELDS", "Document", "column_with_text", "record"]

TEXT_FIELDS = (
    "text",
    "description",
    "body",
    "content",
    "ad_text",
    "beskrivning",
    "kuvaus",
    "tekst",
)
_ID_FIELDS = ("id", "ad_id", "uuid", "number", "nr")
# Tags and entities that stand in texts taken from web pages.
_MARKUP = re.compile(
    r"</?(?:p|br|div|li|ul|ol|b|i|u|em|strong|span|h[1-6]|table|tr|td|a)\b[^<>]{0,200}>"
    r"|&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its name: the file, and the record within it."""

    name: str
    text: str


def record(
    file: str, row: Mapping[str, object], line: int, *, what: str = "line"
) -> Document | Fault:
    """Return the text of a record of a file, or what is wrong with it.

    Parameters
    ----------
    file
        Name of the file.
    row
        The record, with its text in a field such as `text` or `description`.
    line, what
        Its number, and what is counted.
    """
    text = _text_of(row)
    if not text:
        return NOT_A_RECORD.at(
            f"{file} {what} {line} has no text",
            f"put the text, in quotes, into a field named {', '.join(TEXT_FIELDS[:4])}",
            line=line,
            value=file,
        )
    return Document(readable(f"{file}#{_id_of(row) or line}"), text)


def column_with_text(names: Iterable[str]) -> bool:
    """Tell whether one of the names of columns is that of a text."""
    return any(name.strip().lower() in TEXT_FIELDS for name in names)


def _id_of(row: Mapping[str, object]) -> str:
    for name in _ID_FIELDS:
        value = row.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _text_of(row: Mapping[str, object]) -> str:
    if row.keys().isdisjoint(TEXT_FIELDS):
        row = {name.strip().lower(): value for name, value in row.items()}
    for name in TEXT_FIELDS:
        value = row.get(name)
        if isinstance(value, dict):
            value = value.get("text")
        if isinstance(value, str) and value.strip():
            return visible(value) if _MARKUP.search(value) else value
    return ""
