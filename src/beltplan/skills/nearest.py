"""The nearest concepts of many short texts: those of `Ranker`, found without ranking them all.

Features that few concepts have, such as n-grams of four letters, point from a word at the concepts
near to it, which are kept with the word: words return, sentences hardly do. The words of a text
together point at its likely concepts, and only these get their exact score, which is that of the
ranker. A concept that shares no rare feature with a text has no high score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.asked import Asker
from beltplan.skills.batch.candidates import choose, gather, keep, shorten
from beltplan.skills.batch.near import rate
from beltplan.skills.weights import near_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import scipy.sparse as sp
    from numpy.typing import NDArray

    from beltplan.skills.asked import Rows
    from beltplan.skills.ranking import Ranker

__all__ = ["Labels", "Nearest"]

# So many concepts get their exact score; fewer where only the first is asked for.
_LIKELY, _LIKELY_FIRST = 24, 12
# A feature that more concepts have does not point at them; there are many n-grams, but few words.
_MOST_WITH_LETTERS, _MOST_WITH_WORD = 384, 4096
_BATCH = 512
# Totals of so many words at a time stay in the processor's cache.
_BLOCK = 32
# So many concepts are kept for each word, and none below this share of the nearest.
_NEAR = 512
_SHARE = 0.1
# No part is more than 1 but for rounding.
_ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one part of the score, and the concepts that have its rarer features."""

    rows: sp.csr_matrix
    few: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
    first: NDArray[np.int32]
    last: NDArray[np.int32]


class Nearest:
    """Finds the nearest concepts of texts in one language.

    Parameters
    ----------
    ranker
        Whose scores they are.
    language
        Of the texts.
    shared
        Labels by part and language, which several languages have in common.
    """

    def __init__(
        self,
        ranker: Ranker,
        language: str,
        shared: dict[tuple[str, str], Labels] | None = None,
    ) -> None:
        self._ranker = ranker
        self._language = language
        self.whole = sum(near_weights(language).values())
        held = {} if shared is None else shared
        self._parts: list[tuple[str, str, float, Labels]] = []
        for (part, over), weight in near_weights(language).items():
            if weight and part != "prior" and ranker.bag(part, over)[1].size:
                if (part, over) not in held:
                    held[part, over] = _compile(ranker, part, over)
                self._parts.append((part, over, weight, held[part, over]))
        # The part with most to look through comes last, for those alone that it can make nearest.
        size = [len(labels.rows.data) for _, _, _, labels in self._parts]
        self._order = sorted(range(len(size)), key=size.__getitem__)
        self._asker = Asker(ranker, language, [(part, over) for part, over, _, _ in self._parts])
        self._near = _Near()
        n = len(ranker.concepts)
        self._totals = (np.zeros((_BLOCK, n), np.float32), np.empty((_BLOCK, n + 1), np.int32))
        self._work = np.zeros(n, np.float32)

    def find(
        self, texts: Sequence[str], *, k: int, least: float = 0.0
    ) -> list[list[tuple[int, float]]]:
        """Return for each text the `k` nearest concepts as (number, score), best first.

        Scores go from 0 to 1, the share of the highest that there can be; those below `least`
        are left out, and those of 0.
        """
        found: list[list[tuple[int, float]]] = []
        for at in range(0, len(texts), _BATCH):
            found.extend(self._find(texts[at : at + _BATCH], k, least))
        return found

    def scores(self, texts: Sequence[str], concepts: Sequence[Sequence[int]]) -> list[list[float]]:
        """Return the scores of some concepts for each text, 0 to 1."""
        found: list[list[float]] = []
        for at in range(0, len(texts), _BATCH):
            part = slice(at, at + _BATCH)
            asked = concepts[part]
            chosen = np.full((len(asked), max(map(len, asked))), -1, np.int32)
            for row, numbers in zip(chosen, asked, strict=True):
                row[: len(numbers)] = numbers
            rated = self._rated(self._asker.rows(texts[part]), chosen) / self.whole
            found.extend(
                row[: len(numbers)]
                for row, numbers in zip(rated.astype(np.float64).tolist(), asked, strict=True)
            )
        return found

    def _find(self, texts: Sequence[str], k: int, least: float) -> list[list[tuple[int, float]]]:
        if not self._parts:
            return [[] for _ in texts]
        chosen = np.empty((len(texts), _LIKELY if k > 1 else _LIKELY_FIRST), np.int32)
        ids, ends = self._asker.numbers(texts)
        self._learn()
        size, low, high, concepts, values = self._near.arrays()
        choose(ids, ends, size, low, high, concepts, values, self._work, chosen)
        scores = self._rated(self._asker.rows_of(ids, ends), chosen, k, least)
        order = np.lexsort((chosen, -scores), axis=1)[:, :k]
        best = np.take_along_axis(chosen, order, 1).tolist()
        value = (np.take_along_axis(scores, order, 1) / self.whole).astype(np.float64)
        counts = ((value > 0) & (value >= least)).sum(axis=1).tolist()
        return [
            [*zip(row[:n], score[:n], strict=True)] if n else []
            for n, row, score in zip(counts, best, value.tolist(), strict=True)
        ]

    def _rated(
        self, asked: Sequence[Rows], chosen: NDArray[np.int32], k: int = 0, least: float = 0.0
    ) -> NDArray[np.float32]:
        """Return the sum of all parts, float32 [text, place], of all or of the `k` best."""
        scores = np.zeros(chosen.shape, np.float32)
        for number in self._order:
            (_, _, weight, held), ask = self._parts[number], asked[number]
            if k and number == self._order[-1]:
                _drop(chosen, scores, k, least * self.whole, weight)
            rate(
                ask.ends,
                ask.features,
                ask.values,
                held.rows.indptr,
                held.rows.indices,
                held.rows.data,
                held.first,
                held.last,
                held.rows.shape[1],
                np.float32(weight),
                chosen,
                scores,
            )
        return scores

    def _learn(self) -> None:
        """Find the concepts that are near to each word met since last time."""
        if self._near.age != self._asker.age:
            self._near = _Near()
            self._near.age = self._asker.age
        near = self._near
        start, end = near.words, len(self._asker)
        if start == end:
            return
        words = np.arange(start, end, dtype=np.int32)
        asked = self._asker.rows_of(words, np.arange(len(words) + 1))
        sizes = self._asker.sizes(start, end)
        totals, met = self._totals
        for first in range(0, len(words), _BLOCK):
            last = min(first + _BLOCK, len(words))
            counts = np.zeros(last - first, np.int64)
            block = (totals[: len(counts)], met, counts)
            for (_, _, weight, held), ask in zip(self._parts, asked, strict=True):
                ends = ask.ends[first : last + 1]
                gather(ends, ask.features, ask.values, *held.few, np.float32(weight), *block)
            begin = near.make_room(len(counts) * _NEAR)
            keep(*block, np.float32(_SHARE), _NEAR, begin, near.concepts, near.values)
            near.add(counts, sizes[first:last])


