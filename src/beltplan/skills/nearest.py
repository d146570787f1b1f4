"""The nearest concepts of many short texts: those of `Ranker`, found without ranking them all.

Features that few labels have, such as n-grams of four letters, point at likely concepts; only
these get their exact score, which is that of the ranker. A concept that shares no rare feature
with a text has no high score. ``python -m benchmarks.skills speed`` measures what is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills.batch.near import choose, gather, rate
from beltplan.skills.ranking import near_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import scipy.sparse as sp
    from numpy.typing import NDArray

    from beltplan.skills.ranking import Ranker

__all__ = ["Nearest"]

_LIKELY = 24
_LONGEST = 512
_BATCH = 512


@dataclass(frozen=True, slots=True)
class _Part:
    part: str
    over: str
    weight: float
    labels: sp.csr_matrix
    postings: sp.csr_matrix
    concept_of: NDArray[np.int32]
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
    """

    def __init__(self, ranker: Ranker, language: str) -> None:
        self._ranker = ranker
        self._language = language
        self.whole = sum(near_weights(language).values())
        self._parts = [
            self._compile(part, over, weight)
            for (part, over), weight in near_weights(language).items()
            if weight and part != "prior" and ranker.bag(part, over)[1].size
        ]

    def _compile(self, part: str, over: str, weight: float) -> _Part:
        _, starts, groups = self._ranker.bag(part, over)
        labels = self._ranker.labels(part, over)
        n = len(self._ranker.concepts)
        first, last = np.zeros(n, np.int32), np.zeros(n, np.int32)
        first[groups] = starts
        last[groups] = np.append(starts[1:], labels.shape[0])
        concept_of = np.repeat(groups, last[groups] - first[groups]).astype(np.int32)
        return _Part(part, over, weight, labels, labels.T.tocsr(), concept_of, first, last)

    def find(self, texts: Sequence[str], *, k: int) -> list[list[tuple[int, float]]]:
        """Return for each text the `k` nearest concepts as (number, score), best first.

        Scores go from 0 to 1, the share of the highest that there can be.
        """
        found: list[list[tuple[int, float]]] = []
        for at in range(0, len(texts), _BATCH):
            found.extend(self._find(texts[at : at + _BATCH], k))
        return found

    def _find(self, texts: Sequence[str], k: int) -> list[list[tuple[int, float]]]:
        totals = np.zeros((len(texts), len(self._ranker.concepts)), np.float32)
        chosen = np.empty((len(texts), _LIKELY), np.int32)
        scores = np.zeros(chosen.shape, np.float32)
        rows = [self._ranker.asked(texts, self._language, p.part, p.over) for p in self._parts]
        for p, ask in zip(self._parts, rows, strict=True):
            gather(
                ask.indptr,
                ask.indices,
                ask.data,
                p.postings.indptr,
                p.postings.indices,
                p.postings.data,
                p.concept_of,
                _LONGEST,
                np.float32(p.weight),
                totals,
            )
        choose(totals, chosen)
        for p, ask in zip(self._parts, rows, strict=True):
            rate(
                ask.indptr,
                ask.indices,
                ask.data,
                p.labels.indptr,
                p.labels.indices,
                p.labels.data,
                p.first,
                p.last,
                p.labels.shape[1],
                np.float32(p.weight),
                chosen,
                scores,
            )
        order = np.lexsort((chosen, -scores), axis=1)[:, :k]
        best = np.take_along_axis(chosen, order, 1).tolist()
        value = (np.take_along_axis(scores, order, 1) / self.whole).tolist()
        return [
            [(concept, score) for concept, score in zip(*row, strict=True) if score > 0]
            for row in zip(best, value, strict=True)
        ]
