"""One measurement in a process of its own: ``python -m benchmarks.plan.child TASK ...``.

The process belongs to one peer and may run in an environment that has only that peer. It prints
one line of JSON. Its peak memory is that of the process, so nothing else is done in it before.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.plan import handover

__all__ = ["Clock", "fingerprint", "main", "peak"]

ROUNDS = 4
"""Rounds of refinement of a fingerprint."""


class Clock:
    """Seconds on the clock, and processor seconds of all threads, since it was made."""

    def __init__(self) -> None:
        self.begin = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return both."""
        return time.perf_counter() - self.begin[0], time.process_time() - self.begin[1]


def peak() -> float:
    """Return the highest resident memory so far, in MB (nan where the system does not say)."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def build(peer: str, path: Path, warm: Path, *, solve: bool) -> dict[str, Any]:
    """Build a peer's model and hand it over; once on a small region first, which is not timed."""
    module: Any = importlib.import_module(f"benchmarks.plan.{peer}_model")
    module.hand_over(module.build(handover.load(warm)))
    data = handover.load(path)
    before = peak()
    clock = Clock()
    model = module.build(data)
    built = clock.read()
    clock = Clock()
    solver = module.hand_over(model)
    handed = clock.read()
    found = {"built": built, "handed": handed, "peak": peak(), "before": before}
    if hasattr(module, "opened"):
        solver = module.opened(model)
    found |= fingerprint(solver.getLp())
    if solve:
        solver.setOptionValue("output_flag", False)
        solver.run()
        found["objective"] = solver.getInfo().objective_function_value
    return found


def fingerprint(lp: Any) -> dict[str, Any]:
    """Return the size of a programme, and sums that do not depend on how it is ordered.

    Beside plain sums, columns and rows take on values from their own numbers and, round after
    round, from those they meet (colour refinement, Weisfeiler and Leman 1968, with real numbers
    for colours), so that a number in the wrong place shows too.
    """
    matrix = lp.a_matrix_
    value = np.asarray(matrix.value_)
    minor = np.asarray(matrix.index_)
    major = np.repeat(np.arange(len(matrix.start_) - 1), np.diff(np.asarray(matrix.start_)))
    columnwise = matrix.format_.name == "kColwise"
    column, row = (major, minor) if columnwise else (minor, major)
    cost, upper = np.asarray(lp.col_cost_), _small(lp.col_upper_)
    low, high = _small(lp.row_lower_), _small(lp.row_upper_)
    weight = np.sign(value) * np.log1p(np.abs(value))
    by_row, by_column = (
        np.maximum(np.bincount(at, np.abs(weight), count), 1e-12)
        for at, count in ((row, len(low)), (column, len(cost)))
    )
    x = np.sin(1.0 + cost) + np.cos(upper) + np.log1p(by_column)
    for _ in range(ROUNDS):  # means, not sums, so that rounding does not grow
        around = np.bincount(row, weight * x[column], len(low)) / by_row
        y = np.sin(low + 2.0 * high + 3.0 * around)
        around = np.bincount(column, weight * y[row], len(cost)) / by_column
        x = np.sin(x + 3.0 * around)
    used = np.bincount(row, value != 0, len(low)) > 0
    sums = {
        "a": np.abs(value).sum(),
        "c": np.abs(cost).sum(),
        "upper": upper.sum(),
        "columns": x.sum(),
        "rows": y[used].sum(),
    }
    return {
        "columns": int(lp.num_col_),
        "rows": int(lp.num_row_),
        "entries": int((value != 0).sum()),
        "sums": {name: float(total) for name, total in sums.items()},
    }


def _small(bounds: Any) -> Any:
    """Return bounds on a scale where rounding stays small; those that do not bind as -1 or 1."""
    values = np.asarray(bounds, np.float64)
    bound = np.abs(values) < 1e30
    return np.where(bound, np.sign(values) * np.log1p(np.abs(np.where(bound, values, 0.0))),
                    np.where(values > 0, -1.0, 1.0))  # fmt: skip


def main() -> None:
    """Do what the arguments, as JSON, say, and print what was found."""
    task = json.loads(sys.argv[1])
    what, path = task.pop("task"), Path(task.pop("path"))
    if what == "build":
        found = build(task["peer"], path, Path(task["warm"]), solve=task["solve"])
    else:
        solve: Any = importlib.import_module("benchmarks.plan.solving").solve
        found = solve(path, **task)
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
