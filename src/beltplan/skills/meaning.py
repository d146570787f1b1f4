"""Likeness of meaning, as a sentence encoder sees it, added to the score of the best concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.skills.concepts import Concept
    from beltplan.skills.encoder import Encoder

__all__ = ["CANDIDATES", "WEIGHT", "Meaning"]

WEIGHT = 0.2
"""Share of the cosine in the score."""
CANDIDATES = 24
"""So many of the best concepts by letters and words are looked at again."""


class Meaning:
    """Ranks the best concepts of a text anew, with the cosine of an encoder in the score.

    A concept is compared by its preferred labels in the text's language and in English, the
    better one counts. Each label is encoded once, when it is first met, and kept in memory.

    Parameters
    ----------
    encoder
        Turns texts into vectors.
    concepts
        What numbers in the answers stand for.
    weight
        Share of the cosine in the new score, 0 to 1; the rest is the old score.

    Raises
    ------
    EncoderError
        If `weight` is no share.
    """

    def __init__(
        self, encoder: Encoder, concepts: Sequence[Concept], *, weight: float = WEIGHT
    ) -> None:
        if not 0 <= weight <= 1:
            raise EncoderError(f"weight {weight} is no share", "give a number from 0 to 1")
        self.weight = weight
        self._encoder = encoder
        self._concepts = concepts
        self._rows: dict[str, int] = {}
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), np.float32)

    def rerank(
        self, texts: Sequence[str], language: str, answers: Sequence[Sequence[tuple[int, float]]]
    ) -> list[list[tuple[int, float]]]:
        """Return the answers with their new score, best first.

        Parameters
        ----------
        texts
            Short texts: a phrase or a sentence.
        language
            Their language.
        answers
            For each text its best concepts as (number, score from 0 to 1).
        """
        asked = [n for n, answer in enumerate(answers) if answer]
        if not asked or not self.weight:
            return [list(answer) for answer in answers]
        labels = {
            number: self._labels(number, language)
            for number in {number for n in asked for number, _ in answers[n]}
        }
        self._learn([label for found in labels.values() for label in found])
        vectors = self._encode([texts[n] for n in asked])
        out: list[list[tuple[int, float]]] = [[] for _ in answers]
        for n, vector in zip(asked, vectors, strict=True):
            scored = []
            for number, score in answers[n]:
                rows = [self._rows[label] for label in labels[number]]
                cosine = float((self._vectors[rows] @ vector).max()) if rows else 0.0
                new = (1 - self.weight) * score + self.weight * max(0.0, cosine)
                scored.append((number, new))
            out[n] = sorted(scored, key=lambda item: (-item[1], item[0]))
        return out

    def _labels(self, number: int, language: str) -> tuple[str, ...]:
        held = self._concepts[number].labels
        asked = ("nb" if language == "nn" else language, "en")
        return tuple(dict.fromkeys(held[name][0] for name in asked if held.get(name)))

    def _learn(self, labels: Sequence[str]) -> None:
        new = [label for label in dict.fromkeys(labels) if label not in self._rows]
        if not new:
            return
        found = self._encode(new)
        held = self._vectors if self._rows else found[:0]
        if held.shape[1] != found.shape[1]:
            raise EncoderError(
                f"the encoder gave {found.shape[1]} numbers for a text and {held.shape[1]} before",
                "use an encoder whose vectors have one length",
            )
        self._vectors = np.concatenate([held, found])
        for label in new:
            self._rows[label] = len(self._rows)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return vectors of length one, float32 [text, dimension]."""
        found = np.asarray(self._encoder.encode(texts), np.float32)
        if found.ndim != 2 or len(found) != len(texts) or not np.isfinite(found).all():
            raise EncoderError(
                f"the encoder gave an array {found.shape} for {len(texts)} texts, or no numbers",
                "use an encoder that gives one row of finite numbers for each text",
            )
        length = np.sqrt((found * found).sum(axis=1, keepdims=True))
        length[length == 0] = 1
        vectors: NDArray[np.float32] = np.divide(found, length, dtype=np.float32)
        return vectors
