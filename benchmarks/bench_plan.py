"""The plan against its peers: ``python -m benchmarks plan [--sizes S0 S1] [--runs 3]``.

*Building*: the same model in linopy, PyOptInterface, PuLP and Pyomo, from the numbers to HiGHS.
*Solving*: ours to a proved gap against HiGHS on the whole deterministic equivalent (ipx with
and without crossover, PDLP) and mpi-sppy's L-shaped method. Every measurement is a process of its
own, peers in environments of their own (made once, in the user's cache folder); runs go round so
that a slow minute of the machine hits all alike, and the tables give medians.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.environments import InstallError, default_cache
from benchmarks.plan import handover
from benchmarks.plan.running import measure, middle, python_of
from benchmarks.plan.scaling import scaling
from benchmarks.plan.sizes import PEERS, SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    Runs = dict[str, list[dict[str, Any]]]

WIDTH = 150
"""Columns of text where there is no terminal to ask."""


def main() -> None:
    """Measure and print the tables."""
    options = _options()
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    every: dict[str, Runs] = {}
    with tempfile.TemporaryDirectory() as folder:
        if options.scaling:
            scaling(Path(folder), console, options)
            return
        warm = Path(folder) / "warm.npz"
        handover.save(SIZES["S0"].region(), warm)
        for name in options.sizes:
            path = Path(folder) / f"{name}.npz"
            handover.save(SIZES[name].region(), path)
            for part, measured in (("build", _building), ("solve", _solving)):
                if options.only in (None, part):
                    table, runs = measured(name, path, warm, console, options)
                    console.print(table)
                    every[f"{part} {name}"] = runs
        options.out.mkdir(parents=True, exist_ok=True)
        path = options.out / "plan-bench.json"
        path.write_text(json.dumps(every, indent=1), encoding="utf-8")
        console.print(f"every run: {path}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks plan", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["S0", "S1"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--ways", nargs="+", help="ways to solve (default: by size)")
    parser.add_argument("--only", choices=["build", "solve"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--gap", type=float, default=1e-4, help="proved relative gap of ours")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds for one measurement")
    parser.add_argument(
        "--cache", type=Path, default=default_cache("bench-plan"), help="environments"
    )
    parser.add_argument("--scaling", action="store_true", help="cost against size, ours alone")
    parser.add_argument("--minutes", type=float, default=15.0, help="most time for --scaling")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the results")
    return parser.parse_known_args()[0]


def _rounds(
    who: list[str],
    one: Callable[[str], dict[str, Any]],
    console: Console,
    runs: int,
) -> Runs:
    """Measure everyone in turn, so many times; who was stopped or failed is not asked again."""
    found: Runs = {name: [] for name in who}
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        for run in range(runs):
            for name in who:
                if any("failed" in _status(r) or "stopped" in _status(r) for r in found[name]):
                    continue
                task = progress.add_task(f"run {run + 1} of {runs}: {name}")
                found[name].append(one(name))
                progress.remove_task(task)
    return found


def _status(run: dict[str, Any]) -> str:
    return str(run.get("status", ""))


def _building(
    name: str, path: Path, warm: Path, console: Console, options: argparse.Namespace
) -> tuple[Table, Runs]:
    def one(peer: str) -> dict[str, Any]:
        try:
            python = python_of(peer, options.cache)
        except InstallError as error:
            return {"status": f"failed: could not be installed ({error})"}
        task = {
            "task": "build", "peer": peer, "path": str(path), "warm": str(warm),
            "solve": name == "S0",
        }  # fmt: skip
        return measure(python, task, limit=options.limit, threads=options.threads)

    found = _rounds(["ours", *options.peers], one, console, options.runs)
    table = Table(title=f"{name}: building {SIZES[name]}")
    for column in (
        "", "build + hand over, s", "CPU s", "× ours", "× CPU", "peak MB (model)", "× peak",
        "columns × rows", "sums differ", "optimum differs",
    ):  # fmt: skip
        table.add_column(column, justify="right" if column else "left")
    mine = _built(found["ours"])
    for peer, runs in found.items():
        if not runs or "columns" not in runs[0]:
            table.add_row(peer, _status(runs[0]) if runs else "not run")
            continue
        his = _built(runs)
        first, own = runs[0], found["ours"][0]
        table.add_row(
            peer, f"{his['build']:.3g} + {his['hand']:.3g}", f"{his['cpu']:.3g}",
            f"{his['wall'] / mine['wall']:.1f}", f"{his['cpu'] / mine['cpu']:.1f}",
            f"{his['peak']:.0f} ({his['own']:.0f})", f"{his['peak'] / mine['peak']:.1f}",
            f"{first['columns']:,} × {first['rows']:,}", f"{_apart(first, own):.0e}",
            _relative(first.get("objective"), own.get("objective")),
        )  # fmt: skip
    table.caption = (
        f"Medians of {options.runs} runs. Peak: of the whole process; model: what it grew beyond "
        "a warm-up on a small region. linopy leaves rows without entries out."
    )
    return table, found


def _built(runs: list[dict[str, Any]]) -> dict[str, float]:
    each = [
        {
            "build": r["built"][0],
            "hand": r["handed"][0],
            "wall": r["built"][0] + r["handed"][0],
            "cpu": r["built"][1] + r["handed"][1],
            "peak": r["peak"],
            "own": r["peak"] - r["before"],
        }
        for r in runs
        if "built" in r
    ]
    return {k: middle(each, k) for k in ("build", "hand", "wall", "cpu", "peak", "own")}


def _apart(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Return the largest relative difference of the sums that do not depend on order."""
    if "sums" not in other:
        return float("nan")
    mine: dict[str, float] = one["sums"]
    his: dict[str, float] = other["sums"]
    return max(abs(mine[name] - value) / max(abs(value), 1.0) for name, value in his.items())


