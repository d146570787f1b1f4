"""The target as bits with weights: what a way teaches of it, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from beltplan.coverage.roles import RoleNeed
    from beltplan.facts import Region
    from beltplan.paths.positions import Position

__all__ = ["Scale"]


class Scale:
    """The target as bits with weights."""

    def __init__(
        self,
        region: Region,
        begin: Position,
        goal: Position,
        needs: tuple[RoleNeed, ...],
        holds: frozenset[str],
    ) -> None:
        self.needs = needs
        self.bits = {need.competence: 2 << n for n, need in enumerate(needs[:60])}
        self.bits[goal.group_id] = 1
        close = region.row("groups", goal.group_id)["close_groups"] or ()
        self.fields = frozenset((goal.group_id, *close))
        self.weights = np.array([round(1000 * n.share.central) for n in needs[:60]], dtype=np.int64)
        self._whole = int(self.weights.sum()) or 1
        self.mask = sum(self.bits[c] for c in holds if c in self.bits)
        if begin.group_id in self.fields:
            self.mask |= 1

    def left(self, mask: int) -> float:
        """Return the weight of what a mask lacks, 0 to 1."""
        missing = sum(int(w) for n, w in enumerate(self.weights) if not mask & (2 << n))
        return missing / self._whole

    def prepared(self, mask: int) -> bool:
        """Return whether a mask holds training for the target's occupation group."""
        return bool(mask & 1)
