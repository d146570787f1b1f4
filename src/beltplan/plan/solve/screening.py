"""Leave out first-stage columns that go to nil, and take back those that turn out to pay.

A first-stage column ties a row of every scenario to the top of its elimination tree, also where
nothing is ever built. Long before the optimum most of them can be told: they are small, and each
step of the interior point makes them smaller. From then on a speck is left of them, so that rows
which they make room in keep some, and a price; the tree is lower without them. Nothing is taken
on trust: the lower bound counts all columns, so a column that was left out wrongly shows as a gap
that does not close.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Quad = tuple[Floats, Floats, Floats, Floats]

__all__ = ["Screen"]

LOW: Final = 0.03
"""Share of its upper bound below which a first-stage column may be on its way to nil."""
LESS: Final = 0.8
"""Share of itself that one step leaves of a column on its way to nil, at most."""
READY: Final = 0.9
"""Relative gap from which on columns can be told."""
LATE: Final = 0.1
"""Gap from which on it is too late: a column may fall to a little, not to nil."""
LARGE: Final = 2_000
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
    speck
        Share of itself that is left of a column: the gap that is asked for, which it must not
        reach.
    """

    def __init__(self, stage: TwoStage, scale: float, top: int, speck: float) -> None:
        self.stage = stage
        self._shares = speck, 0.0, 0.0
        self._tries = TRIES if top >= LARGE else 0
        self._room = stage.upper0 / scale
        self._never = stage.upper0 <= 0
        touches = np.diff(stage.t.indptr) > 0
        # What stands in an equation, or makes room where there is none, stays: without it
        # others would have no room, or prices no meaning.
        equal = np.flatnonzero(stage.low0 == stage.high0)
        needed = np.diff(stage.a0.tocsr()[equal].tocsc().indptr) > 0
        below = np.isinf(stage.low) & (stage.high > 0)
        above = np.isinf(stage.high) & (stage.low < 0)
        tight = np.flatnonzero(~(below | above).all(axis=0))
        needed |= np.diff(stage.t.tocsr()[tight].tocsc().indptr) > 0
        self._may = touches & np.isfinite(self._room) & ~self._never & ~needed
        pattern = sparse.csr_array(stage.a0 != 0).astype(np.int64)
        self._beside = sparse.csr_array(pattern.T @ pattern)
        self._touches = touches
        self._out = np.zeros_like(self._may)
        self._last = np.zeros(len(self._room))
        self._left = np.zeros((3, len(self._room)))
        self._before: Quad | None = None

    def change(
        self, point: Quad, reduced: Floats, unit: float, gap: float, *, failed: bool
    ) -> tuple[TwoStage, Quad] | None:
        """Return the programme to go on with, and from where, if they should change now.

        Parameters
        ----------
        point
            Columns, prices, and multipliers of both bounds, scaled.
        reduced
            Their reduced costs before multipliers, scaled, [column].
        unit
            Objective, scaled.
        gap
            Relative gap at these prices, with all columns counted in the bound.
        failed
            Whether the interior point cannot go on as it is.
        """
        x, reduced = point[0][: len(self._out)], reduced[: len(self._out)]
        falls = x < LESS * self._last
        self._last = x.copy()
        pays = self._out & (reduced < 0)
        lost = -float((reduced * self._room)[pays].sum()) / unit
        solved = gap - lost <= CLEAR and lost > MOST * gap
        if pays.any() and (failed or solved):
            return self._widened(pays)
        ready = self._tries > 0 and LATE < gap <= READY
        return self._narrowed(point, falls) if ready else None

    def _narrowed(self, point: Quad, falls: Flags) -> tuple[TwoStage, Quad] | None:
        x = point[0][: len(self._out)]
        small = self._may & falls & (x < LOW * self._room) & ~self._out
        # A column beside one that stays, in a row of the first stage, may yet be needed.
        stays = self._touches & ~self._never & ~self._out & ~small
        out = self._out | (small & (self._beside @ stays == 0))
        now, then = (_tied(self.stage, self._never | each) for each in (self._out, out))
        new = out & ~self._out
        if then > (1.0 - FEWER) * now or not new.any():
            return None
        for kept, each in zip(self._left, (point[0], *point[2:]), strict=True):
            kept[new] = each[: len(out)][new]
        self._before = point
        return self._without(out)

    def _widened(self, pays: Flags) -> tuple[TwoStage, Quad]:
        """Go back to where columns were last left out, and leave out less."""
        self._tries -= 1
        self._may &= ~pays
        return self._without(self._out & ~pays & (self._tries > 0))

    def _without(self, out: Flags) -> tuple[TwoStage, Quad]:
        x, y, z, v = (each.copy() for each in self._before or ())
        back = self._out & ~out
        for each, left, share in zip((x, z, v), self._left, self._shares, strict=True):
            each[: len(out)][back] = left[back]
            each[: len(out)][out] = share * left[out]
        self._out = out
        return replace(self.stage, upper0=np.where(out, 0.0, self.stage.upper0)), (x, y, z, v)


def _tied(stage: TwoStage, out: Flags) -> int:
    """Return how many rows of a scenario the first stage touches if some columns are out."""
    return len(np.unique(stage.t.indices[np.repeat(~out, np.diff(stage.t.indptr))]))
