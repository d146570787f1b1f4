"""How the kernels of this folder are compiled."""

from __future__ import annotations

from pathlib import Path

from numba import njit

from beltplan.compiled import forget_stale

__all__ = ["jit"]

forget_stale(Path(__file__).parent)

jit = njit(cache=True, nogil=True, boundscheck=False)
"""Compile once and keep; run without the interpreter's lock."""
