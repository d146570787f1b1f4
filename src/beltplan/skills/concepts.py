"""Concepts of the vocabulary: competences and occupations with their labels by language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Concept", "Link"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a concept of another layer.

    Attributes
    ----------
    relation
        exact, close, broad, narrow or related, as in SKOS. Broad never means equal.
    uri, label
        The other concept.
    """

    relation: str
    uri: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One competence or occupation.

    Attributes
    ----------
    uri
        Stable address.
    kind
        skill, knowledge, transversal or occupation.
    labels
        By language, the preferred label first, synonyms after it.
    source
        Layer and version, such as ``esco 1.1.1`` or ``beltplan 1``.
    links
        Links to other layers.
    review
        draft, reviewed or official.
    stage
        Stage of the value chain, where known.
    about
        By language, texts that tell more of it, for ranking alone: its description, and names of
        the occupations that need it.
    """

    uri: str
    kind: str
    labels: Mapping[str, tuple[str, ...]] = field(hash=False)
    source: str
    links: tuple[Link, ...] = ()
    review: str = "official"
    stage: str = ""
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def label(self, language: str) -> str:
        """Return the preferred label, in English where the language has none."""
        for asked in (language, "en", *self.labels):
            if self.labels.get(asked):
                return self.labels[asked][0]
        return self.uri
