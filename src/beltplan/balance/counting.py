"""Where the counts lie: which cells are counted, from which value, in how many bins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.balance.draws import BLOCK
from beltplan.balance.histogram import BITS, SPARE
from beltplan.balance.kernel import Counts, Region
from beltplan.balance.layouts import region_for
from beltplan.balance.variables import CELL, PLACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.account import Account

__all__ = ["Counting", "counts_for_samples", "first_counting", "sized"]

_ANY = 2**20
_EURO = 1e-4
_EVERYWHERE = frozenset({"base_need", "base_vacancies", "unemployed"})
_STAFFED = frozenset(
    {
        "need", "filled", "vacancies", "counted_on", "double_counted", "commuters_in",
        "visiting", "local", "graduates", "poached", "movers_in", "recruits", "released",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Counting:
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


def first_counting(account: Account, region: Region, n: int, sampled: tuple[int, ...]) -> Counting:
    """Return a counting that measures: the cells that can be other than zero, in any value."""
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
    return Counting(
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
    plan = first_counting(account, region, BLOCK, sampled)
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


def sized(plan: Counting, measured: Counts) -> Counting:
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
