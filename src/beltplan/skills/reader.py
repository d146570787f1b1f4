"""The reader: texts to a table of competences and occupations, each with its place and why."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import polars as pl

from beltplan.skills.dictionary import Dictionary
from beltplan.skills.intake import Document, clean
from beltplan.skills.language import detect, evidence
from beltplan.skills.masking import mask
from beltplan.skills.ranking import Ranker, weights
from beltplan.skills.segments import requires, segments
from beltplan.skills.thresholds import threshold
from beltplan.skills.vocabulary import Vocabulary, vocabulary
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.skills.dictionary import Match
    from beltplan.skills.segments import Segment

__all__ = ["SCHEMA", "Reader"]

SCHEMA: dict[str, type[pl.DataType]] = {
    "text_id": pl.String,
    "language": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "surface": pl.String,
    "uri": pl.String,
    "kind": pl.String,
    "label": pl.String,
    "score": pl.Float64,
    "method": pl.String,
    "version": pl.String,
}
_NEAREST = 2
_CACHE = 100_000
_BATCH = 256
# With less evidence than this against it, a sentence stays in the language of its text.
_CLEARLY = 1.5


class Reader:
    """Reads adverts, course descriptions and other texts.

    Parameters
    ----------
    words
        The vocabulary; the shipped one by default.
    near
        Whether near matches are ranked where the dictionary found nothing.
    masked
        Whether personal data is covered first.

    Examples
    --------
    >>> table = Reader().read(["Du har erfarenhet av elektrodbeläggning."])
    >>> table.select("surface", "label", "method").row(0)
    ('elektrodbeläggning', 'elektrodbeläggning', 'label')
    """

    def __init__(
        self, words: Vocabulary | None = None, *, near: bool = True, masked: bool = True
    ) -> None:
        self.vocabulary = words or vocabulary()
        self.near = near
        self.masked = masked
        self._dictionaries: dict[str, Dictionary] = {}
        self._ranker: Ranker | None = None
        self._competences: list[int] = []
        self._ranked: OrderedDict[tuple[str, str], list[tuple[int, float]]] = OrderedDict()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the table must know about the vocabulary."""
        return self.vocabulary.notes

    def read(self, texts: Iterable[str | Document]) -> pl.DataFrame:
        """Return one row for each competence or occupation found.

        Columns: text_id (the document's name, or its number from 1), language of the sentence,
        start and end in characters of the composed text, surface (what stands there), uri, kind,
        label in the sentence's language, score 0 to 1, method (label, form of label, head of
        compound, near) and version of the layer. The table is Arrow memory: ``to_arrow()``.
        """
        rows: list[tuple[object, ...]] = []
        open_segments: list[tuple[str, str, Segment]] = []
        for number, item in enumerate(texts, start=1):
            document = item if isinstance(item, Document) else Document(str(number), item)
            text = clean(document.text)
            if self.masked:
                text = mask(text)
            self._first_pass(document.name, text, rows, open_segments)
        if self.near:
            self._second_pass(open_segments, rows)
        table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
        return table.sort("text_id", "start", "end", "uri", maintain_order=True)

    def languages(self, text: str) -> list[tuple[int, int, str, float]]:
        """Return the sentences of a text as (start, end, language, share of the evidence)."""
        text = clean(text)
        around = evidence(text)
        found = []
        for piece in segments(text):
            language, share = self._language(piece.text, around)
            found.append((piece.start, piece.start + len(piece.text), language, share))
        return found

    def _language(self, text: str, around: dict[str, float]) -> tuple[str, float]:
        language, share = detect(text, prior=around)
        whole = max(LANGUAGES, key=lambda name: around[name])
        if language != whole and around[whole] > 0:
            own = evidence(text)
            if own[language] - own[whole] < _CLEARLY:
                return whole, share
        return language, share

    def _first_pass(
        self,
        name: str,
        text: str,
        rows: list[tuple[object, ...]],
        left_open: list[tuple[str, str, Segment]],
    ) -> None:
        around = evidence(text)
        for piece in segments(text):
            language, _ = self._language(piece.text, around)
            if not language:
                continue
            found = self._dictionary(language).find(piece.text)
            rows.extend(self._hit_row(name, language, piece, hit) for hit in found)
            if self.near and not found and requires(piece.text, language):
                left_open.append((name, language, piece))

    def _second_pass(
        self, left_open: list[tuple[str, str, Segment]], rows: list[tuple[object, ...]]
    ) -> None:
        waiting: dict[str, list[str]] = {}
        for _, language, piece in left_open:
            if (language, piece.text) not in self._ranked:
                waiting.setdefault(language, []).append(piece.text)
        answers: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for language, texts in waiting.items():
            asked = list(dict.fromkeys(texts))
            for at in range(0, len(asked), _BATCH):
                batch = asked[at : at + _BATCH]
                for text, best in zip(batch, self._rank(batch, language), strict=True):
                    answers[language, text] = best
        for name, language, piece in left_open:
            key = (language, piece.text)
            best = answers[key] if key in answers else self._ranked[key]
            for number, score in best:
                rows.append(
                    self._row(name, language, piece, 0, len(piece.text), number, score, "near")
                )
        self._ranked.update(answers)
        while len(self._ranked) > _CACHE:
            self._ranked.popitem(last=False)

    def _rank(self, texts: list[str], language: str) -> list[list[tuple[int, float]]]:
        if self._ranker is None:
            concepts = self.vocabulary.concepts
            self._competences = [i for i, c in enumerate(concepts) if c.kind != "occupation"]
            self._ranker = Ranker([concepts[i] for i in self._competences])
        whole = sum(weight for _, _, weight in weights(language))
        limit = threshold(language, len(self._competences))
        return [
            [
                (self._competences[number], round(score / whole, 4))
                for number, score in best
                if score / whole >= limit
            ]
            for best in self._ranker.rank(texts, language, k=_NEAREST)
        ]

    def _dictionary(self, language: str) -> Dictionary:
        if language not in self._dictionaries:
            self._dictionaries[language] = Dictionary(self.vocabulary.concepts, language)
        return self._dictionaries[language]

    def _hit_row(self, name: str, language: str, piece: Segment, hit: Match) -> tuple[object, ...]:
        return self._row(
            name, language, piece, hit.start, hit.end, hit.concept, hit.score, hit.method
        )

    def _row(
        self,
        name: str,
        language: str,
        piece: Segment,
        start: int,
        end: int,
        number: int,
        score: float,
        method: str,
    ) -> tuple[object, ...]:
        concept = self.vocabulary.concepts[number]
        return (
            name,
            language,
            piece.start + start,
            piece.start + end,
            piece.text[start:end],
            concept.uri,
            concept.kind,
            concept.label("nb" if language == "nn" else language),
            score,
            method,
            concept.source,
        )
