"""Dense factorisation inside compiled code: LAPACK and BLAS as SciPy ships them.

Every function works on float64 and on float32 and takes the routine that fits the array. The
routines are called by name and not by address, so that Numba can keep what it has compiled. All
matrices are square blocks of a buffer in column order with a leading dimension.
"""
# ruff: noqa: ARG001 - an overload looks at types only, and what it overloads at nothing

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from llvmlite import binding
from numba import njit, types
from numba.extending import get_cython_function_address, overload

from beltplan.compiled import forget_stale

__all__ = [
    "cholesky",
    "invert",
    "jit",
    "product",
    "rank_update",
    "right_solve",
    "solve_lower",
    "times",
]

forget_stale(Path(__file__).parent)

jit = njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)
"""Compile once and keep; run without the interpreter's lock."""

_pointer: Any = types.CPointer
_INT: Final = _pointer(types.int32)
_CHAR: Final = _pointer(types.uint8)
_KINDS: Final = {types.float64: "d", types.float32: "s"}


def _routine(module: str, name: str, signature: str) -> dict[Any, Any]:
    """Return a routine for each type; the signature has c for char, i for int, f for a real."""
    found = {}
    for real, letter in _KINDS.items():
        full = letter + name
        symbol = f"beltplan_{full}"
        binding.add_symbol(symbol, get_cython_function_address(f"scipy.linalg.{module}", full))
        kinds = {"c": _CHAR, "i": _INT, "f": _pointer(real)}
        arguments = [kinds[each] for each in signature]
        found[real] = types.ExternalFunction(symbol, types.void(*arguments))
    return found


_POTRF: Final = _routine("cython_lapack", "potrf", "cifii")
_POTRI: Final = _routine("cython_lapack", "potri", "cifii")
_TRSM: Final = _routine("cython_blas", "trsm", "cccciiffifi")
_SYRK: Final = _routine("cython_blas", "syrk", "cciiffiffi")
_GEMM: Final = _routine("cython_blas", "gemm", "cciiiffififfi")
_TRSV: Final = _routine("cython_blas", "trsv", "cccififi")
_GEMV: Final = _routine("cython_blas", "gemv", "ciiffififfi")

_COMPILED: Final = "a name for compiled code, which puts the routine for its type here"

_L, _R, _N, _T = (np.uint8(ord(letter)) for letter in "LRNT")


def _real(block: Any) -> Any:
    """Return NumPy's type of a block's numbers, for compiled code to make scalars of."""
    return np.float64 if block.dtype == types.float64 else np.float32


@jit
def _letter(value: Any) -> Any:
    return np.full(1, value, np.uint8)


@jit
def _whole(value: Any) -> Any:
    return np.full(1, value, np.int32)


def cholesky(block: Any, n: int, lead: int) -> int:
    """Factorise the lower triangle of the leading n columns in place; 0 if it went well."""
    raise TypeError(_COMPILED)


@overload(cholesky)
def _cholesky(block: Any, n: int, lead: int) -> Any:
    potrf = _POTRF[block.dtype]

    def run(block: Any, n: int, lead: int) -> int:
        if n == 0:
            return 0
        info = _whole(0)
        potrf(_letter(_L).ctypes, _whole(n).ctypes, block.ctypes, _whole(lead).ctypes, info.ctypes)
        return int(info[0])

    return run


def invert(block: Any, n: int, lead: int) -> None:
    """Replace a lower Cholesky factor by the lower triangle of the inverse."""
    raise TypeError(_COMPILED)


@overload(invert)
def _invert(block: Any, n: int, lead: int) -> Any:
    potri = _POTRI[block.dtype]

    def run(block: Any, n: int, lead: int) -> None:
        info = _whole(0)
        potri(_letter(_L).ctypes, _whole(n).ctypes, block.ctypes, _whole(lead).ctypes, info.ctypes)

    return run


def right_solve(rows: int, n: int, factor: Any, lead: int, block: Any, lead_b: int) -> None:
    """Replace B (rows x n) by B L^-T."""
    raise TypeError(_COMPILED)


@overload(right_solve)
def _right_solve(rows: int, n: int, factor: Any, lead: int, block: Any, lead_b: int) -> Any:
    trsm, real = _TRSM[block.dtype], _real(block)

    def run(rows: int, n: int, factor: Any, lead: int, block: Any, lead_b: int) -> None:
        if rows > 0 and n > 0:
            trsm(
                _letter(_R).ctypes,
                _letter(_L).ctypes,
                _letter(_T).ctypes,
                _letter(_N).ctypes,
                _whole(rows).ctypes,
                _whole(n).ctypes,
                np.full(1, 1.0, real).ctypes,
                factor.ctypes,
                _whole(lead).ctypes,
                block.ctypes,
                _whole(lead_b).ctypes,
            )

    return run


