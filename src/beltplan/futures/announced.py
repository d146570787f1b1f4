"""The plans as announced: what every town expects of its own plants, taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan import quarters
from beltplan.futures.states import STATES

if TYPE_CHECKING:
    from beltplan.futures.result import Futures

__all__ = ["as_planned"]

_ENDED = STATES.index("ended")


def as_planned(futures: Futures, *, quarter: int) -> tuple[str, ...]:
    """Return the events that let every plan come true, for `simulate`.

    Every project that is more likely alive than not at the start operates at its full planned
    size from the quarter on. This is no forecast: it is the sum of what separate plans assume.

    Parameters
    ----------
    futures
        Sampled futures of the region.
    quarter
        First quarter of full operation; not before the second quarter of the futures.

    Raises
    ------
    ValueError
        If the quarter is not after the first quarter of the futures.
    """
    if quarter <= futures.quarters[0]:
        msg = f"{quarters.label(quarter)} is not after {quarters.label(futures.quarters[0])}"
        raise ValueError(msg)
    ended = (futures.state[:, :, 0] == _ENDED).mean(axis=0)
    return tuple(
        f"{project}: operating 100% from {quarters.label(quarter)}"
        for project, share in zip(futures.projects, ended, strict=True)
        if share < 0.5
    )
