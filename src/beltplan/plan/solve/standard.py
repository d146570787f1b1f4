"""A two-stage programme in the form that the interior point works on.

Every row becomes an equation: a row with a range gets a slack column with coefficient +1 or -1.
Vectors over columns are one array: first-stage columns, first-stage slacks, then for each
scenario its columns and slacks. Vectors over rows are first-stage rows, then scenarios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.plan.solve.lapack import jit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Slacks", "Standard"]


@dataclass(frozen=True)
class Slacks:
    """The slack columns of one stage.

    Attributes
    ----------
    row
        int [k], row of each slack.
    sign
        float [k], its coefficient.
    """

    row: Ints
    sign: Floats

    @classmethod
    def of(cls, low: Floats, high: Floats) -> Slacks:
        """Return the slacks of ranges, [row] or [scenario, row]; all scenarios must agree."""
        low, high = np.atleast_2d(low), np.atleast_2d(high)
        row = np.flatnonzero((low != high).any(axis=0))
        sign = np.where(np.isfinite(low[:, row]).all(axis=0), -1.0, 1.0)
        return cls(row, sign)

    def right(self, low: Floats, high: Floats) -> Floats:
        """Return the right-hand sides of the equations."""
        right = np.array(low, copy=True)
        at = self.row[self.sign > 0]
        right[..., at] = high[..., at]
        return right

    def upper(self, low: Floats, high: Floats) -> Floats:
        """Return the upper bounds of the slacks."""
        width: Floats = high[..., self.row] - low[..., self.row]
        return width


class Standard:
    """Equations, bounds and costs of the deterministic equivalent, by stage and scenario.

    Attributes
    ----------
    cost, upper
        float [column].
    right
        float [row].
    """

    def __init__(self, stage: TwoStage) -> None:
        self.stage = stage
        s, _, n0, _, n = stage.shape
        self.slacks0 = Slacks.of(stage.low0, stage.high0)
        self.slacks = Slacks.of(stage.low, stage.high)
        self.first = n0 + len(self.slacks0.row)
        self.each = n + len(self.slacks.row)
        self.cost = np.zeros(self.first + s * self.each)
        self.upper = np.full(len(self.cost), np.inf)
        self.cost[:n0], self.upper[:n0] = stage.cost0, stage.upper0
        self.upper[n0 : self.first] = self.slacks0.upper(stage.low0, stage.high0)
        costs, uppers = self.by_scenario(self.cost), self.by_scenario(self.upper)
        costs[:, :n] = stage.cost * stage.probability[:, None]
        uppers[:, :n] = stage.upper
        uppers[:, n:] = self.slacks.upper(stage.low, stage.high)
        self.right = np.concatenate(
            [
                self.slacks0.right(stage.low0, stage.high0),
                self.slacks.right(stage.low, stage.high).reshape(-1),
            ]
        )
        self._values = [np.ascontiguousarray(stage.values[k % len(stage.values)]) for k in range(s)]
        self.a0t = stage.a0.T.tocsr(copy=False)
        self.tt = stage.t.T.tocsr(copy=False)

    def by_scenario(self, columns: Floats) -> Floats:
        """Return the scenarios' part of a vector over columns, [scenario, column], as a view."""
        return columns[self.first :].reshape(len(self.stage.probability), self.each)

    def rows_by_scenario(self, rows: Floats) -> Floats:
        """Return the scenarios' part of a vector over rows, [scenario, row], as a view."""
        s, m0, _, m, _ = self.stage.shape
        return rows[m0:].reshape(s, m)

    def add_times(self, k: int, x: Floats, y: Floats) -> None:
        """Add W x to y for a scenario."""
        w = self.stage.w
        _add_times(w.indptr, w.indices, self._values[k], x, y)

    def set_back(self, k: int, y: Floats, x: Floats) -> None:
        """Set x to W' y for a scenario."""
        w = self.stage.w
        _set_back(w.indptr, w.indices, self._values[k], y, x)

    def rest(
        self,
        k: int,
        shared: Floats,
        rest_g: Floats,
        rest_r: Floats,
        d: Floats,
        g: Floats,
        r: Floats,
        dx: Floats,
        dy: Floats,
    ) -> None:
        """Fill a scenario's part of g + D dx - A'dy and of r - A dx, given T x."""
        n = self.stage.w.shape[1]
        row, column = self.rows_by_scenario(rest_r)[k], self.by_scenario(rest_g)[k]
        x, y = self.by_scenario(dx)[k], self.rows_by_scenario(dy)[k]
        self.add_times(k, x[:n], np.negative(self.rows_by_scenario(r)[k], out=row))
        row += shared
        row[self.slacks.row] += self.slacks.sign * x[n:]
        np.negative(row, out=row)
        self.set_back(k, y, column[:n])
        column[n:] = self.slacks.sign * y[self.slacks.row]
        np.subtract(self.by_scenario(d)[k] * x, column, out=column)
        column += self.by_scenario(g)[k]

    def forward(self, x: Floats) -> Floats:
        """Return A x, [row]."""
        s, m0, n0, m, n = self.stage.shape
        out = np.zeros(m0 + s * m)
        x0 = x[:n0]
        out[:m0] = self.stage.a0 @ x0
        out[self.slacks0.row] += self.slacks0.sign * x[n0 : self.first]
        shared = self.stage.t @ x0
        for k, (row, column) in enumerate(
            zip(self.rows_by_scenario(out), self.by_scenario(x), strict=True)
        ):
            row[:] = shared
            self.add_times(k, column[:n], row)
            row[self.slacks.row] += self.slacks.sign * column[n:]
        return out

    def back(self, y: Floats) -> Floats:
        """Return A' y, [column]."""
        _, m0, n0, _, n = self.stage.shape
        out = np.empty(len(self.cost))
        rows = self.rows_by_scenario(y)
        out[:n0] = self.a0t @ y[:m0] + self.tt @ rows.sum(axis=0)
        out[n0 : self.first] = self.slacks0.sign * y[self.slacks0.row]
        for k, column in enumerate(self.by_scenario(out)):
            self.set_back(k, rows[k], column[:n])
            column[n:] = self.slacks.sign * rows[k, self.slacks.row]
        return out


@jit
def _add_times(start: Any, row: Any, value: Any, x: Any, y: Any) -> None:
    for j in range(len(start) - 1):
        for k in range(start[j], start[j + 1]):
            y[row[k]] += value[k] * x[j]


@jit
def _set_back(start: Any, row: Any, value: Any, y: Any, x: Any) -> None:
    for j in range(len(start) - 1):
        total = 0.0
        for k in range(start[j], start[j + 1]):
            total += value[k] * y[row[k]]
        x[j] = total
