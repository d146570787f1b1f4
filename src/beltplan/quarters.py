"""Quarters of a year as plain integers.

A quarter is ``4 * year + (q - 1)``: differences are numbers of quarters, and a
`range` of them is a horizon.
"""

from __future__ import annotations

import re
from datetime import date

__all__ = ["first_day", "label", "last_day", "of", "parse", "year"]

_PATTERN = re.compile(r"^\s*(\d{4})\s*-?\s*[Qq]([1-4])\s*$")


def of(day: date) -> int:
    """Return the quarter that holds a day.

    Examples
    --------
    >>> of(date(2026, 11, 21)) == parse("2026Q4")
    True
    """
    return 4 * day.year + (day.month - 1) // 3


def parse(text: str) -> int:
    """Return the quarter written as ``2026Q4`` or ``2026-Q4``.

    Raises
    ------
    ValueError
        If the text is not a quarter; the message says how to write one.

    Examples
    --------
    >>> parse("2026Q4") - parse("2025-Q4")
    4
    """
    match = _PATTERN.match(text)
    if match is None:
        msg = f"{text!r} is not a quarter; write it like 2026Q4"
        raise ValueError(msg)
    return 4 * int(match.group(1)) + int(match.group(2)) - 1


def label(quarter: int) -> str:
    """Return a quarter as ``2026Q4``.

    Examples
    --------
    >>> label(parse("2026Q4"))
    '2026Q4'
    """
    return f"{quarter // 4}Q{quarter % 4 + 1}"


def year(quarter: int) -> int:
    """Return the calendar year of a quarter."""
    return quarter // 4


def first_day(quarter: int) -> date:
    """Return the first day of a quarter.

    Examples
    --------
    >>> first_day(parse("2026Q4")).isoformat()
    '2026-10-01'
    """
    return date(quarter // 4, 3 * (quarter % 4) + 1, 1)


def last_day(quarter: int) -> date:
    """Return the last day of a quarter.

    Examples
    --------
    >>> last_day(parse("2026Q4")).isoformat()
    '2026-12-31'
    """
    return date.fromordinal(first_day(quarter + 1).toordinal() - 1)
