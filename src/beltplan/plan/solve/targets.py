"""What the products of columns and multipliers are aimed at, relative to each other.

Any positive weights give a central path that ends at an optimum (Ding and Li 1991). Weights are
chosen so that no few columns block the steps of all others:

- a scenario's column weighs its probability, and a first-stage column, which all scenarios push
  at once, the sum of them;
- what stands at a large top of the elimination tree is pushed by all branches, and weighs more,
  until the gap is small. (At small tops this was measured to take more steps, not fewer.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.system import System

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["Targets"]

LARGE: Final = 4_000
"""Size of the top from which on its columns weigh more."""
EACH: Final = 6.0
"""Branches for which they weigh one more."""
SMALL: Final = 0.02
"""Gap below which columns at the top lose their greater weight."""
HELD: Final = 1e-3
"""Share of the first residual from which on the equations count as held."""


class Targets:
    """Weights of the columns' targets.

    Parameters
    ----------
    system
        The programme with its elimination tree.
    u
        Upper bounds, [column].

    Attributes
    ----------
    share
        Weight of each column's target, [column].
    pairs
        Sum of the weights over all products.
    first
        Largest residual of an equation so far.
    """

    def __init__(self, system: System, u: Floats) -> None:
        standard = system.standard
        chance = standard.stage.probability
        self._plain = np.full_like(u, len(chance))
        standard.by_scenario(self._plain)[:] *= chance[:, None]
        self._heavy = _at_top(system, len(u))
        self._most = _weight_at_top(system)
        self._live = u > 0
        self._both = self._live & np.isfinite(u)
        self._weight = self.first = 0.0
        self.aim(1.0)

    def aim(self, gap: float, rest: float = 0.0) -> None:
        """Set the weights for a relative gap, and the largest residual of an equation.

        A start is not near the path of the greater weights: they wait until the equations hold.
        """
        self.first = max(self.first, rest)
        most = self._most if rest <= HELD * self.first else 1.0
        weight = 1.0 + (most - 1.0) * min(1.0, gap / SMALL)
        if weight == self._weight:
            return
        self._weight = weight
        self.share = np.where(self._heavy, weight * self._plain, self._plain)
        self.pairs = float(self.share[self._live].sum() + self.share[self._both].sum())


def _weight_at_top(system: System) -> float:
    """Return the greatest weight; branches are counted by their size (Laakso and Taagepera)."""
    pivots = system.tree.branches.pivots.astype(np.float64)
    if len(system.tree.top) < LARGE or len(pivots) == 0:
        return 1.0
    return max(1.0, float(pivots.sum() ** 2 / (pivots @ pivots)) / EACH)


def _at_top(system: System, columns: int) -> Flags:
    """Return the first-stage columns, and those whose rows are all at the top of the tree."""
    standard = system.standard
    stage = standard.stage
    m, n = stage.w.shape
    above = np.zeros(m, bool)
    above[system.tree.top[system.tree.top < m]] = True
    entries = np.diff(stage.w.indptr)
    column = np.repeat(np.arange(n), entries)
    below = np.bincount(column, weights=~above[stage.w.indices], minlength=n)
    heavy = np.zeros(columns, bool)
    heavy[: standard.first] = True
    standard.by_scenario(heavy)[:] = np.append(
        (below == 0) & (entries > 0), above[standard.slacks.row]
    )
    return heavy
