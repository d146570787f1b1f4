"""From values to places on paper, and the round numbers that head an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Scale", "digits_of", "nice_ticks"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to positions.

    Examples
    --------
    >>> Scale(0, 10, 100, 200)(5)
    150.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        extent = self.high - self.low
        share = 0.0 if extent == 0 else (value - self.low) / extent
        return self.start + share * (self.end - self.start)


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round, evenly spaced values that cover an interval (steps of 1, 2, 2.5 or 5).

    Examples
    --------
    >>> nice_ticks(0, 870, 4)
    [0.0, 250.0, 500.0, 750.0, 1000.0]
    >>> nice_ticks(0, 0)
    [0.0, 1.0]
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        high = low + 1
        about = 1
    raw = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(
        (power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= raw * 0.999), power * 10
    )
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def digits_of(ticks: list[float]) -> int:
    """Return how many digits after the decimal sign the ticks need.

    Examples
    --------
    >>> digits_of([0.0, 2.5, 5.0])
    1
    """
    for digits in range(4):
        if all(abs(tick - round(tick, digits)) < 1e-9 for tick in ticks):
            return digits
    return 4