def _solving(
    name: str, path: Path, warm: Path, console: Console, options: argparse.Namespace
) -> tuple[Table, Runs]:
    best: dict[str, float] = {}

    def one(way: str) -> dict[str, Any]:
        peer = "mpisppy" if way == "mpi-sppy" else "ours"
        if peer == "mpisppy" and "bound" not in best:
            return {"status": "failed: needs the optimum; name ours before it in --ways"}
        try:
            python = python_of(peer, options.cache)
        except InstallError as error:
            return {"status": f"failed: could not be installed ({error})"}
        task = {
            "task": "solve", "way": way, "path": str(path), "warm": str(warm),
            "threads": options.threads, "gap": options.gap, "limit": options.limit,
            "optimum": best.get("bound"),
        }  # fmt: skip
        run = measure(python, task, limit=options.limit, threads=options.threads)
        if way == "ours" and "bound" in run:
            best["bound"] = max(best.get("bound", -math.inf), run["bound"])
        return run

    found = _rounds(list(options.ways or SIZES[name].ways), one, console, options.runs)
    table = Table(title=f"{name}: solving {SIZES[name]}, {options.threads} threads")
    for column in (
        "", "how it ended", "s", "CPU s", "× ours", "× CPU", "peak MB", "iterations",
        "objective", "to proved bound", "worst row off by",
    ):  # fmt: skip
        table.add_column(column, justify="right" if column else "left")
    own = found.get("ours", [])
    for way, runs in found.items():
        first = runs[0]
        if "wall" not in first:
            table.add_row(way, _status(first))
            continue
        late = ">" if "stopped" in _status(first) else ""
        wall, cpu = middle(runs, "wall"), middle(runs, "cpu")
        value = first.get("objective")
        above = _relative(value if value is not None else first.get("bound"), best.get("bound"))
        if value is None:
            above = f"bound {above}"
        table.add_row(
            way, _status(first), f"{late}{wall:.3g}", f"{late}{cpu:.3g}",
            f"{late}{wall / middle(own, 'wall'):.3g}", f"{late}{cpu / middle(own, 'cpu'):.3g}",
            f"{middle(runs, 'peak'):.0f}", f"{middle(runs, 'iterations'):.0f}",
            "" if value is None else f"{value:.7g}", above,
            f"{first['residual']:.0e}" if "residual" in first else "",
        )  # fmt: skip
    table.caption = (
        f"Medians of {options.runs} runs, without building. Ours stops at a proved gap of "
        f"{options.gap:.0e}; ipx-loose and pdlp stop at a tolerance of 1e-4 and prove nothing; "
        "mpi-sppy is told our bound and stops when its own is within the gap of it (its time "
        "includes its models)."
    )
    return table, found


def _relative(one: float | None, other: float | None) -> str:
    if one is None or other is None:
        return ""
    return f"{(one - other) / max(1.0, abs(other)):+.1e}"


if __name__ == "__main__":
    main()
