"""What the queues for power come to: megawatts by grid area, and each project's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from beltplan.balance.reading import LeftOut

    Floats = NDArray[np.float32]

__all__ = ["POWER", "Power", "QueuePlace"]

POWER: Final = {
    "capacity": ("MW", "Capacity of the grid area for new use"),
    "held": ("MW", "Megawatts that projects hold"),
    "free": ("MW", "Capacity that nobody holds"),
    "waiting": ("MW", "Megawatts of projects that wait in the queue"),
    "released": ("MW", "Megawatts given up in the quarter by projects that ended or stood still"),
    "jobs": ("persons", "Staff of the projects that hold megawatts"),
    "jobs_per_100mw": ("persons per 100 MW", "Staff for each 100 MW held"),
}
"""Variables by grid area and quarter: unit and meaning."""


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """What becomes of a project's place in the queue.

    Attributes
    ----------
    project_id, area, since, basis
        Whose place, where, from which day, by which event.
    mw
        Low, middle and high of the request (p10, p50, p90).
    holds, waits, lost
        float32 [quarter], share of the futures in which it holds its megawatts, waits for
        them, or has lost its place.
    """

    project_id: str
    area: str
    since: date
    basis: str
    mw: tuple[float, float, float]
    holds: Floats
    waits: Floats
    lost: Floats


@dataclass(frozen=True)
class Power:
    """Megawatts by grid area.

    Attributes
    ----------
    areas
        Grid areas with a project in their queue.
    quarters
        Quarters.
    variables
        Name to float32 [4, area, quarter]: p10, p50, p90, mean; see `POWER`.
    queue
        The projects in the order of their place.
    left_out
        Projects that do not queue, and why.
    """

    areas: tuple[str, ...]
    quarters: range
    variables: Mapping[str, Floats]
    queue: tuple[QueuePlace, ...]
    left_out: tuple[LeftOut, ...]