def _drop(
    chosen: NDArray[np.int32], scores: NDArray[np.float32], k: int, least: float, most: float
) -> None:
    """Take out concepts that with `most` more would neither reach `least` nor the k-th best."""
    best = np.partition(scores, -k, axis=1)[:, -k] if k < scores.shape[1] else 0.0
    floor = np.maximum(best, least) - (most + _ROUNDING)
    chosen[scores < np.expand_dims(floor, -1)] = -1


class _Near:
    """Concepts near to each word, one word after the other, which grow."""

    def __init__(self) -> None:
        self.age = 0
        self.words = 0
        self._size = np.empty(0, np.float32)
        self._ends = np.zeros(1, np.int64)
        self.concepts = np.empty(0, np.int32)
        self.values = np.empty(0, np.float32)

    def arrays(self) -> tuple[Any, ...]:
        """Return what `choose` wants: sizes, places of the first and last concept, and these."""
        return self._size, self._ends[:-1], self._ends[1:], self.concepts, self.values

    def make_room(self, n: int) -> int:
        """Make room for so many more concepts; return the place of the first."""
        used = int(self._ends[self.words])
        if used + n > len(self.concepts):
            more = max(n, len(self.concepts))
            self.concepts = np.concatenate([self.concepts, np.empty(more, np.int32)])
            self.values = np.concatenate([self.values, np.empty(more, np.float32)])
        return used

    def add(self, counts: NDArray[np.int64], sizes: NDArray[np.float32]) -> None:
        """Note how many concepts of the next words were written, and how much the words weigh."""
        last = self.words + len(counts)
        if last + 1 > len(self._ends):
            more = max(len(counts), len(self._ends))
            self._size = np.concatenate([self._size, np.empty(more, np.float32)])
            self._ends = np.concatenate([self._ends, np.zeros(more, np.int64)])
        self._size[self.words : last] = sizes
        self._ends[self.words + 1 : last + 1] = self._ends[self.words] + np.cumsum(counts)
        self.words = last


def _compile(ranker: Ranker, part: str, over: str) -> Labels:
    _, starts, groups = ranker.bag(part, over)
    rows = ranker.labels(part, over)
    n = len(ranker.concepts)
    first, last = np.zeros(n, np.int32), np.zeros(n, np.int32)
    first[groups] = starts
    last[groups] = np.append(starts[1:], rows.shape[0])
    concept_of = np.repeat(groups, last[groups] - first[groups]).astype(np.int32)
    most = _MOST_WITH_LETTERS if part == "letters" else _MOST_WITH_WORD
    by = rows.T.tocsr()
    out = (np.zeros_like(by.indptr), np.empty_like(by.indices), np.empty_like(by.data))
    few = shorten(by.indptr, by.indices, by.data, concept_of, most, out)
    return Labels(rows, (out[0], out[1][:few].copy(), out[2][:few].copy()), first, last)
