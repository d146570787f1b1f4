"""The vocabulary that texts are read with: ESCO where it is, our extension always."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from beltplan.skills.esco import read_esco
from beltplan.skills.extension import EXTENSION, extension, shipped_occupations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from beltplan.skills.concepts import Concept

__all__ = ["Vocabulary", "vocabulary"]


@dataclass(frozen=True)
class Vocabulary:
    """Concepts of all layers, and what they are.

    Attributes
    ----------
    concepts
        Competences and occupations; no address twice.
    versions
        Layers with their versions.
    notes
        What a reader must know, such as that ESCO is not there.
    """

    concepts: tuple[Concept, ...]
    versions: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @cached_property
    def by_uri(self) -> Mapping[str, Concept]:
        """Concepts by address."""
        return {concept.uri: concept for concept in self.concepts}

    def languages(self) -> Mapping[str, int]:
        """Return how many concepts have a label in each language."""
        counts: dict[str, int] = {}
        for concept in self.concepts:
            for language in concept.labels:
                counts[language] = counts.get(language, 0) + 1
        return dict(sorted(counts.items()))


def vocabulary(esco: Path | None = None, *, version: str = "") -> Vocabulary:
    """Return the vocabulary: the shipped layers, with ESCO where a folder is given.

    Parameters
    ----------
    esco
        Folder of the official CSV files; without it the shipped extension and occupations serve.
    version
        Version of the ESCO files, when the folder's name does not say it.

    Raises
    ------
    EscoError
        If the folder does not hold ESCO as published.

    Examples
    --------
    >>> vocabulary().notes[0][:24]
    'ESCO is not on this mach'
    """
    own = extension()
    occupations = shipped_occupations()
    if esco is None:
        note = (
            f"ESCO is not on this machine: only the {len(own)} competences of {EXTENSION} and "
            f"{len(occupations)} occupations are recognised"
        )
        versions = (EXTENSION, *sorted({c.source for c in occupations}))
        return Vocabulary((*own, *occupations), versions, (note,))
    official = read_esco(esco, version=version)
    known = {concept.uri for concept in official}
    rest = tuple(c for c in occupations if c.uri not in known)
    notes = []
    for language in ("sv", "fi", "nb"):
        n = sum(1 for c in official if c.kind != "occupation" and language in c.labels)
        if not n:
            notes.append(
                f"ESCO has no competence labels in {language} here: only the extension reads it"
            )
    return Vocabulary((*own, *official, *rest), (EXTENSION, official[0].source), tuple(notes))
