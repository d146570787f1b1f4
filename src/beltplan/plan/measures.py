"""What it is worth to plan for many futures: VSS, EVPI (Birge and Louveaux 2011, ch. 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from beltplan.plan.simplex import solve_exactly
from beltplan.plan.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["Measures", "decided", "measures", "recourse_costs"]


@dataclass(frozen=True)
class Measures:
    """What planning under uncertainty is worth, in the unit of the costs.

    Attributes
    ----------
    recourse
        Expected cost of the plan (RP).
    wait_and_see
        Expected cost if each future were known (WS).
    expected_value
        Expected cost of the decisions for the mean future (EEV).
    gap
        Proved relative gap of the plan (RP): smaller differences are not known. The other costs
        are those of single futures, solved exactly.
    """

    recourse: float
    wait_and_see: float
    expected_value: float
    gap: float

    @property
    def evpi(self) -> float:
        """Return the expected value of perfect information, RP - WS."""
        return self.recourse - self.wait_and_see

    @property
    def vss(self) -> float:
        """Return the value of the stochastic solution, EEV - RP."""
        return self.expected_value - self.recourse


def decided(stage: TwoStage, x0: Floats) -> TwoStage:
    """Return the programme with its first stage decided: only recourse is left.

    Its cost does not hold the first stage's.
    """
    used = stage.t @ x0
    return replace(
        stage,
        cost0=np.zeros(0),
        upper0=np.zeros(0),
        a0=sparse.csc_array((0, 0)),
        low0=np.zeros(0),
        high0=np.zeros(0),
        t=sparse.csc_array((stage.w.shape[0], 0)),
        low=stage.low - used,
        high=stage.high - used,
    )


def _cost(stage: TwoStage) -> float:
    return solve_exactly(stage).objective


def recourse_costs(stage: TwoStage, x0: Floats, *, workers: Workers | None = None) -> Floats:
    """Return the cost of each scenario for given first-stage decisions, float [s]."""
    left = decided(stage, x0)
    one = np.ones(1)
    tasks = [left.only(np.array([k]), one) for k in range(len(stage.probability))]
    with Workers() as here:
        found = np.array(list((workers or here).map(_cost, tasks)))
    costs: Floats = found + float(stage.cost0 @ x0)
    return costs


def measures(
    stage: TwoStage,
    recourse: float,
    *,
    gap: float,
    workers: Workers | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Measures:
    """Return VSS and EVPI of a solved programme.

    Parameters
    ----------
    stage
        The programme.
    recourse
        Its optimal cost.
    gap
        Proved relative gap of that cost.
    workers
        Where to solve; here by default.
    done
        Called with the number of solves done and of all.
    """
    s = len(stage.probability)
    one = np.ones(1)
    alone = [stage.only(np.array([k]), one) for k in range(s)]
    with Workers() as here:
        maps = workers or here
        costs = np.array(list(maps.map(_cost, alone, done=done)))
        mean = solve_exactly(_mean(stage))
        expected = float(stage.probability @ recourse_costs(stage, mean.x0, workers=maps))
    return Measures(recourse, float(stage.probability @ costs), expected, gap)


def _mean(stage: TwoStage) -> TwoStage:
    """Return the programme of the mean future."""
    p = stage.probability

    def mean(values: Floats) -> Floats:
        average: Floats = (p @ np.where(np.isfinite(values), values, 0.0))[None, :]
        endless = ~np.isfinite(values[:1])
        return np.where(endless, values[:1], average)

    values = mean(stage.values) if len(stage.values) > 1 else stage.values
    return replace(
        stage,
        probability=np.ones(1),
        cost=mean(stage.cost),
        upper=mean(stage.upper),
        values=values,
        low=mean(stage.low),
        high=mean(stage.high),
    )
