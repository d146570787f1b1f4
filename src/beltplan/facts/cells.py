"""What is wrong with one cell, by the type of its field.

A cell is never mended: the message says how it could have been meant, the way out how
to write what is meant.
"""

from __future__ import annotations

import calendar
import functools
import math
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from beltplan.facts import codes
from beltplan.facts.errors import suggest
from beltplan.facts.raw import MAX_CELL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beltplan.facts.schema import Field
    from beltplan.faults import Kind

    Problem = tuple[Kind, str, str]

__all__ = ["as_day", "as_number", "problems"]

EARLIEST: Final = date(1800, 1, 1)
LATEST: Final = date(2150, 12, 31)
MAX_DIGITS: Final = 15
"""Significant digits that a spreadsheet keeps."""

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BLANKS = " \u00a0\u2009\u202f\t"
_UNKNOWN_WORDS = ("unknown", "n/a", "na", "-", "–", "?", "okänd", "okänt", "tuntematon", "ukjent")


def problems(field: Field, value: str) -> Iterator[Problem]:
    """Yield what is wrong with a cell: kind, message, way out.

    Examples
    --------
    >>> from beltplan.facts.schema import schema
    >>> date_field = schema().table("events").field("date")
    >>> for kind, message, way_out in problems(date_field, "2025-02-30"):
    ...     print(kind.code, "|", message, "|", way_out)
    facts.date | February 2025 has no day 30 | write a day from 1 to 28
    """
    if not value:
        if field.required:
            way_out = f"fill it: {field.description}"
            yield codes.REQUIRED, f"{field.name} must not be empty", way_out
        return
    if len(value) > MAX_CELL:
        message = f"{len(value):,} characters; a cell holds at most {MAX_CELL:,}"
        yield codes.CELL_TOO_LONG, message, "shorten the text, or split it over several rows"
    control = _CONTROL.search(value)
    if control is not None:
        message = f"the cell holds the invisible character U+{ord(control.group()):04X}"
        yield codes.CONTROL, message, "type the cell again instead of pasting it"
        return
    if field.type in _FORMS:
        yield from _FORMS[field.type](value)
    elif field.type == "enum":
        yield from _enum(field, value)
    elif field.type in ("number", "integer"):
        yield from _number(field, value)


def as_number(value: str) -> float | None:
    """Return the number in a cell, or None where it is empty or no number."""
    return float(value) if _NUMBER.fullmatch(value) else None


def as_day(value: str) -> date | None:
    """Return the day in a cell, or None where it is empty or no day."""
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _name(value: str) -> Iterator[Problem]:
    if value != value.strip():
        yield codes.NAME_FORM, "the name has blanks at its ends", f"write {value.strip()!r}"
    elif "\n" in value or ";" in value:
        message = "a name holds neither a semicolon nor a line break"
        yield codes.NAME_FORM, message, "use letters, digits, _ and -"


def _list(value: str) -> Iterator[Problem]:
    members = value.split(";")
    if any(not member or member != member.strip() for member in members):
        mended = ";".join(member.strip() for member in members if member.strip())
        message = "the list has empty members or blanks around its semicolons"
        yield codes.LIST_FORM, message, f"write {mended!r}"
    elif len(set(members)) < len(members):
        twice = next(member for member in members if members.count(member) > 1)
        yield codes.LIST_FORM, f"the list names {twice!r} twice", "name it once"


def _enum(field: Field, value: str) -> Iterator[Problem]:
    if value not in field.values:
        allowed = ", ".join(field.values)
        way_out = suggest(value.lower(), field.values, otherwise=f"write one of: {allowed}")
        yield codes.ENUM, f"{value!r} is none of the values of {field.name}", way_out


def _boolean(value: str) -> Iterator[Problem]:
    if value not in ("true", "false"):
        way_out = "write true or false, or leave the cell empty where it is unknown"
        yield codes.TYPE, f"{value!r} is neither true nor false", way_out


def _country(value: str) -> Iterator[Problem]:
    if value not in ("SE", "FI", "NO") and value not in _countries():
        way_out = "write the ISO 3166-1 alpha-2 code: SE, FI, NO …"
        yield codes.COUNTRY, f"{value!r} is no country code", way_out


@functools.cache
def _countries() -> frozenset[str]:
    from babel import Locale

    territories = (str(code) for code in Locale.parse("en").territories)
    return frozenset(code for code in territories if re.fullmatch("[A-Z]{2}", code))


def _number(field: Field, value: str) -> Iterator[Problem]:
    if not _NUMBER.fullmatch(value):
        yield _no_number(value)
        return
    if field.type == "integer" and not _INTEGER.fullmatch(value):
        yield codes.TYPE, f"{value} is not a whole number", "write it without decimals"
        return
    digits = value.lstrip("-").replace(".", "").lstrip("0")
    if len(digits) > MAX_DIGITS:
        message = f"{len(digits)} digits; a spreadsheet keeps {MAX_DIGITS}"
        yield codes.DIGITS, message, "round the number"
        return
    number = float(value)
    if number == 0 and value.startswith("-"):
        yield codes.DIGITS, "minus zero", f"write {value[1:]}"
        return
    low, high = field.minimum, field.maximum
    unit = f" {field.unit}" if field.unit else ""
    if low is not None and number < low:
        if low == 0:
            message = f"{field.name} cannot be below zero"
            yield codes.NEGATIVE, message, "write the amount without a minus, or leave it empty"
        else:
            yield codes.BOUNDS, f"{value} is below {low:g}{unit}", f"{low:g} is the least"
    if high is not None and number > high:
        way_out = (
            f"write a share from 0 to 1, so {number / 100:g} for {value} percent"
            if field.unit == "share"
            else f"{high:g} is the most"
        )
        yield codes.BOUNDS, f"{value} is above {high:g}{unit}", way_out


