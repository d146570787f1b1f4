"""The compiled search: see `labels` for what it finds and why it may drop what it drops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

from beltplan.compiled import forget_stale

__all__ = ["jit", "settle"]

forget_stale(Path(__file__).parent)

jit = njit(cache=True, nogil=True, boundscheck=False)
"""Compile once and keep; run without the interpreter's lock."""

# Columns of a label: 0 month, 1 money, 2 hours, 3 language, 4 mask, 5 level, 6 parent, 7 arc,
# 8 programmes. Columns of an answer: 0 to 6 its criteria, 7 mask, 8 level, 9 parent, 10 arc.


@jit
def settle(  # pragma: no cover - compiled
    arcs: Any, weights: Any, start: Any, goal: int, horizon: int, steps: int, limit: int
) -> Any:
    """Settle labels month by month; return the answers, the labels, and whether all were seen.

    Arrays are int64 with the columns named above; `start` is the first label.
    """
    n = arcs.shape[0]
    whole = weights.sum()
    most = _best(start[4], arcs, weights)
    room = 1024
    waiting = np.empty((room, 9), dtype=np.int64)
    behind = np.empty(room, dtype=np.int64)
    heads = np.full(horizon + 1, -1, dtype=np.int64)
    settled = np.empty((1024, 9), dtype=np.int64)
    front = np.empty((256, 11), dtype=np.int64)
    found = np.empty(11, dtype=np.int64)
    count, done, size = 1, 0, 0
    waiting[0] = start
    behind[0] = -1
    heads[0] = 0
    _answer(found, start, weights, whole, goal)
    front, size = _insert(front, size, found)
    new = np.empty(9, dtype=np.int64)
    row = np.empty(9, dtype=np.int64)
    for month in range(horizon + 1):
        width = 0
        at = heads[month]
        while at >= 0:
            width += 1
            at = behind[at]
        if width == 0:
            continue
        bucket = np.empty(width, dtype=np.int64)
        keys = np.empty(width, dtype=np.int64)
        at = heads[month]
        for k in range(width):
            bucket[k] = at
            w = waiting[at]
            # The better state first among equal costs.
            state = (63 - _bits(w[4])) * 16 + (15 - w[5])
            keys[k] = ((w[1] + w[2] + w[3]) * 1024 + state) * 64 + w[8]
            at = behind[at]
        order = np.argsort(keys)
        for k in range(width):
            row[:] = waiting[bucket[order[k]]]
            if row[8] >= steps:
                continue
            left = whole - _weight(row[4], weights)
            more = (steps - row[8]) * _best(row[4], arcs, weights)
            if _hopeless(front, size, row, left - more) or _beaten(settled, done, row):
                continue
            if done >= limit:
                return front[:size].copy(), settled[:done].copy(), False
            if done == settled.shape[0]:
                larger = np.empty((2 * done, 9), dtype=np.int64)
                larger[:done] = settled
                settled = larger
            settled[done] = row
            own = done
            done += 1
            for a in range(n):
                arc = arcs[a]
                if arc[0] > row[5]:
                    continue
                if (arc[2] & ~row[4]) == 0 and arc[1] <= row[5]:
                    continue
                begin = row[0] if row[0] > arc[3] else arc[3]
                begin += (arc[5] - begin) % arc[4]
                end = begin + arc[6]
                if end > horizon:
                    continue
                new[0] = end
                new[1] = row[1] + arc[7]
                new[2] = row[2] + arc[8]
                new[3] = row[3] if row[3] > arc[9] else arc[9]
                new[4] = row[4] | arc[2]
                new[5] = row[5] if row[5] > arc[1] else arc[1]
                new[6] = own
                new[7] = a
                new[8] = row[8] + 1
                _answer(found, new, weights, whole, goal)
                if not _answered(front, size, found):
                    front, size = _insert(front, size, found)
                if new[8] >= steps:
                    continue
                if _hopeless(front, size, new, found[5] - (steps - new[8]) * most):
                    continue
                if count == room:
                    wider = np.empty((2 * room, 9), dtype=np.int64)
                    wider[:room] = waiting
                    waiting = wider
                    longer = np.empty(2 * room, dtype=np.int64)
                    longer[:room] = behind
                    behind = longer
                    room *= 2
                waiting[count] = new
                behind[count] = heads[end]
                heads[end] = count
                count += 1
    return front[:size].copy(), settled[:done].copy(), True


