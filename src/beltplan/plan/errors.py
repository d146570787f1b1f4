"""Named exceptions of the plan room.

The tree::

    BeltplanError
    ├── NoConvergenceError: the solver did not close the gap
    └── NoPlanError: the facts leave no plan, or none that is bounded
"""

from __future__ import annotations

from beltplan.faults import BeltplanError

__all__ = ["NoConvergenceError", "NoPlanError"]


class NoConvergenceError(BeltplanError):
    """The solver did not close the gap."""


class NoPlanError(BeltplanError):
    """The facts leave no plan, or none that is bounded."""
