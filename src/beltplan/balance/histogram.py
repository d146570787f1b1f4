"""Counting values in bins, so that quantiles need no stored sample.

Bins are log-linear, as in an HDR histogram: a value x >= 0 falls in the bin given by the
exponent and the first `BITS` bits of the mantissa of the float32 number x + `SHIFT`. A bin
is at most 2**-BITS of x + SHIFT wide. A quantile is placed inside its bin by rank, so that
it differs from the exact order statistic by at most the bin's width:
``(x + 8) / 64``, and in the middle of a bin by half of that, under 1 % of x for x >= 29 and
at most 0.3 persons below. Variables that can fall below their start are counted as a change
from the start, with bins on both sides: there the bound holds for the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BITS", "FIXED", "SHIFT", "SPARE", "bins_for", "edges", "quantiles", "two_sided"]

BITS: Final = 6
"""Mantissa bits: 64 bins for each doubling."""

SHIFT: Final = 8.0
"""Added to a value before it is binned; sets the resolution near zero."""

FIXED: Final = 16.0
"""Means are summed in whole 1/16ths, so that the order of summing changes nothing."""

SPARE: Final = 16
"""Places at the end of the counts that mean nothing."""

_DROP: Final = 23 - BITS
_FIRST: Final = int(np.float32(SHIFT).view(np.uint32)) >> _DROP


def bins_for(high: float) -> int:
    """Return how many bins hold the values from 0 to `high`.

    Examples
    --------
    >>> bins_for(0.0), bins_for(8.0), bins_for(24.0)
    (1, 65, 129)
    """
    return (int(np.float32(high + SHIFT).view(np.uint32)) >> _DROP) - _FIRST + 1


def edges(bins: int) -> NDArray[np.float64]:
    """Return the lower edges of the bins and the upper edge of the last, [bins + 1].

    Examples
    --------
    >>> edges(2).tolist()
    [0.0, 0.125, 0.25]
    """
    bits = np.arange(_FIRST, _FIRST + bins + 1, dtype=np.uint32) << np.uint32(_DROP)
    return bits.view(np.float32).astype(np.float64) - SHIFT


def two_sided(bins: int) -> NDArray[np.float64]:
    """Return edges of `bins` bins on each side of zero, [2 * bins + 1].

    Examples
    --------
    >>> two_sided(1).tolist()
    [-0.125, 0.0, 0.125]
    """
    right = edges(bins)
    return np.concatenate([-right[:0:-1], right])


@njit(cache=True, nogil=True, error_model="numpy")
def quantiles(
    counts: Any, start: Any, bins: Any, edge: Any, shift: Any, probabilities: Any, out: Any
) -> None:
    """Read quantiles off histograms.

    Parameters
    ----------
    counts
        All counts, in one line.
    start, bins
        int64 [m]: where each histogram starts, and how many bins it has.
    edge
        float64, edges of the bins; histogram i uses those from ``shift[i]`` on.
    shift
        int64 [m].
    probabilities
        float64 [k].
    out
        float32 [k, m], filled. The p-quantile of n values is the value of rank p (n - 1),
        counted from 0 and read between neighbours, with the values of a bin spread evenly
        over it. The bins next to zero give 0, and so does a histogram without values.
    """
    for i in range(start.shape[0]):
        total = 0
        for b in range(bins[i]):
            total += counts[start[i] + b]
        if total == 0:
            for k in range(probabilities.shape[0]):
                out[k, i] = 0.0
            continue
        b = 0
        below = np.int64(0)
        here = np.int64(counts[start[i]])
        for k in range(probabilities.shape[0]):
            rank = probabilities[k] * (total - 1) + 0.5
            while below + here < rank and b + 1 < bins[i]:
                below += here
                b += 1
                here = np.int64(counts[start[i] + b])
            low = edge[shift[i] + b]
            high = edge[shift[i] + b + 1]
            if low == 0.0 or high == 0.0:
                out[k, i] = 0.0
                continue
            out[k, i] = low + (high - low) * (rank - below) / max(here, 1)
