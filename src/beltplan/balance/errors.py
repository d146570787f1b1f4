"""Named exceptions of the balance room.

The tree::

    BeltplanError
    ├── UnknownNameError (KeyError, of the facts room)
    │   ├── UnknownCellError: no such place, group or variable
    │   └── QuarterError: a quarter outside the account, or not kept
    └── MismatchError (ValueError): region and futures do not belong together
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.facts.errors import UnknownNameError, suggest
from beltplan.faults import BeltplanError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MismatchError", "NoPlacesError", "QuarterError", "UnknownCellError", "position"]


class UnknownCellError(UnknownNameError):
    """No such place, group or variable in the account."""


class QuarterError(UnknownNameError):
    """A quarter outside the account, or one of which samples are not kept."""


class MismatchError(BeltplanError, ValueError):
    """Region and futures do not belong together."""


class NoPlacesError(BeltplanError):
    """Of no place the population is known on the day."""


def position(name: str, names: tuple[str, ...], what: str) -> int:
    """Return where a name is.

    Raises
    ------
    UnknownCellError
        If it is not there; names those that resemble it.
    """
    if name in names:
        return names.index(name)
    way_out = suggest(name, names, otherwise=_listed(names, what))
    message = f"the account has no {what} {name!r}"
    raise UnknownCellError(message, way_out)


def _listed(names: Iterable[str], what: str) -> str:
    some = list(names)
    return f"it has {len(some)}: {', '.join(some[:40])}" if some else f"it has no {what} at all"
