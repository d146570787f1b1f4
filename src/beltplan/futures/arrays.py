"""The arrays that the inner loop reads and writes.

Named tuples, because the compiler takes them apart by itself. P is the number of projects, T
the number of steps from the horizon of information on, n the number of futures in the block, K
the number of transitions, G that of families, Q that of quarters kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Block", "Draws", "Forced", "Model", "Rates", "Start"]


class Model(NamedTuple):
    """Assumptions that are the same in every future.

    Attributes
    ----------
    building_scale, building_shape
        Weibull time of building, years.
    distress, delay, half_life
        Factors of known money trouble on failures and on progress, and the share of it left
        after a quarter.
    sold
        Factor of a sale on a restart.
    recovery
        Share of a cut that is left after a quarter.
    ramp_years, ramp_shares
        Corners of the ramp.
    """

    building_scale: float
    building_shape: float
    distress: float
    delay: float
    half_life: float
    sold: float
    recovery: float
    ramp_years: NDArray[np.float64]
    ramp_shares: NDArray[np.float64]


class Start(NamedTuple):
    """What is known of each project at the horizon; all arrays have shape (P,).

    Attributes
    ----------
    family, state, before
        Indices; `before` is the state to go back to after a stop.
    age, built, ramped
        Years in the state, of building, and since the ramp or restart began, at the opening of
        the first step's quarter; negative for what began within it.
    silent
        Chance that the project has ended without a report.
    distress
        Weight of known money trouble.
    start
        Factor on the start of building.
    sold
        1 where a stopped plant has a buyer.
    existing
        1 where the plant stood before the region was watched.
    observed, observed_ramp
        Activity known from a headcount, negative where not known, and years of ramp then.
    reduced_years
        Years since the last cut that the headcount does not hold yet, negative if none.
    restart
        Restart plan as a share of the plan, negative where not known.
    floor
        First step at which a new plant may start.
    permit, grid
        Factor on failures by permit and grid at each step, shape (P, T).
    """

    family: NDArray[np.int64]
    state: NDArray[np.int64]
    before: NDArray[np.int64]
    age: NDArray[np.float64]
    built: NDArray[np.float64]
    ramped: NDArray[np.float64]
    silent: NDArray[np.float64]
    distress: NDArray[np.float64]
    start: NDArray[np.float64]
    sold: NDArray[np.int64]
    existing: NDArray[np.int64]
    observed: NDArray[np.float64]
    observed_ramp: NDArray[np.float64]
    reduced_years: NDArray[np.float64]
    restart: NDArray[np.float64]
    floor: NDArray[np.int64]
    permit: NDArray[np.float64]
    grid: NDArray[np.float64]


class Forced(NamedTuple):
    """Events that the user forces or forbids.

    Attributes
    ----------
    state
        State to take at a step, -1 for none, `REDUCED` for a cut; shape (P, T).
    level
        Activity that goes with it, negative if not given; shape (P, T).
    held
        1 where no random move may happen; shape (P, T).
    frozen
        1 where a delay stops all progress; shape (P, T).
    never
        Bits of the targets that are forbidden; shape (P,).
    no_end, no_build, no_start
        Steps before which the project may not end, start building, start to produce.
    gone
        1 where the project is taken out; shape (P,).
    """

    state: NDArray[np.int64]
    level: NDArray[np.float64]
    held: NDArray[np.int64]
    frozen: NDArray[np.int64]
    never: NDArray[np.int64]
    no_end: NDArray[np.int64]
    no_build: NDArray[np.int64]
    no_start: NDArray[np.int64]
    gone: NDArray[np.int64]


class Rates(NamedTuple):
    """Rates drawn for each future of the block.

    Attributes
    ----------
    rates
        Per year, shape (n, K, G).
    sums
        The same summed over targets by cause, progress last; shape (n, groups, G, 6).
    ages
        Age factors, shape (n, groups, bands).
    fail, progress
        Market factor on failures and on progress, shape (n, T).
    """

    rates: NDArray[np.float64]
    sums: NDArray[np.float64]
    ages: NDArray[np.float64]
    fail: NDArray[np.float64]
    progress: NDArray[np.float64]


class Draws(NamedTuple):
    """Random numbers of each project and future.

    Attributes
    ----------
    event, mark
        Uniform numbers for moves and for the sizes of cuts; shape (P, T, n).
    level, stretch, kept, share, growth, years
        Drawn level of a new plant, stretch of its ramp, what a known cut has left, first
        level of a restart, how far it grows, how long it takes; shape (P, n).
    hidden
        Uniform number for an unreported end; shape (P, n).
    cut_low, cut_mode, cut_high
        Triangular distribution of what a cut leaves.
    """

    event: NDArray[np.float64]
    mark: NDArray[np.float64]
    level: NDArray[np.float64]
    stretch: NDArray[np.float64]
    kept: NDArray[np.float64]
    share: NDArray[np.float64]
    growth: NDArray[np.float64]
    years: NDArray[np.float64]
    hidden: NDArray[np.float64]
    cut_low: float
    cut_mode: float
    cut_high: float


class Block(NamedTuple):
    """Where the results go: slices of the large arrays, shape (n, P, Q), and causes (n, P)."""

    activity: NDArray[np.float32]
    building: NDArray[np.float32]
    state: NDArray[np.int8]
    cause: NDArray[np.int8]
