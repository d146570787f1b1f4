"""A figure with its range, and sums and products of such figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.facts import Region

__all__ = ["ZERO", "Range", "parameter", "seat_cost"]


class Range(NamedTuple):
    """Low, central and high.

    Sums and products join ends to ends, as if all figures erred the same way: the result is
    wide rather than narrow.

    Examples
    --------
    >>> Range(1, 2, 3).plus(Range(10, 10, 10)).times(Range.of(2))
    Range(low=22, central=24, high=26)
    """

    low: float
    central: float
    high: float

    @classmethod
    def of(cls, value: float) -> Range:
        """Return a figure without a range."""
        return cls(value, value, value)

    @classmethod
    def read(cls, low: float | None, central: float | None, high: float | None) -> Range | None:
        """Return a range from cells; a missing end is the centre, a missing centre is unknown."""
        if central is None:
            if low is None or high is None:
                return None
            central = (low + high) / 2
        return cls(central if low is None else low, central, central if high is None else high)

    def plus(self, other: Range) -> Range:
        """Return the sum, end by end."""
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)

    def times(self, other: Range) -> Range:
        """Return the product of two figures that are not negative, end by end."""
        return Range(self.low * other.low, self.central * other.central, self.high * other.high)

    @staticmethod
    def sum(ranges: Iterable[Range]) -> Range:
        """Return the sum of several."""
        total = ZERO
        for each in ranges:
            total = total.plus(each)
        return total


ZERO = Range(0.0, 0.0, 0.0)


def parameter(region: Region, name: str) -> Range:
    """Return a parameter of the region as a range; later evidence (``x_observed``) goes first.

    Raises
    ------
    UnknownParameterError
        If the region has none of that name.
    ValueError
        If its row holds no number.
    """
    later = f"{name}_observed"
    known = {each.name for each in region.parameters()}
    record = region.parameter(later if later in known else name)
    found = Range.read(record.low, record.central, record.high)
    if found is None:
        message = f"parameter {name} has no value"
        raise ValueError(message)
    return found


def seat_cost(region: Region, level: int) -> Range | None:
    """Return the cost of a seat at an EQF level, EUR a year; None where the region states none.

    The parameters are those of the plan, by ISCO skill level of the posts that a course leads
    to: 2 up to EQF 4, 3 for EQF 5, 4 from EQF 6.
    """
    skill = 2 if level <= 4 else 3 if level == 5 else 4
    name = f"plan_seat_cost_level_{skill}"
    if name not in {each.name for each in region.parameters()}:
        return None
    return parameter(region, name).times(Range.of(1000.0))
