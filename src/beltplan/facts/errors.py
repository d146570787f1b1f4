"""Named exceptions of the facts room.

The tree::

    BeltplanError
    ├── FaultError
    ├── UnknownRegionError   (LookupError)
    ├── UnknownNameError     (KeyError)
    │   ├── UnknownTableError
    │   ├── UnknownRowError
    │   └── UnknownParameterError
    ├── NotADateError        (ValueError)
    └── TargetError          (OSError): a folder or file that may not be written
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from beltplan.faults import BeltplanError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NotADateError",
    "TargetError",
    "UnknownNameError",
    "UnknownParameterError",
    "UnknownRegionError",
    "UnknownRowError",
    "UnknownTableError",
    "near",
]


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of `names` that resemble `name`.

    Examples
    --------
    >>> near("skeleftea", ["skelleftea", "umea"])
    ('skelleftea',)
    """
    return tuple(difflib.get_close_matches(name, list(names), n=3, cutoff=0.6))


def suggest(name: str, names: Iterable[str], *, otherwise: str) -> str:
    """Return a way out that names what resembles `name`, or `otherwise`."""
    found = near(name, names)
    return f"did you mean {' or '.join(repr(each) for each in found)}?" if found else otherwise


class UnknownRegionError(BeltplanError, LookupError):
    """No shipped region and no folder of that name."""


class UnknownNameError(BeltplanError, KeyError):
    """A name that the region does not have."""


class UnknownTableError(UnknownNameError):
    """No such table or field."""


class UnknownRowError(UnknownNameError):
    """No such row, or not yet known on the day asked for."""


class UnknownParameterError(UnknownNameError):
    """No such parameter, or not yet known on the day asked for."""


class NotADateError(BeltplanError, ValueError):
    """A text that is not a calendar date."""


class TargetError(BeltplanError, OSError):
    """A folder or file that may not be written."""
