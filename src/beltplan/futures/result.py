"""Sampled futures of all projects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from beltplan import quarters as q

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from beltplan.futures.hazards import Hazards

__all__ = ["Futures"]


@dataclass(frozen=True, slots=True, eq=False)
class Futures:
    """Sampled futures.

    Attributes
    ----------
    projects
        Project ids; the second axis.
    quarters
        Quarters as integers (see `beltplan.quarters`); the third axis.
    seed
        Seed that made them.
    as_of
        Day whose knowledge they rest on.
    activity
        Share of the planned capacity at work, 0 to 1, shape (n, project, quarter).
    building
        Construction activity, 0 to 1 of its peak, same shape.
    state
        Index into `STATES`, same shape.
    market
        Common market factor Z; high is bad; shape (n, quarter).
    cause
        Index into `CAUSES` of why a project ended, -1 where it lives; shape (n, project).
    first
        Number of the first future in this object; other than 0 in a block.
    hazards
        Rates that they were made with.
    """

    projects: tuple[str, ...]
    quarters: range
    seed: int
    as_of: date
    activity: NDArray[np.float32]
    building: NDArray[np.float32]
    state: NDArray[np.int8]
    market: NDArray[np.float32]
    cause: NDArray[np.int8]
    first: int = 0
    hazards: Hazards | None = None

    @property
    def n(self) -> int:
        """Return the number of futures."""
        return int(self.activity.shape[0])

    def __repr__(self) -> str:
        span = f"{q.label(self.quarters[0])} to {q.label(self.quarters[-1])}"
        return f"Futures(n={self.n}, projects={len(self.projects)}, {span}, seed={self.seed})"

    def block(self, a: int, b: int) -> Futures:
        """Return futures `a` up to `b` as views, without copying."""
        cut = slice(a, b)
        return replace(
            self,
            activity=self.activity[cut],
            building=self.building[cut],
            state=self.state[cut],
            market=self.market[cut],
            cause=self.cause[cut],
            first=self.first + range(self.n)[cut].start,
        )

    def save(self, path: str | Path) -> None:
        """Write the arrays as a compressed ``.npz`` file."""
        np.savez_compressed(
            Path(path),
            projects=np.array(self.projects),
            quarters=np.array([q.label(quarter) for quarter in self.quarters]),
            seed=np.array(self.seed),
            as_of=np.array(self.as_of.isoformat()),
            activity=self.activity,
            building=self.building,
            state=self.state,
            market=self.market,
            cause=self.cause,
        )
