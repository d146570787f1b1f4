"""How fast an archive is read, from packed lines to Parquet."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

from beltplan.skills.archive.run import read_archive
from benchmarks.skills.synthetic import write
from benchmarks.skills.whole import whole_vocabulary

__all__ = ["archive"]


def archive(data: Path, *, megabytes: float, workers: int, near: bool) -> None:
    """Print the speed of an archive, made for it, from packed lines to Parquet.

    The figure for 7 million adverts is reckoned from the time by the clock: workers may outlive the
    reading, so that their CPU-seconds cannot be read when it ends.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "adverts.jsonl.gz"
        words = whole_vocabulary(data)
        n = write(path, data, megabytes=megabytes)
        report = read_archive(path, Path(folder) / "out", words=words, near=near, workers=workers)
    rate = megabytes / report.seconds
    hours = 7e6 * 2400 / 1e6 / rate / 3600
    print(
        f"{n} adverts, {megabytes:.0f} MB of text, {'both passes' if near else 'first pass'}, "
        f"{workers} processes: {report.seconds:.0f} s by the clock with loading, {rate:.1f} MB a "
        f"second; 7 million adverts of 2.4 kB: {hours:.2f} h. {report.finds} found, "
        f"{report.n_faults} faults."
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"Peak memory of the process that writes: {peak / 1e3:.0f} MB.")
