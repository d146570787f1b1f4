"""The first stage's part of the linear system: dense, in float64, on all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import linalg, sparse

from beltplan.plan.solve.lapack import jit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.standard import Standard

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["NotPositiveError", "Root"]


class NotPositiveError(ArithmeticError):
    """A pivot was not positive: the scaling is too wide for this regularisation."""


class Root:
    """The columns of the first stage that touch scenarios, and the first stage's rows.

    Parameters
    ----------
    standard
        The programme.
    rows
        The scenario's rows that the first stage touches, in the order of the inverse.
    """

    def __init__(self, standard: Standard, rows: Ints) -> None:
        self.standard = standard
        stage = standard.stage
        self.link = np.flatnonzero((np.diff(stage.t.indptr) > 0) & (stage.upper0 > 0))
        self.t = sparse.csc_array(stage.t.tocsr()[rows].tocsc()[:, self.link])
        self.back = sparse.csr_array(self.t.T)
        self._single = bool((np.diff(self.t.indptr) == 1).all())
        self._rest = np.setdiff1d(np.arange(stage.a0.shape[1]), self.link)
        self._a_link = stage.a0[:, self.link]
        self._a_rest = sparse.csc_array(stage.a0[:, self._rest])
        self._squares = sparse.csr_array(self._a_rest.power(2))
        live = stage.upper0[self._rest] > 0
        self._apart = bool((np.diff(self._a_rest.indptr)[live] <= 1).all())

    def factorise(self, inverse: Floats, d: Floats, dual: float) -> None:
        """Factorise, given the lower triangle of the sum of the scenarios' inverses.

        Raises
        ------
        NotPositiveError
            If a pivot is not positive.
        """
        standard = self.standard
        n0, m0 = standard.stage.a0.shape[1], standard.stage.a0.shape[0]
        lower = inverse.reshape(self.t.shape[0], -1).T if inverse.size else np.zeros((0, 0))
        if self._single:
            small = _picked(lower, self.t.indices, self.t.data)
        else:
            full = np.tril(lower) + np.tril(lower, -1).T
            small = np.asarray(self.back @ (self.back @ full).T, order="F")
        small[np.diag_indices_from(small)] += d[self.link]
        slack = np.zeros(m0)
        np.add.at(slack, standard.slacks0.row, 1.0 / d[n0 : standard.first])
        weight = 1.0 / d[self._rest]
        try:
            if self._apart:
                self._rows = self._squares @ weight + slack + dual
            else:
                whole = (self._a_rest * weight[None, :] @ self._a_rest.T).toarray()
                whole[np.diag_indices(m0)] += slack + dual
                self._rows = linalg.cholesky(whole, lower=True, check_finite=False)
            across = self._a_link.T @ self._divided(self._a_link)
            if sparse.issparse(across):
                across = across.tocoo()
                np.add.at(small, (across.row, across.col), across.data)
            else:
                small += across
            self._root = linalg.cholesky(small, lower=True, overwrite_a=True, check_finite=False)
        except linalg.LinAlgError as error:
            msg = "a pivot of the first stage was not positive"
            raise NotPositiveError(msg) from error
        self._d = d

    def _divided(self, right: Any) -> Any:
        """Solve with the block of the first stage's rows; it is diagonal in the plan."""
        if self._apart:
            if sparse.issparse(right):
                return sparse.diags_array(1.0 / self._rows) @ right
            return right / self._rows
        right = right.toarray() if sparse.issparse(right) else right
        return linalg.cho_solve((self._rows, True), right, check_finite=False)

    def solve(self, seen: Floats, g: Floats, r: Floats, dx: Floats, dy: Floats) -> Floats:
        """Solve -(D + G) dx + A' dy = g - seen, A dx + rows dy = r; return the linking columns."""
        standard, d = self.standard, self._d
        n0, first, slacks = standard.stage.a0.shape[1], standard.first, standard.slacks0
        m0 = len(standard.stage.low0)
        right = seen - g[self.link]
        low = r[:m0] + self._a_rest @ (g[self._rest] / d[self._rest])
        np.add.at(low, slacks.row, slacks.sign * g[n0:first] / d[n0:first])
        right += self._a_link.T @ self._divided(low)
        link: Floats = linalg.cho_solve((self._root, True), right, check_finite=False)
        y0 = self._divided(low - self._a_link @ link)
        dy[:m0] = y0
        dx[self.link] = link
        dx[self._rest] = (self._a_rest.T @ y0 - g[self._rest]) / d[self._rest]
        dx[n0:first] = (slacks.sign * y0[slacks.row] - g[n0:first]) / d[n0:first]
        return link


@jit
def _picked(lower: Any, at: Any, scale: Any) -> Any:
    """Return the lower triangle of T' S T, in column order, for columns of one entry each."""
    n = len(at)
    out = np.zeros((n, n)).T
    for j in range(n):
        for i in range(j, n):
            a, b = at[i], at[j]
            value = lower[a, b] if a >= b else lower[b, a]
            out[i, j] = value * scale[i] * scale[j]
    return out
