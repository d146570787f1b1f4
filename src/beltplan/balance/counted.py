"""Quantiles and means of what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.histogram import FIXED, edges, quantiles, two_sided

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.kernel import Counts

__all__ = ["cell_table", "place_table"]

_PROBABILITIES = np.array([0.1, 0.5, 0.9])


def cell_table(counts: Counts, n: int) -> NDArray[np.float32]:
    """Quantiles and means of cells, [4, variable, place, group, quarter]."""
    bins, start = counts.cell_bins, counts.cell_start
    used = bins > 0
    edge = edges(int(bins.max(initial=1)))
    line = np.zeros((3, int(used.sum())), np.float32)
    zero = np.zeros(line.shape[1], np.int64)
    quantiles(counts.cells, start[used], bins[used], edge, zero, _PROBABILITIES, line)
    table = np.zeros((4, *bins.shape), np.float32)
    table[:3, used] = line
    table[3] = counts.cell_sums / (FIXED * n)
    return np.ascontiguousarray(table.transpose(0, 2, 3, 4, 1))


def place_table(counts: Counts, n: int) -> NDArray[np.float32]:
    """Quantiles and means of places and areas, [4, variable, row, quarter]."""
    side, start = counts.place_side, counts.place_start
    used = side > 0
    most = int(side.max(initial=1))
    line = np.zeros((3, int(used.sum())), np.float32)
    quantiles(
        counts.places, start[used], 2 * side[used], two_sided(most), most - side[used],
        _PROBABILITIES, line,
    )  # fmt: skip
    table = np.zeros((4, *side.shape), np.float32)
    table[:3, used] = line
    table[3] = counts.place_sums / (FIXED * n)
    table = table / counts.place_scale[:, None] + counts.place_from
    return np.ascontiguousarray(table.transpose(0, 2, 3, 1))
