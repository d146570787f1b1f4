"""Running the kernel over all blocks of futures, on threads, in bounded memory.

A block is 250 futures. A thread keeps one set of stocks (a block wide) and one set of
counts; counts are whole numbers, so that adding them up in any order gives the same result
for any number of threads and any chunk.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from beltplan.balance.account import Lanes, lanes
from beltplan.balance.draws import BLOCK
from beltplan.balance.histogram import BITS, FIXED, SPARE, edges, quantiles, two_sided
from beltplan.balance.kernel import WIDTH, Acting, Counts, Draws, Region, Stocks, run_block
from beltplan.balance.kernel.layout import X, Y, Z
from beltplan.balance.variables import CELL, PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.measures import Measures

__all__ = [
    "Result",
    "Source",
    "counts_for_samples",
    "draws_for",
    "region_for",
    "simulate",
    "stocks_for",
]

_PROBABILITIES = np.array([0.1, 0.5, 0.9])
_ANY = 2**20
_EURO = 1e-4
_EVERYWHERE = frozenset({"base_need", "base_vacancies", "unemployed"})
_STAFFED = frozenset(
    {
        "need", "filled", "vacancies", "counted_on", "double_counted", "commuters_in",
        "visiting", "local", "graduates", "poached", "movers_in", "recruits", "released",
    }
)  # fmt: skip


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


def region_for(account: Account) -> tuple[Region, NDArray[np.int64]]:
    """Lay the region out for the kernel.

    Returns
    -------
    The region, and which links of the account it uses (those into places with projects), in
    its own order.
    """
    places, groups = len(account.places), len(account.groups)
    staffed = np.unique(account.project_place)
    is_staffed = np.zeros(places, np.bool_)
    is_staffed[staffed] = True
    order = np.argsort(account.project_place, kind="stable")
    target = np.array([link.target for link in account.links], np.int64)
    used = [k for k in np.argsort(target, kind="stable") if is_staffed[target[k]]]
    links = np.array(used, np.int64)
    close = sorted(account.close, key=lambda pair: pair[1])
    return (
        Region(
            country=account.country.astype(np.int64),
            staffed=staffed.astype(np.int64),
            is_staffed=is_staffed,
            project_start=_starts(account.project_place, places),
            project_list=order.astype(np.int64),
            project_profile=account.project_profile.astype(np.int64),
            link_start=_starts(target[links], places),
            link_origin=np.array([account.links[k].origin for k in used], np.int64),
            link_same=np.array([not account.links[k].border for k in used], np.bool_),
            close_start=_starts(np.array([g for _, g in close], np.int64), groups),
            close_list=np.array([s for s, _ in close], np.int64),
            seats=account.seats.astype(np.float32),
            reach=np.zeros(places, np.float32),
            moves=np.zeros((places, groups), np.float32),
        ),
        links,
    )


def _starts(owner: NDArray[np.int64], owners: int) -> NDArray[np.int64]:
    """Where each owner's part begins in a list sorted by owner, [owners + 1]."""
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=owners))]).astype(np.int64)


def draws_for(drawn: Lanes, links: NDArray[np.int64]) -> Draws:
    """Lay a block's draws out for the kernel."""
    return Draws(
        activity=np.stack([drawn.activity, drawn.building]),
        jobs=np.stack([drawn.jobs, drawn.crew]),
        profile=np.ascontiguousarray(drawn.profile),
        rate=np.ascontiguousarray(drawn.rate),
        link=np.ascontiguousarray(drawn.link[links]),
        reach=np.ascontiguousarray(drawn.reach[links]),
    )


def _stride(places: int, groups: int) -> int:
    """Room for the lanes of a quantity.

    At least `WIDTH`, and such that the same cell of two stacked quantities does not lie a
    whole number of memory pages apart: the processor's cache would keep them in the same
    few places.
    """
    page = 1024
    for extra in range(16, 256, 16):
        if 128 <= places * groups * (WIDTH + extra) % page <= page - 128:
            return WIDTH + extra
    return WIDTH + 16


