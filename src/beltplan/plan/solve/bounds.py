"""Lower bounds that hold whatever the prices are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.standard import Standard

    Floats = NDArray[np.float64]

__all__ = ["Bound", "lower_bound"]


def lower_bound(standard: Standard, y: Floats, back: Floats) -> float:
    """Return a lower bound on the optimum from any prices.

    For any y, min { c'x : A x = b, 0 <= x <= u } >= b'y + sum of u_j min(0, c_j - (A'y)_j).
    A column without an upper bound makes the bound useless where its reduced cost is negative;
    for slacks the price of the row is moved to zero beforehand.

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


class Bound:
    """The best lower bound so far, kept clear of rounding at columns without an upper bound.

    The bound is concave in the prices. Where a reduced cost of an unbounded column is negative
    by rounding, the prices are drawn towards earlier ones at which none was, just far enough.

    Parameters
    ----------
    standard
        The programme.

    Attributes
    ----------
    best, last
        The best bound so far, and that of the last prices that gave one.
    """

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.best = self.last = -np.inf
        open_ended = np.isinf(standard.upper)
        first, n0, n = standard.first, standard.stage.a0.shape[1], standard.stage.w.shape[1]
        open_ended[n0:first] = False
        standard.by_scenario(open_ended)[:, n:] = False
        self._open = np.flatnonzero(open_ended)
        self._safe: tuple[Floats, Floats] | None = None

    def update(self, y: Floats, back: Floats) -> float:
        """Return the best bound, given more prices y and A'y."""
        y, back = _clean(self.standard, y, back)
        reduced = (self.standard.cost - back)[self._open]
        if (reduced < 0).any():
            if self._safe is None:
                return self.best
            before, back_before = self._safe
            margin = (self.standard.cost - back_before)[self._open]
            wrong = reduced < 0
            draw = float((-reduced[wrong] / (margin - reduced)[wrong]).max())
            draw = min(1.0, 2.0 * draw)
            y = y + draw * (before - y)
            back = self.standard.back(y)
        elif len(self._open) and (reduced > 0).all():
            self._safe = y.copy(), back.copy()
        self.last = lower_bound(self.standard, y, back)
        self.best = max(self.best, self.last)
        return self.best


def _clean(standard: Standard, y: Floats, back: Floats) -> tuple[Floats, Floats]:
    """Set prices of the wrong sign to zero on rows whose slack has no upper bound."""
    _, _, n0, _, n = standard.stage.shape
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
    return y, standard.back(y)
