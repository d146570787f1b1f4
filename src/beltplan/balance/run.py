"""From a region and its futures to its balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan import quarters as calendar
from beltplan.balance.draws import BLOCK
from beltplan.balance.engine import simulate
from beltplan.balance.errors import MismatchError, QuarterError
from beltplan.balance.freight import run_freight
from beltplan.balance.interval import interval_of
from beltplan.balance.jobs import drawn_jobs
from beltplan.balance.lanes import lanes
from beltplan.balance.pool import overlaps
from beltplan.balance.power import run_power
from beltplan.balance.reading import read
from beltplan.balance.result import Balance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from beltplan.balance.measures import Measures
    from beltplan.balance.reading import Reading
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["activity_of", "read_for", "run"]


def run(
    region: Region,
    futures: Futures,
    *,
    seed: int = 1,
    chunk: int = 500,
    processes: int | None = None,
    watch: Iterable[int | str] = (),
    samples: bool = True,
    measures: Measures | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Balance:
    """Run the account of a region over all its futures.

    Parameters
    ----------
    region
        The region, as known on the day of the futures.
    futures
        Its futures.
    seed
        Seed of what each future draws of the parameters.
    chunk
        Futures whose activity each thread takes at a time. It bounds the room to work in;
        it changes no result.
    processes
        Threads; by default one for each processor. They change no result.
    watch
        Quarters of which samples are kept besides the first and Q4 of each year.
    samples
        Whether samples of places are kept at all (float32, n x places x kept quarters x
        variables).
    measures
        Additions of a plan.
    progress
        Called with the number of futures done and of all.

    Raises
    ------
    MismatchError
        If the futures are of another day or have projects that the region does not know.
    QuarterError
        If a watched quarter lies outside the futures.
    ValueError
        If the measures do not fit the account.
    """
    reading = read_for(region, futures)
    account = reading.account
    kept = _kept(futures.quarters, watch)
    positions = tuple(futures.quarters.index(quarter) for quarter in kept)

    def source(first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return activity_of(reading, futures, first, last)

    result = simulate(
        account,
        source,
        futures.n,
        seed=seed,
        chunk=chunk,
        processes=processes,
        sampled=positions,
        keep_samples=samples,
        measures=measures,
        progress=progress,
    )
    first = min(BLOCK, futures.n)
    drawn = lanes(account, *source(0, first), seed=seed, block=0)
    jobs = drawn_jobs(account, seed=seed, n=futures.n)
    threshold = region.parameter("publishing_threshold").central
    return Balance(
        region=region.name,
        as_of=region.as_of,
        n=futures.n,
        seed=seed,
        places=account.places,
        groups=account.groups,
        country_ids=account.countries,
        quarters=futures.quarters,
        sectors=reading.sectors,
        left_out=reading.left_out,
        parameters=reading.parameters,
        jobs={
            project: interval_of(row) for project, row in zip(account.projects, jobs, strict=True)
        },
        threshold=0.0 if threshold is None else threshold,
        power=run_power(
            region,
            reading,
            futures,
            jobs,
            seed=seed,
            added=None if measures is None else measures.grid,
        ),
        freight=run_freight(region, reading, futures, seed=seed),
        cell_table=result.cells,
        place_table=result.places,
        samples=result.samples,
        sampled_quarters=kept,
        shared=overlaps(account, drawn, result.pool),
    )


def read_for(region: Region, futures: Futures) -> Reading:
    """Read a region for its futures.

    Raises
    ------
    MismatchError
        If they do not belong together.
    """
    if futures.as_of != region.as_of:
        message = f"the futures are as of {futures.as_of}, the region as of {region.as_of}"
        raise MismatchError(message, "simulate the futures from the same region")
    known = set(region.table("projects")["project_id"].to_list())
    unknown = [project for project in futures.projects if project not in known]
    if unknown:
        message = f"the region does not know {', '.join(unknown)}"
        raise MismatchError(message, "simulate the futures from the same region")
    return read(region, futures.projects, futures.quarters)


def activity_of(
    reading: Reading, futures: Futures, first: int, last: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return activity and construction activity of the account's projects, [n, j, t]."""
    columns = list(reading.columns)
    return futures.activity[first:last, columns], futures.building[first:last, columns]


def _kept(span: range, watch: Iterable[int | str]) -> tuple[int, ...]:
    wanted = {calendar.parse(q) if isinstance(q, str) else q for q in watch}
    outside = sorted(wanted - set(span))
    if outside:
        message = f"{', '.join(map(calendar.label, outside))} lies outside the futures"
        way_out = f"choose from {calendar.label(span[0])} to {calendar.label(span[-1])}"
        raise QuarterError(message, way_out)
    ends = {quarter for quarter in span if quarter % 4 == 3}
    return tuple(sorted({span[0]} | ends | wanted))
