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
    least = np.minimum(push, 0.1 * u)
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

    dx, dy, dz, dv = direction(-x * z, -w * v, rp, rd)
    ap, ad = _lengths(x, w, z, v, dx, dz, dv, bounded)
    count = int(live.sum() + bounded.sum())
    ahead = (
        (x + ap * dx) @ (z + ad * dz)
        + (w - ap * np.where(bounded, dx, 0.0)) @ (v + ad * dv)
    ) / count
    sigma = (ahead / mu) ** 3
    target = sigma * mu
    rxz = np.where(live, target - x * z - dx * dz, 0.0)
    rwv = np.where(bounded, target - w * v + dx * dv, 0.0)
    dx, dy, dz, dv = direction(rxz, rwv, rp, rd)
    ap, ad = _lengths(x, w, z, v, dx, dz, dv, bounded)
    for _ in range(2):
        want_p, want_d = min(1.0, ap * 1.08 + 0.08), min(1.0, ad * 1.08 + 0.08)
        xz = (x + want_p * dx) * (z + want_d * dz)
        wv = (w - want_p * dx) * (v + want_d * dv)
        fix_xz = np.where(live, np.clip(xz, 0.1 * target, 10.0 * target) - xz, 0.0)
        fix_wv = np.where(bounded, np.clip(wv, 0.1 * target, 10.0 * target) - wv, 0.0)
        fix_xz = np.maximum(fix_xz, -10.0 * target)
        fix_wv = np.maximum(fix_wv, -10.0 * target)
        more = direction(rxz + fix_xz, rwv + fix_wv, rp, rd)
        bp, bd = _lengths(x, w, z, v, more[0], more[2], more[3], bounded)
        if bp + bd < ap + ad + 0.02:
            break
        dx, dy, dz, dv = more
        rxz, rwv = rxz + fix_xz, rwv + fix_wv
        ap, ad = bp, bd
    ap, ad = min(1.0, 0.9995 * ap), min(1.0, 0.9995 * ad)
    return x + ap * dx, y + ad * dy, z + ad * dz, v + ad * dv


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
    x: Floats,
    w: Floats,
    z: Floats,
    v: Floats,
    dx: Floats,
    dz: Floats,
    dv: Floats,
    bounded: NDArray[np.bool_],
) -> tuple[float, float]:
    """Return the longest primal and dual steps up to the bounds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.where(dx < 0, -x / dx, np.inf).min(initial=np.inf)
        up = np.where((dx > 0) & bounded, w / dx, np.inf).min(initial=np.inf)
        lose = np.where(dz < 0, -z / dz, np.inf).min(initial=np.inf)
        lose_v = np.where((dv < 0) & bounded, -v / dv, np.inf).min(initial=np.inf)
    return min(1.0, float(min(down, up))), min(1.0, float(min(lose, lose_v)))