def _stocks(region: Region, groups: int, countries: int, stride: int) -> Stocks:
    """Room for one thread."""
    places, links = len(region.country), len(region.link_origin)

    def room(*shape: int) -> NDArray[np.float32]:
        return np.zeros((*shape, stride), np.float32)

    work = room()
    return Stocks(
        x=room(len(X), places, groups),
        y=room(len(Y), places),
        z=room(len(Z), groups),
        commuting=room(links, groups),
        place=room(places, len(PLACE)),
        area=room(countries + 1, len(PLACE)),
        total=room(3 * countries + 2),
        own=room(countries),
        pulls=room(groups, countries + 1),
        cell=room(len(CELL)),
        w=room(4),
        row=room(),
        work=work,
        bits=work.view(np.uint32),
        index=np.zeros(stride, np.uint32),
    )


def stocks_for(account: Account, region: Region) -> tuple[Stocks, int]:
    """Return room for one thread, and its lanes."""
    stride = _stride(len(account.places), len(account.groups))
    return _stocks(region, len(account.groups), len(account.countries), stride), stride


@dataclass(frozen=True)
class _Plan:
    """Where the counts of all threads lie."""

    cell_start: NDArray[np.int64]
    cell_bins: NDArray[np.int64]
    place_start: NDArray[np.int64]
    place_side: NDArray[np.int64]
    place_from: NDArray[np.float32]
    place_scale: NDArray[np.float32]
    slot: NDArray[np.int64]
    counter: Any

    def counts(self, samples: Any, pool: Any, *, measuring: bool = False) -> Counts:
        """Return empty counts."""
        cells = 0 if measuring else int(self.cell_bins.sum())
        places = 0 if measuring else 2 * int(self.place_side.sum())
        return Counts(
            measuring=measuring,
            cells=np.zeros(cells + SPARE, self.counter),
            cell_start=self.cell_start,
            cell_bins=self.cell_bins,
            cell_high=np.zeros_like(self.cell_bins),
            cell_sums=np.zeros_like(self.cell_bins),
            places=np.zeros(places + SPARE, self.counter),
            place_start=self.place_start,
            place_side=self.place_side,
            place_high=np.zeros_like(self.place_side),
            place_sums=np.zeros_like(self.place_side),
            place_from=self.place_from,
            place_scale=self.place_scale,
            slot=self.slot,
            samples=samples,
            pool=pool,
        )


def _first_plan(account: Account, region: Region, n: int, sampled: tuple[int, ...]) -> _Plan:
    """Plan for measuring: which cells can be other than zero, with room for any value."""
    places, groups, quarters = len(account.places), len(account.groups), len(account.quarters)
    cells = np.zeros((quarters, len(CELL), places, groups), np.int64)
    rows = np.zeros((quarters, len(PLACE), places + 1 + len(account.countries)), np.int64)
    for v, each in enumerate(CELL):
        open_to = slice(None) if each.name in _EVERYWHERE else region.staffed
        cells[:, v, open_to] = _ANY
    for v, each in enumerate(PLACE):
        rows[:, v, places:] = _ANY
        rows[:, v, region.staffed if each.name in _STAFFED else slice(places)] = _ANY
    countries = [account.country == c for c in range(len(account.countries))]
    population = [
        *account.population,
        account.population.sum(),
        *(account.population[inside].sum() for inside in countries),
    ]
    begin = np.zeros(rows.shape[1:], np.float32)
    scale = np.ones(len(PLACE), np.float32)
    for v, each in enumerate(PLACE):
        if each.name == "population":
            begin[v] = population
        elif each.unit == "EUR/year":
            scale[v] = _EURO
    slot = np.full(quarters, -1, np.int64)
    slot[list(sampled)] = np.arange(len(sampled))
    return _Plan(
        cell_start=np.zeros_like(cells),
        cell_bins=cells,
        place_start=np.zeros_like(rows),
        place_side=rows,
        place_from=begin,
        place_scale=scale,
        slot=slot,
        counter=np.uint16 if n < 2**16 else np.uint32,
    )


