"""The linear system of an interior point over both stages, factorised along its structure.

Scenarios are factorised on their own (`beltplan.plan.solve.fronts`), on threads; what the first
stage sees of each of them is added up in a dense root over the first-stage columns that touch
scenarios (Birge and Qi 1988; Gondzio and Grothey 2009).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from threadpoolctl import ThreadpoolController

from beltplan.plan.solve import fronts, sweeps
from beltplan.plan.solve.root import NotPositiveError, Root
from beltplan.plan.solve.tree import grow
from beltplan.plan.solve.vectors import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from beltplan.plan.solve.levels import Fronts
    from beltplan.plan.solve.standard import Standard
    from beltplan.plan.solve.tree import Tree

    Floats = NDArray[np.float64]

__all__ = ["NotPositiveError", "System"]

PARTS: Final = 20_000
"""Length of a vector from which on threads share it."""
ROOM: Final = 6_000_000
"""Numbers of branches whose common update is made together; of more, none stay in the cache."""
WIDE: Final = 4_000
"""Size of a dense matrix from which on it is worth the library's own threads."""
SPARED: Final = 320
"""Unknowns at the top for which a float32 factor saves the time of one solve: measured, and about
the same everywhere, since factors take the cube of a top and solves its square."""
BOOST: Final = 2e-6
"""Relative regularisation of float32 factors: some units in their last place."""


def _factor_arrays(level: Fronts) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    return (
        level.pivots,
        level.inner,
        level.border,
        level.into,
        level.into_start,
        level.fold,
        level.join,
        level.early,
        level.late,
        level.cut,
        level.run,
        level.entry,
        level.place,
        level.entry_start,
        level.offset,
    ), (
        level.panel_start,
        level.panel_first,
        level.panel_last,
        level.panel_from,
        level.panel_until,
        level.panel_again,
        level.panel_end,
    )


def _in_turns(level: Fronts) -> tuple[Any, int]:
    """Return where each front's columns begin in a store that is used again when it is full."""
    starts, end, most = np.zeros(level.count, np.int64), 0, 0
    for f, length in enumerate((level.pivots * (level.pivots + level.border)).tolist()):
        starts[f] = end if end + length <= ROOM else 0
        end = int(starts[f]) + length
        most = max(most, end)
    return starts, most


def _shares(level: Fronts, threads: int) -> Any:
    """Return where each thread's fronts begin and end, so that all have about the same work."""
    done = np.cumsum(level.pivots * (level.pivots + level.border) ** 2)
    wanted = np.arange(1, threads) * (done[-1] / threads if len(done) else 0.0)
    cuts = np.minimum(np.searchsorted(done, wanted) + 1, level.count)
    return np.concatenate([[0], cuts, [level.count]])


def _check(info: int) -> None:
    if info != 0:
        msg = "a pivot was not positive"
        raise NotPositiveError(msg)