def _no_number(value: str) -> Problem:
    plain = value.strip()
    if plain.lower() in _UNKNOWN_WORDS:
        return codes.TYPE, f"{value!r} is no number", "leave the cell empty where it is unknown"
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity", "∞"):
        way_out = "leave the cell empty where the number is unknown"
        return codes.NOT_FINITE, f"{value!r} is no finite number", way_out
    if re.fullmatch(rf"-?\d{{1,3}}([{_BLANKS}'’]\d{{3}})+([.,]\d+)?", plain, re.ASCII):
        meant = re.sub(rf"[{_BLANKS}'’]", "", plain).replace(",", ".")
        message = f"{value!r} has a thousands separator"
        return codes.SEPARATOR, message, f"write {meant}, if that is meant"
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", plain, re.ASCII):
        thousands, decimal = plain.replace(",", ""), plain.replace(",", ".", 1)
        if plain.count(",") > 1:
            return (
                codes.SEPARATOR,
                f"{value!r} has thousands separators",
                f"write {thousands}, if that is meant",
            )
        message = f"{value!r} may mean {thousands} or {decimal}"
        return codes.SEPARATOR, message, f"write {thousands} or {decimal}"
    if re.fullmatch(r"-?\d+,\d+", plain, re.ASCII):
        way_out = f"write {plain.replace(',', '.')}"
        return codes.SEPARATOR, f"{value!r} has a decimal comma", way_out
    if re.fullmatch(r"-?\d{1,3}([.,]\d{3})+[.,]\d+", plain, re.ASCII):
        message = f"{value!r} has thousands separators"
        meant = re.sub(r"[.,](?=.*[.,])", "", plain).replace(",", ".")
        return codes.SEPARATOR, message, f"write {meant}, if that is meant"
    number = _float(plain)
    if number is not None:
        if not math.isfinite(number):
            return codes.NOT_FINITE, f"{value!r} is too large for a number", "check the unit"
        way_out = "write digits with a point for decimals, such as 1250 or 0.5"
        return codes.DIGITS, f"{value!r} is a number in an unusual form", way_out
    inner = re.search(r"\d+(\.\d+)?", plain)
    way_out = "write digits only, such as 1250 or 0.5, and put words in a note"
    if inner is not None:
        way_out = "write the digits only: the unit has its own field, words go in a note"
    return codes.TYPE, f"{value!r} is no number", way_out


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _date(value: str) -> Iterator[Problem]:
    match = _DAY.fullmatch(value)
    if match is None:
        yield _no_date(value)
        return
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        yield codes.DATE, f"there is no month {month}", "write the month as 01 to 12"
        return
    if year < EARLIEST.year or year > LATEST.year:
        message = f"the year {year} is out of reach"
        yield codes.DATE, message, f"write a year from {EARLIEST.year} to {LATEST.year}"
        return
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        message = f"{calendar.month_name[month]} {year} has no day {day}"
        yield codes.DATE, message, f"write a day from 1 to {last}"


def _no_date(value: str) -> Problem:
    plain = value.strip()
    kind, form = codes.DATE, "write it as year-month-day, such as 2026-02-27"
    if re.fullmatch(r"\d{4}", plain, re.ASCII) or re.fullmatch(r"\d{4}-\d{2}", plain, re.ASCII):
        first = f"{plain}-01" if len(plain) > 4 else f"{plain}-01-01"
        message = f"{value!r} names no day"
        return kind, message, f"write the first day, {first}, and its precision beside it"
    if re.match(r"\d{5,}-", plain, re.ASCII):
        return kind, f"the year of {value!r} has more than four digits", form
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain, re.ASCII):
        year, month, day = (int(part) for part in plain.split("-"))
        return kind, f"{value!r} lacks a zero", f"write {year:04d}-{month:02d}-{day:02d}"
    if re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{4}", plain, re.ASCII):
        return kind, f"{value!r} may be day first or month first", form
    if re.fullmatch(r"\d{5}", plain, re.ASCII):
        message = f"{value!r} looks like a day counted by Excel"
        return kind, message, "format the cell as a date, or " + form
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", plain, re.ASCII):
        return kind, f"{value!r} has a time of day", f"write {plain[:10]}"
    return kind, f"{value!r} is no date", form


_FORMS: Final[dict[str, Callable[[str], Iterator[Problem]]]] = {
    "id": _name,
    "list": _list,
    "boolean": _boolean,
    "country": _country,
    "date": _date,
}
