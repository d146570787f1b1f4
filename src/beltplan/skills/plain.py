"""The first pass, one text at a time: the rule that the compiled pass follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.skills.dictionary import Dictionary
from beltplan.skills.finds import METHOD_NAMES, Finds, Open
from beltplan.skills.language import detect, evidence
from beltplan.skills.segments import requires, segments
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beltplan.skills.concepts import Concept

__all__ = ["CLEARLY", "PlainPass", "language_of"]

# With less evidence than this against it, a sentence stays in the language of its text.
CLEARLY = 1.5


def language_of(text: str, around: dict[str, float]) -> tuple[str, float]:
    """Return the language of a sentence and its share, given the evidence of its whole text."""
    language, share = detect(text, prior=around)
    whole = max(LANGUAGES, key=lambda name: around[name])
    if language != whole and around[whole] > 0:
        own = evidence(text)
        if own[language] - own[whole] < CLEARLY:
            return whole, share
    return language, share


class PlainPass:
    """Finds the labels of a vocabulary in texts.

    Parameters
    ----------
    concepts
        The vocabulary.
    voikko
        Whether Finnish words are analysed by Voikko.
    """

    def __init__(self, concepts: Sequence[Concept], *, voikko: bool = False) -> None:
        self._concepts = concepts
        self._voikko = voikko
        self._dictionaries: dict[str, Dictionary] = {}

    def dictionary(self, language: str) -> Dictionary:
        """Return the dictionary of a language, made when it is first asked for."""
        if language not in self._dictionaries:
            self._dictionaries[language] = Dictionary(self._concepts, language, voikko=self._voikko)
        return self._dictionaries[language]

    def read(self, texts: Sequence[str]) -> tuple[Finds, list[Open]]:
        """Return what stands in the texts, and the sentences that sound like a requirement."""
        rows: list[tuple[float, ...]] = []
        left: list[Open] = []
        for doc, text in enumerate(texts):
            around = evidence(text)
            for piece in segments(text):
                language, _ = language_of(piece.text, around)
                if not language:
                    continue
                number = LANGUAGES.index(language)
                start, end = piece.start, piece.start + len(piece.text)
                found = self.dictionary(language).find(piece.text)
                rows.extend(
                    (
                        *(doc, number, start, end, start + hit.start, start + hit.end),
                        *(hit.concept, METHOD_NAMES.index(hit.method), hit.score),
                    )
                    for hit in found
                )
                if requires(piece.text, language):
                    left.append(Open(doc, number, start, end))
        return Finds.of(rows), left
