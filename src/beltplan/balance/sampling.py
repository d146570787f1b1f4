"""The account in every future, block by block: samples of a few variables, nothing counted.

Where only samples of places are wanted (what a plan costs in each future, say), no histogram is
kept: each block's samples are handed over and forgotten, so that the room needed does not grow with
the number of futures.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.counting import counts_for_samples
from beltplan.balance.draws import BLOCK
from beltplan.balance.kernel import Acting, run_block
from beltplan.balance.lanes import lanes
from beltplan.balance.layouts import draws_for, region_for, stocks_for
from beltplan.balance.variables import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.engine import Source
    from beltplan.balance.measures import Measures

    Take = Callable[[int, int, NDArray[np.float32], NDArray[np.float32]], None]

__all__ = ["over_blocks"]

_ROWS = {each.name: row for row, each in enumerate(PLACE)}


def over_blocks(
    account: Account,
    source: Source,
    n: int,
    take: Take,
    *,
    plans: Sequence[Measures | None],
    variables: Sequence[str],
    sampled: Sequence[int],
    seed: int = 1,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Run the account with each of some measures over all futures.

    Each future draws the same parameters whatever the measures, so that differences between them
    are differences of the measures.

    Parameters
    ----------
    account
        The region.
    source
        Gives the activity of a run of futures.
    n
        Number of futures.
    take
        Called with the position of the measures, the first future of a block, float32
        [variable, place, slot, future], and people who start on new seats, float32 [quarter,
        future]; from several threads, never twice for the same.
    plans
        Measures; None adds nothing.
    variables
        Names of variables of places, see `beltplan.balance.PLACE`.
    sampled
        Positions of the quarters of the slots.
    seed
        Seed of the draws.
    processes
        Threads; by default one for each processor. They change no result.
    progress
        Called with the futures done and all of them, each measure counting.

    Raises
    ------
    ValueError
        If `n` is not positive, or the measures do not fit.
    """
    if n < 1:
        msg = f"n must be positive, got {n}"
        raise ValueError(msg)
    for plan in plans:
        if plan is not None:
            plan.check(account)
    region, links = region_for(account)
    rows = [_ROWS[name] for name in variables]
    starts = iter(range(0, n, BLOCK))
    lock = threading.Lock()
    done = 0

    def work() -> None:
        nonlocal done
        stocks, stride = stocks_for(account, region)
        counts = counts_for_samples(account, rows, tuple(sampled))
        while True:
            with lock:
                first = next(starts, None)
            if first is None:
                return
            stop = min(first + BLOCK, n)
            drawn = lanes(
                account, *source(first, stop), seed=seed, block=first // BLOCK, width=stride
            )
            draws = draws_for(drawn, links)
            nobody = np.zeros((len(account.quarters), stride), np.float32)
            for k, plan in enumerate(plans):
                act = None if plan is None else Acting(plan, account, links, drawn.rate)
                run_block(account, drawn, region, draws, stocks, counts, 0, act)
                started = nobody if act is None else act.started(len(nobody))
                wide = slice(0, stop - first)
                take(k, first, counts.samples[rows, ..., wide], started[:, wide])
                with lock:
                    done += stop - first
                    if progress is not None:
                        progress(done, n * len(plans))

    threads = max(1, min(processes or os.cpu_count() or 1, -(-n // BLOCK)))
    with ThreadPoolExecutor(threads) as executor:
        for future in [executor.submit(work) for _ in range(threads)]:
            future.result()
