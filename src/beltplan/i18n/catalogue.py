"""The one catalogue of messages, and the voice that speaks them in a language."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from beltplan.i18n.phrases import (
    LANGS,
    Day,
    Lang,
    Listing,
    Message,
    Name,
    Num,
    Phrase,
    Quarter,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_BREAK", "MissingMessageError", "Voice", "catalogue", "placeholders", "speak"]

NO_BREAK = "\u00a0"
_LOCALES: Mapping[Lang, str] = {"en": "en_GB", "sv": "sv_SE", "fi": "fi_FI", "nb": "nb_NO"}
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class MissingMessageError(KeyError):
    """A key that the catalogue does not have, or a value that a message lacks."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def catalogue() -> Mapping[str, Mapping[Lang, str]]:
    """Return every message: key to language to text."""
    source = resources.files("beltplan.i18n").joinpath("catalogue.csv")
    lines = source.read_text(encoding="utf-8").splitlines()
    return {row["key"]: {lang: row[lang] for lang in LANGS} for row in csv.DictReader(lines)}


def placeholders(text: str) -> frozenset[str]:
    """Return the place-holder names of a message.

    Examples
    --------
    >>> sorted(placeholders("{place}: {value} homes"))
    ['place', 'value']
    """
    return frozenset(_PLACEHOLDER.findall(text))


class Voice:
    """One language: says phrases with its words, plural rules, numbers and dates.

    Parameters
    ----------
    lang : {"en", "sv", "fi", "nb"}
        The language.

    Examples
    --------
    >>> Voice("sv").number(1234.5, digits=1).replace(NO_BREAK, " ")
    '1 234,5'
    """

    def __init__(self, lang: Lang) -> None:
        if lang not in LANGS:
            ways = ", ".join(LANGS)
            message = f"no language {lang!r}; there are {ways}"
            raise MissingMessageError(message)
        self.lang: Lang = lang
        self.locale: Locale = Locale.parse(_LOCALES[lang])

    def has(self, key: str) -> bool:
        """Tell whether the catalogue has a key."""
        return key in catalogue()

    def text(self, key: str, **values: Phrase) -> str:
        """Return a message of the catalogue, its values said.

        Raises
        ------
        MissingMessageError
            If there is no such key, or a place-holder has no value.
        """
        return self.say(Message(key, values))

    def say(self, phrase: Phrase) -> str:
        """Return a phrase as text of this language."""
        match phrase:
            case str():
                return phrase
            case Num():
                return self._with_unit(
                    self.number(
                        phrase.value, digits=phrase.digits, style=phrase.style, sign=phrase.sign
                    ),
                    phrase.unit,
                )
            case Span():
                return self._span(phrase)
            case Day():
                return self.day(phrase)
            case Quarter():
                year, quarter = str(phrase.index // 4), str(phrase.index % 4 + 1)
                return self.text("quarter", year=year, quarter=quarter)
            case Name():
                return phrase.pick(self.lang)[0]
            case Listing():
                return format_list([self.say(item) for item in phrase.items], locale=self.locale)
            case Message():
                return self._message(phrase)

    def number(
        self, value: float, *, digits: int = 0, style: str = "number", sign: bool = False
    ) -> str:
        """Return a number in the manner of the language."""
        places = "" if digits == 0 else "." + "0" * digits
        if style == "percent":
            text = format_percent(value, f"#,##0{places}\u00a0%", locale=self.locale)
            if self.lang == "en":
                text = text.replace("\u00a0%", "%")
        else:
            text = format_decimal(round(value, digits) + 0.0, f"#,##0{places}", locale=self.locale)
        text = text.replace("\u202f", NO_BREAK)
        return f"+{text}" if sign and round(value, digits + 2) > 0 else text

    def day(self, day: Day) -> str:
        """Return a day, or the month, quarter or year that is known of it."""
        if day.precision == "day":
            return str(format_date(day.date, "medium", locale=self.locale)).replace(" ", NO_BREAK)
        if day.precision == "month":
            # Finnish has no month form of its own for the short name.
            skeleton = "yMMMM" if self.lang == "fi" else "yMMM"
            return str(format_skeleton(skeleton, day.date, locale=self.locale)).replace(
                " ", NO_BREAK
            )
        if day.precision == "quarter":
            return self.say(Quarter(4 * day.date.year + (day.date.month - 1) // 3))
        return str(day.date.year)

    def _with_unit(self, text: str, unit: str | None) -> str:
        return text if unit is None else f"{text}{NO_BREAK}{self.text(unit)}"

    def _span(self, span: Span) -> str:
        low, central, high = (
            self.number(value, digits=span.digits, style=span.style, sign=span.sign)
            for value in (span.low, span.central, span.high)
        )
        # A dash between two minus signs needs air.
        dash = f"{NO_BREAK}–{NO_BREAK}" if span.low < 0 else "–"
        return self._with_unit(f"{central} ({low}{dash}{high})", span.unit)

    def _message(self, message: Message) -> str:
        entries = catalogue()
        key = message.key
        count = message.values.get("count")
        if isinstance(count, Num) and f"{key}.one" in entries:
            shown = round(count.value, count.digits)
            if self.locale.plural_form(int(shown) if shown == int(shown) else shown) == "one":
                key = f"{key}.one"
        if key not in entries:
            fault = f"the catalogue has no message {key!r}; add a row to catalogue.csv"
            raise MissingMessageError(fault)
        text = entries[key][self.lang]
        lacking = placeholders(text) - message.values.keys()
        if lacking:
            fault = f"message {key!r} needs the values {', '.join(sorted(lacking))}"
            raise MissingMessageError(fault)
        return _PLACEHOLDER.sub(lambda found: self.say(message.values[found.group(1)]), text)


@cache
def speak(lang: Lang) -> Voice:
    """Return the voice of a language."""
    return Voice(lang)