@jit
def _bits(mask: int) -> int:  # pragma: no cover - compiled
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@jit
def _weight(mask: int, weights: Any) -> int:  # pragma: no cover - compiled
    total = 0
    for b in range(weights.shape[0]):
        if mask & (2 << b):
            total += weights[b]
    return total


@jit
def _answer(  # pragma: no cover - compiled
    found: Any, row: Any, weights: Any, whole: int, goal: int
) -> None:
    found[0] = goal - row[5] if goal > row[5] else 0
    for c in range(4):
        found[1 + c] = row[c]
    found[5] = whole - _weight(row[4], weights)
    found[6] = 0 if row[4] & 1 else 1
    found[7] = row[4]
    found[8] = row[5]
    found[9] = row[6]
    found[10] = row[7]


@jit
def _answered(front: Any, size: int, found: Any) -> bool:  # pragma: no cover - compiled
    for k in range(size):
        f = front[k]
        if (
            f[5] <= found[5]
            and f[2] <= found[2]
            and f[1] <= found[1]
            and f[3] <= found[3]
            and f[4] <= found[4]
            and f[0] <= found[0]
            and f[6] <= found[6]
        ):
            if k > 0:
                # What beats one beats the next: keep it near the top.
                for c in range(11):
                    kept = front[k // 2, c]
                    front[k // 2, c] = f[c]
                    front[k, c] = kept
            return True
    return False


@jit
def _insert(front: Any, size: int, found: Any) -> Any:  # pragma: no cover - compiled
    kept = 0
    for k in range(size):
        beats = True
        for c in range(7):
            if found[c] > front[k, c]:
                beats = False
                break
        if not beats:
            if kept != k:
                front[kept] = front[k]
            kept += 1
    if kept == front.shape[0]:
        larger = np.empty((2 * kept, 11), dtype=np.int64)
        larger[:kept] = front
        front = larger
    front[kept] = found
    return front, kept + 1


@jit
def _best(mask: int, arcs: Any, weights: Any) -> int:  # pragma: no cover - compiled
    """Return the largest weight that one programme can add to a mask."""
    best = 0
    for a in range(arcs.shape[0]):
        fresh = arcs[a, 2] & ~mask
        if fresh:
            gain = _weight(fresh, weights)
            best = gain if gain > best else best
    return best


@jit
def _hopeless(front: Any, size: int, row: Any, left: int) -> bool:  # pragma: no cover - compiled
    """Return whether an answer beats the best that a label could still become.

    `left` is a bound on what would be left; the goal reached and the first bit are granted, and
    one more programme takes at least a month.
    """
    left = left if left > 0 else 0
    for k in range(size):
        f = front[k]
        if (
            f[5] <= left
            and f[2] <= row[1]
            and f[1] <= row[0] + 1
            and f[3] <= row[2]
            and f[4] <= row[3]
            and f[0] == 0
            and f[6] == 0
        ):
            return True
    return False


@jit
def _beaten(settled: Any, done: int, row: Any) -> bool:  # pragma: no cover - compiled
    for k in range(done):
        other = settled[k]
        if (
            other[1] <= row[1]
            and other[2] <= row[2]
            and other[0] <= row[0]
            and other[3] <= row[3]
            and (row[4] & ~other[4]) == 0
            and other[5] >= row[5]
            and other[8] <= row[8]
        ):
            return True
    return False
