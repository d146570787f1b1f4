"""What can be said in four languages: numbers, intervals, days, names, messages.

A phrase holds values, never words of one language. `Voice.say` turns it into
text; the workbook and the CSV files take the bare numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = [
    "LANGS",
    "Day",
    "Lang",
    "Listing",
    "Message",
    "Name",
    "Num",
    "Phrase",
    "Quarter",
    "Span",
    "msg",
    "plain",
]

Lang = Literal["en", "sv", "fi", "nb"]
LANGS: tuple[Lang, ...] = ("en", "sv", "fi", "nb")
"""The languages of the belt, in the order of the switch."""


@dataclass(frozen=True, slots=True)
class Num:
    """One number.

    Parameters
    ----------
    value : float
        The number; a share when `style` is ``percent``.
    digits : int
        Digits after the decimal sign.
    unit : str or None
        Catalogue key of the unit in its after-a-number form (``unit.homes``).
    style : {"number", "percent"}
        ``percent`` shows 0.12 as 12 %.
    sign : bool
        Show a plus sign for positive numbers.
    """

    value: float
    digits: int = 0
    unit: str | None = None
    style: Literal["number", "percent"] = "number"
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A median with the interval that holds 80 % of the futures (or low, central, high).

    Parameters
    ----------
    low, central, high : float
        The 10, 50 and 90 % points, in the unit of the number.
    digits, unit, style, sign
        As in `Num`.
    """

    low: float
    central: float
    high: float
    digits: int = 0
    unit: str | None = None
    style: Literal["number", "percent"] = "number"
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, or the month, quarter or year that is all we know of it."""

    date: date
    precision: Literal["day", "month", "quarter", "year"] = "day"


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter as the integer of `beltplan.quarters`."""

    index: int


@dataclass(frozen=True, slots=True)
class Name:
    """A text of the region's own content, language by language.

    Parameters
    ----------
    texts : Mapping[str, str]
        Language to text; ``""`` holds a text whose language is its own (a
        company's name) and that serves for all.

    Examples
    --------
    >>> Name({"sv": "Vasa", "fi": "Vaasa"}).pick("fi")
    ('Vaasa', 'fi')
    >>> Name({"en": "steel"}).pick("nb")
    ('steel', 'en')
    """

    texts: Mapping[str, str] = field(hash=False)

    def pick(self, lang: str) -> tuple[str, str]:
        """Return the text and the language it is really in (``""``: its own)."""
        for candidate in (lang, "", "en", *sorted(self.texts)):
            if candidate in self.texts:
                return self.texts[candidate], candidate
        return "", ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Several phrases as one enumeration ("a, b and c")."""

    items: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence or label of the catalogue with values for its place-holders.

    Where the catalogue has ``key.one`` beside ``key`` and the value ``count``
    is a `Num`, the form is chosen by the plural rule of the language.
    """

    key: str
    values: Mapping[str, Phrase] = field(default_factory=dict, hash=False)


Phrase = str | Num | Span | Day | Quarter | Name | Listing | Message
"""Anything `Voice.say` can say; a bare `str` is said as it stands."""


def msg(key: str, /, **values: Phrase) -> Message:
    """Return the message `key` with its values.

    Examples
    --------
    >>> msg("unit.homes").key
    'unit.homes'
    """
    return Message(key, values)


def plain(text: str) -> Name:
    """Return a text that is the same in every language (a name, a code)."""
    return Name({"": text})