def counts_for_samples(account: Account, rows: list[int], sampled: tuple[int, ...]) -> Counts:
    """Return counts that keep samples of places of one block and count next to nothing.

    Parameters
    ----------
    account
        The region.
    rows
        Variables, as positions in `beltplan.balance.PLACE`.
    sampled
        Positions of the quarters.
    """
    region, _ = region_for(account)
    plan = _first_plan(account, region, BLOCK, sampled)
    places = len(account.places)
    side = np.zeros_like(plan.place_side)
    wanted = np.zeros((len(PLACE), side.shape[2]), np.bool_)
    wanted[np.ix_(rows, range(places))] = True
    slots = np.ix_(list(sampled), range(len(PLACE)), range(side.shape[2]))
    side[slots] = np.where(wanted & (plan.place_side[0] > 0), 1, 0)
    start = (np.cumsum(2 * side) - 2 * side.ravel()).reshape(side.shape)
    small = replace(
        plan,
        cell_bins=np.zeros_like(plan.cell_bins),
        place_side=side,
        place_start=start,
        counter=np.uint16,  # as in most runs, so that nothing is compiled anew; never read
    )
    samples = np.zeros((len(PLACE), places, len(sampled), BLOCK), np.float32)
    return small.counts(samples, np.zeros((3, 0, 0, 0, 0), np.float32))


def _sized(plan: _Plan, measured: Counts) -> _Plan:
    """Give each histogram the bins that the first block used, and as many as half a doubling.

    What lies above is counted in the last bin: it moves no quantile unless more than a tenth
    of all futures exceed the highest of the first block by 40 %; means do not depend on it.
    """
    spare = 2 ** (BITS - 1)
    bins = np.where(plan.cell_bins > 0, measured.cell_high + 1 + spare, 0)
    side = np.where(plan.place_side > 0, measured.place_high + 1 + spare, 0)
    return replace(
        plan,
        cell_bins=bins,
        cell_start=(np.cumsum(bins) - bins.ravel()).reshape(bins.shape),
        place_side=side,
        place_start=(np.cumsum(2 * side) - 2 * side.ravel()).reshape(side.shape),
    )


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
    stride = _stride(places, groups)
    plan = _first_plan(account, region, n, sampled)
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
    stocks = _stocks(region, groups, len(account.countries), stride)
    block_into(measured, stocks, 0, *source(0, min(BLOCK, n)))
    plan = _sized(plan, measured)

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
        stocks = _stocks(region, groups, len(account.countries), stride)
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
        cells=_cell_table(total, n),
        places=_place_table(total, n),
        samples=samples,
        sampled=sampled,
        pool=pool[..., : min(n, BLOCK)],
    )


def _cell_table(counts: Counts, n: int) -> NDArray[np.float32]:
    """Quantiles and means of cells, [4, variable, place, group, quarter]."""
    bins, start = counts.cell_bins, counts.cell_start
    used = bins > 0
    edge = edges(int(bins.max(initial=1)))
    line = np.zeros((3, int(used.sum())), np.float32)
    zero = np.zeros(line.shape[1], np.int64)
    quantiles(counts.cells, start[used], bins[used], edge, zero, _PROBABILITIES, line)
    table = np.zeros((4, *bins.shape), np.float32)
    table[:3, used] = line
    table[3] = counts.cell_sums / (FIXED * n)
    return np.ascontiguousarray(table.transpose(0, 2, 3, 4, 1))


def _place_table(counts: Counts, n: int) -> NDArray[np.float32]:
    """Quantiles and means of places and areas, [4, variable, row, quarter]."""
    side, start = counts.place_side, counts.place_start
    used = side > 0
    most = int(side.max(initial=1))
    line = np.zeros((3, int(used.sum())), np.float32)
    quantiles(
        counts.places, start[used], 2 * side[used], two_sided(most), most - side[used],
        _PROBABILITIES, line,
    )  # fmt: skip
    table = np.zeros((4, *side.shape), np.float32)
    table[:3, used] = line
    table[3] = counts.place_sums / (FIXED * n)
    table = table / counts.place_scale[:, None] + counts.place_from
    return np.ascontiguousarray(table.transpose(0, 2, 3, 1))
