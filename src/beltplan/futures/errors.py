"""Named exceptions of the room."""

from __future__ import annotations

from beltplan.faults import BeltplanError

__all__ = ["NoProjectError", "RequestError"]


class RequestError(BeltplanError, ValueError):
    """A number, quarter or setting that makes no sense."""


class NoProjectError(BeltplanError, ValueError):
    """A region without any project on its day."""
