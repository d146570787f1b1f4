"""Exceptions: what a user can mend, and faults found in an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.faults.fault import Fault, arrange, count
from beltplan.faults.shown import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BeltplanError", "FaultError"]

_SHOWN_IN_MESSAGE = 20


class BeltplanError(Exception):
    """Something that the user can mend.

    Parameters
    ----------
    message
        What is wrong, and where.
    way_out
        What to try; the command line prints it as the last line.
    """

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.message}. {self.way_out}" if self.way_out else self.message


class FaultError(BeltplanError):
    """One or more faults, sorted and without repeats.

    Parameters
    ----------
    faults
        At least one fault.

    Examples
    --------
    >>> error = FaultError([Fault("facts.unknown-place", message="no place 'x'")])
    >>> len(error.faults)
    1
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = arrange(faults)
        if not self.faults:
            msg = "a FaultError needs at least one fault"
            raise ValueError(msg)
        text = plain(self.faults[:_SHOWN_IN_MESSAGE])
        if len(self.faults) > _SHOWN_IN_MESSAGE:
            text += f"\n… and {len(self.faults) - _SHOWN_IN_MESSAGE} more"
        super().__init__(f"{count(self.faults)}\n{text}")
