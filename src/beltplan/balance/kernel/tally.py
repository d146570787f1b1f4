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
def _count(counts: Any, index: Any, start: int, low: Any, valid: int) -> None:
    """Add one to the bins in `index`.

    Adding to one place again and again waits each time for the last result, and most ties
    are at the lowest value (nobody hired, nobody released). Those lanes are counted in
    vectors and sent, one by one, to spare places at the end.
    """
    spare = np.uint32(counts.shape[0] - SPARE)
    begin = np.uint32(start)
    ties = np.int64(0)
    if valid < WIDTH and index[valid] == low:
        ties -= WIDTH - valid
    for i in range(WIDTH):
        b = index[i]
        tie = b == low
        ties += np.int64(1) if tie else np.int64(0)
        index[i] = spare + np.uint32(i & (SPARE - 1)) if tie else np.uint32(begin + b)
    for i in range(valid):
        counts[index[i]] += 1
    counts[begin + low] += ties


@jit
def tally_cell(s: Stocks, c: Counts, t: int, v: int, p: int, g: int, valid: int) -> None:
    """Count the values of row v of the cell scratch."""
    cell, work, bits, index = s.cell, s.work, s.bits, s.index
    bins = c.cell_bins[t, v, p, g]
    if bins == 0:
        return
    total = np.int64(0)
    for i in range(WIDTH):
        value = positive(cell[v, i])
        work[i] = value + _SHIFT
        total += np.int64(value * _FIXED + _HALF)
    if valid < WIDTH:
        total -= (WIDTH - valid) * np.int64(positive(cell[v, valid]) * _FIXED + _HALF)
    last = np.uint32(bins - 1)
    low = last
    high = np.uint32(0)
    for i in range(WIDTH):
        b = np.uint32((bits[i] >> _DROP) - _FIRST)
        b = b if b < last else last
        index[i] = b
        low = b if b < low else low
        high = b if b > high else high
    if c.measuring:
        c.cell_high[t, v, p, g] = high
        return
    c.cell_sums[t, v, p, g] += total
    start = c.cell_start[t, v, p, g]
    if low == high:
        c.cells[start + low] += valid
    else:
        _count(c.cells, index, start, low, valid)


@jit
def tally_place(
    s: Stocks, c: Counts, values: Any, t: int, v: int, r: int, valid: int, first: int
) -> None:
    """Count row v of the values of a place or an area, and keep the sample."""
    row, work, bits, index = s.row, s.work, s.bits, s.index
    side = c.place_side[t, v, r]
    if side == 0:
        return
    scale = c.place_scale[v]
    begin = c.place_from[v, r]
    for i in range(WIDTH):
        row[i] = (values[v, i] - begin) * scale
        work[i] = abs(row[i]) + _SHIFT
    last = np.uint32(side - 1)
    middle = np.uint32(side)
    low = np.uint32(2 * side)
    high = np.uint32(0)
    for i in range(WIDTH):
        b = np.uint32((bits[i] >> _DROP) - _FIRST)
        b = b if b < last else last
        b = np.uint32(middle + b) if row[i] >= ZERO else np.uint32(last - b)
        index[i] = b
        low = b if b < low else low
        high = b if b > high else high
    if c.measuring:
        up = np.int64(high) - side
        down = side - 1 - np.int64(low)
        c.place_high[t, v, r] = max(up, down)
        return
    total = np.int64(0)
    for i in range(valid):
        total += np.int64(np.floor(row[i] * _FIXED + _HALF))
    c.place_sums[t, v, r] += total
    start = c.place_start[t, v, r]
    if low == high:
        c.places[start + low] += valid
    else:
        _count(c.places, index, start, low, valid)
    slot = c.slot[t]
    if slot >= 0 and c.samples.shape[3] > 0:
        for i in range(valid):
            c.samples[v, r, slot, first + i] = values[v, i]
