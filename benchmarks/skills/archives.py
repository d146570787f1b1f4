"""How fast an archive is read, from packed lines to Parquet."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

from beltplan.skills.archive.run import read_archive
from benchmarks.skills.synthetic import write
from benchmarks.skills.whole import whole_vocabulary

__all__ = ["archive"]


def _cpu() -> float:
    """Return CPU-seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def archive(data: Path, *, megabytes: float, workers: int, near: bool) -> None:
    """Print the speed of an archive, made for it, from packed lines to Parquet.

    The figure for 7 million adverts is reckoned from CPU-seconds, as if two cores were free.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "adverts.jsonl.gz"
        words = whole_vocabulary(data)
        n = write(path, data, megabytes=megabytes)
        begun = _cpu()
        report = read_archive(path, Path(folder) / "out", words=words, near=near, workers=workers)
        used = _cpu() - begun
    rate = megabytes / used
    hours = 7e6 * 2400 / 1e6 / rate / 2 / 3600
    print(
        f"{n} adverts, {megabytes:.0f} MB of text, {'both passes' if near else 'first pass'}, "
        f"{workers} processes: {used:.0f} CPU-seconds, loading included ({report.seconds:.0f} s by "
        f"the clock), {rate:.1f} MB per CPU-second; 7 million adverts of 2.4 kB on two free cores: "
        f"{hours:.2f} h. {report.finds} found, {report.n_faults} faults."
    )
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"Peak memory of the largest process: {peak / 1e3:.0f} MB.")
