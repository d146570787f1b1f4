"""Running the kernel over all blocks of futures, on threads, in bounded memory.

A block is 250 futures. A thread keeps one set of stocks (a block wide) and one set of
counts; counts are whole numbers, so that adding them up in any order gives the same result
for any number of threads and any chunk.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from beltplan.balance.counted import cell_table, place_table
from beltplan.balance.counting import first_counting, sized
from beltplan.balance.draws import BLOCK
from beltplan.balance.kernel import WIDTH, Acting, Counts, Stocks, run_block
from beltplan.balance.lanes import lanes
from beltplan.balance.layouts import draws_for, region_for, stocks_for
from beltplan.balance.variables import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.measures import Measures

__all__ = ["Result", "Source", "simulate"]


class Source(Protocol):
    """Where activity comes from: futures first to last, float32 [n, project, quarter]."""

    def __call__(self, first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return activity and construction activity."""


@dataclass(frozen=True)
class Result:
    """What the kernel kept.

    Attributes
    ----------
    cells
        float32 [4, variable, place, group, quarter]: p10, p50, p90, mean.
    places
        float32 [4, variable, row, quarter]; rows are places, the region, countries.
    samples
        float32 [variable, row, slot, n].
    sampled
        Positions of the quarters of the slots.
    pool
        float32 [3, slot, place, group, future] of the first block; see `kernel.Counts`.
    """

    cells: NDArray[np.float32]
    places: NDArray[np.float32]
    samples: NDArray[np.float32]
    sampled: tuple[int, ...]
    pool: NDArray[np.float32]


def simulate(
    account: Account,
    source: Source,
    n: int,
    *,
    seed: int = 1,
    chunk: int = 500,
    processes: int | None = None,
    sampled: tuple[int, ...] = (),
    keep_samples: bool = True,
    measures: Measures | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Run the account over all futures.

    Parameters
    ----------
    account
        The region.
    source
        Gives the activity of a run of futures.
    n
        Number of futures.
    seed
        Seed of the draws.
    chunk
        Futures fetched at a time by each thread; rounded up to whole blocks.
    processes
        Threads (the kernel holds no lock); by default one for each processor.
    sampled
        Positions of the quarters whose samples of places, and pools, are kept.
    keep_samples
        Whether samples are kept at all.
    measures
        Additions of a plan.
    progress
        Called with the futures done and all of them.

    Raises
    ------
    ValueError
        If `n` or `chunk` is not positive, or the measures do not fit.
    """
    if n < 1 or chunk < 1:
        msg = f"n and chunk must be positive, got n={n} and chunk={chunk}"
        raise ValueError(msg)
    if measures is not None:
        measures.check(account)
    region, links = region_for(account)
    places, groups = len(account.places), len(account.groups)
    plan = first_counting(account, region, n, sampled)
    rows = places + 1 + len(account.countries)
    samples = np.zeros((len(PLACE), rows, len(sampled), n if keep_samples else 0), np.float32)
    pool = np.zeros((3, len(sampled), places, groups, WIDTH), np.float32)
    blocks = -(-n // BLOCK)
    step = -(-chunk // BLOCK)
    threads = max(1, min(processes or os.cpu_count() or 1, -(-blocks // step)))
    tasks = iter(range(0, blocks, step))
    lock = threading.Lock()
    done = 0

    def block_into(
        counts: Counts, stocks: Stocks, block: int, activity: Any, building: Any
    ) -> None:
        drawn = lanes(account, activity, building, seed=seed, block=block, width=stride)
        draws = draws_for(drawn, links)
        act = None if measures is None else Acting(measures, account, links, drawn.rate)
        run_block(account, drawn, region, draws, stocks, counts, block * BLOCK, act)

    measured = plan.counts(samples, pool, measuring=True)
    stocks, stride = stocks_for(account, region)
    block_into(measured, stocks, 0, *source(0, min(BLOCK, n)))
    plan = sized(plan, measured)

    def take() -> Iterator[int]:
        while True:
            with lock:
                first = next(tasks, None)
            if first is None:
                return
            yield first

    def work() -> Counts:
        nonlocal done
        counts = plan.counts(samples, pool)
        stocks, _ = stocks_for(account, region)
        for begin in take():
            end = min(begin + step, blocks)
            start, stop = begin * BLOCK, min(end * BLOCK, n)
            activity, building = source(start, stop)
            for block in range(begin, end):
                a = block * BLOCK - start
                b = min(a + BLOCK, stop - start)
                block_into(counts, stocks, block, activity[a:b], building[a:b])
                with lock:
                    done += b - a
                    if progress is not None:
                        progress(done, n)
        return counts

    with ThreadPoolExecutor(threads) as executor:
        parts = [future.result() for future in [executor.submit(work) for _ in range(threads)]]
    total = parts[0]
    for part in parts[1:]:
        for name in ("cells", "cell_sums", "places", "place_sums"):
            np.add(getattr(total, name), getattr(part, name), out=getattr(total, name))
    del parts
    return Result(
        cells=cell_table(total, n),
        places=place_table(total, n),
        samples=samples,
        sampled=sampled,
        pool=pool[..., : min(n, BLOCK)],
    )
