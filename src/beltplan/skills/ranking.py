"""Ranking of near matches: which concepts are nearest in meaning to a short text.

A score is a weighted sum of plain similarities, each the best over a concept's labels: letters
(n-grams of two to four letters within words) in the text's own language and in its siblings;
beginnings of the parts of compounds; and a bridge to the English labels, learned from parallel
labels. Swedish also counts how likely its words are said of the concept, as far as labels,
description and occupations tell. English is scored by roots of words. What the first pass finds is
added where texts are ranked without it. Weights: ``ranking_weights.csv``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from beltplan.skills.bridge import Bridge
from beltplan.skills.compounds import Costs
from beltplan.skills.dictionary import Dictionary
from beltplan.skills.kept import kept
from beltplan.skills.likely import Source, table
from beltplan.skills.matrices import Bag, best_by_group
from beltplan.skills.roots import stem
from beltplan.skills.voikko import mark_of, splitter_of
from beltplan.skills.weights import weights
from beltplan.skills.words import function_words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from beltplan.skills.compounds import Splitter
    from beltplan.skills.concepts import Concept

__all__ = ["Ranker", "letters"]

_BATCH = 256
_SHORTEST, _LONGEST = 2, 4
_BEGINNING = 5
_MOST_WORDS = 1 << 17


def letters(word: str) -> list[str]:
    """Return the n-grams of letters of a word.

    Examples
    --------
    >>> letters("cell")[:6]
    [' c', 'ce', 'el', 'll', 'l ', ' ce']
    """
    found: list[str] = []
    padded = f" {word} "
    for n in range(_SHORTEST, _LONGEST + 1):
        if len(padded) <= n:
            found.append(padded)
            break
        found.extend(padded[i : i + n] for i in range(len(padded) - n + 1))
    return found


class Ranker:
    """Ranks the concepts of a vocabulary for texts in any of its languages.

    Parameters
    ----------
    concepts
        What is ranked, in this order in every answer.
    prior
        How often each concept is asked for, 0 to 1; without it no concept is favoured.
    voikko
        Whether Finnish words are analysed by Voikko.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        *,
        prior: NDArray[np.float32] | None = None,
        voikko: bool = False,
    ) -> None:
        self._voikko = voikko
        self.concepts = tuple(concepts)
        self.prior = prior
        self._bags: dict[tuple[str, str], tuple[Bag, NDArray[np.int64], NDArray[np.int64]]] = {}
        self._bridges: dict[str, Bridge] = {}
        self._splitters: dict[str, Splitter] = {}
        self._parts: dict[str, dict[str, tuple[str, ...]]] = {}
        self._dictionaries: dict[str, Dictionary] = {}
        self._shares: dict[str, sp.csr_matrix] = {}

    def scores(
        self,
        texts: Sequence[str],
        language: str,
        *,
        mix: Mapping[tuple[str, str], float] | None = None,
    ) -> NDArray[np.float32]:
        """Return the score of every concept for every text, float32 [text, concept].

        Parameters
        ----------
        texts
            Short texts: a phrase or a sentence.
        language
            Their language.
        mix
            Weights by (part, language of the labels), instead of those of the file.
        """
        parts = (
            [(part, over, weight) for (part, over), weight in mix.items()]
            if mix is not None
            else weights(language)
        )
        out = np.zeros((len(texts), len(self.concepts)), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            for part, over, weight in parts:
                if weight:
                    out[start : start + _BATCH] += weight * self.part(batch, language, part, over)
        return out

    def rank(
        self,
        texts: Sequence[str],
        language: str,
        *,
        k: int = 5,
        mix: Mapping[tuple[str, str], float] | None = None,
    ) -> list[list[tuple[int, float]]]:
        """Return for each text the `k` best concepts as (number, score), best first."""
        answers: list[list[tuple[int, float]]] = []
        for row in self.scores(texts, language, mix=mix):
            if not row.size:
                answers.append([])
                continue
            top = np.argpartition(-row, min(k, row.size) - 1)[:k]
            best = sorted(((int(i), float(row[i])) for i in top), key=lambda x: (-x[1], x[0]))
            answers.append([(i, score) for i, score in best if score > 0])
        return answers

    def part(
        self, texts: Sequence[str], language: str, part: str, over: str
    ) -> NDArray[np.float32]:
        """Return one part of the score, float32 [text, concept]; see ``ranking_weights.csv``."""
        if part == "prior":
            prior = self.prior if self.prior is not None else np.zeros(len(self.concepts))
            return np.broadcast_to(prior, (len(texts), len(self.concepts))).astype(np.float32)
        if part == "found":
            return self._found(texts, over)
        _, starts, groups = self.bag(part, over)
        rows = self.asked(texts, language, part, over) @ self.labels(part, over).T
        return best_by_group(rows.toarray(), starts, groups, len(self.concepts))

    def asked(self, texts: Sequence[str], language: str, part: str, over: str) -> sp.csr_matrix:
        """Return texts as rows of features, to be multiplied with `labels`."""
        bag, _, _ = self.bag(part, over)
        if part in ("bridge", "bridge_bag"):
            return self._crossed(texts, language, bag)
        if part == "cover":
            found = bag.counts(texts)
            found.data[:] = 1
            return found
        return bag.transform(texts)

    def labels(self, part: str, over: str) -> sp.csr_matrix:
        """Return the labels as rows of features."""
        bag, _, _ = self.bag(part, over)
        return self._shares_of(bag, over) if part == "cover" else bag.rows

    def _found(self, texts: Sequence[str], language: str) -> NDArray[np.float32]:
        """Return 1 where a label stands in the text, as the first pass finds it."""
        if language not in self._dictionaries:
            self._dictionaries[language] = Dictionary(self.concepts, language, voikko=self._voikko)
        out = np.zeros((len(texts), len(self.concepts)), np.float32)
        for number, text in enumerate(texts):
            for hit in self._dictionaries[language].find(text):
                out[number, hit.concept] = 1
        return out

    def splitter(self, language: str) -> Splitter:
        """Return the splitter of compounds whose lexicon is the labels of a language."""
        if language not in self._splitters:
            texts = [t for c in self.concepts for t in c.labels.get(language, ())]
            name = f"costs-{language}"
            held = kept(name, [(t,) for t in texts], lambda: Costs.of(texts, language).table())
            self._splitters[language] = splitter_of(
                (), language, voikko=self._voikko, costs=Costs.from_table(held)
            )
        return self._splitters[language]

    def compound_parts(self, text: str, language: str) -> list[str]:
        """Return the roots of the words of a text and of the parts of its compounds."""
        return [part for word in words(text) for part in self.word_parts(word, language)]

    def word_parts(self, word: str, language: str) -> tuple[str, ...]:
        """Return the stem of a word and the roots of its parts; nothing of a little word."""
        known = self._parts.setdefault(language, {})
        parts = known.get(word)
        if parts is None:
            if len(known) > _MOST_WORDS:
                known.clear()
            if word in function_words(language):
                parts = ()
            else:
                parts = (stem(word, language), *self.splitter(language).parts(word))
            known[word] = parts
        return parts

    def note_parts(
        self, cut: Sequence[str], language: str, parts: Sequence[tuple[str, ...]]
    ) -> None:
        """Note the roots of the parts of many words, as the splitter gives them."""
        known = self._parts.setdefault(language, {})
        if len(known) > _MOST_WORDS:
            known.clear()
        skip = function_words(language)
        for word, found in zip(cut, parts, strict=True):
            known[word] = () if word in skip else (stem(word, language), *found)

    def bag(self, part: str, over: str) -> tuple[Bag, NDArray[np.int64], NDArray[np.int64]]:
        """Return the labels that a part compares with, and where each concept's labels start.

        Returns
        -------
        tuple
            Labels as rows, the first row of each concept that has any, and these concepts.
        """
        key = (part, over)
        if key not in self._bags and part == "likely":
            self._bags[key] = self._likely(over)
        if key not in self._bags:
            bag_of = self._features(part, over)
            labels: list[str] = []
            starts: list[int] = []
            groups: list[int] = []
            for number, concept in enumerate(self.concepts):
                own = concept.labels.get(over, ())
                if part in ("words_bag", "bridge_bag"):
                    own = (" ".join(own),) if own else ()
                elif part in ("words", "cover"):
                    own = own[:1]
                if own:
                    starts.append(len(labels))
                    groups.append(number)
                    labels.extend(own)
            mark = mark_of(over, voikko=self._voikko)
            held = kept(
                f"bag-{part}-{over}{mark}",
                [(text,) for text in labels],
                lambda: Bag(bag_of, labels).table(),
            )
            self._bags[key] = (
                Bag.of(bag_of, held),
                np.array(starts, np.int64),
                np.array(groups, np.int64),
            )
        return self._bags[key]

    def _features(self, part: str, over: str) -> Callable[[str], list[str]]:
        skip = function_words(over)

        def of_letters(word: str) -> list[str]:
            return letters(word) if word not in skip else []

        def of_words(word: str) -> list[str]:
            return [stem(word, over)] if word not in skip else []

        def of_parts(word: str) -> list[str]:
            return [piece[:_BEGINNING] for piece in self.word_parts(word, over)[1:]]

        return {"letters": of_letters, "parts": of_parts, "likely": of_parts}.get(part, of_words)

    def _likely(self, over: str) -> tuple[Bag, NDArray[np.int64], NDArray[np.int64]]:
        """Return how likely words are said of each concept, one row each."""
        english, none = "en", ("",)
        held = [
            (
                " ".join(concept.labels.get(over, ())),
                concept.labels.get(english, none)[0],
                " ".join(concept.about.get(over, ())),
                " ".join(concept.about.get(english, ())),
            )
            for concept in self.concepts
        ]
        here, there = self._features("likely", over), self._features("words", english)

        def source(texts: Sequence[str]) -> Source:
            parts = zip(texts, (here, there, here, there), strict=True)
            return Source(*([f for word in words(text) for f in of(word)] for text, of in parts))

        name = f"likely-{over}{mark_of(over, voikko=self._voikko)}"
        found = kept(name, held, lambda: table([source(texts) for texts in held]))
        every = np.arange(len(self.concepts))
        return Bag.of(here, found, by_sum=True), every, every

    def _crossed(self, texts: Sequence[str], language: str, bag: Bag) -> sp.csr_matrix:
        bridge = self.bridge(language)
        rows: list[int] = []
        columns: list[int] = []
        shares: list[float] = []
        for number, text in enumerate(texts):
            for there, share in bridge.cross(self.compound_parts(text, language)).items():
                if (place := bag.places.get(there)) is not None:
                    rows.append(number)
                    columns.append(place)
                    shares.append(share)
        matrix = sp.csr_matrix(
            (np.array(shares, np.float32), (rows, columns)), shape=(len(texts), bag.rows.shape[1])
        )
        return bag.weighted(matrix, damp=False)

    def bridge(self, language: str) -> Bridge:
        """Return the bridge from a language to English."""
        if language not in self._bridges:
            labels = [
                (concept.labels[language], concept.labels.get("en", ("",))[0])
                for concept in self.concepts
                if concept.labels.get(language)
            ]
            mark = mark_of(language, voikko=self._voikko)
            held = kept(f"bridge-{language}{mark}", labels, lambda: self._learn(language).table())
            self._bridges[language] = Bridge.of(held)
        return self._bridges[language]

    def _learn(self, language: str) -> Bridge:
        skip = function_words("en")
        return Bridge(
            (
                self.compound_parts(concept.labels[language][0], language),
                [stem(w, "en") for w in words(concept.labels["en"][0]) if w not in skip],
            )
            for concept in self.concepts
            if concept.labels.get(language) and concept.labels.get("en")
        )

    def _shares_of(self, bag: Bag, over: str) -> sp.csr_matrix:
        """Return each label's roots with their share of its weight; a text covers the sum."""
        if over not in self._shares:
            held = bag.rows.copy()
            held.data[:] = 1
            held = held @ sp.diags(bag.idf)
            total = np.maximum(np.asarray(held.sum(axis=1)).ravel(), 1e-6)
            self._shares[over] = sp.csr_matrix(sp.diags(1 / total) @ held).astype(np.float32)
        return self._shares[over]
