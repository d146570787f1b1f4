"""A primal-dual interior point for two-stage programmes, with bounds proved at every step.

Mehrotra's predictor and corrector (1992) with Gondzio's further correctors (1996); columns stay
between their bounds, and only the equations have residuals.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.plan.solve.bounds import lower_bound
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.system import NotPositiveError, System

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.plan.solve.tree import Tree
    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["Point", "Step", "interior"]

CORRECTORS: Final = 6
"""Most further correctors of a step; each costs a solve, and saves part of a factorisation."""
NEVER: Final = 1e20
"""Weight of a column that is fixed at zero."""
DUAL: Final = 1e-9
"""Regularisation of the equations, in scaled units."""
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
    bounded = np.isfinite(u) & live
    x, y, z, v = _start(standard, system, c, u, b, live)
    count = int(live.sum() + bounded.sum())
    best = -np.inf
    try:
        for number in range(most):
            rp = b - standard.forward(x)
            aty = standard.back(y)
            rd = np.where(live, c - aty - z + v, 0.0)
            w = np.where(bounded, u - x, 1.0)
            mu = (x @ z + w @ v) / count
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
            x, y, z, v = _move(system, (x, y, z, v), (w, live, bounded), (rp, rd), mu)
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
    """Start from least squares, pushed inside the bounds (Mehrotra 1992, § 7)."""
    one = np.where(live, 1.0, NEVER)
    bounded = np.isfinite(u) & live
    system.factorise(one, DUAL)
    guess, _ = system.solve(np.zeros(len(c)), b)
    _, y = system.solve(c, np.zeros(len(b)))
    push = max(1e-2, float(np.abs(guess).mean()))
    least = np.minimum(push, 0.3 * u)
    x = np.where(live, np.clip(guess, least, u - np.where(bounded, least, 0.0)), 0.0)
    reduced = c - standard.back(y)
    lift = max(1e-2, float(np.abs(reduced).mean()))
    z = np.where(live, np.maximum(reduced, 0.0) + lift, 0.0)
    v = np.where(bounded, np.maximum(-reduced, 0.0) + lift, 0.0)
    return x, y, z, v


def _move(
    system: System,
    point: tuple[Floats, Floats, Floats, Floats],
    box: tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]],
    residuals: tuple[Floats, Floats],
    mu: float,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Take one predictor and corrector step."""
    x, y, z, v = point
    w, live, bounded = box
    rp, rd = residuals
    dual = DUAL
    safe = np.where(live, x, 1.0)
    d = np.where(live, z / safe + v / w + PRIMAL, NEVER)
    while True:
        try:
            system.factorise(d, dual)
            break
        except NotPositiveError:
            dual *= 100.0
            if dual > 1e-2:
                raise

    def direction(
        rxz: Floats, rwv: Floats, rp: Floats, rd: Floats
    ) -> tuple[Floats, Floats, Floats, Floats]:
        dx, dy = _refined(system, d, rd - rxz / safe + rwv / w, rp)
        dx[~live] = 0.0
        return dx, dy, (rxz - z * dx) / safe, (rwv + v * dx) / w

    count = int(live.sum() + bounded.sum())
    best = direction(-x * z, -w * v, rp, rd)
    lengths = _lengths(point, w, bounded, best)
    dx, _, dz, dv = best
    ahead = (
        (x + lengths[0] * dx) @ (z + lengths[1] * dz)
        + (w - lengths[0] * np.where(bounded, dx, 0.0)) @ (v + lengths[1] * dv)
    ) / count
    target = mu * min(max((ahead / mu) ** 3, 1e-6), 0.9)
    zero_p, zero_d = np.zeros_like(rp), np.zeros_like(rd)
    second = direction(
        np.where(live, target - dx * dz, 0.0), np.where(bounded, target + dx * dv, 0.0), zero_p, zero_d
    )
    best, lengths = _blend(point, w, bounded, best, second, lengths, (0.1, 0.3, 0.55, 0.8, 1.0))
    for _ in range(CORRECTORS):
        dx, _, dz, dv = best
        want = [min(1.0, 1.3 * length + 0.1) for length in lengths]
        xz = (x + want[0] * dx) * (z + want[1] * dz)
        wv = (w - want[0] * dx) * (v + want[1] * dv)
        fix_xz = np.clip(np.clip(xz, 0.1 * target, 10.0 * target) - xz, -10.0 * target, None)
        fix_wv = np.clip(np.clip(wv, 0.1 * target, 10.0 * target) - wv, -10.0 * target, None)
        more = direction(
            np.where(live, fix_xz, 0.0), np.where(bounded, fix_wv, 0.0), zero_p, zero_d
        )
        before = sum(lengths)
        best, lengths = _blend(point, w, bounded, best, more, lengths, (0.25, 0.5, 0.75, 1.0))
        if sum(lengths) < before + 0.02:
            break
    ap, ad = (min(1.0, 0.9995 * length) for length in lengths)
    dx, dy, dz, dv = best
    return x + ap * dx, y + ad * dy, z + ad * dz, v + ad * dv


def _blend(
    point: tuple[Floats, ...],
    w: Floats,
    bounded: NDArray[np.bool_],
    base: tuple[Floats, ...],
    more: tuple[Floats, ...],
    lengths: tuple[float, float],
    weights: tuple[float, ...],
) -> tuple[tuple[Floats, ...], tuple[float, float]]:
    """Return base + weight * more for the weight that allows the longest steps.

    A corrector in full can spoil a step (Colombo and Gondzio 2008). A weight of zero is among
    the choices, with the lengths that the base allows.
    """
    x, _, z, v = point
    primal, dual = lengths
    weight_p = weight_d = 0.0
    for weight in weights:
        dx, dz, dv = (base[k] + weight * more[k] for k in (0, 2, 3))
        length = min(_longest(x, dx), _longest(w[bounded], -dx[bounded]))
        if length >= primal:
            primal, weight_p = length, weight
        length = min(_longest(z, dz), _longest(v, dv))
        if length >= dual:
            dual, weight_d = length, weight
    mixed = tuple(
        a + (weight_p if k == 0 else weight_d) * b
        for k, (a, b) in enumerate(zip(base, more, strict=True))
    )
    return mixed, (primal, dual)


def _refined(system: System, d: Floats, g: Floats, r: Floats) -> tuple[Floats, Floats]:
    """Solve, and correct once for what regularisation and rounding left."""
    standard = system.standard
    dx, dy = system.solve(g, r)
    rest_g = g + d * dx - standard.back(dy)
    rest_r = r - standard.forward(dx)
    size = max(float(np.abs(r).max(initial=0.0)), 1e-12)
    if float(np.abs(rest_r).max(initial=0.0)) > 1e-6 * size:
        ex, ey = system.solve(rest_g, rest_r)
        dx, dy = dx + ex, dy + ey
    return dx, dy


def _lengths(
    point: tuple[Floats, ...],
    w: Floats,
    bounded: NDArray[np.bool_],
    step: tuple[Floats, ...],
) -> tuple[float, float]:
    """Return the longest primal and dual steps up to the bounds."""
    x, _, z, v = point
    dx, _, dz, dv = step
    primal = min(_longest(x, dx), _longest(w[bounded], -dx[bounded]))
    return primal, min(_longest(z, dz), _longest(v, dv))


def _longest(value: Floats, change: Floats) -> float:
    falls = change < 0
    return min(1.0, float((-value[falls] / change[falls]).min(initial=1.0)))
