"""Counting the values of a row of lanes."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.balance.histogram import BITS, FIXED, SHIFT, SPARE
from beltplan.balance.kernel.jit import jit, positive
from beltplan.balance.kernel.layout import WIDTH, ZERO, Counts, Stocks

_SHIFT = np.float32(SHIFT)
_FIXED = np.float32(FIXED)
_HALF = np.float32(0.5)
_DROP = np.uint32(23 - BITS)
_FIRST = np.uint32(int(np.float32(SHIFT).view(np.uint32)) >> (23 - BITS))


@jit
def tally_cells(
    s: Stocks, c: Counts, t: int, first: Any, last: Any, p: int, g: int, valid: int
) -> None:
    """Count the values of rows `first` to `last` of the cell scratch.

    Adding to one place again and again waits each time for the last result, and most ties
    are at the lowest value (nobody hired, nobody released). Those lanes are counted in
    vectors and sent, one by one, to spare places at the end.
    """
    cell, work, bits, index = s.cell, s.work, s.bits, s.index
    cells, bins_of, start_of = c.cells, c.cell_bins, c.cell_start
    high_of, sums, measuring = c.cell_high, c.cell_sums, c.measuring
    spare = np.uint32(cells.shape[0] - SPARE)
    for v in range(first, last + 1):
        bins = bins_of[t, v, p, g]
        if bins == 0:
            continue
        total = np.int64(0)
        for i in range(WIDTH):
            value = positive(cell[v, i])
            work[i] = value + _SHIFT
            total += np.int64(value * _FIXED + _HALF)
        if valid < WIDTH:
            total -= (WIDTH - valid) * np.int64(positive(cell[v, valid]) * _FIXED + _HALF)
        top = np.uint32(bins - 1)
        low = top
        high = np.uint32(0)
        for i in range(WIDTH):
            b = np.uint32((bits[i] >> _DROP) - _FIRST)
            b = b if b < top else top
            index[i] = b
            low = b if b < low else low
            high = b if b > high else high
        if measuring:
            high_of[t, v, p, g] = high
            continue
        sums[t, v, p, g] += total
        begin = np.uint32(start_of[t, v, p, g])
        if low == high:
            cells[begin + low] += valid
            continue
        ties = np.int64(0)
        if valid < WIDTH and index[valid] == low:
            ties -= WIDTH - valid
        for i in range(WIDTH):
            b = index[i]
            tie = b == low
            ties += np.int64(1) if tie else np.int64(0)
            index[i] = spare + np.uint32(i & (SPARE - 1)) if tie else np.uint32(begin + b)
        for i in range(valid):
            cells[index[i]] += 1
        cells[begin + low] += ties


@jit
def tally_places(s: Stocks, c: Counts, values: Any, t: int, r: int, valid: int, first: int) -> None:
    """Count all values of a place or an area, and keep its samples; see `tally_cells`."""
    row, work, bits, index = s.row, s.work, s.bits, s.index
    places, side_of, start_of = c.places, c.place_side, c.place_start
    high_of, sums, measuring = c.place_high, c.place_sums, c.measuring
    scale_of, from_of, samples = c.place_scale, c.place_from, c.samples
    spare = np.uint32(places.shape[0] - SPARE)
    slot = c.slot[t] if samples.shape[3] > 0 else -1
    for v in range(values.shape[0]):
        side = side_of[t, v, r]
        if side == 0:
            continue
        scale = scale_of[v]
        zero = from_of[v, r]
        for i in range(WIDTH):
            row[i] = (values[v, i] - zero) * scale
            work[i] = abs(row[i]) + _SHIFT
        top = np.uint32(side - 1)
        middle = np.uint32(side)
        low = np.uint32(2 * side)
        high = np.uint32(0)
        for i in range(WIDTH):
            b = np.uint32((bits[i] >> _DROP) - _FIRST)
            b = b if b < top else top
            b = np.uint32(middle + b) if row[i] >= ZERO else np.uint32(top - b)
            index[i] = b
            low = b if b < low else low
            high = b if b > high else high
        if measuring:
            high_of[t, v, r] = max(np.int64(high) - side, side - 1 - np.int64(low))
            continue
        total = np.int64(0)
        for i in range(valid):
            total += np.int64(np.floor(row[i] * _FIXED + _HALF))
        sums[t, v, r] += total
        begin = np.uint32(start_of[t, v, r])
        if low == high:
            places[begin + low] += valid
        else:
            ties = np.int64(0)
            if valid < WIDTH and index[valid] == low:
                ties -= WIDTH - valid
            for i in range(WIDTH):
                b = index[i]
                tie = b == low
                ties += np.int64(1) if tie else np.int64(0)
                index[i] = spare + np.uint32(i & (SPARE - 1)) if tie else np.uint32(begin + b)
            for i in range(valid):
                places[index[i]] += 1
            places[begin + low] += ties
        if slot >= 0:
            for i in range(valid):
                samples[v, r, slot, first + i] = values[v, i]
