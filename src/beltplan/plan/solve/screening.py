"""Leave out first-stage columns that look like nil, and take back those that turn out to pay.

A first-stage column ties a row of every scenario to the top of its elimination tree, also where
nothing is ever built. Half-way to the optimum most of them can be told: they are small and go on
falling. Without them the tree is lower. Nothing is taken on trust: the lower bound counts all
columns, so a column that was left out wrongly shows as a gap that does not close.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Quad = tuple[Floats, Floats, Floats, Floats]

__all__ = ["Screen"]

NIL: Final = 1e-3
"""Share of its upper bound below which a first-stage column counts as nil."""
READY: Final = 0.25
"""Relative gap from which on columns can be told."""
LARGE: Final = 500
"""Size of the top from which on a lower tree is worth the change."""
FEWER: Final = 0.15
"""Least share of the rows tied by the first stage that must fall away."""
CLEAR: Final = 1e-2
"""Gap without what the columns left out explain of it, from which on they are judged."""
MOST: Final = 0.7
"""Share of the gap that they may explain."""
TRIES: Final = 3
"""How often columns are taken back, the last time all of them."""


class Screen:
    """Which first-stage columns are left out, from when on.

    Parameters
    ----------
    stage
        The programme.
    scale
        Unit of the columns.
    top
        Unknowns at the top of its tree.
    """

    def __init__(self, stage: TwoStage, scale: float, top: int) -> None:
        self.stage = stage
        self._tries = TRIES if top >= LARGE else 0
        self._room = stage.upper0 / scale
        self._never = stage.upper0 <= 0
        # What stands in an equation, or makes room where there is none, stays: without it
        # others would have no room, or prices no meaning.
        bound = np.flatnonzero(stage.low0 == stage.high0)
        needed = np.diff(stage.a0.tocsr()[bound].tocsc().indptr) > 0
        below = np.isinf(stage.low) & (stage.high > 0)
        above = np.isinf(stage.high) & (stage.low < 0)
        tight = np.flatnonzero(~(below | above).all(axis=0))
        needed |= np.diff(stage.t.tocsr()[tight].tocsc().indptr) > 0
        touches = np.diff(stage.t.indptr) > 0
        self._may = touches & np.isfinite(self._room) & ~self._never & ~needed
        self._out = np.zeros_like(self._may)
        self._before: Quad | None = None

    def change(
        self, point: Quad, reduced: Floats, gap: float, *, failed: bool
    ) -> tuple[TwoStage, Quad] | None:
        """Return the programme to go on with, and from where, if they should change now.

        Parameters
        ----------
        point
            Columns, prices, and multipliers of both bounds, scaled.
        reduced
            Their reduced costs before multipliers, scaled so that the objective is 1, [column].
        gap
            Relative gap at these prices, with all columns counted in the bound.
        failed
            Whether the interior point cannot go on as it is.
        """
        if self._before is None:
            ready = self._tries > 0 and CLEAR < gap <= READY
            return self._narrowed(point) if ready else None
        reduced = reduced[: len(self._out)]
        pays = self._out & (reduced < 0)
        lost = -float((reduced * self._room)[pays].sum())
        solved = gap - lost <= CLEAR and lost > MOST * gap
        return self._widened(pays) if pays.any() and (failed or solved) else None

    def _narrowed(self, point: Quad) -> tuple[TwoStage, Quad] | None:
        small = self._may & (point[0][: len(self._may)] < NIL * self._room)
        tied, still = _tied(self.stage, self._never), _tied(self.stage, self._never | small)
        if still > (1.0 - FEWER) * tied:
            return None
        self._before = point
        return self._without(small)

    def _widened(self, pays: Flags) -> tuple[TwoStage, Quad]:
        """Go back to where columns were left out, and leave out less."""
        self._tries -= 1
        return self._without(self._out & ~pays & (self._tries > 0))

    def _without(self, out: Flags) -> tuple[TwoStage, Quad]:
        self._out = out
        x, y, z, v = (each.copy() for each in self._before or ())
        for each in (x, z, v):
            each[: len(out)][out] = 0.0
        return replace(self.stage, upper0=np.where(out, 0.0, self.stage.upper0)), (x, y, z, v)


def _tied(stage: TwoStage, out: Flags) -> int:
    """Return how many rows of a scenario the first stage touches if some columns are out."""
    return len(np.unique(stage.t.indices[np.repeat(~out, np.diff(stage.t.indptr))]))
