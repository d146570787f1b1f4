"""Sample futures.

Futures are made in blocks of 250. A block's random numbers come from the seed, the number of
the block and, for what concerns one project, the project's id. So future 17 is the same
however many futures are asked for, on however many threads and up to whatever quarter; and
forcing an event on one plant, or adding a plant, changes no random number of the others.
"""

from __future__ import annotations

import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan import quarters
from beltplan.futures.arrays import Block, Draws, Forced, Model, Rates, Start
from beltplan.futures.errors import RequestError
from beltplan.futures.forcing import compile_events
from beltplan.futures.hazards import Hazards, estimate
from beltplan.futures.kernel import run
from beltplan.futures.market import autoregression
from beltplan.futures.result import Futures
from beltplan.futures.start import starting_point
from beltplan.futures.states import GROUPS, HAZARD_CAUSES, TRANSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from beltplan.facts import Region
    from beltplan.futures.settings import Settings

__all__ = ["BLOCK", "simulate"]

BLOCK: Final = 250
"""Futures in a block; the unit of random streams."""

_MARKET, _RATES, _PROJECT = 0, 1, 2


def simulate(
    region: Region,
    *,
    n: int = 10_000,
    seed: int = 1,
    end: str | int = "2040Q4",
    events: Iterable[str] = (),
    without: Iterable[str] = (),
    hazards: Hazards | None = None,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Futures:
    """Sample futures of all projects of a region.

    Parameters
    ----------
    region
        The region; its `as_of` decides what is known, and the first quarter.
    n
        Number of futures.
    seed
        Seed. The same region, seed and events give the same futures.
    end
        Last quarter, as ``2040Q4`` or as a number.
    events
        Forced and forbidden events; see `beltplan.futures.grammar`.
    without
        Projects that do not exist from now on.
    hazards
        Rates; estimated from the region if not given.
    processes
        Threads; all cores if not given. Changes nothing but the time.
    progress
        Called as ``progress(done, n)`` after each block.

    Returns
    -------
    Futures
        Arrays over futures, projects and quarters.

    Raises
    ------
    FaultError
        If forced events are faulty: all faults at once.
    RequestError
        If `n` is not positive, `end` is no quarter or lies before the region's day, or the
        rates were estimated for another region or day.
    NoProjectError
        If the region has no project on its day.

    Examples
    --------
    >>> from beltplan.facts import load
    >>> simulate(load("nordic-battery-belt", as_of="2022-09-15"), n=3, end="2024Q4").n
    3
    """
    if n < 1:
        message = f"n must be 1 or more, not {n}"
        raise RequestError(message, "ask for 1,000 or more to read chances")
    try:
        last = quarters.parse(end) if isinstance(end, str) else end
    except ValueError as error:
        raise RequestError(str(error), "write it like 2040Q4") from None
    start = quarters.of(region.as_of)
    if last < start:
        message = f"the end {quarters.label(last)} lies before {quarters.label(start)}"
        raise RequestError(message, f"choose {quarters.label(start)} or later")
    rates = hazards if hazards is not None else estimate(region)
    if (rates.region, rates.as_of) != (region.name, region.as_of):
        message = f"the rates are those of {rates.region} on {rates.as_of}, not of this region"
        raise RequestError(message, f"estimate them from {region.name} on {region.as_of}")
    first = quarters.of(rates.last)
    forced = compile_events(
        region, rates.histories, first=first, start=start, end=last, events=events, without=without
    )
    steps = last - first + 1
    begin = starting_point(region, rates, first=first, steps=steps)
    begin = begin._replace(floor=begin.floor + forced.frozen.sum(axis=1))
    projects = tuple(history.project_id for history in rates.histories)
    shape = (n, len(projects), last - start + 1)
    result = Futures(
        projects=projects,
        quarters=range(start, last + 1),
        seed=seed,
        as_of=region.as_of,
        activity=np.empty(shape, dtype=np.float32),
        building=np.empty(shape, dtype=np.float32),
        state=np.empty(shape, dtype=np.int8),
        market=np.empty((n, shape[2]), dtype=np.float32),
        cause=np.empty(shape[:2], dtype=np.int8),
        hazards=rates,
    )
    model = _model(rates.settings)
    blocks = [(b, slice(a, min(a + BLOCK, n))) for b, a in enumerate(range(0, n, BLOCK))]

    def work(task: tuple[int, slice]) -> int:
        number, where = task
        _block(result, rates, model, begin, forced, number, where)
        return int(where.stop) - int(where.start)

    done = 0
    with ThreadPoolExecutor(max(1, processes or os.cpu_count() or 1)) as pool:
        for count in pool.map(work, blocks):
            done += count
            if progress is not None:
                progress(done, n)
    return result


def _stream(seed: int, block: int, *key: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block, *key)))


