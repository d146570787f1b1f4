"""Lower bounds that hold whatever the prices are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.standard import Standard

    Floats = NDArray[np.float64]

__all__ = ["lower_bound"]


def lower_bound(standard: Standard, y: Floats, back: Floats) -> float:
    """Return a lower bound on the optimum from any prices.

    For any y, min { c'x : A x = b, 0 <= x <= u } >= b'y + sum of u_j min(0, c_j - (A'y)_j).
    A column without an upper bound makes the bound useless where its reduced cost is negative;
    a rest of rounding there is cleaned by moving the price of its row to zero beforehand.

    Parameters
    ----------
    standard
        The programme.
    y
        Prices, [row].
    back
        A'y, [column].

    Returns
    -------
    The bound; minus infinity if an unbounded column has a negative reduced cost.
    """
    y, back = _clean(standard, y, back)
    reduced = np.minimum(standard.cost - back, 0.0)
    negative = reduced < 0
    return float(standard.right @ y + reduced[negative] @ standard.upper[negative])


def _clean(standard: Standard, y: Floats, back: Floats) -> tuple[Floats, Floats]:
    """Set prices of the wrong sign to zero on rows whose slack has no upper bound."""
    _, m0, n0, _, n = standard.stage.shape
    slack = back[n0 : standard.first]
    wrong0 = np.isinf(standard.upper[n0 : standard.first]) & (slack > 0)
    each = standard.by_scenario(back)[:, n:]
    wrong = np.isinf(standard.by_scenario(standard.upper)[:, n:]) & (each > 0)
    if not wrong0.any() and not wrong.any():
        return y, back
    y = y.copy()
    y[standard.slacks0.row[wrong0]] = 0.0
    rows = standard.rows_by_scenario(y)
    s, k = np.nonzero(wrong)
    rows[s, standard.slacks.row[k]] = 0.0
    del m0
    return y, standard.back(y)
