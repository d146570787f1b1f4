"""Named exceptions of the room."""

from __future__ import annotations

from beltplan.faults import BeltplanError

__all__ = ["UnknownOccupationError", "UnknownSpeechError"]


class UnknownOccupationError(BeltplanError, LookupError):
    """A text that names no role, occupation or group that is known."""


class UnknownSpeechError(BeltplanError, ValueError):
    """A language that is none of those that programmes are taught in."""
