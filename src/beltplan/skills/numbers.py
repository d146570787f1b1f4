"""Which numbers are telephone or identity numbers of Sweden, Finland and Norway."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["IDENTITY", "PHONE", "is_identity", "is_phone"]

_BLANKS: Final = " \u00a0\u2009\u202f"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2212\\-"

IDENTITY: Final = re.compile(
    rf"(?<![\w.,-])(?:\d{{6}}|(?:19|20)\d{{6}})[{_DASHES}+]?\d{{4}}(?![\w-])"
    rf"|(?<![\w.,-])\d{{6}}[{_DASHES}+A-FU-Y]\d{{3}}[\dA-FHJ-NPR-Y](?![\w-])"
    rf"|(?<![\w.,-])\d{{6}}[{_BLANKS}{_DASHES}]?\d{{5}}(?![\w-])"
    rf"|(?<![\w.,-])\d{{4}}[{_BLANKS}]\d{{2}}[{_BLANKS}]\d{{5}}(?![\w-])"
)
"""Personnummer, henkilötunnus and fødselsnummer by their form; the day decides (`is_identity`)."""

PHONE: Final = re.compile(
    rf"(?<![\w,{_DASHES}])(?<![^\W\d]/)(?<!\d\.)"
    rf"(?:\+|00)?\(?\+?\d{{1,4}}\)?/?(?:[{_BLANKS}]?\(0\))?"
    rf"(?:[{_BLANKS}.{_DASHES}]{{0,2}}\d){{5,12}}(?![\w-])"
)
"""A number with the signs that part the groups of a telephone number (`is_phone` decides)."""

_DIGITS: Final = re.compile(r"\d+")
_DATE: Final = re.compile(
    rf"(?:19|20)\d{{2}}[.{_DASHES}/ ]\d{{1,2}}[.{_DASHES}/ ]\d{{1,2}}\b"
    rf"|\d{{1,2}}[.{_DASHES}/ ]\d{{1,2}}[.{_DASHES}/ ](?:19|20)\d{{2}}\b"
)
_YEARS: Final = re.compile(rf"(?:19|20)\d{{2}}[ /{_DASHES}]{{1,2}}(?:19|20)\d{{2}}\b")
_DAY: Final = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_TIMES: Final = re.compile(rf"[012]?\d[.][0-5]\d[ {_DASHES}]{{1,2}}[012]?\d[.][0-5]\d$")
_LABEL: Final = re.compile(
    r"(?i)(?:tel|tfn|tlf|tlph|puh|phone|mobil|mob|gsm|ring|soita|sms|whatsapp|växel|p)"
    r"\w{0,8}[.:]?[ \u00a0]{0,2}(?:på |til |nr[.:]? ?)?$"
)
_BEFORE: Final = 24
_COUNTRIES: Final = ("46", "47", "45", "358")
_THOUSANDS: Final = 3


def is_identity(number: str) -> bool:
    """Tell whether a number of the form of an identity number holds a day of birth.

    Coordination numbers (Swedish, day + 60) and D numbers (Norwegian, day + 40) count; numbers of
    organisations, whose third digit is 2 or more, do not.

    Examples
    --------
    >>> [is_identity(n) for n in ("19800101-1234", "131052-308T", "010190 12345", "556677-8899")]
    [True, True, True, False]
    """
    digits = "".join(_DIGITS.findall(number))
    if len(digits) == 12 or not number[-1].isdigit():
        digits = digits[2:] if len(digits) == 12 else digits
    first, middle, third = (int(digits[at : at + 2]) for at in (0, 2, 4))
    swedish = _month(middle) and (_day(third) or _day(third - 60))
    day_first = (_day(first) or _day(first - 40)) and (
        _month(middle) or _month(middle - 40) or _month(middle - 80)
    )
    return swedish or day_first


def is_phone(number: str, before: str) -> bool:
    """Tell whether a number is one to call.

    Parameters
    ----------
    number
        As it stands in the text.
    before
        What stands before it.

    Examples
    --------
    >>> yes = ("+46 (0)90-123 45 67", "0910 12 34 56", "912 34 567", "+358 40 123 4567")
    >>> [is_phone(number, "") for number in yes]
    [True, True, True, True]
    >>> no = ("25 000-35 000", "2026-08-01", "1 500 000", "08.00-17.00", "20260801")
    >>> [is_phone(number, "") for number in no]
    [False, False, False, False, False]
    """
    groups = _DIGITS.findall(number)
    digits = "".join(groups)
    if number.startswith(("+", "(+", "00")):
        return True
    if _DATE.match(number) or _YEARS.match(number) or _TIMES.match(number) or _DAY.match(number):
        return False
    if _LABEL.search(before[-_BEFORE:]):
        return True
    if digits.startswith("0"):
        return 7 <= len(digits) <= 11
    if len(digits) == 8:
        amount = len(groups) > 1 and all(len(group) == _THOUSANDS for group in groups[1:])
        return digits[0] not in "01" and not amount and "." not in number
    return len(digits) in (10, 11, 12) and digits.startswith(_COUNTRIES) and len(groups) == 1


def _day(n: int) -> bool:
    return 1 <= n <= 31


def _month(n: int) -> bool:
    return 1 <= n <= 12
