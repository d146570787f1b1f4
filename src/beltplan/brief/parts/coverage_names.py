"""Names of competences and programmes, as the coverage figures say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.i18n import Name, plain

if TYPE_CHECKING:
    from beltplan.coverage import Coverage
    from beltplan.i18n import Phrase

__all__ = ["competence", "programme"]


def competence(found: Coverage, uri: str) -> Name:
    """Return the name of a competence in every language there is."""
    concept = found.concepts.get(uri)
    if concept is None:
        return plain(uri.rsplit("/", 1)[-1])
    return Name({language: labels[0] for language, labels in concept.labels.items() if labels})


def programme(found: Coverage, programme_id: str) -> Phrase:
    """Return who teaches what where."""
    listed = found.programmes[programme_id]
    where = listed.place or listed.country
    provider = listed.provider.split(" (")[0]
    return plain(f"{provider}: {listed.name}, {where} ({listed.country})")
