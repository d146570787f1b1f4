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

__all__ = ["main"]


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
    """Return the size of a programme, and sums that do not depend on how it is ordered."""
    matrix = lp.a_matrix_
    value = np.asarray(matrix.value_)
    minor = np.asarray(matrix.index_)
    major = np.repeat(np.arange(len(matrix.start_) - 1), np.diff(np.asarray(matrix.start_)))
    columnwise = matrix.format_.name == "kColwise"
    column, row = (major, minor) if columnwise else (minor, major)
    cost, upper = np.asarray(lp.col_cost_), np.asarray(lp.col_upper_)
    low, high = np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)
    right = np.where(np.isfinite(high) & (np.abs(high) < 1e30), high, low)
    bound = np.where(np.abs(upper) < 1e30, upper, 0.0)
    size = np.abs(value)
    sums = {
        "a": size.sum(),
        "a2": (size**2).sum(),
        "c": np.abs(cost).sum(),
        "c a": (cost[column] * size).sum(),
        "u a": (bound[column] * size).sum(),
        "b a": (np.abs(right)[row] * size).sum(),
        "b c a": (np.abs(right)[row] * cost[column] * value).sum(),
    }
    return {
        "columns": int(lp.num_col_),
        "rows": int(lp.num_row_),
        "entries": int((value != 0).sum()),
        "sums": {name: float(total) for name, total in sums.items()},
    }


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
