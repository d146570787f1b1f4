"""Straight paths from a known value to a promised one, read off on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beltplan import quarters

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Path", "nearest_quarter_end"]


@dataclass(frozen=True, slots=True)
class Path:
    """A promise: ``base`` on the day ``start``, ``value`` on the day ``end``.

    Attributes
    ----------
    start, base
        Day and value from which the promise starts.
    end, value
        Day and value promised; ``end`` is None where the promise has no date.
    """

    start: date
    base: float
    end: date | None
    value: float

    def interpolated(self, day: date) -> bool:
        """Say whether ``day`` lies before the promised day, so that `at` interpolates."""
        return self.end is not None and day < self.end

    def at(self, day: date) -> float:
        """Return the value on a day: linear up to the promised day, level after it.

        Without a promised day, the promise is taken at its word for any day.

        Examples
        --------
        >>> from datetime import date
        >>> path = Path(date(2020, 1, 1), 100.0, date(2030, 1, 1), 200.0)
        >>> round(path.at(date(2025, 1, 1)), 1), path.at(date(2031, 1, 1))
        (150.0, 200.0)
        """
        if self.end is None or day >= self.end:
            return self.value
        span = (self.end - self.start).days
        passed = max((day - self.start).days, 0)
        return self.base + (self.value - self.base) * passed / span


def nearest_quarter_end(day: date) -> int:
    """Return the quarter whose last day is nearest to ``day`` (the earlier one on a tie).

    The rooms below count people at the end of a quarter; an outcome of 1 July belongs
    to the second quarter, one of 24 January to the fourth of the year before.

    Examples
    --------
    >>> from datetime import date
    >>> quarters.label(nearest_quarter_end(date(2025, 7, 1)))
    '2025Q2'
    >>> quarters.label(nearest_quarter_end(date(2025, 9, 17)))
    '2025Q3'
    """
    here = quarters.of(day)
    before = (day - quarters.last_day(here - 1)).days
    after = (quarters.last_day(here) - day).days
    return here if after < before else here - 1
