"""Ways to solve the plan, each alone in its process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.plan import handover
from benchmarks.plan.child import Clock, peak

if TYPE_CHECKING:
    from pathlib import Path

    import highspy

    from beltplan.plan.data import PlanData

__all__ = ["HIGHS", "solve"]

HIGHS: dict[str, dict[str, Any]] = {
    "ipx": {"solver": "ipx", "run_crossover": "off"},
    "ipx-loose": {
        "solver": "ipx", "run_crossover": "off", "ipm_optimality_tolerance": 1e-4,
    },
    "ipx-crossover": {"solver": "ipx", "run_crossover": "on"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
    "pdlp": {"solver": "pdlp", "kkt_tolerance": 1e-4, "pdlp_optimality_tolerance": 1e-4},
    "simplex": {"solver": "simplex"},
}  # fmt: skip
"""Options of HiGHS by name of the way."""


def solve(
    path: Path,
    *,
    way: str,
    warm: str,
    threads: int,
    gap: float,
    limit: float,
    optimum: float | None = None,
) -> dict[str, Any]:
    """Solve one plan in one way; building and handing over are not timed.

    Parameters
    ----------
    path, warm
        The numbers, and those of a small region to warm up on.
    way
        ``ours``, ``mpi-sppy`` or a key of `HIGHS`.
    threads, gap
        Threads, and relative gap for ours.
    limit
        Seconds after which to stop.
    optimum
        Where known; mpi-sppy stops when its bound is near.
    """
    data = handover.load(path)
    if way == "mpi-sppy":
        from benchmarks.plan import lshaped

        clock = Clock()
        assert optimum is not None
        found = lshaped.solve(data, limit=limit, gap=gap, optimum=optimum)
        wall, cpu = clock.read()
        return {**found, "wall": wall, "cpu": cpu, "peak": peak()}
    if way == "ours":
        from pathlib import Path

        _ours(handover.load(Path(warm)), threads, gap)
        return _ours(data, threads, gap)
    return _highs(data, HIGHS[way], threads, limit)


def _ours(data: PlanData, threads: int, gap: float) -> dict[str, Any]:
    from beltplan.plan.solve.interior import interior
    from benchmarks.plan import ours_model

    stage = ours_model.build(data)
    clock = Clock()
    point = interior(stage, gap=gap, threads=threads)
    wall, cpu = clock.read()
    return {
        "columns": stage.columns,
        "rows": stage.rows,
        "status": f"proved gap {point.gap:.1e}",
        "objective": point.objective,
        "bound": point.bound,
        "residual": point.residual,
        "iterations": point.iterations,
        "wall": wall,
        "cpu": cpu,
        "peak": peak(),
    }


def _highs(data: PlanData, options: dict[str, Any], threads: int, limit: float) -> dict[str, Any]:
    from benchmarks.plan import ours_model

    solver = ours_model.hand_over(ours_model.build(data))
    for name, value in {**options, "threads": threads, "time_limit": limit}.items():
        solver.setOptionValue(name, value)
    clock = Clock()
    solver.run()
    wall, cpu = clock.read()
    info = solver.getInfo()
    status = solver.modelStatusToString(solver.getModelStatus())
    count = info.pdlp_iteration_count + info.ipm_iteration_count + info.simplex_iteration_count
    return {
        "status": f"stopped at {limit:.0f} s" if status == "Time limit reached" else status,
        "objective": info.objective_function_value,
        "residual": _residual(solver),
        "iterations": count,
        "wall": wall,
        "cpu": cpu,
        "peak": peak(),
    }


def _residual(solver: highspy.Highs) -> float:
    """Return by how much the worst row or column bound is broken, in units of the rows."""
    lp, found = solver.getLp(), solver.getSolution()
    rows, columns = np.asarray(found.row_value), np.asarray(found.col_value)
    if not len(rows):
        return float("nan")
    broken = (
        np.asarray(lp.row_lower_) - rows,
        rows - np.asarray(lp.row_upper_),
        -columns,
        columns - np.asarray(lp.col_upper_),
    )
    return float(max(each.max() for each in broken))