def _model(settings: Settings) -> Model:
    years, shares = settings.ramp()
    return Model(
        building_scale=settings["construction_years"],
        building_shape=settings["construction_shape"],
        distress=settings["evidence_distress_factor"],
        delay=settings["evidence_delay_factor"],
        half_life=0.5 ** (0.25 / settings["evidence_half_life"]),
        sold=settings["evidence_sold_factor"],
        recovery=0.5 ** (0.25 / settings["reduction_recovery"]),
        ramp_years=years,
        ramp_shares=shares,
    )


def _block(
    result: Futures,
    hazards: Hazards,
    model: Model,
    start: Start,
    forced: Forced,
    number: int,
    where: slice,
) -> None:
    """Fill one block; a block cut short by `n` draws whole and keeps its first futures."""
    settings = hazards.settings
    kept = where.stop - where.start
    steps = forced.state.shape[1]
    beta = settings["market_loading"]

    stream = _stream(result.seed, number, _MARKET)
    pasts = stream.integers(0, hazards.past.paths.shape[0], BLOCK)
    noise = np.empty((BLOCK, steps))
    noise[:, 1:] = stream.standard_normal((steps - 1, BLOCK)).T
    noise[:, 0] = hazards.past.now[pasts]
    market = autoregression(noise, settings["market_persistence"])

    stream = _stream(result.seed, number, _RATES)
    ages = stream.standard_gamma(hazards.ages[0], (BLOCK, *hazards.ages[0].shape))
    _, rates = hazards.pooled.draw(pasts, stream)
    drawn = Rates(
        rates=rates,
        sums=_sums(rates),
        ages=ages / hazards.ages[1],
        fail=np.exp(beta * market - beta**2 / 2),
        progress=np.exp(-beta * market - beta**2 / 2),
    )
    draws = _draws(result, settings, start, number, steps)
    out = Block(
        result.activity[where], result.building[where], result.state[where], result.cause[where]
    )
    run(model, start, forced, drawn, draws, out)
    result.market[where] = market[:kept, steps - len(result.quarters) :]


def _sums(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rates summed over targets, by group and cause, progress last."""
    sums = np.zeros((rates.shape[0], len(GROUPS), rates.shape[2], len(HAZARD_CAUSES) + 1))
    for k, transition in enumerate(TRANSITIONS):
        sums[:, transition.origin, :, transition.cause] += rates[:, k]
    return sums


def _draws(result: Futures, settings: Settings, start: Start, number: int, steps: int) -> Draws:
    size = (len(result.projects), steps, BLOCK)
    event, mark = np.empty(size), np.empty(size)
    sizes = np.empty((7, size[0], BLOCK))
    for p, project in enumerate(result.projects):
        stream = _stream(result.seed, number, _PROJECT, zlib.crc32(project.encode()))
        sizes[:, p] = stream.random((7, BLOCK))
        both = stream.random((steps, 2, BLOCK))
        event[p], mark[p] = both[:, 0], both[:, 1]
    ranges = settings.ranges
    cut = ranges["reduction_kept"]
    return Draws(
        event=event,
        mark=mark,
        level=_levels(sizes[0], settings, start.observed),
        stretch=ranges["ramp_time_factor"].triangular(sizes[1]),
        kept=cut.triangular(sizes[2]),
        share=ranges["restart_share"].triangular(sizes[3]),
        growth=ranges["restart_growth"].triangular(sizes[4]),
        years=ranges["restart_years"].triangular(sizes[5]),
        hidden=sizes[6],
        cut_low=cut.low,
        cut_mode=cut.central,
        cut_high=cut.high,
    )


def _levels(
    u: NDArray[np.float64], settings: Settings, observed: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return final levels of new plants, not below what is already observed."""
    share = settings.ranges["realised_share"]
    below = np.array([share.triangular_cdf(float(x)) for x in observed])[:, None]
    return np.asarray(np.maximum(share.triangular(below + (1 - below) * u), observed[:, None]))
