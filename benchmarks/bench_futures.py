"""Time to sample futures, beside the time to fill the same arrays once."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import numpy as np

from beltplan import quarters
from beltplan.facts import load
from beltplan.futures import estimate, simulate

if TYPE_CHECKING:
    from beltplan.futures import Futures

N = 10_000
QUARTERS = 60
REPEATS = 3


def floor(futures: Futures) -> float:
    """Return the seconds to write every number of the result once, memory already mapped."""
    arrays = (futures.activity, futures.building, futures.state, futures.market, futures.cause)
    start = time.perf_counter()
    for array in arrays:
        array.fill(0)
    return time.perf_counter() - start


def fresh(futures: Futures) -> float:
    """Return the seconds to write every number once into memory that is new to the process."""
    arrays = (futures.activity, futures.building, futures.state, futures.market, futures.cause)
    start = time.perf_counter()
    for array in arrays:
        np.full(array.shape, 1, dtype=array.dtype)
    return time.perf_counter() - start


def main() -> None:
    """Print seconds and ratios."""
    region = load("nordic-battery-belt")
    end = quarters.of(region.as_of) + QUARTERS - 1
    start = time.perf_counter()
    simulate(region, n=1, end=end)
    warm = time.perf_counter() - start
    start = time.perf_counter()
    hazards = estimate(region)
    estimating = time.perf_counter() - start
    print(f"first call (load compiled code, estimate, one block)  {warm:6.2f} s")
    print(f"estimate rates                                        {estimating:6.2f} s")
    cores = os.cpu_count() or 1
    for threads in sorted({1, cores}):
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            futures = simulate(region, n=N, end=end, hazards=hazards, processes=threads)
            times.append(time.perf_counter() - start)
        best = min(times)
        size = "x".join(f"{length:,}" for length in futures.activity.shape)
        mapped, new = floor(futures), fresh(futures)
        print(
            f"sample {size} on {threads} thread(s)                 {best:6.2f} s   "
            f"{best / new:4.1f} x filling new arrays ({new:.2f} s), "
            f"{best / mapped:4.1f} x filling them again ({mapped:.2f} s)"
        )
        cells = futures.activity.size
        print(f"    {cells / best / 1e6:.1f} million project-quarters a second")


if __name__ == "__main__":
    main()
