"""A primal-dual interior point for two-stage programmes, with bounds proved at every step.

Mehrotra's predictor and corrector (1992) with Gondzio's further correctors (1996); columns stay
between their bounds, and only the equations have residuals.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.plan.solve import vectors
from beltplan.plan.solve.bounds import lower_bound
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.system import NotPositiveError, System
from beltplan.plan.solve.vectors import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.plan.solve.tree import Tree
    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["Point", "Step", "interior"]

CORRECTORS: Final = 6
"""Most further correctors of a step; each costs a solve, and saves part of a factorisation."""
WIDE: Final = 100.0
"""Width, in scaled units, from which a box counts as wide."""
WORTH: Final = 0.03
"""Least gain in the sum of both steps for which a further corrector is tried."""
DUAL: Final = 1e-9
"""Regularisation of the equations, in scaled units."""
REFINEMENTS: Final = 3
"""Most refinements of a direction."""
SHORT: Final = 0.1
"""Step from which on single precision is given up."""
PRIMAL: Final = 1e-10
"""Least weight of a column, in scaled units."""


@dataclass(frozen=True, slots=True)
class Step:
    """One iteration, for whoever watches.

    Attributes
    ----------
    number
        Iteration.
    primal, dual
        Objective of the point, and proved lower bound.
    gap
        Their relative difference.
    residual
        Largest residual of an equation (persons, homes, MW).
    seconds
        Wall time so far.
    """

    number: int
    primal: float
    dual: float
    gap: float
    residual: float
    seconds: float


@dataclass(frozen=True)
class Point:
    """A solution with its proof.

    Attributes
    ----------
    x0, x
        First-stage columns [n0] and recourse [s, n].
    y0, y
        Prices of first-stage rows [m0] and of the scenarios' rows [s, m]; a scenario's prices
        carry its probability.
    objective, bound
        Objective of the point and proved lower bound.
    residual
        Largest residual of an equation.
    iterations, seconds
        Work done.
    """

    x0: Floats
    x: Floats
    y0: Floats
    y: Floats
    objective: float
    bound: float
    residual: float
    iterations: int
    seconds: float

    @property
    def gap(self) -> float:
        """Return the proved relative gap."""
        return (self.objective - self.bound) / max(1.0, abs(self.objective))


def interior(
    stage: TwoStage,
    *,
    gap: float = 1e-5,
    residual: float = 1e-6,
    most: int = 150,
    threads: int = 2,
    tree: Tree | None = None,
    watch: Callable[[Step], None] | None = None,
) -> Point:
    """Solve a two-stage programme.

    Parameters
    ----------
    stage
        The programme. Every column needs a finite upper bound for the proof.
    gap
        Relative difference between the point's objective and the proved bound at which to stop.
    residual
        Largest residual of an equation, in the units of the rows.
    most
        Most iterations.
    threads
        Threads.
    tree
        Pattern, if it has been analysed before.
    watch
        Called after each iteration.

    Raises
    ------
    NoConvergenceError
        If the gap is not closed in `most` iterations.
    """
    from beltplan.plan.errors import NoConvergenceError

    began = perf_counter()
    standard = Standard(stage)
    scale_b = max(1.0, float(np.abs(standard.right).max()) / 100.0)
    scale_c = max(1e-6, float(np.abs(standard.cost).max()) / 100.0)
    c, u, b = standard.cost / scale_c, standard.upper / scale_b, standard.right / scale_b
    system = System(standard, tree=tree, threads=threads)
    live = u > 0
    x, y, z, v = _start(standard, system, c, u, b, live)
    mover = _Mover(system, u)
    best = -np.inf
    try:
        for number in range(most):
            rp = b - standard.forward(x)
            aty = standard.back(y)
            rd = np.where(live, c - aty - z + v, 0.0)
            primal = float(c @ x) * scale_b * scale_c
            best = max(
                best, lower_bound(standard, y * scale_c, aty * scale_c)
            )
            worst = float(np.abs(rp).max(initial=0.0)) * scale_b
            relative = (primal - best) / max(1.0, abs(primal))
            if watch is not None:
                watch(Step(number, primal, best, relative, worst, perf_counter() - began))
            if worst <= residual and abs(relative) <= gap:
                break
            enough = max(0.3 * residual / scale_b, 1e-3 * min(1.0, abs(relative)))
            x, y, z, v = mover.move((x, y, z, v), rp, rd, enough)
        else:
            msg = f"the gap is {relative:.1e} after {most} iterations"
            raise NoConvergenceError(msg, "ask for a wider gap, or look for facts with huge ranges")
    finally:
        system.close()
    s, m0, n0, m, n = stage.shape
    return Point(
        x0=x[:n0] * scale_b,
        x=standard.by_scenario(x)[:, :n] * scale_b,
        y0=y[:m0] * scale_c,
        y=standard.rows_by_scenario(y) * scale_c,
        objective=primal,
        bound=best,
        residual=worst,
        iterations=number,
        seconds=perf_counter() - began,
    )


def _start(
    standard: Standard,
    system: System,
    c: Floats,
    u: Floats,
    b: Floats,
    live: NDArray[np.bool_],
) -> tuple[Floats, Floats, Floats, Floats]:
    """Start from least squares, weighted with the width of the box, pushed inside the bounds.

    Mehrotra (1992, § 7) takes plain least squares. Here most columns have narrow boxes, and a
    start that spreads the residuals over wide ones saves a third of the iterations.
    """
    bounded = np.isfinite(u) & live
    width = np.where(bounded, np.minimum(u, WIDE), WIDE)
    system.factorise(np.where(live, 1.0 / np.where(live, width, 1.0), NEVER), DUAL)
    middle = np.where(live, np.minimum(0.5 * width, 1.0), 0.0)
    guess = middle + system.solve(np.zeros(len(c)), b - standard.forward(middle))[0]
    _, y = system.solve(c, np.zeros(len(b)))
    push = max(1e-2, float(np.abs(guess).mean()))
    least = np.minimum(push, 0.3 * np.where(bounded, u, np.inf))
    x = np.where(live, np.clip(guess, least, np.where(bounded, u - least, np.inf)), 0.0)
    reduced = c - standard.back(y)
    lift = max(1e-2, float(np.abs(reduced).mean()))
    z = np.where(live, np.maximum(reduced, 0.0) + lift, 0.0)
    v = np.where(bounded, np.maximum(-reduced, 0.0) + lift, 0.0)
    return x, y, z, v


class _Mover:
    """One predictor and its correctors."""

    def __init__(self, system: System, u: Floats) -> None:
        self.system, self.u = system, u
        self.single = True
        self._d, self._g = np.empty_like(u), np.empty_like(u)
        self._rxz, self._rwv = np.empty_like(u), np.empty_like(u)
        self._none = np.zeros_like(u)

    def move(
        self,
        point: tuple[Floats, Floats, Floats, Floats],
        rp: Floats,
        rd: Floats,
        enough: float,
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the next point; in float64 from the first step on that float32 cannot make."""
        if self.single:
            try:
                return self._moved(point, rp, rd, enough)
            except (_TooCoarseError, NotPositiveError):
                self.single = False
        return self._moved(point, rp, rd, enough)

    def _moved(
        self,
        point: tuple[Floats, Floats, Floats, Floats],
        rp: Floats,
        rd: Floats,
        enough: float,
    ) -> tuple[Floats, Floats, Floats, Floats]:
        x, y, z, v = point
        self._enough = (
            max(enough, 1e-2 * float(np.abs(rd).max(initial=0.0))),
            max(enough, 1e-2 * float(np.abs(rp).max(initial=0.0))),
        )
        u = self.u
        total, count = vectors.state(x, z, v, u, PRIMAL, self._d)
        mu = total / count
        self._factorise()
        rest_p, rest_d = np.zeros_like(rp), self._none
        vectors.aims(0, x, z, v, u, x, z, v, 0.0, 0.0, 0.0, self._rxz, self._rwv)
        best = self._direction(point, rp, rd)
        lengths = self._lengths(point, best, best, (0.0,))[0]
        after = vectors.aims(
            1, x, z, v, u, best[0], best[2], best[3], *lengths, 0.0, self._rxz, self._rwv
        )
        target = mu * min(max((after / total) ** 3, 1e-6), 0.9)
        vectors.aims(
            1, x, z, v, u, best[0], best[2], best[3], *lengths, target, self._rxz, self._rwv
        )
        more = self._direction(point, rest_p, rest_d)
        lengths = self._blend(point, best, more, lengths, (0.1, 0.3, 0.55, 0.8, 1.0))
        for _ in range(CORRECTORS):
            want = [min(1.0, 1.3 * length + 0.1) for length in lengths]
            vectors.aims(
                2, x, z, v, u, best[0], best[2], best[3], *want, target, self._rxz, self._rwv
            )
            more = self._direction(point, rest_p, rest_d)
            before = sum(lengths)
            lengths = self._blend(point, best, more, lengths, (0.25, 0.5, 0.75, 1.0))
            if sum(lengths) < before + WORTH:
                break
        if self.single and max(lengths) < SHORT:
            raise _TooCoarseError
        ap, ad = (min(1.0, 0.9995 * length) for length in lengths)
        dx, dy, dz, dv = best
        return x + ap * dx, y + ad * dy, z + ad * dz, v + ad * dv

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

    def _direction(
        self, point: tuple[Floats, Floats, Floats, Floats], rp: Floats, rd: Floats
    ) -> tuple[Floats, Floats, Floats, Floats]:
        x, _, z, v = point
        vectors.rights(x, self.u, rd, self._rxz, self._rwv, self._g)
        dx, dy = self._refined(rp)
        dz, dv = np.empty_like(x), np.empty_like(x)
        vectors.multipliers(x, z, v, self.u, self._rxz, self._rwv, dx, dz, dv)
        return dx, dy, dz, dv

    def _lengths(
        self,
        point: tuple[Floats, Floats, Floats, Floats],
        base: tuple[Floats, Floats, Floats, Floats],
        more: tuple[Floats, Floats, Floats, Floats],
        weights: tuple[float, ...],
    ) -> list[tuple[float, float]]:
        x, _, z, v = point
        found = vectors.longest(
            x,
            z,
            v,
            self.u,
            (base[0], base[2], base[3]),
            (more[0], more[2], more[3]),
            np.array(weights),
        )
        return [(float(p), float(q)) for p, q in found]

    def _blend(
        self,
        point: tuple[Floats, Floats, Floats, Floats],
        base: tuple[Floats, Floats, Floats, Floats],
        more: tuple[Floats, Floats, Floats, Floats],
        lengths: tuple[float, float],
        weights: tuple[float, ...],
    ) -> tuple[float, float]:
        """Add to the base as much of a corrector as allows the longest steps, and return them.

        A corrector in full can spoil a step; columns and prices take weights of their own
        (Colombo and Gondzio 2008). A weight of zero is among the choices.
        """
        trials = self._lengths(point, base, more, weights)
        primal, weight_p = max([(lengths[0], 0.0), *((t[0], w) for t, w in zip(trials, weights, strict=True))])
        dual, weight_d = max([(lengths[1], 0.0), *((t[1], w) for t, w in zip(trials, weights, strict=True))])
        for k, (a, b) in enumerate(zip(base, more, strict=True)):
            vectors.moved(a, b, weight_p if k == 0 else weight_d)
        return primal, dual

    def _refined(self, r: Floats) -> tuple[Floats, Floats]:
        """Solve, and correct for what regularisation and rounding left until it is enough."""
        system, standard = self.system, self.system.standard
        dx, dy = system.solve(self._g, r)
        before = np.inf
        for _ in range(REFINEMENTS):
            rest_g = self._g + self._d * dx - standard.back(dy)
            rest_r = r - standard.forward(dx)
            size = max(
                float(np.abs(rest).max(initial=0.0)) / enough
                for rest, enough in zip((rest_g, rest_r), self._enough, strict=True)
            )
            if size <= 1.0:
                break
            if self.single and not size < 0.3 * before:
                raise _TooCoarseError
            if not size < before:
                break
            before = size
            ex, ey = system.solve(rest_g, rest_r)
            dx += ex
            dy += ey
        return dx, dy


class _TooCoarseError(ArithmeticError):
    """Single precision does not do for this step."""
