"""Named exceptions of the plan room.

The tree::

    BeltplanError
    ├── NoConvergenceError: the solver did not close the gap
    ├── NoPlanError: the facts leave no plan, or none that is bounded
    ├── SavedPlanError: a file holds no plan that this version can read
    ├── UnknownDecisionError (KeyError, of the facts room): no such area, course, year or kind
    └── ClusterError: no cluster answers
"""

from __future__ import annotations

from beltplan.facts.errors import UnknownNameError
from beltplan.faults import BeltplanError

__all__ = [
    "ClusterError",
    "NoConvergenceError",
    "NoPlanError",
    "SavedPlanError",
    "UnknownDecisionError",
]


class NoConvergenceError(BeltplanError):
    """The solver did not close the gap."""


class NoPlanError(BeltplanError):
    """The facts leave no plan, or none that is bounded."""


class SavedPlanError(BeltplanError):
    """A file holds no plan that this version can read."""


class UnknownDecisionError(UnknownNameError):
    """No such area, course, year or kind of decision in the plan."""


class ClusterError(BeltplanError):
    """No cluster answers at the address."""
