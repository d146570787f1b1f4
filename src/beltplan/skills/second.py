"""The second pass: near matches for open sentences, and a second look at weak finds."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.finds import NEAR, Finds
from beltplan.skills.meaning import CANDIDATES, Meaning
from beltplan.skills.ranking import Ranker
from beltplan.skills.thresholds import Limits, limits
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from beltplan.skills.concepts import Concept
    from beltplan.skills.encoder import Encoder
    from beltplan.skills.finds import Open
    from beltplan.skills.nearest import Labels, Nearest

__all__ = ["SecondPass"]

_MOST_KEPT = 100_000


class SecondPass:
    """Adds near matches to finds and takes out weak ones that are not likely.

    A sentence has one near match at most: second answers are right once in five or less. Answers
    are kept by sentence, as sentences return.

    Parameters
    ----------
    concepts
        The vocabulary that finds count in; competences alone are ranked.
    voikko
        Whether Finnish words are analysed by Voikko.
    encoder
        A sentence encoder that is asked about the best answers.
    encoder_weight
        Share of its cosine in their score, 0 to 1.

    Raises
    ------
    EncoderError
        If the weight is no share.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        *,
        voikko: bool,
        encoder: Encoder | None,
        encoder_weight: float,
    ) -> None:
        self._occupations = np.array([c.kind == "occupation" for c in concepts], np.bool_)
        self._competences: list[int] = np.flatnonzero(~self._occupations).tolist()
        self._number = {concept: n for n, concept in enumerate(self._competences)}
        self._asked = [concepts[i] for i in self._competences]
        self._voikko = voikko
        self._meaning = Meaning(encoder, self._asked, weight=encoder_weight) if encoder else None
        self._ranker: Ranker | None = None
        self._nearest: dict[str, Nearest] = {}
        self._shared: dict[tuple[str, str], Labels] = {}
        self._near: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._likely: OrderedDict[tuple[str, str, int], float] = OrderedDict()

    def take(self, finds: Finds, asking: Iterable[Open], texts: Sequence[str]) -> Finds:
        """Return finds without weak ones that are not likely, with near matches added.

        Parameters
        ----------
        finds, asking
            What the first pass found, and the sentences that sound like a requirement.
        texts
            All that it read.
        """
        read = set(zip(finds.doc.tolist(), finds.sentence_start.tolist(), strict=True))
        finds = self._likely_ones(finds, texts)
        # Beside finds near matches are sought only where finds get a second look.
        beside = {n for n, name in enumerate(LANGUAGES) if self._limits(name).confirm > 0}
        wanted = [
            item for item in asking if item.language in beside or (item.doc, item.start) not in read
        ]
        known = set(
            zip(
                finds.doc.tolist(),
                finds.sentence_start.tolist(),
                finds.concept.tolist(),
                strict=True,
            )
        )
        keys = [
            (LANGUAGES[item.language], texts[item.doc][item.start : item.end]) for item in wanted
        ]
        rows: list[tuple[float, ...]] = []
        answers = _held(self._near, keys, self._rank)
        for (doc, language, *span), key in zip(wanted, keys, strict=True):
            number, score = answers[key]
            if score >= self._limits(key[0]).near and (doc, span[0], number) not in known:
                rows.append((doc, language, *span, *span, number, NEAR, score))
        return Finds.joined([finds, Finds.of(rows)])

    def _likely_ones(self, finds: Finds, texts: Sequence[str]) -> Finds:
        """Return finds without those that are weak and not likely enough in their sentence.

        Weak are competences by anything but their preferred label as written.
        """
        confirm = np.array([self._limits(name).confirm for name in LANGUAGES])
        doubtful = (confirm[finds.language] > 0) & (finds.score < 1)
        weak = np.flatnonzero(doubtful & ~self._occupations[finds.concept])
        columns = (finds.doc, finds.language, finds.sentence_start, finds.sentence_end)
        keys = [
            (LANGUAGES[language], texts[doc][start:end], concept)
            for doc, language, start, end, concept in zip(
                *(column[weak].tolist() for column in (*columns, finds.concept)), strict=True
            )
        ]
        answers = _held(self._likely, keys, self._rate)
        kept = np.ones(len(finds.concept), np.bool_)
        kept[weak] = [answers[key] >= self._limits(key[0]).confirm for key in keys]
        return Finds._make(column[kept] for column in finds)

    def _limits(self, language: str) -> Limits:
        return limits(language, len(self._competences))

    def _rank(self, language: str, asked: Sequence[tuple[str]]) -> list[tuple[int, float]]:
        """Return the nearest competence of each sentence and its score; -1 and 0 where none is."""
        texts = [text for (text,) in asked]
        nearest, least = self._nearest_of(language), self._limits(language).near
        if self._meaning is None:
            found = nearest.find(texts, k=1, least=least)
        else:
            found = self._meaning.rerank(texts, language, nearest.find(texts, k=CANDIDATES))
        return [
            (self._competences[best[0][0]], round(best[0][1], 4)) if best else (-1, 0.0)
            for best in found
        ]

    def _rate(self, language: str, asked: Sequence[tuple[str, int]]) -> list[float]:
        """Return the score of one competence for each sentence."""
        numbers: dict[str, list[int]] = {}
        for text, concept in asked:
            numbers.setdefault(text, []).append(self._number[concept])
        texts = [*numbers]
        scores = self._nearest_of(language).scores(texts, [*numbers.values()])
        pairs = [[*zip(numbers[t], row, strict=True)] for t, row in zip(texts, scores, strict=True)]
        if self._meaning is not None:
            pairs = self._meaning.rerank(texts, language, pairs)
        known = {text: dict(found) for text, found in zip(texts, pairs, strict=True)}
        return [round(known[text][self._number[concept]], 4) for text, concept in asked]

    def _nearest_of(self, language: str) -> Nearest:
        if self._ranker is None:
            self._ranker = Ranker(self._asked, voikko=self._voikko)
        if language not in self._nearest:
            # Compiled kernels take long to load, and reading without the pass needs none.
            from beltplan.skills.nearest import Nearest

            self._nearest[language] = Nearest(self._ranker, language, self._shared)
        return self._nearest[language]


def _held(
    known: OrderedDict[Any, Any],
    keys: Iterable[tuple[str, *tuple[Hashable, ...]]],
    answer: Callable[[str, list[Any]], list[Any]],
) -> dict[Any, Any]:
    """Return the answer to each key, language first, and keep the last of them."""
    answers: dict[Any, Any] = {}
    waiting: dict[str, list[Any]] = {}
    for key in dict.fromkeys(keys):
        if key in known:
            answers[key] = known[key]
        else:
            waiting.setdefault(key[0], []).append(key)
    for language, unknown in waiting.items():
        found = answer(language, [key[1:] for key in unknown])
        answers.update(zip(unknown, found, strict=True))
    known.update(answers)
    while len(known) > _MOST_KEPT:
        known.popitem(last=False)
    return answers
