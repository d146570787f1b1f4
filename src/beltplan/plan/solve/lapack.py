"""Dense factorisation inside compiled code: LAPACK and BLAS as SciPy ships them.

The functions are called by name and not by address, so that Numba can keep what it has
compiled. All matrices are square blocks of a buffer in column order with a leading dimension.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from llvmlite import binding
from numba import njit, types
from numba.extending import get_cython_function_address

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

_POINTER: Final = types.CPointer(types.float64)
_INT: Final = types.CPointer(types.int32)
_CHAR: Final = types.CPointer(types.uint8)


def _external(module: str, name: str, *signature: Any) -> Any:
    symbol = f"beltplan_{name}"
    binding.add_symbol(symbol, get_cython_function_address(f"scipy.linalg.{module}", name))
    return types.ExternalFunction(symbol, types.void(*signature))


_potrf = _external("cython_lapack", "dpotrf", _CHAR, _INT, _POINTER, _INT, _INT)
_potri = _external("cython_lapack", "dpotri", _CHAR, _INT, _POINTER, _INT, _INT)
_trsm = _external(
    "cython_blas",
    "dtrsm",
    *(_CHAR,) * 4,
    *(_INT,) * 2,
    _POINTER,
    _POINTER,
    _INT,
    _POINTER,
    _INT,
)
_syrk = _external(
    "cython_blas",
    "dsyrk",
    *(_CHAR,) * 2,
    *(_INT,) * 2,
    _POINTER,
    _POINTER,
    _INT,
    _POINTER,
    _POINTER,
    _INT,
)
_gemm = _external(
    "cython_blas",
    "dgemm",
    *(_CHAR,) * 2,
    *(_INT,) * 3,
    _POINTER,
    _POINTER,
    _INT,
    _POINTER,
    _INT,
    _POINTER,
    _POINTER,
    _INT,
)
_trsv = _external("cython_blas", "dtrsv", *(_CHAR,) * 3, _INT, _POINTER, _INT, _POINTER, _INT)
_gemv = _external(
    "cython_blas",
    "dgemv",
    _CHAR,
    *(_INT,) * 2,
    _POINTER,
    _POINTER,
    _INT,
    _POINTER,
    _INT,
    _POINTER,
    _POINTER,
    _INT,
)

_L, _R, _N, _T = (np.uint8(ord(letter)) for letter in "LRNT")


@jit
def _letter(value: Any) -> Any:
    return np.full(1, value, np.uint8)


@jit
def _whole(value: Any) -> Any:
    return np.full(1, value, np.int32)


@jit
def _real(value: Any) -> Any:
    return np.full(1, value, np.float64)


@jit
def cholesky(block: Any, n: int, lead: int) -> int:
    """Factorise the lower triangle of the leading n columns in place; 0 if it went well."""
    info = _whole(0)
    _potrf(
        _letter(_L).ctypes, _whole(n).ctypes, block.ctypes, _whole(lead).ctypes, info.ctypes
    )
    return info[0]


@jit
def invert(block: Any, n: int, lead: int) -> None:
    """Replace a lower Cholesky factor by the lower triangle of the inverse."""
    info = _whole(0)
    _potri(
        _letter(_L).ctypes, _whole(n).ctypes, block.ctypes, _whole(lead).ctypes, info.ctypes
    )


@jit
def right_solve(rows: int, n: int, factor: Any, lead: int, block: Any, lead_b: int) -> None:
    """Replace B (rows x n) by B L^-T."""
    if rows > 0 and n > 0:
        _trsm(
            _letter(_R).ctypes,
            _letter(_L).ctypes,
            _letter(_T).ctypes,
            _letter(_N).ctypes,
            _whole(rows).ctypes,
            _whole(n).ctypes,
            _real(1.0).ctypes,
            factor.ctypes,
            _whole(lead).ctypes,
            block.ctypes,
            _whole(lead_b).ctypes,
        )


@jit
def rank_update(
    n: int, k: int, sign: float, block: Any, lead: int, keep: float, target: Any, lead_t: int
) -> None:
    """Set the lower triangle of the target to keep * target + sign B B' (B is n x k)."""
    if n > 0:
        _syrk(
            _letter(_L).ctypes,
            _letter(_N).ctypes,
            _whole(n).ctypes,
            _whole(k).ctypes,
            _real(sign).ctypes,
            block.ctypes,
            _whole(lead).ctypes,
            _real(keep).ctypes,
            target.ctypes,
            _whole(lead_t).ctypes,
        )


@jit
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
    if rows > 0 and columns > 0:
        _gemm(
            _letter(_N).ctypes,
            _letter(_T).ctypes,
            _whole(rows).ctypes,
            _whole(columns).ctypes,
            _whole(k).ctypes,
            _real(sign).ctypes,
            left.ctypes,
            _whole(lead).ctypes,
            right.ctypes,
            _whole(lead).ctypes,
            _real(keep).ctypes,
            target.ctypes,
            _whole(lead_t).ctypes,
        )


@jit
def solve_lower(n: int, factor: Any, lead: int, x: Any, turned: bool) -> None:  # noqa: FBT001
    """Replace x by L^-1 x, or by L^-T x."""
    if n > 0:
        _trsv(
            _letter(_L).ctypes,
            _letter(_T if turned else _N).ctypes,
            _letter(_N).ctypes,
            _whole(n).ctypes,
            factor.ctypes,
            _whole(lead).ctypes,
            x.ctypes,
            _whole(1).ctypes,
        )


@jit
def times(rows: int, n: int, sign: float, block: Any, lead: int, x: Any, y: Any, turned: bool) -> None:  # noqa: FBT001
    """Add sign B x to y (B is rows x n), or sign B' x."""
    if rows > 0 and n > 0:
        _gemv(
            _letter(_T if turned else _N).ctypes,
            _whole(rows).ctypes,
            _whole(n).ctypes,
            _real(sign).ctypes,
            block.ctypes,
            _whole(lead).ctypes,
            x.ctypes,
            _whole(1).ctypes,
            _real(1.0).ctypes,
            y.ctypes,
            _whole(1).ctypes,
        )
