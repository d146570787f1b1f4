"""Plans that mind the bad futures: a weight on the conditional value at risk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.interior import Point
    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["Risky", "conditional", "with_risk"]


@dataclass(frozen=True)
class Risky:
    """A programme with a weight on the bad futures.

    Attributes
    ----------
    stage
        The programme; its last first-stage column is the value at risk, its last recourse
        column the excess over it.
    plain
        The programme without it.
    """

    stage: TwoStage
    plain: TwoStage

    def back(self, point: Point) -> Point:
        """Return the solution of the plain programme that a risky solution holds."""
        return replace(point, x0=point.x0[:-1], x=point.x[:, :-1], y0=point.y0, y=point.y[:, :-1])


def with_risk(stage: TwoStage, *, theta: float, alpha: float) -> Risky:
    """Return the programme of (1 - theta) * mean + theta * CVaR_alpha of the recourse cost.

    CVaR_alpha is the mean cost of the worst 1 - alpha of the futures; it is the least of
    eta + E[(cost - eta)+] / (1 - alpha) over eta (Rockafellar and Uryasev 2000). One row per
    scenario says that the excess is at least its cost less eta; the first stage costs the same in
    all futures and stands outside.

    Parameters
    ----------
    stage
        The plain programme.
    theta
        Weight, 0 to 1.
    alpha
        Share of futures that are not bad.
    """
    s, m0, n0, m, n = stage.shape
    worst = (stage.cost * stage.upper).sum(axis=1).max()
    wide = np.hstack([stage.cost, -np.ones((s, 1))])
    at = (wide != 0).any(axis=0)
    base = np.broadcast_to(stage.values, (s, stage.values.shape[1]))
    last = np.cumsum(np.concatenate([np.diff(stage.w.indptr), [0]]) + at)
    starts = np.concatenate([[0], last]).astype(np.int32)
    values = np.empty((s, starts[-1]))
    index = np.empty(starts[-1], np.int32)
    old = np.concatenate([stage.w.indptr[:-1], [stage.w.nnz]])
    column = np.repeat(np.arange(n), np.diff(stage.w.indptr))
    shifted = np.arange(stage.w.nnz) - old[column] + starts[column]
    values[:, shifted], index[shifted] = base, stage.w.indices
    rows = starts[1:][at] - 1
    values[:, rows], index[rows] = wide[:, at], m
    w = sparse.csc_array((values.mean(axis=0), index, starts), shape=(m + 1, n + 1))
    eta = sparse.csc_array(([-1.0], ([m], [0])), shape=(m + 1, 1))
    t = sparse.csc_array(
        sparse.hstack([sparse.vstack([stage.t, sparse.csc_array((1, n0))]), eta], format="csc")
    )
    extra = np.full((s, 1), 1.0)
    risky = replace(
        stage,
        cost0=np.append(stage.cost0, theta),
        upper0=np.append(stage.upper0, worst),
        a0=sparse.csc_array(sparse.hstack([stage.a0, sparse.csc_array((m0, 1))], format="csc")),
        cost=np.hstack([(1.0 - theta) * stage.cost, theta / (1.0 - alpha) * extra]),
        upper=np.hstack([stage.upper, worst * extra]),
        w=w,
        values=values,
        t=t,
        low=np.hstack([stage.low, np.full((s, 1), -np.inf)]),
        high=np.hstack([stage.high, np.zeros((s, 1))]),
        branch=np.append(stage.branch, -1),
        leaf=np.append(stage.leaf, -1),
        period=np.append(stage.period, 0),
    )
    return Risky(risky, stage)


def conditional(costs: Floats, probability: Floats, alpha: float) -> float:
    """Return the conditional value at risk: the mean cost of the worst 1 - alpha.

    Examples
    --------
    >>> conditional(np.array([1.0, 2.0, 10.0]), np.array([0.5, 0.25, 0.25]), 0.75)
    10.0
    >>> conditional(np.array([1.0, 2.0, 10.0]), np.array([0.5, 0.25, 0.25]), 0.5)
    6.0
    """
    order = np.argsort(-costs)
    left = 1.0 - alpha
    before = np.concatenate([[0.0], np.cumsum(probability[order])[:-1]])
    share = np.clip(left - before, 0.0, probability[order])
    return float(share @ costs[order] / left)
