"""The linear system of an interior point over both stages, factorised along its structure.

Scenarios are factorised on their own (`beltplan.plan.solve.fronts`), on threads; what the first
stage sees of each of them is added up in a dense root over the first-stage columns that touch
scenarios (Birge and Qi 1988; Gondzio and Grothey 2009).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from scipy import linalg, sparse
from threadpoolctl import ThreadpoolController

from beltplan.plan.solve import fronts
from beltplan.plan.solve.lapack import jit, solve_lower
from beltplan.plan.solve.tree import grow

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from beltplan.plan.solve.standard import Standard
    from beltplan.plan.solve.tree import Fronts, Tree

    Floats = NDArray[np.float64]

__all__ = ["NotPositiveError", "System"]


class NotPositiveError(ArithmeticError):
    """A pivot was not positive: the scaling is too wide for this regularisation."""


def _arrays(level: Fronts) -> tuple[Any, ...]:
    return (
        level.parent,
        level.pivots,
        level.border,
        level.index,
        level.into,
        level.into_start,
        level.entry,
        level.place,
        level.entry_start,
        level.offset,
        level.panel_start,
        level.panel_first,
        level.panel_last,
        level.panel_rows,
    )


class System:
    """Factorise and solve [[-D, A'], [A, dual]] [dx; dy] = [g; r].

    Parameters
    ----------
    standard
        The programme.
    tree
        Its pattern; analysed if it is not given.
    threads
        Threads.
    """

    def __init__(self, standard: Standard, *, tree: Tree | None = None, threads: int = 2) -> None:
        self.standard = standard
        stage = standard.stage
        self.tree = tree if tree is not None else grow(stage)
        s, m0, n0, m, _ = stage.shape
        tree = self.tree
        self._leaves, self._branches = _arrays(tree.leaves), _arrays(tree.branches)
        self._first_leaf = np.searchsorted(
            tree.leaves.parent, np.arange(tree.branches.count + 1)
        ).astype(np.int64)
        size = len(tree.top)
        self._leaf = [np.empty(int(tree.leaves.offset[-1])) for _ in range(s)]
        self._branch = [np.empty(int(tree.branches.offset[-1])) for _ in range(s)]
        self._top = [np.zeros(size * size) for _ in range(s)]
        self._inverse = np.empty(tree.linked * tree.linked)
        self._size, self._unknowns = size, m + len(tree.nodes)
        touched = tree.top[size - tree.linked :]
        self._link = np.flatnonzero(np.diff(stage.t.indptr))
        t = stage.t.tocsr()[touched].tocsc()[:, self._link]
        self._t = sparse.csc_array(t)
        self._tt = sparse.csr_array(self._t.T)
        self._other = np.setdiff1d(np.arange(n0), self._link)
        self._a_link = stage.a0[:, self._link]
        self._a_other = stage.a0[:, self._other]
        self._threads = max(1, min(threads, s))
        self._pool = ThreadPoolExecutor(self._threads)
        self._blas = ThreadpoolController()
        self._values = [np.ascontiguousarray(stage.values[k % len(stage.values)]) for k in range(s)]
        self._entry = [np.empty(tree.entries) for _ in range(s)]

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown()

    def _each(self, task: Callable[[int], Any]) -> list[Any]:
        count = len(self._leaf)
        if self._threads == 1:
            return [task(k) for k in range(count)]
        with self._blas.limit(limits=1):
            return list(self._pool.map(task, range(count)))

    def factorise(self, d: Floats, dual: float) -> None:
        """Factorise for the weights D of the columns.

        Raises
        ------
        NotPositiveError
            If a pivot is not positive.
        """
        standard, tree, stage = self.standard, self.tree, self.standard.stage
        _, m0, n0, m, n = stage.shape
        each = standard.by_scenario(d)
        small = np.zeros((len(self._link), len(self._link)))
        self._dual = dual

        def one(k: int) -> tuple[int, Floats | None]:
            entry = self._entry[k]
            weight = 1.0 / each[k, :n]
            fronts.assemble(
                tree.pair_start,
                tree.pair_column,
                tree.pair_a,
                tree.pair_b,
                self._values[k],
                weight,
                entry,
            )
            count = len(tree.pair_start) - 1
            entry[count:] = 0.0
            entry[tree.node_entry] = self._values[k][tree.node_value]
            entry[tree.diagonal[:m]] += dual
            entry[tree.diagonal[standard.slacks.row]] += 1.0 / each[k, n:]
            entry[tree.diagonal[m:]] = -each[k, tree.nodes]
            inverse = np.empty(tree.linked * tree.linked)
            info = fronts.factorise(
                self._leaves,
                self._branches,
                entry,
                tree.top_entry,
                tree.top_place,
                self._size,
                len(tree.nodes),
                tree.linked,
                self._leaf[k],
                self._branch[k],
                self._top[k],
                inverse,
                self._first_leaf,
            )
            return info, _seen(inverse, self._t) if info == 0 else None

        for info, seen in self._each(one):
            if info != 0 or seen is None:
                msg = "a pivot was not positive"
                raise NotPositiveError(msg)
            small += seen
        small = small + np.tril(small, -1).T
        small[np.diag_indices_from(small)] += d[self._link]
        other = sparse.csc_array(self._a_other) * (1.0 / d[self._other])[None, :]
        rows = (other @ self._a_other.T).toarray() if m0 else np.zeros((0, 0))
        rows[np.diag_indices_from(rows)] += dual
        rows[standard.slacks0.row, standard.slacks0.row] += 1.0 / d[n0 : standard.first]
        try:
            self._root = linalg.cholesky(small, lower=True, check_finite=False)
            across = linalg.solve_triangular(
                self._root, self._a_link.T.toarray(), lower=True, check_finite=False
            )
            rows += across.T @ across
            self._rows = linalg.cholesky(rows, lower=True, check_finite=False)
        except linalg.LinAlgError as error:
            msg = "a pivot of the first stage was not positive"
            raise NotPositiveError(msg) from error
        self._across = across
        self._d = d

    def solve(self, g: Floats, r: Floats) -> tuple[Floats, Floats]:
        """Solve for dx [column] and dy [row]."""
        standard, tree, stage = self.standard, self.tree, self.standard.stage
        s, m0, n0, m, n = stage.shape
        d = self._d
        ds, gs, rs = standard.by_scenario(d), standard.by_scenario(g), standard.rows_by_scenario(r)
        nodes, size, linked = len(tree.nodes), self._size, tree.linked
        dx, dy = np.empty_like(g), np.empty_like(r)
        unknown = np.empty((s, self._unknowns))
        tops = np.empty((s, size))

        def up(k: int) -> Floats:
            scaled = gs[k] / ds[k]
            plain = scaled[:n].copy()
            plain[tree.nodes] = 0.0
            x = unknown[k]
            x[:m] = rs[k] + standard.w[k] @ plain
            x[standard.slacks.row] += standard.slacks.sign * scaled[n:]
            x[m:] = gs[k, tree.nodes]
            y = fronts.forward(
                self._leaves,
                self._branches,
                tree.top,
                nodes,
                self._leaf[k],
                self._branch[k],
                self._top[k],
                x,
            )
            tops[k] = y
            last = y[size - linked :].copy()
            _tail(self._top[k], size, linked, last, True)
            seen: Floats = self._tt @ last
            return seen

        seen = sum(self._each(up), np.zeros(len(self._link)))
        # first stage: -(D + G) dx + A' dy = g - seen, A dx + (rows) dy = r + A_o D^-1 g_o
        right = seen - g[self._link]
        other = g[self._other] / d[self._other]
        low = r[:m0] + self._a_other @ other
        low[standard.slacks0.row] += (
            standard.slacks0.sign * g[n0 : standard.first] / d[n0 : standard.first]
        )
        half = linalg.solve_triangular(self._root, right, lower=True, check_finite=False)
        y0 = linalg.cho_solve((self._rows, True), low - self._across.T @ half, check_finite=False)
        link = linalg.solve_triangular(
            self._root, half + self._across @ y0, lower=True, trans="T", check_finite=False
        )
        dy[:m0] = y0
        dx[self._link] = link
        dx[self._other] = (self._a_other.T @ y0 - g[self._other]) / d[self._other]
        dx[n0 : standard.first] = (
            standard.slacks0.sign * y0[standard.slacks0.row] - g[n0 : standard.first]
        ) / d[n0 : standard.first]
        shift = self._t @ link
        dys, dxs = standard.rows_by_scenario(dy), standard.by_scenario(dx)

        def down(k: int) -> None:
            change = shift.copy()
            _tail(self._top[k], size, linked, change, False)
            tops[k, size - linked :] -= change
            x = unknown[k]
            fronts.backward(
                self._leaves,
                self._branches,
                tree.top,
                nodes,
                self._leaf[k],
                self._branch[k],
                self._top[k],
                tops[k],
                x,
            )
            dys[k] = x[:m]
            dxs[k, :n] = (standard.wt[k] @ x[:m] - gs[k, :n]) / ds[k, :n]
            dxs[k, tree.nodes] = x[m:]
            dxs[k, n:] = (standard.slacks.sign * x[standard.slacks.row] - gs[k, n:]) / ds[k, n:]

        self._each(down)
        return dx, dy


@jit
def _tail(top: Any, size: int, linked: int, x: Any, turned: bool) -> None:
    """Solve with the last block of the top's factor."""
    first = size - linked
    solve_lower(linked, top[first * size + first :], size, x, turned)


def _seen(inverse: Floats, t: sparse.csc_array) -> Floats:
    """Return the lower triangle of T' inverse T, [n, n]."""
    linked = t.shape[0]
    lower = inverse.reshape(linked, linked).T
    if (np.diff(t.indptr) == 1).all():
        picked: Floats = _picked(lower, t.indices, t.data)
        return picked
    full = np.tril(lower) + np.tril(lower, -1).T
    return np.tril(t.T @ (t.T @ full).T)


@jit
def _picked(lower: Any, at: Any, scale: Any) -> Any:
    n = len(at)
    out = np.zeros((n, n))
    for j in range(n):
        for i in range(j, n):
            a, b = at[i], at[j]
            value = lower[a, b] if a >= b else lower[b, a]
            out[i, j] = value * scale[i] * scale[j]
    return out
