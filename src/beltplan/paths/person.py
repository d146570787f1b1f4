"""Who asks: nothing of it is stored, and nothing names anybody."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Person"]


@dataclass(frozen=True, slots=True)
class Person:
    """What a search needs to know; it lives as long as the search.

    Attributes
    ----------
    place
        Place of the region where the person lives.
    languages
        Languages in which the person can study (ISO 639-1).
    level
        EQF level.
    holds
        Competences (addresses) that people in the person's work usually have.
    group
        Occupation group of the person's work; empty where it is not known.
    """

    place: str
    languages: tuple[str, ...]
    level: int
    holds: frozenset[str]
    group: str = ""
