"""Periods as statistics offices write them: 2024, 2024M03, 2024K1."""

from __future__ import annotations

import calendar
import datetime as dt
import re

__all__ = ["read_period"]

_FORM = re.compile(r"(?P<year>\d{4})(?:(?P<kind>[MKQT])(?P<number>\d{1,2}))?")
_LENGTH = {"M": 1, "K": 3, "Q": 3, "T": 4}


def read_period(text: str, *, end: bool) -> tuple[str, dt.date] | None:
    """Return a period as the facts write it, and the day on which its value holds.

    Parameters
    ----------
    text
        Year, month (``M``), quarter (``K``, ``Q``) or third of a year (``T``).
    end
        The value holds on the last day of the period, not on the first.

    Returns
    -------
    tuple or None
        None where the text is no such period.

    Examples
    --------
    >>> read_period("2024", end=True)
    ('2024-12-31', datetime.date(2024, 12, 31))
    >>> read_period("2024K2", end=False)
    ('2024-Q2', datetime.date(2024, 4, 1))
    >>> read_period("2023-2024", end=True)
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    year, kind = int(found["year"]), found["kind"]
    if not 1 <= year <= 9999:
        return None
    if kind is None:
        day = dt.date(year, 12, 31) if end else dt.date(year, 1, 1)
        return day.isoformat(), day
    number, length = int(found["number"]), _LENGTH[kind]
    first, last = length * (number - 1) + 1, length * number
    if number < 1 or last > 12:
        return None
    day = dt.date(year, first, 1)
    if end:
        day = dt.date(year, last, calendar.monthrange(year, last)[1])
    name = (
        f"{year}-{number:02d}" if kind == "M" else f"{year}-{'Q' if length == 3 else 'T'}{number}"
    )
    return name, day
