"""An interval over futures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["Interval", "interval_of"]


class Interval(NamedTuple):
    """Eight futures in ten lie between `p10` and `p90`; half lie below `p50`."""

    p10: float
    p50: float
    p90: float
    mean: float


def interval_of(values: NDArray[np.float64] | Floats) -> Interval:
    """Return the exact interval of a sample."""
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    return Interval(
        float(low), float(middle), float(high), float(np.mean(values, dtype=np.float64))
    )
