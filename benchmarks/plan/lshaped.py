"""The plan by the L-shaped method of mpi-sppy, from the formulation in Pyomo."""

from __future__ import annotations

import contextlib
import io
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pyomo.environ as pyo
from mpisppy.opt.lshaped import LShapedMethod
from mpisppy.utils import sputils
from pyomo.contrib.benders import benders_cuts

from benchmarks.plan import pyomo_model

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData

__all__ = ["solve"]

# Pyomo gives HiGHS' prices the sign of all its solvers, but its cuts do not list HiGHS yet.
benders_cuts.solver_dual_sign_convention["highs"] = -1

FIRST = ("market", "seats", "opened", "homes", "built", "grid", "reinforced", "service", "extended")


def solve(data: PlanData, *, limit: float, gap: float, optimum: float) -> dict[str, Any]:
    """Run until the lower bound is within a gap of the known optimum, or time is up.

    mpi-sppy's method keeps no upper bound; to be told the optimum is a gift that a user would
    not have.

    Parameters
    ----------
    data
        The numbers.
    limit
        Seconds.
    gap
        Relative gap.
    optimum
        The optimum, as another solver found it.
    """
    chances = data.probability.tolist()
    names = [f"scenario{s}" for s in range(len(chances))]
    method = LShapedMethod(
        {
            "root_solver": "appsi_highs",
            "sp_solver": "highs",
            "max_iter": 100_000,
            "tol": 1e-8,
            "verbose": False,
            "valid_eta_lb": dict.fromkeys(names, 0.0),
        },
        names,
        lambda name: _scenario(data, names.index(name)),
    )
    watch = _Watch(limit, optimum * (1.0 - gap))
    with contextlib.redirect_stdout(io.StringIO()):
        method.lshaped_algorithm(converger=watch.over)
    done = watch.bound >= watch.enough
    return {
        "status": "bound reached" if done else f"stopped at {limit:.0f} s",
        "bound": watch.bound,
        "iterations": watch.iterations,
    }


class _Watch:
    """Stops the method, and keeps its bound."""

    def __init__(self, limit: float, enough: float) -> None:
        self.until, self.enough = time.monotonic() + limit, enough
        self.bound, self.iterations = -float("inf"), 0

    def over(self, method: Any, *_: Any) -> _Watch:
        """Take the method that is to be watched."""
        self.method = method
        return self

    def convergence_value(self) -> float:
        """Take the bound of an iteration."""
        self.iterations += 1
        self.bound = max(self.bound, float(self.method._LShaped_bound))
        return self.bound

    def is_converged(self) -> bool:
        """Return whether to stop."""
        return self.bound >= self.enough or time.monotonic() >= self.until


def _scenario(data: PlanData, s: int) -> Any:
    """Return the model of one scenario, with its first stage named."""
    one = SimpleNamespace(**vars(data))
    one.probability = data.probability[s : s + 1] / data.probability[s]
    one.need, one.staff, one.power = (x[s : s + 1] for x in (data.need, data.staff, data.power))
    model = pyomo_model.build(cast("PlanData", one))
    columns = [getattr(model, name) for name in FIRST if len(getattr(model, name))]
    families = model.tables.families
    cost = pyo.quicksum(
        weight * getattr(model, name)[cell]
        for name in FIRST
        for cell, weight in zip(families[name].cells, families[name].cost, strict=True)
        if weight
    )
    sputils.attach_root_node(model, cost, columns)
    model._mpisppy_probability = float(data.probability[s])
    return model
