"""Texts with their names, and records of files that hold one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan.skills.errors import NOT_A_RECORD
from beltplan.skills.pages import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.faults import Fault

__all__ = ["TEXT_FIELDS", "Document", "clean", "record"]

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
# Marks of writing direction, zero-width signs and other controls say nothing and break words.
_DROPPED = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD)
)
_ODD = re.compile("[\x00-\x08\x0b-\x1f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its name: the file, and the record within it."""

    name: str
    text: str


def clean(text: str) -> str:
    """Return a text composed, without marks that no reader sees."""
    text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = text.translate(_DROPPED)
        text = "".join(c if c in "\n\t" or c >= " " else " " for c in text)
        # What a mark stood between may now compose.
        text = unicodedata.normalize("NFC", text)
    return text


def record(file: str, row: Mapping[str, object], line: int) -> Document | Fault:
    """Return the text of a record of a file, or what is wrong with it.

    Parameters
    ----------
    file
        Name of the file.
    row
        The record, with its text in a field such as `text` or `description`.
    line
        Its number.
    """
    text = _text_of(row)
    if not text:
        return NOT_A_RECORD.at(
            f"{file} line {line} has no text",
            f"name the field one of {', '.join(TEXT_FIELDS[:4])}",
            line=line,
            value=file,
        )
    name = next((str(row[n]) for n in _ID_FIELDS if row.get(n)), str(line))
    return Document(f"{file}#{name}", text)


def _text_of(row: Mapping[str, object]) -> str:
    for name in TEXT_FIELDS:
        value = row.get(name)
        if isinstance(value, dict):
            value = value.get("text")
        if isinstance(value, str) and value.strip():
            return visible(value) if "</" in value else value
    return ""