def rank_update(
    n: int, k: int, sign: float, block: Any, lead: int, keep: float, target: Any, lead_t: int
) -> None:
    """Set the lower triangle of the target to keep * target + sign B B' (B is n x k)."""
    raise TypeError(_COMPILED)


@overload(rank_update)
def _rank_update(
    n: int, k: int, sign: float, block: Any, lead: int, keep: float, target: Any, lead_t: int
) -> Any:
    syrk, real = _SYRK[block.dtype], _real(block)

    def run(
        n: int, k: int, sign: float, block: Any, lead: int, keep: float, target: Any, lead_t: int
    ) -> None:
        if n > 0:
            syrk(
                _letter(_L).ctypes,
                _letter(_N).ctypes,
                _whole(n).ctypes,
                _whole(k).ctypes,
                np.full(1, sign, real).ctypes,
                block.ctypes,
                _whole(lead).ctypes,
                np.full(1, keep, real).ctypes,
                target.ctypes,
                _whole(lead_t).ctypes,
            )

    return run


def product(
    rows: int,
    columns: int,
    k: int,
    sign: float,
    left: Any,
    right: Any,
    lead: int,
    keep: float,
    target: Any,
    lead_t: int,
) -> None:
    """Set the target to keep * target + sign L R' (L is rows x k, R columns x k)."""
    raise TypeError(_COMPILED)


@overload(product)
def _product(
    rows: int,
    columns: int,
    k: int,
    sign: float,
    left: Any,
    right: Any,
    lead: int,
    keep: float,
    target: Any,
    lead_t: int,
) -> Any:
    gemm, real = _GEMM[left.dtype], _real(left)

    def run(
        rows: int,
        columns: int,
        k: int,
        sign: float,
        left: Any,
        right: Any,
        lead: int,
        keep: float,
        target: Any,
        lead_t: int,
    ) -> None:
        if rows > 0 and columns > 0:
            gemm(
                _letter(_N).ctypes,
                _letter(_T).ctypes,
                _whole(rows).ctypes,
                _whole(columns).ctypes,
                _whole(k).ctypes,
                np.full(1, sign, real).ctypes,
                left.ctypes,
                _whole(lead).ctypes,
                right.ctypes,
                _whole(lead).ctypes,
                np.full(1, keep, real).ctypes,
                target.ctypes,
                _whole(lead_t).ctypes,
            )

    return run


def solve_lower(n: int, factor: Any, lead: int, x: Any, turned: bool) -> None:
    """Replace x by L^-1 x, or by L^-T x."""
    raise TypeError(_COMPILED)


@overload(solve_lower)
def _solve_lower(n: int, factor: Any, lead: int, x: Any, turned: bool) -> Any:
    trsv = _TRSV[factor.dtype]

    def run(n: int, factor: Any, lead: int, x: Any, turned: bool) -> None:
        if n > 0:
            trsv(
                _letter(_L).ctypes,
                _letter(_T if turned else _N).ctypes,
                _letter(_N).ctypes,
                _whole(n).ctypes,
                factor.ctypes,
                _whole(lead).ctypes,
                x.ctypes,
                _whole(1).ctypes,
            )

    return run


def times(
    rows: int,
    n: int,
    sign: float,
    block: Any,
    lead: int,
    x: Any,
    y: Any,
    turned: bool,
) -> None:
    """Add sign B x to y (B is rows x n), or sign B' x."""
    raise TypeError(_COMPILED)


@overload(times)
def _times(
    rows: int,
    n: int,
    sign: float,
    block: Any,
    lead: int,
    x: Any,
    y: Any,
    turned: bool,
) -> Any:
    gemv, real = _GEMV[block.dtype], _real(block)

    def run(
        rows: int,
        n: int,
        sign: float,
        block: Any,
        lead: int,
        x: Any,
        y: Any,
        turned: bool,
    ) -> None:
        if rows > 0 and n > 0:
            gemv(
                _letter(_T if turned else _N).ctypes,
                _whole(rows).ctypes,
                _whole(n).ctypes,
                np.full(1, sign, real).ctypes,
                block.ctypes,
                _whole(lead).ctypes,
                x.ctypes,
                _whole(1).ctypes,
                np.full(1, 1.0, real).ctypes,
                y.ctypes,
                _whole(1).ctypes,
            )

    return run
