"""Kinds of fault that the skills room can find, and its exceptions."""

from __future__ import annotations

from beltplan.faults import BeltplanError, kind

__all__ = [
    "BROKEN",
    "EMPTY",
    "NOT_A_RECORD",
    "NOT_READ",
    "PROTECTED",
    "TOO_LARGE",
    "EncoderError",
    "EscoError",
    "VoikkoError",
]

EMPTY = kind("skills.empty", "Nothing to read", "A file or a record holds no text.")
NOT_READ = kind(
    "skills.not-read", "Kind of file not read", "A file is missing, is no text, or has no reader."
)
BROKEN = kind("skills.broken", "Broken file", "A file is not what its name says, or is damaged.")
PROTECTED = kind("skills.protected", "Protected file", "A file is locked with a password.")
TOO_LARGE = kind(
    "skills.too-large", "Too large", "A file, or what it unpacks to, is larger than is read."
)
NOT_A_RECORD = kind(
    "skills.not-a-record", "Record without text", "A line or a row has no field with text."
)


class EscoError(BeltplanError):
    """A folder does not hold the ESCO classification as published."""


class VoikkoError(BeltplanError):
    """Voikko was asked for and is not on this machine."""


class EncoderError(BeltplanError):
    """A sentence encoder was asked for and cannot be loaded from its folder."""
