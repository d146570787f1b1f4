"""Peers in environments of their own, and measurements in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.environments import environment, last_line

__all__ = ["measure", "middle", "python_of"]

ROOT = Path(__file__).resolve().parents[2]
GRACE = 60.0
"""Seconds a process may take beyond its limit: to start, to load, to build."""


def python_of(peer: str, cache: Path) -> Path:
    """Return the Python of a peer's environment; make it if it is not there yet.

    Raises
    ------
    InstallError
        If pip fails.
    """
    if peer == "ours":
        return Path(sys.executable)
    return environment(Path(__file__).with_name(f"requirements-{peer}.txt"), cache)


def measure(
    python: Path, task: dict[str, Any], *, limit: float, threads: int, grace: float = GRACE
) -> dict[str, Any]:
    """Run one measurement; a process that fails or takes too long says so in its ``status``.

    Parameters
    ----------
    python
        The interpreter of the peer's environment.
    task
        For `benchmarks.plan.child`.
    limit, grace
        Seconds, and seconds beyond them after which the process is ended.
    threads
        Threads for every library that asks the environment.
    """
    path = [ROOT, ROOT / "src"] if python == Path(sys.executable) else [ROOT]
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    environment = {
        **os.environ,
        **dict.fromkeys((*names, "POLARS_MAX_THREADS"), str(threads)),
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }
    command = [str(python), "-m", "benchmarks.plan.child", json.dumps(task)]
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment,
            timeout=limit + grace,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"status": f"stopped at {time.perf_counter() - begin:.0f} s"}
    if done.returncode:
        return {"status": f"failed: {last_line(done.stderr) or f'exit {done.returncode}'}"}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def middle(runs: list[dict[str, Any]], name: str) -> float:
    """Return the median of a figure over the runs that have it (nan if none has)."""
    values = [run[name] for run in runs if run.get(name) is not None]
    return median(values) if values else float("nan")
