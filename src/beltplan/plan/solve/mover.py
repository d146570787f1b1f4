"""One step of the interior point: a predictor and its correctors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beltplan.plan.solve import vectors
from beltplan.plan.solve.refining import refined
from beltplan.plan.solve.system import NotPositiveError, System
from beltplan.plan.solve.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Quad = tuple[Floats, Floats, Floats, Floats]

__all__ = ["DUAL", "Mover"]

CORRECTORS: Final = 5
"""Most further correctors of a step; each costs a solve, and saves part of a factorisation."""
WORTH: Final = 0.03
"""Least gain in the sum of both steps for which a further corrector is tried."""
DUAL: Final = 1e-9
"""Regularisation of the equations, in scaled units."""
SOLVES: Final = 4
"""Most solves of a direction in float64."""
SOLVES_SINGLE: Final = 8
"""Most of them in float32, before float64 takes over."""
SHORT: Final = 0.1
"""Step that counts as short, and from which on single precision is given up."""
TINY: Final = 1e-300
NEAREST: Final = 2.0**-48
"""How near, relative to its upper bound, a column may come to it."""
PRIMAL: Final = 1e-10
"""Least weight of a column, in scaled units."""


class Mover:
    """One predictor and its correctors.

    Attributes
    ----------
    single
        Whether scenarios are still factorised in float32.
    stuck, failed
        Whether the last step was short, and whether none could be made.
    """

    def __init__(self, system: System, u: Floats, *, single: bool = True) -> None:
        self.system, self.u = system, u
        self.single, self.stuck, self.failed = single, False, False
        self._d, self._g = np.empty_like(u), np.empty_like(u)
        self._rxz, self._rwv = np.empty_like(u), np.empty_like(u)
        self._none, self._rest = np.zeros_like(u), np.inf
        self._solves = self._directions = 0
        self._targets = Targets(system, u)
        self._below = u * (1.0 - NEAREST)

    def on(self, system: System, u: Floats) -> Mover:
        """Return one that goes on from here with a system of fewer or more columns."""
        other = Mover(system, u, single=self.single)
        other._targets.first = self._targets.first
        return other

    def move(self, point: Quad, rp: Floats, rd: Floats, enough: float, gap: float) -> Quad:
        """Return the next point; in float64 from the first step on that float32 cannot make.

        Parameters
        ----------
        point
            Columns, prices, and multipliers of both bounds.
        rp, rd
            Residuals of the rows and of the columns.
        enough
            Residual of a direction that is small enough.
        gap
            Relative gap of the point.
        """
        rest = float(np.abs(rp).max(initial=0.0))
        self._targets.aim(gap, rest)
        # Each direction of the last step may have left as much as was enough.
        self.single &= rest <= max(self._rest, (CORRECTORS + 2) * enough)
        self._rest = rest
        if self.single:
            self._solves = self._directions = 0
            try:
                moved = self._moved(point, rp, rd, enough)
                # When further solves take longer than a factor in float64 would.
                further = self._solves - self._directions
                self.single = further < max(self._directions, self.system.spared)
                return moved
            except (_TooCoarseError, NotPositiveError):
                self.single = False
        try:
            return self._moved(point, rp, rd, enough)
        except NotPositiveError:
            self.stuck = self.failed = True
            return point

    def _moved(self, point: Quad, rp: Floats, rd: Floats, enough: float) -> Quad:
        x, y, z, v = point
        self._enough = (
            max(enough, 1e-2 * float(np.abs(rd).max(initial=0.0))),
            max(enough, 1e-2 * float(np.abs(rp).max(initial=0.0))),
        )
        u, d = self.u, self._d
        states = self._each(lambda at: vectors.state(x[at], z[at], v[at], u[at], PRIMAL, d[at]))
        total = sum(products for products, _ in states)
        mu = total / self._targets.pairs
        self._factorise()
        rest_p, rest_d = np.zeros_like(rp), self._none
        self._aim(0, point, point, (0.0, 0.0), 0.0)
        best = self._direction(point, rp, rd)
        lengths = self._lengths(point, best, best, (0.0,))[0]
        after = self._aim(1, point, best, lengths, 0.0)
        target = mu * min(max((after / max(total, TINY)) ** 3, 1e-6), 0.9)
        self._aim(1, point, best, lengths, target)
        more = self._direction(point, rest_p, rest_d)
        lengths = self._blend(point, best, more, lengths, (0.1, 0.3, 0.55, 0.8, 1.0))
        for _ in range(CORRECTORS):
            want = min(1.0, 1.3 * lengths[0] + 0.1), min(1.0, 1.3 * lengths[1] + 0.1)
            self._aim(2, point, best, want, target)
            more = self._direction(point, rest_p, rest_d)
            before = sum(lengths)
            lengths = self._blend(point, best, more, lengths, (0.25, 0.5, 0.75, 1.0))
            if sum(lengths) < before + WORTH:
                break
        if self.single and max(lengths) < SHORT:
            raise _TooCoarseError
        self.stuck = min(lengths) < SHORT
        ap, ad = (min(1.0, 0.9995 * length) for length in lengths)
        dx, dy, dz, dv = best
        # Rounding must not put a column on its bound: what is left to it is a divisor.
        moved = np.minimum(x + ap * dx, self._below)
        return moved, y + ad * dy, z + ad * dz, v + ad * dv

    def _each(self, task: Callable[[slice], Any]) -> list[Any]:
        """Do a task for parts of all columns, on the threads."""
        return self.system.each_part(len(self.u), task)

    def _aim(
        self, kind: int, point: Quad, step: Quad, lengths: tuple[float, float], target: float
    ) -> float:
        """Fill what the products should change by; return their sum after the step."""
        (x, _, z, v), (dx, _, dz, dv), u = point, step, self.u
        share = self._targets.share

        def part(at: slice) -> float:
            whole: float = vectors.aims(
                kind,
                x[at],
                z[at],
                v[at],
                u[at],
                dx[at],
                dz[at],
                dv[at],
                *lengths,
                target,
                share[at],
                self._rxz[at],
                self._rwv[at],
            )
            return whole

        return float(sum(self._each(part)))

    def _factorise(self) -> None:
        """Factorise, with more regularisation where a pivot fails."""
        dual = DUAL
        while True:
            try:
                self.system.factorise(self._d, dual, single=self.single)
            except NotPositiveError:
                if self.single:
                    raise
                dual *= 100.0
                if dual > 1e-2:
                    raise
            else:
                return

    def _direction(self, point: Quad, rp: Floats, rd: Floats) -> Quad:
        (x, _, z, v), u, rxz, rwv, g = point, self.u, self._rxz, self._rwv, self._g
        self._each(lambda at: vectors.rights(x[at], u[at], rd[at], rxz[at], rwv[at], g[at]))
        dx, dy = self._refined(rp)
        dz, dv = np.empty_like(x), np.empty_like(x)
        self._each(
            lambda at: vectors.multipliers(
                x[at], z[at], v[at], u[at], rxz[at], rwv[at], dx[at], dz[at], dv[at]
            )
        )
        return dx, dy, dz, dv

    def _lengths(
        self, point: Quad, base: Quad, more: Quad, weights: tuple[float, ...]
    ) -> list[tuple[float, float]]:
        (x, _, z, v), u, tried = point, self.u, np.array(weights)
        steps = [(step[0], step[2], step[3]) for step in (base, more)]

        def part(at: slice) -> Any:
            first, second = (tuple(each[at] for each in step) for step in steps)
            return vectors.longest(x[at], z[at], v[at], u[at], first, second, tried)

        found = np.min(self._each(part), axis=0)
        return [(float(p), float(q)) for p, q in found]

    def _blend(
        self,
        point: Quad,
        base: Quad,
        more: Quad,
        lengths: tuple[float, float],
        weights: tuple[float, ...],
    ) -> tuple[float, float]:
        """Add to the base as much of a corrector as allows the longest steps, and return them.

        A corrector in full can spoil a step; columns and prices take weights of their own
        (Colombo and Gondzio 2008). A weight of zero is among the choices.
        """
        trials = self._lengths(point, base, more, weights)
        primal, weight_p = max(
            (lengths[0], 0.0), *zip((t[0] for t in trials), weights, strict=True)
        )
        dual, weight_d = max((lengths[1], 0.0), *zip((t[1] for t in trials), weights, strict=True))
        if weight_d > 0.0:
            base[1][:] += weight_d * more[1]

        def part(at: slice) -> None:
            for k, weight in ((0, weight_p), (2, weight_d), (3, weight_d)):
                if weight > 0.0:
                    vectors.gain(base[k][at], more[k][at], weight)

        self._each(part)
        return primal, dual

    def _refined(self, r: Floats) -> tuple[Floats, Floats]:
        """Solve, and correct for what regularisation and rounding left until it is enough."""
        most = SOLVES_SINGLE if self.single else SOLVES
        found = refined(self.system, self._g, r, self._enough, most)
        self._directions += 1
        self._solves += found.solves
        if self.single and not found.enough:
            raise _TooCoarseError
        return found.dx, found.dy


class _TooCoarseError(ArithmeticError):
    """Single precision does not do for this step."""