def _sweep_arrays(level: Fronts) -> tuple[Any, ...]:
    return level.pivots, level.inner, level.index, level.start, level.offset


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
        self.tree = tree = tree if tree is not None else grow(stage)
        s, _, _, m, _ = stage.shape
        size, linked = len(tree.top), tree.linked
        self._threads = max(1, threads if size >= WIDE else min(threads, s))
        leaves, branches = _factor_arrays(tree.leaves), _factor_arrays(tree.branches)
        children = np.searchsorted(tree.leaves.parent, np.arange(tree.branches.count + 1))
        self._fronts = leaves, branches, children.astype(np.int64)
        self._sweeps = (
            _sweep_arrays(tree.leaves),
            _sweep_arrays(tree.branches),
            self._fronts[2],
            (tree.cross_entry, tree.cross_top, tree.cross_low),
        )
        self._starts, self._room = _in_turns(tree.branches)
        self._cuts = _shares(tree.branches, self._threads)
        self._unknowns = m + len(tree.nodes)
        self.root = Root(standard, tree.top[size - linked :])
        self._pool = ThreadPoolExecutor(self._threads)
        self._blas = ThreadpoolController()
        # Threads of the library for products would go on waiting, busily, beside ours.
        self._limit = self._blas.limit(limits=1)
        self._values = [np.ascontiguousarray(stage.values[k % len(stage.values)]) for k in range(s)]
        self._entry = [np.zeros(tree.entries) for _ in range(s)]
        self._sum = [np.zeros(linked * linked) for _ in range(self._threads)]
        self._kind: type[np.floating[Any]] | None = None

    def _allocate(self, kind: type[np.floating[Any]]) -> None:
        """Make room for factors of a kind; those of the other kind are let go first."""
        if self._kind is kind:
            return
        tree, s = self.tree, len(self._entry)
        self._kind = kind
        self._leaf: list[Any] = []
        self._branch: list[Any] = []
        self._top: list[Any] = []
        self._scratch: list[Any] = []
        size, linked = len(tree.top), tree.linked
        self._leaf = [np.zeros(int(tree.leaves.offset[-1]), kind) for _ in range(s)]
        self._branch = [np.zeros(int(tree.branches.offset[-1]), kind) for _ in range(s)]
        self._top = [np.zeros(size * size, kind) for _ in range(s)]
        self._scratch = [
            (
                np.zeros(self._room, kind),
                np.zeros(size * size, kind),
                np.zeros(linked * linked, kind),
            )
            for _ in range(self._threads)
        ]

    def __enter__(self) -> System:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the threads go, and give linear algebra back as many as it had."""
        self._pool.shutdown(cancel_futures=True)
        self._limit.restore_original_limits()

    @property
    def spared(self) -> int:
        """Return how many solves take the time that a factor in float32 saves."""
        return len(self.tree.top) // SPARED

    def _each(self, task: Callable[[int, int], None], numbers: range | None = None) -> None:
        """Do a task, given thread and scenario; which thread has which is fixed."""
        numbers = range(len(self._entry)) if numbers is None else numbers
        threads = self._threads

        def some(thread: int) -> None:
            for k in numbers[thread::threads]:
                task(thread, k)

        if threads == 1:
            some(0)
            return
        for done in [self._pool.submit(some, thread) for thread in range(threads)]:
            done.result()

    def each_part(self, length: int, task: Callable[[slice], Any]) -> list[Any]:
        """Do a task for as many parts of a vector as there are threads."""
        cuts = np.linspace(0, length, self._threads + 1).astype(np.int64).tolist()
        parts = [slice(low, high) for low, high in pairwise(cuts)]
        if self._threads == 1 or length < PARTS:
            return [task(part) for part in parts]
        return list(self._pool.map(task, parts))

    def factorise(self, d: Floats, dual: float, *, single: bool = False) -> None:
        """Factorise for the weights D of the columns.

        Parameters
        ----------
        d
            Weights, [column].
        dual
            Regularisation of the equations.
        single
            Whether the scenarios are factorised in float32.

        Raises
        ------
        NotPositiveError
            If a pivot is not positive.
        """
        standard, tree, stage = self.standard, self.tree, self.standard.stage
        _, _, _, m, n = stage.shape
        each = standard.by_scenario(d)
        self._allocate(np.float32 if single else np.float64)
        self._d = d
        for total in self._sum:
            total[:] = 0.0
        count = len(tree.pair_start) - 1
        pairs = tree.pair_start, tree.pair_column, tree.pair_a, tree.pair_b

        def enter(k: int) -> None:
            entry = self._entry[k]
            weight = np.where(each[k, :n] < NEVER, 1.0 / each[k, :n], 0.0)
            fronts.assemble(*pairs, self._values[k], weight, entry)
            entry[count:] = 0.0
            entry[tree.node_entry] = self._values[k][tree.node_value]
            entry[tree.diagonal[:m]] += dual
            entry[tree.diagonal[standard.slacks.row]] += 1.0 / each[k, n:]
            entry[tree.diagonal[m:]] = -each[k, tree.nodes]
            if single:
                entry[tree.diagonal] *= 1.0 + BOOST

        def gather(thread: int, k: int, first: int, last: int, at_top: Any) -> None:
            kept, scratch, _ = self._scratch[thread]
            info = fronts.gather(
                *self._fronts,
                self._entry[k],
                at_top,
                tree.top_place,
                first,
                last,
                self._leaf[k],
                self._branch[k],
                self._starts,
                kept,
                scratch,
                len(tree.top),
            )
            _check(info)

        def finish(thread: int, k: int) -> None:
            _, scratch, inverse = self._scratch[thread]
            shape = tree.gathered, len(tree.nodes), tree.linked
            _check(fronts.finish(scratch, *shape, self._top[k], inverse))
            self._sum[thread] += inverse

        def one(thread: int, k: int) -> None:
            enter(k)
            gather(thread, k, 0, tree.branches.count, tree.top_entry)
            finish(thread, k)

        def part(k: int, thread: int, _: int) -> None:
            at_top = tree.top_entry if thread == 0 else tree.top_entry[:0]
            gather(thread, k, int(self._cuts[thread]), int(self._cuts[thread + 1]), at_top)

        even = len(self._entry) // self._threads * self._threads
        self._each(one, range(even))
        for k in range(even, len(self._entry)):
            # The threads share the last scenarios, branch by branch.
            enter(k)
            self._each(partial(part, k), range(self._threads))
            for _, more, _ in self._scratch[1:]:
                fronts.add_up(self._scratch[0][1], more, len(tree.top))
            with self._blas.limit(limits=self._threads if len(tree.top) > WIDE else 1):
                finish(0, k)
        for total in self._sum[1:]:
            self._sum[0] += total
        with self._blas.limit(limits=self._threads if len(self.root.link) > WIDE else 1):
            self.root.factorise(self._sum[0], d, dual)

    def rest(self, g: Floats, r: Floats, dx: Floats, dy: Floats) -> tuple[Floats, Floats]:
        """Return what [[-D, A'], [A, 0]] [dx; dy] leaves of [g; r]."""
        standard, stage = self.standard, self.standard.stage
        _, m0, n0, _, _ = stage.shape
        rest_g, rest_r = np.empty_like(g), np.empty_like(r)
        first, slacks = standard.first, standard.slacks0
        shared = stage.t @ dx[:n0]
        whole = (rest_g, rest_r, self._d, g, r, dx, dy)

        def one(_: int, k: int) -> None:
            standard.rest(k, shared, *whole)

        self._each(one)
        rest_r[:m0] = r[:m0] - stage.a0 @ dx[:n0]
        rest_r[slacks.row] -= slacks.sign * dx[n0:first]
        rest_g[:first] = g[:first] + self._d[:first] * dx[:first]
        seen = standard.rows_by_scenario(dy).sum(axis=0)
        rest_g[:n0] -= standard.a0t @ dy[:m0] + standard.tt @ seen
        rest_g[n0:first] -= slacks.sign * dy[slacks.row]
        rest_g[:first][self._d[:first] >= NEVER] = 0.0
        return rest_g, rest_r

    def solve(self, g: Floats, r: Floats) -> tuple[Floats, Floats]:
        """Solve for dx [column] and dy [row]."""
        standard, tree = self.standard, self.tree
        s, _, _, m, n = standard.stage.shape
        d, slacks, nodes, linked = self._d, standard.slacks, tree.nodes, tree.linked
        ds, gs, rs = standard.by_scenario(d), standard.by_scenario(g), standard.rows_by_scenario(r)
        size = len(tree.top)
        dx, dy = np.empty_like(g), np.empty_like(r)
        dys, dxs = standard.rows_by_scenario(dy), standard.by_scenario(dx)
        unknown = np.empty((s, self._unknowns))
        tops = np.empty((s, size), self._kind)
        seen = np.zeros((s, linked))

        def up(_: int, k: int) -> None:
            scaled = gs[k] / ds[k]
            plain = scaled[:n].copy()
            plain[nodes] = 0.0
            x = unknown[k]
            x[:m] = rs[k]
            standard.add_times(k, plain, x)
            x[slacks.row] += slacks.sign * scaled[n:]
            x[m:] = gs[k, nodes]
            sweeps.forward(
                *self._sweeps,
                self._entry[k],
                tree.top,
                len(nodes),
                self._leaf[k],
                self._branch[k],
                self._top[k],
                x,
                tops[k],
            )
            last = tops[k, size - linked :].copy()
            sweeps.tail(self._top[k], size, linked, last, True)
            seen[k] = last

        self._each(up)
        link = self.root.solve(self.root.back @ seen.sum(axis=0), g, r, dx, dy)
        shift = (self.root.t @ link).astype(self._kind)

        def down(_: int, k: int) -> None:
            change = shift.copy()
            sweeps.tail(self._top[k], size, linked, change, False)
            tops[k, size - linked :] -= change
            x = unknown[k]
            sweeps.backward(
                *self._sweeps,
                self._entry[k],
                tree.top,
                len(nodes),
                self._leaf[k],
                self._branch[k],
                self._top[k],
                tops[k],
                x,
            )
            dys[k] = x[:m]
            standard.set_back(k, dys[k], dxs[k, :n])
            dxs[k, :n] -= gs[k, :n]
            dxs[k, :n] /= ds[k, :n]
            dxs[k, nodes] = x[m:]
            dxs[k, n:] = (slacks.sign * x[slacks.row] - gs[k, n:]) / ds[k, n:]

        self._each(down)
        return dx, dy
