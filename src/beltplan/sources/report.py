"""What a sync did, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from beltplan.sources.merge import Changes

if TYPE_CHECKING:
    from beltplan.faults import Fault

__all__ = ["Report"]


@dataclass(slots=True)
class Report:
    """What a sync of one source did.

    `finished` is false where it stopped on a fault: the records are then as before, and the next
    sync goes on where it stopped. `whole` is false where the service gave fewer rows than it
    announced, so that nothing was closed for being missed.
    """

    source: str
    run: str = ""
    offline: bool = False
    finished: bool = False
    resumed: bool = False
    whole: bool = True
    sent: int = 0
    from_cache: int = 0
    held: int = 0
    closed_held: int = 0
    changes: Changes = field(default_factory=Changes)
    faults: tuple[Fault, ...] = ()
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        changes = {name: getattr(self.changes, name) for name in Changes.__slots__}
        own = ("source", "run", "offline", "finished", "resumed", "whole", "sent", "from_cache")
        return {
            **{name: getattr(self, name) for name in own},
            "held": self.held,
            "closed_held": self.closed_held,
            **changes,
            "faults": [fault.as_dict() for fault in self.faults],
            "notes": self.notes,
        }
