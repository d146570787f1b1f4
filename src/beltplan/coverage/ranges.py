"""A figure with its range, and sums and products of such figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.facts import Region

__all__ = ["ZERO", "Range", "parameter"]


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
