"""States, causes, families and transitions of the project model.

Everything here is a name or an index. Rates, factors and shares are rows of the region's
`parameters` table.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

__all__ = [
    "ACTIVE",
    "BANDS",
    "CAUSES",
    "FAMILIES",
    "FAMILY_OF_STEP",
    "GROUPS",
    "REDUCED",
    "STATES",
    "TRANSITIONS",
    "UNSEEN",
    "Transition",
    "cause_index",
    "family_index",
    "state_index",
]

STATES: Final = (
    "planned",
    "construction",
    "ramp_up",
    "operating",
    "paused",
    "bankrupt",
    "restarting",
    "ended",
)
"""States of a project; arrays hold the index."""

PLANNED, CONSTRUCTION, RAMP_UP, OPERATING, PAUSED, BANKRUPT, RESTARTING, ENDED = range(8)

REDUCED: Final = 8
"""Target of the mark "reduced": activity falls, the state stays."""

ACTIVE: Final = (RAMP_UP, OPERATING, RESTARTING)
"""States in which a plant produces and employs."""

CAUSES: Final = ("demand_finance", "permit", "grid", "owner", "other", "unseen")
"""Why a project failed; "unseen" is a project that ended without anybody reporting it."""

DEMAND, PERMIT, GRID, OWNER, OTHER, UNSEEN = range(6)
HAZARD_CAUSES: Final = CAUSES[:5]

FAMILIES: Final = ("cells", "materials", "minerals", "recycling", "metals", "other")
"""Families of steps of the value chain: the groups whose rates are pooled."""

FAMILY_OF_STEP: Final = {
    "cell": "cells",
    "cell_pilot": "cells",
    "precursor_cathode": "materials",
    "anode": "materials",
    "supplier": "materials",
    "by_products": "materials",
    "mining_refining": "minerals",
    "refining": "minerals",
    "rare_earths": "minerals",
    "recycling": "recycling",
    "steel": "metals",
    "aluminium": "metals",
    "data_centre": "other",
    "industrial_park": "other",
}
"""Family of each step in the `projects` table."""

GROUPS: Final = ("planned", "construction", "operating", "paused", "bankrupt", "restarting")
"""Origins of transitions: ramp-up and operation share their rates under "operating"."""

GROUP_OF_STATE: Final = np.array([0, 1, 2, 2, 3, 4, 5, -1], dtype=np.int64)
"""Index into `GROUPS` of each state; -1 for ended."""

AGED_GROUPS: Final = 3
"""The first three groups have failure rates by age in the state."""

BANDS: Final = (0.0, 2.0, 5.0)
"""Lower edges, in years in the state, of the age bands of failures."""


class Transition(NamedTuple):
    """One competing transition.

    Attributes
    ----------
    origin
        Index into `GROUPS`.
    to
        Index into `STATES`, or `REDUCED`.
    cause
        Index into `CAUSES`, or -1 for progress.
    """

    origin: int
    to: int
    cause: int

    @property
    def progress(self) -> bool:
        """Return whether the transition leads forward rather than to a failure."""
        return self.cause < 0

    @property
    def label(self) -> tuple[str, str, str]:
        """Return origin, target and cause as words."""
        to = "reduced" if self.to == REDUCED else STATES[self.to]
        return GROUPS[self.origin], to, CAUSES[self.cause] if self.cause >= 0 else "progress"


def _transitions() -> tuple[Transition, ...]:
    causes = range(len(HAZARD_CAUSES))
    planned, construction, operating, paused, bankrupt, restarting = range(len(GROUPS))
    found = [Transition(planned, CONSTRUCTION, -1)]
    found += [Transition(planned, PAUSED, c) for c in causes]
    found += [Transition(planned, ENDED, c) for c in causes]
    found += [Transition(construction, RAMP_UP, -1)]
    found += [Transition(construction, PAUSED, c) for c in causes]
    found += [Transition(construction, ENDED, c) for c in causes]
    found += [Transition(construction, BANKRUPT, DEMAND)]
    found += [Transition(operating, REDUCED, DEMAND)]
    found += [Transition(operating, PAUSED, c) for c in causes]
    found += [Transition(operating, ENDED, c) for c in causes]
    found += [Transition(operating, BANKRUPT, DEMAND)]
    found += [Transition(paused, RESTARTING, -1)]
    found += [Transition(paused, ENDED, c) for c in causes]
    found += [Transition(bankrupt, RESTARTING, -1), Transition(bankrupt, ENDED, DEMAND)]
    found += [Transition(restarting, PAUSED, DEMAND), Transition(restarting, ENDED, DEMAND)]
    return tuple(found)


TRANSITIONS: Final = _transitions()
"""All transitions that have a hazard; ramp-up and restart lead to operating by the ramp."""

ORIGIN: Final = np.array([t.origin for t in TRANSITIONS], dtype=np.int64)
TARGET: Final = np.array([t.to for t in TRANSITIONS], dtype=np.int64)
CAUSE: Final = np.array([t.cause for t in TRANSITIONS], dtype=np.int64)
FIRST: Final = np.searchsorted(ORIGIN, np.arange(len(GROUPS) + 1)).astype(np.int64)
"""Transitions of group g are ``FIRST[g]`` to ``FIRST[g + 1]``."""

MARKET_SIGN: Final = np.array(
    [-1 if t.progress else 0 if t.cause in (PERMIT, GRID) else 1 for t in TRANSITIONS],
    dtype=np.int64,
)
"""How the market factor acts: +1 on failures, -1 on progress, 0 on permits and the grid."""


def state_index(name: str) -> int:
    """Return the index of a state.

    Examples
    --------
    >>> state_index("restarting")
    6
    """
    return STATES.index(name)


def cause_index(name: str) -> int:
    """Return the index of a cause of failure; anything that is none counts as "other".

    Examples
    --------
    >>> CAUSES[cause_index("progress")]
    'other'
    """
    return CAUSES.index(name) if name in HAZARD_CAUSES else OTHER


def family_index(step: str) -> int:
    """Return the index of the family of a step.

    Examples
    --------
    >>> FAMILIES[family_index("anode")]
    'materials'
    """
    return FAMILIES.index(FAMILY_OF_STEP.get(step, "other"))
