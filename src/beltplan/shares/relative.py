"""Gains relative to what a player would pay alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.faults import FaultError
from beltplan.shares.errors import ALONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_alone", "measured", "relative_gains", "spread_of"]

_NOTHING: Final = 1e-9


def measured(alone: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which players pay anything alone, shape (n,).

    Who pays nothing alone, or a billionth of what the largest pays, has no relative gain.
    """
    out: NDArray[np.bool_] = alone > _NOTHING * alone.max(initial=0.0)
    return out


def relative_gains(gains: NDArray[np.float64], alone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return gain divided by cost alone, NaN for those who pay nothing alone, shape (n,).

    Examples
    --------
    >>> relative_gains(np.array([1.0, 1.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    some = measured(alone)
    return np.where(some, gains / np.where(some, alone, 1.0), np.nan)


def spread_of(relative: NDArray[np.float64]) -> float:
    """Return the largest less the smallest relative gain of those who have one."""
    return float(np.nanmax(relative) - np.nanmin(relative))


def check_alone(players: tuple[str, ...], alone: NDArray[np.float64]) -> None:
    """Raise a `FaultError` that names every player whose cost alone is missing or infinite.

    Or the shape, where it is not one cost a player; or all, where nobody pays anything alone.
    """
    if alone.shape != (len(players),):
        message = f"costs alone have shape {alone.shape}"
        way_out = f"give one a player, shape {(len(players),)}"
        raise FaultError([ALONE.at(message, way_out, table="game", field="alone")])
    faults = [
        ALONE.at(
            f"the cost alone of {name} is {cost}",
            "every player needs a plan of its own with a finite cost",
            table="game",
            field="alone",
            row=name,
            value=str(cost),
        )
        for name, cost in zip(players, alone.tolist(), strict=True)
        if not np.isfinite(cost)
    ]
    if not faults and not measured(alone).any():
        message = "nobody pays anything alone"
        way_out = "there is no cost to save; check the costs alone"
        faults.append(ALONE.at(message, way_out, table="game", field="alone"))
    if faults:
        raise FaultError(faults)
