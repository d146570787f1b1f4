"""How the kernel is compiled, and its smallest helpers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from numba import njit

from beltplan.balance.kernel.layout import NOBODY, ONE, ZERO
from beltplan.compiled import forget_stale

forget_stale(Path(__file__).parents[1])

jit = njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)
"""Compile once and keep; run without the interpreter's lock; divide as numpy does."""


@jit
def positive(x: Any) -> Any:
    """Return x, or 0 if it is negative."""
    return x if x > ZERO else ZERO


@jit
def least(x: Any, y: Any) -> Any:
    """Return the smaller of two."""
    return x if x < y else y


@jit
def ratio(part: Any, whole: Any) -> Any:
    """Divide; 0 where the whole is nobody (a rest of rounding would overflow the quotient)."""
    return part / whole if whole > NOBODY else ZERO


@jit
def fit(most: Any, wish: Any) -> Any:
    """Return the share of a wish that fits."""
    return most / wish if wish > most else ONE
