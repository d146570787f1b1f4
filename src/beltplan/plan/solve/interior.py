"""A primal-dual interior point for two-stage programmes, with bounds proved at every step.

Mehrotra's predictor and corrector (1992) with Gondzio's further correctors (1996); columns stay
between their bounds, and only the equations have residuals.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.plan.errors import NoConvergenceError
from beltplan.plan.solve.bounds import Bound
from beltplan.plan.solve.certificates import check_numbers, check_point
from beltplan.plan.solve.mover import DUAL, Mover
from beltplan.plan.solve.screening import Screen
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

NEAR: Final = 30.0
"""Times the gap that is asked for, below which directions are exact."""
TINY: Final = 1e-9
"""Least objective, in scaled units, that others are divided by."""
WIDE: Final = 100.0
"""Width, in scaled units, from which a box counts as wide."""


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
        The programme. The proof is firmest where every column has an upper bound: without one,
        a reduced cost that is negative by rounding already leaves no bound.
    gap
        Relative difference between the point's objective and the proved bound at which to stop.
    residual
        Largest residual of an equation, for right-hand sides up to a hundred; in proportion to
        the largest of them beyond. (A hundred-millionth of it, as solvers usually ask.)
    most
        Most iterations.
    threads
        Threads.
    tree
        Pattern, if it has been analysed before, of this programme or of one in which no column is
        fixed at 0 that is free here.
    watch
        Called after each iteration.

    Raises
    ------
    NoConvergenceError
        If the gap is not closed in `most` iterations.
    NoPlanError
        If the programme has no solution, no bound, or numbers that no programme can have.
    """
    check_numbers(stage)
    goal = _Goal(gap, residual, most, threads)
    try:
        return _solved(stage, goal, tree, watch, single=True)
    except NoConvergenceError:
        # Rounding can spoil a step that started in float32; in float64 it is another way.
        return _solved(stage, goal, tree, watch, single=False)


@dataclass(frozen=True, slots=True)
class _Goal:
    gap: float
    residual: float
    most: int
    threads: int


def _solved(
    stage: TwoStage,
    goal: _Goal,
    tree: Tree | None,
    watch: Callable[[Step], None] | None,
    *,
    single: bool,
) -> Point:
    """Solve, in float32 as long as it does or in float64 from the start."""
    began = perf_counter()
    gap, residual, most, threads = goal.gap, goal.residual, goal.most, goal.threads
    standard = Standard(stage)
    scale_b = max(1.0, float(np.abs(standard.right).max(initial=0.0)) / 100.0)
    scale_c = max(1e-6, float(np.abs(standard.cost).max(initial=0.0)) / 100.0)
    c, u, b = standard.cost / scale_c, standard.upper / scale_b, standard.right / scale_b
    bound = Bound(standard)
    system = System(standard, tree=tree, threads=threads)
    screen = Screen(stage, scale_b, len(system.tree.top))
    try:
        x, y, z, v = _start(standard, system, c, u, b)
        mover = Mover(system, u, single=single)
        for number in range(most + 1):
            rp = b - standard.forward(x)
            aty = standard.back(y)
            rd = np.where(u > 0, c - aty - z + v, 0.0)
            primal = float(c @ x) * scale_b * scale_c
            best = bound.update(y * scale_c, aty * scale_c)
            worst = float(np.abs(rp).max(initial=0.0)) * scale_b
            relative = (primal - best) / max(1.0, abs(primal))
            if watch is not None:
                watch(Step(number, primal, best, relative, worst, perf_counter() - began))
            if worst <= residual * scale_b and abs(relative) <= gap:
                break
            point = x, y, z, v
            unit = max(abs(float(c @ x)), TINY)
            now = (primal - bound.last) / max(1.0, abs(primal))
            change = screen.change(point, (c - aty) / unit, now, failed=mover.failed)
            if change is not None and number < most:
                system.close()
                narrow, point = change
                u = np.append(
                    narrow.upper0 / scale_b, standard.upper[stage.a0.shape[1] :] / scale_b
                )
                system = System(Standard(narrow), threads=threads)
                mover = mover.on(system, u)
                x, y, z, v = point
                continue
            if mover.stuck or number == most or not np.isfinite(primal):
                check_point(standard, x, y)
            if mover.failed or number == most or not np.isfinite(primal):
                msg = f"the gap is {relative:.1e} after {number} iterations"
                advice = "ask for a wider gap, or look for facts with huge ranges"
                raise NoConvergenceError(msg, advice)
            # Near the end directions are as exact as the point must be; before, in step with it.
            rough = 0.0 if abs(relative) <= NEAR * gap else 1e-3 * min(1.0, abs(relative))
            enough = max(0.3 * residual, rough)
            x, y, z, v = mover.move(point, rp, rd, enough, abs(relative))
    finally:
        system.close()
    _, m0, n0, _, n = stage.shape
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
) -> tuple[Floats, Floats, Floats, Floats]:
    """Start from least squares, weighted with the width of the box, pushed inside the bounds.

    Mehrotra (1992, § 7) takes plain least squares. Here most columns have narrow boxes, and a
    start that spreads the residuals over wide ones saves a third of the iterations.
    """
    live = u > 0
    bounded = np.isfinite(u) & live
    width = np.where(bounded, np.minimum(u, WIDE), WIDE)
    weight = np.where(live, 1.0 / np.where(live, width, 1.0), NEVER)
    try:
        system.factorise(weight, DUAL, single=True)
    except NotPositiveError:
        system.factorise(weight, DUAL)
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
