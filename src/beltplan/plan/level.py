"""Solve a level of coordination, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan import simplex
from beltplan.plan.keeping import Kept, fingerprint
from beltplan.plan.levels import Part, part
from beltplan.plan.risk import with_risk
from beltplan.plan.solve.interior import Point, interior

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from beltplan.plan.model import Model
    from beltplan.plan.solve.interior import Step
    from beltplan.plan.stages import TwoStage
    from beltplan.plan.workers import Workers

    Floats = NDArray[np.float64]

__all__ = ["Solved", "solve_parts"]


@dataclass(frozen=True)
class Solved:
    """A level, solved; vectors are over the whole model.

    Attributes
    ----------
    x0, x
        First-stage columns [n0] and recourse [s, n]; nil where a column does not exist.
    y0, y
        Prices of first-stage rows [m0] and of the scenarios' rows [s, m]; they carry the
        scenario's probability. NaN where a row does not exist.
    objective, bound
        Cost (thousands of EUR, discounted, expected) and its proved lower bound.
    costs
        float [part], cost of each part.
    residual
        Largest residual of an equation (persons, homes, MW).
    iterations, seconds
        Work done, over all parts.
    """

    x0: Floats
    x: Floats
    y0: Floats
    y: Floats
    objective: float
    bound: float
    costs: Floats
    residual: float
    iterations: int
    seconds: float

    @property
    def gap(self) -> float:
        """Return the proved relative gap."""
        return (self.objective - self.bound) / max(1.0, abs(self.objective))


@dataclass(frozen=True)
class _Task:
    stage: TwoStage
    gap: float
    threads: int
    theta: float
    alpha: float
    small: int


def _solve(task: _Task, watch: Callable[[Step], None] | None = None) -> Point:
    """Solve one part, on whatever machine."""
    if task.theta == 0.0:
        return _best(task.stage, task, watch)
    risky = with_risk(task.stage, theta=task.theta, alpha=task.alpha)
    return risky.back(_best(risky.stage, task, watch))


def _best(stage: TwoStage, task: _Task, watch: Callable[[Step], None] | None) -> Point:
    """Solve exactly where that is soon done, and up to the gap where it is not."""
    point = simplex.try_exactly(stage, small=task.small)
    if point is not None and point.gap <= task.gap:
        return point
    return interior(stage, gap=task.gap, threads=task.threads, watch=watch)


def solve_parts(
    model: Model,
    parts: Sequence[NDArray[np.int64]],
    *,
    gap: float,
    threads: int = 2,
    theta: float = 0.0,
    alpha: float = 0.8,
    workers: Workers | None = None,
    watch: Callable[[Step], None] | None = None,
    keep: str | Path | None = None,
) -> Solved:
    """Solve every part of a coalition structure and put the answers into one.

    Parameters
    ----------
    model
        The whole model.
    parts
        Positions of the areas of each part.
    gap
        Proved relative gap of each part, and so of their sum.
    threads
        Threads of each solve.
    theta, alpha
        Risk: (1 - theta) * mean + theta * CVaR_alpha, of each part on its own.
    workers
        Where to solve; here by default.
    watch
        Called after each iteration of a local solve.
    keep
        Folder in which finished parts are kept: a run that was interrupted, or another level
        with the same part, takes them from there.
    """
    cut = [part(model, members) for members in parts]
    tasks = [_Task(each.stage, gap, threads, theta, alpha, simplex.SMALL) for each in cut]
    if keep is None:
        points = list(_stream(tasks, workers, watch))
    else:
        points = _resumed(tasks, Kept(keep), workers, watch)
    return _whole(model, cut, points)


def _stream(
    tasks: Sequence[_Task], workers: Workers | None, watch: Callable[[Step], None] | None
) -> Iterator[Point]:
    """Yield the solutions in order, each as soon as it is there."""
    if workers is None or workers.address is None:
        return (_solve(task, watch) for task in tasks)
    return workers.map(_solve, tasks)


def _resumed(
    tasks: Sequence[_Task],
    kept: Kept,
    workers: Workers | None,
    watch: Callable[[Step], None] | None,
) -> list[Point]:
    """Solve what is not kept yet, and keep it at once."""
    names = ("gap", "threads", "theta", "alpha", "small")
    keys = [
        fingerprint(task.stage, {name: getattr(task, name) for name in names}) for task in tasks
    ]
    found = {key: kept.get(key) for key in keys}
    left = {key: task for key, task in zip(keys, tasks, strict=True) if found[key] is None}
    for key, point in zip(left, _stream(list(left.values()), workers, watch), strict=True):
        kept.put(key, point)
        found[key] = point
    return [each for key in keys if (each := found[key]) is not None]


def _whole(model: Model, cut: Sequence[Part], points: Sequence[Point]) -> Solved:
    s, m0, n0, m, n = model.stage.shape
    x0, x = np.zeros(n0), np.zeros((s, n))
    y0, y = np.full(m0, np.nan), np.full((s, m), np.nan)
    for each, point in zip(cut, points, strict=True):
        x0[each.columns0], y0[each.rows0] = point.x0, point.y0
        x[:, each.columns] += point.x
        y[:, each.rows] = point.y
    return Solved(
        x0=x0,
        x=x,
        y0=y0,
        y=y,
        objective=sum(point.objective for point in points),
        bound=sum(point.bound for point in points),
        costs=np.array([point.objective for point in points]),
        residual=max(point.residual for point in points),
        iterations=sum(point.iterations for point in points),
        seconds=sum(point.seconds for point in points),
    )
