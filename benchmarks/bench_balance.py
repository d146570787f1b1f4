"""The balance against pandas and against the memory: ``python -m benchmarks balance``.

In one run, on the same made-up region of the full size (45 places, 28 occupation groups, 60
quarters, 38 projects):

- *ours*: all futures, all threads, with activity already in memory, including quantiles.
- *pandas*: the same rules with `groupby` (`benchmarks.balance_pandas`) on fewer futures,
  scaled per future. First both are run on the same futures and must agree.
- *floor*: the time to write once and read once, in memory, the numbers that the account
  makes: float32, one for each reported variable, place, group, quarter and future, by as
  many threads, through one buffer a thread (larger than the processor's caches).

Ratios are printed with the peak memory of ours above what the activity takes. Seconds on
the clock and processor seconds (of all threads) are both shown: on a machine that does other
work at the same time only the second can be compared.
"""

from __future__ import annotations

import argparse
import os
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from rich.console import Console
from rich.table import Table

from beltplan.balance.engine import simulate
from beltplan.balance.example import example, example_activity
from beltplan.balance.lanes import lanes
from beltplan.balance.variables import CELL, PLACE
from benchmarks.balance_pandas import run_pandas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.engine import Result

    Floats = NDArray[np.float32]

BUFFER = 64 * 2**20


def made_up(places: int, groups: int, quarters: int) -> Account:
    """Return a region of the size of the benchmark."""
    return example(
        places=places, groups=groups, projects=38, quarters=quarters, links=4 / places, seed=3
    )


def agree(account: Account, futures: int) -> float:
    """Check that pandas gives our numbers; return the largest difference in persons."""
    activity, building = example_activity(account, futures, seed=1)
    span = len(account.quarters)
    ours = simulate(
        account,
        lambda a, b: (activity[a:b], building[a:b]),
        futures,
        sampled=tuple(range(span)),
    )
    table, _ = run_pandas(account, lanes(account, activity, building, seed=1, block=0), futures)
    worst = 0.0
    shape = (span, futures, len(account.places))
    for v, each in enumerate(PLACE):
        theirs = table[each.name].to_numpy(float).reshape(shape)
        mine = ours.samples[v, : len(account.places)].transpose(1, 2, 0)
        unit = 1e5 if each.unit == "EUR/year" else 1.0
        largest = float(np.abs(theirs - mine).max()) / unit
        scale = 1 + 1e-3 * float(account.population.max())
        assert largest < 1e-3 * scale, f"{each.name}: pandas and ours differ by {largest}"
        worst = max(worst, largest)
    return worst


class _Clock:
    """Seconds on the clock, and processor seconds of all threads, since it was made."""

    def __init__(self) -> None:
        self.begin = time.perf_counter(), time.process_time()

    def read(self, factor: float = 1.0) -> tuple[float, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        return factor * (wall - self.begin[0]), factor * (cpu - self.begin[1])


@njit(cache=True, nogil=True, fastmath=True)
def _stream(buffer: Floats, times: int) -> float:
    """Write and read a buffer so many times, with vector instructions."""
    total = 0.0
    for k in range(times):
        value = np.float32(k)
        for i in range(buffer.size):
            buffer[i] = value
        part = np.float32(0)
        for i in range(buffer.size):
            part += buffer[i]
        total += float(part)
    return total


def floor(numbers: int, threads: int) -> tuple[float, float]:
    """Seconds to write and read so many float32 numbers once in memory."""
    buffers = [np.ones(BUFFER // 4, np.float32) for _ in range(threads)]
    times = max(1, round(numbers / threads / buffers[0].size))
    _stream(buffers[0][:16], 1)
    with ThreadPoolExecutor(threads) as executor:
        clock = _Clock()
        list(executor.map(lambda buffer: _stream(buffer, times), buffers))
    return clock.read(numbers / (times * threads * buffers[0].size))


def ours(account: Account, futures: int, threads: int) -> tuple[tuple[float, float], float, Result]:
    """Run all futures; return seconds, peak memory in GB above the start, and the result."""
    kept = min(futures, 2_500)
    activity, building = example_activity(account, kept, seed=2)
    samples = tuple(t for t, quarter in enumerate(account.quarters) if quarter % 4 == 3)

    def source(first: int, last: int) -> tuple[Floats, Floats]:
        pick = np.arange(first, last) % kept
        return activity[pick], building[pick]

    simulate(account, source, 250, processes=1)  # compiled, and the code in the cache
    peak = _Peak()
    clock = _Clock()
    result = simulate(account, source, futures, processes=threads, sampled=samples)
    seconds = clock.read()
    return seconds, peak.stop(), result


class _Peak:
    """The highest resident memory since the start, in GB."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.first = self.highest = _resident()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def _watch(self) -> None:
        while not self.done.wait(0.05):
            self.highest = max(self.highest, _resident())

    def stop(self) -> float:
        self.done.set()
        self.thread.join()
        return (self.highest - self.first) / 1e9


def _resident() -> float:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def main() -> None:
    """Print the table of the three."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks balance", description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="futures")
    parser.add_argument("--pandas", type=int, default=8, help="futures for pandas")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options, _ = parser.parse_known_args()
    console = Console()
    places, groups, quarters = 45, 28, 60
    small = agree(example(places=7, groups=5, projects=6, quarters=12, links=0.4, seed=5), 40)
    console.print(f"pandas and ours agree on 40 futures: largest difference {small:.4f} persons")
    account = made_up(places, groups, quarters)
    seconds, memory, result = ours(account, options.n, options.threads)
    activity, building = example_activity(account, options.pandas, seed=2)
    drawn = lanes(account, activity, building, seed=1, block=0)
    clock = _Clock()
    run_pandas(account, drawn, options.pandas)
    slow = clock.read(options.n / options.pandas)
    cells = places * groups * quarters * options.n
    used = np.array([(result.cells[3, v] != 0).any() for v in range(len(CELL))])
    open_cells = int((result.cells[3] != 0).any(axis=-1).sum()) * quarters * options.n
    lowest = floor(cells * len(CELL), options.threads)
    table = Table(
        title=f"{options.n:,} futures x {places} places x {groups} groups x {quarters} quarters, "
        f"{options.threads} threads"
    )
    columns = ("", "seconds", "processor seconds", "ns a cell", "ratio", "ratio of processor s")
    for column in columns:
        table.add_column(column, justify="right" if column else "left")
    part = open_cells / (cells * len(CELL))
    for name, (wall, cpu), sign in (
        ("ours", seconds, ""),
        (f"pandas ({options.pandas} futures, scaled)", slow, "x ours"),
        (f"floor: {len(CELL)} variables streamed once", lowest, "x floor"),
        ("floor, cells always zero left out", (lowest[0] * part, lowest[1] * part), "x floor"),
    ):
        ratios = ["", ""]
        if sign == "x ours":
            ratios = [f"{wall / seconds[0]:,.0f} x ours", f"{cpu / seconds[1]:,.0f} x ours"]
        elif sign:
            ratios = [f"ours = {seconds[0] / wall:.1f} x", f"ours = {seconds[1] / cpu:.1f} x"]
        table.add_row(name, f"{wall:,.1f}", f"{cpu:,.1f}", f"{wall / cells * 1e9:,.2f}", *ratios)
    console.print(table)
    console.print(
        f"peak memory of ours {memory:.2f} GB, of which samples {result.samples.nbytes / 1e9:.2f} "
        f"GB; {int(used.sum())} of {len(CELL)} variables in use"
    )


if __name__ == "__main__":
    main()
