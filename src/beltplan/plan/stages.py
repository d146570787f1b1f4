"""A two-stage stochastic linear programme as arrays, and its deterministic equivalent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Equivalent", "TwoStage"]


@dataclass(frozen=True)
class TwoStage:
    """Minimise c0'x + sum of p_s c_s'y_s over both stages.

    Rows are ranges: ``low0 <= A x <= high0`` and ``low_s <= T x + W_s y_s <= high_s``; columns
    are 0 <= x <= upper0 and 0 <= y_s <= upper_s. `T` and the pattern of `W` are the same in all
    scenarios (Birge and Louveaux 2011, ch. 3).

    Attributes
    ----------
    cost0, upper0
        float [n0].
    a0, low0, high0
        CSC [m0, n0] and float [m0].
    probability
        float [s].
    cost, upper
        float [s, n]; costs before they are weighted with probabilities.
    w, values
        CSC pattern [m, n] and its values, float [s or 1, entry].
    t
        CSC [m, n0].
    low, high
        float [s, m].
    branch, leaf, period
        int [m]: where a row stands in the elimination tree, and its time; see
        `beltplan.plan.solve.tree`.
    """

    cost0: Floats
    upper0: Floats
    a0: sparse.csc_array
    low0: Floats
    high0: Floats
    probability: Floats
    cost: Floats
    upper: Floats
    w: sparse.csc_array
    values: Floats
    t: sparse.csc_array
    low: Floats
    high: Floats
    branch: Ints
    leaf: Ints
    period: Ints

    @property
    def shape(self) -> tuple[int, int, int, int, int]:
        """Return scenarios, first-stage rows and columns, and rows and columns of a scenario."""
        return (len(self.probability), *self.a0.shape, *self.w.shape)

    @property
    def columns(self) -> int:
        """Return the number of columns of the deterministic equivalent."""
        s, _, n0, _, n = self.shape
        return n0 + s * n

    @property
    def rows(self) -> int:
        """Return the number of rows of the deterministic equivalent."""
        s, m0, _, m, _ = self.shape
        return m0 + s * m

    def scenario(self, s: int) -> sparse.csc_array:
        """Return the recourse matrix of a scenario, CSC [m, n]."""
        values = self.values[s if len(self.values) > 1 else 0]
        return sparse.csc_array((values, self.w.indices, self.w.indptr), shape=self.w.shape)

    def equivalent(self) -> Equivalent:
        """Return the deterministic equivalent: one matrix, first stage first."""
        s, m0, _, m, n = self.shape
        nnz, nnz_t = self.w.nnz, self.t.nnz
        first = _stack_first(self.a0, self.t, s)
        starts = np.concatenate(
            [
                first[2],
                first[2][-1] + nnz * np.arange(s).repeat(n) + np.tile(self.w.indptr[1:], s),
            ]
        )
        index = np.empty(self.a0.nnz + s * (nnz_t + nnz), np.int32)
        value = np.empty(len(index))
        head = self.a0.nnz + s * nnz_t
        index[:head], value[:head] = first[0], first[1]
        index[head:] = (
            self.w.indices[None, :] + (m0 + m * np.arange(s, dtype=np.int32))[:, None]
        ).reshape(-1)
        value[head:] = np.broadcast_to(self.values, (s, nnz)).reshape(-1)
        return Equivalent(
            cost=np.concatenate([self.cost0, (self.cost * self.probability[:, None]).reshape(-1)]),
            upper=np.concatenate([self.upper0, self.upper.reshape(-1)]),
            low=np.concatenate([self.low0, self.low.reshape(-1)]),
            high=np.concatenate([self.high0, self.high.reshape(-1)]),
            start=starts.astype(np.int32),
            index=index,
            value=value,
        )

    def only(self, scenarios: Ints, probability: Floats) -> TwoStage:
        """Return the same programme over some of its scenarios."""
        from dataclasses import replace

        values = self.values[scenarios] if len(self.values) > 1 else self.values
        return replace(
            self,
            probability=probability,
            cost=self.cost[scenarios],
            upper=self.upper[scenarios],
            values=values,
            low=self.low[scenarios],
            high=self.high[scenarios],
        )


@dataclass(frozen=True)
class Equivalent:
    """The deterministic equivalent, as a solver takes it (CSC by column).

    Attributes
    ----------
    cost, upper
        float [columns].
    low, high
        float [rows].
    start, index, value
        Matrix: starts [columns + 1], row numbers and values [entry].
    """

    cost: Floats
    upper: Floats
    low: Floats
    high: Floats
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: Floats = field(repr=False)

    def matrix(self) -> sparse.csc_array:
        """Return the matrix, CSC [rows, columns]."""
        return sparse.csc_array(
            (self.value, self.index, self.start), shape=(len(self.low), len(self.cost))
        )


def _stack_first(
    a0: sparse.csc_array, t: sparse.csc_array, s: int
) -> tuple[NDArray[np.int32], Floats, NDArray[np.int64]]:
    """Return index, value and start of the first stage's columns over all scenarios' rows."""
    m0, m = a0.shape[0], t.shape[0]
    stacked = sparse.vstack([a0, *([t] * s)], format="csc") if m or m0 else a0
    stacked.sort_indices()
    return stacked.indices.astype(np.int32), stacked.data, stacked.indptr.astype(np.int64)
