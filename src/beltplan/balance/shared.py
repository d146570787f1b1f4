"""Who else draws on the people whom a place counts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beltplan.balance.interval import Interval

__all__ = ["Pool", "ranked"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Who else draws on the people whom a place counts on; see `Balance.pool`.

    Attributes
    ----------
    place, quarter
        Of which place, when.
    counted_on, double_counted
        People on whom the place's projects can count, and those of them on whom others
        count too.
    shared_with
        Other places and how many of these people their projects count on, most first.
    groups
        Occupation group, people counted on, and those on whom others count too.
    employers
        Sector and how many of these people its other employers count on, most first.
    """

    place: str
    quarter: int
    counted_on: Interval
    double_counted: Interval
    shared_with: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, float, float], ...]
    employers: tuple[tuple[str, float], ...]


def ranked(pairs: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return what is above 0, most first."""
    return tuple(sorted(((n, v) for n, v in pairs if v > 0), key=lambda pair: -pair[1]))
