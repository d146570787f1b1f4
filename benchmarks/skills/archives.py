"""How fast an archive is read, from packed lines to Parquet."""

from __future__ import annotations

import hashlib
import resource
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beltplan.skills.archive.run import read_archive
from benchmarks.skills.synthetic import write
from benchmarks.skills.whole import whole_vocabulary

if TYPE_CHECKING:
    from beltplan.skills.archive.run import Report

__all__ = ["archive"]


def archive(data: Path, *, megabytes: float, workers: int, near: bool, dask: bool) -> None:
    """Print the speed of an archive, made for it, from packed lines to Parquet.

    The figure for 7 million adverts is reckoned from the time by the clock: workers may outlive the
    reading, so that their CPU-seconds cannot be read when it ends.

    Parameters
    ----------
    data
        Folder of the evaluation data.
    megabytes
        Size of the text.
    workers
        Processes.
    near
        Whether both passes are taken.
    dask
        Whether a local Dask cluster of as many workers reads it too, and its parts are compared.
    """
    passes = "both passes" if near else "first pass"
    with tempfile.TemporaryDirectory() as folder:
        path, here, there = (Path(folder) / name for name in ("adverts.jsonl.gz", "here", "there"))
        words = whole_vocabulary(data)
        n = write(path, data, megabytes=megabytes)
        report = read_archive(path, here, words=words, near=near, workers=workers)
        print(f"{n} adverts, {megabytes:.0f} MB of text, {passes}")
        print(f"{workers} processes: {_speed(megabytes, report)}", flush=True)
        if dask:
            distributed: Any = import_module("distributed")
            with distributed.LocalCluster(n_workers=workers, threads_per_worker=1) as cluster:
                address = cluster.scheduler_address
                report = read_archive(path, there, words=words, near=near, cluster=address)
            print(f"Dask, {workers} workers: {_speed(megabytes, report)}")
            same = _digests(here) == _digests(there)
            print(f"The parts hold {'the same' if same else 'OTHER'} bytes.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"Peak memory of the process that writes: {peak / 1e3:.0f} MB.")


def _speed(megabytes: float, report: Report) -> str:
    rate = megabytes / report.seconds
    hours = 7e6 * 2400 / 1e6 / rate / 3600
    return (
        f"{report.seconds:.0f} s by the clock with loading, {rate:.1f} MB a second; 7 million "
        f"adverts of 2.4 kB: {hours:.2f} h. {report.finds} found, {report.n_faults} faults."
    )


def _digests(folder: Path) -> list[str]:
    parts = sorted(folder.glob("part-*.parquet"))
    return [hashlib.sha256(part.read_bytes()).hexdigest() for part in parts]
