"""Kinds of fault that the shares room can find, and its exceptions.

The tree::

    BeltplanError
    ├── FaultError: a game or a programme that is not well made, with every fault
    ├── EmptyCoreError: every allocation is blocked by some coalition
    ├── SolverError: a linear programme has no optimum
    └── TooManyPlayersError (ValueError): too many players for a table of all coalitions
"""

from __future__ import annotations

from beltplan.faults import BeltplanError, kind

__all__ = [
    "ALONE",
    "INTEGER",
    "NOBODY",
    "NOT_FINITE",
    "PLAYERS",
    "REACH",
    "SIZE",
    "WEIGHTS",
    "EmptyCoreError",
    "SolverError",
    "TooManyPlayersError",
]

PLAYERS = kind("shares.players", "Players", "A game has no players, or two with the same name.")
SIZE = kind("shares.size", "Wrong size", "An array of a game or a programme has the wrong shape.")
NOT_FINITE = kind(
    "shares.not-finite", "Not a number", "A value, a price or a cost is missing or infinite."
)
ALONE = kind(
    "shares.alone",
    "Cost alone",
    "A cost alone is missing or infinite, or nobody pays anything alone.",
)
NOBODY = kind(
    "shares.nobody",
    "Owned by nobody",
    "A right-hand side or a bound that is not zero belongs to no player: every coalition could use "
    "all of it, and Owen's theorem does not hold.",
)
WEIGHTS = kind(
    "shares.weights",
    "Ownership",
    "Ownership of a right-hand side is negative or does not add up to 1.",
)
REACH = kind(
    "shares.reach",
    "Column out of reach",
    "A column uses a right-hand side of players none of whom it touches: a coalition could use "
    "what belongs to others.",
)


INTEGER = kind(
    "shares.integer",
    "Whole numbers",
    "A column takes whole numbers only: prices need not support a stable split.",
)


class EmptyCoreError(BeltplanError):
    """Every allocation is blocked by some coalition."""


class SolverError(BeltplanError):
    """A linear programme has no optimum, or the solver found none."""


class TooManyPlayersError(BeltplanError, ValueError):
    """Too many players for a table of all coalitions."""
