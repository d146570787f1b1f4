"""The nearest concepts of many short texts: those of `Ranker`, found without ranking them all.

Features that few labels have, such as n-grams of four letters, point at likely concepts; only
these get their exact score, which is that of the ranker. A concept that shares no rare feature
with a text has no high score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills.asked import Asker
from beltplan.skills.batch.near import choose, gather, rate
from beltplan.skills.weights import near_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import scipy.sparse as sp
    from numpy.typing import NDArray

    from beltplan.skills.ranking import Ranker

__all__ = ["Labels", "Nearest"]

_LIKELY = 24
_LONGEST = 512
_BATCH = 512
# Totals of so many texts at a time stay in the processor's cache.
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one part of the score, by label and by feature."""

    rows: sp.csr_matrix
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
        self._asker = Asker(ranker, language, [(part, over) for part, over, _, _ in self._parts])

    def find(self, texts: Sequence[str], *, k: int) -> list[list[tuple[int, float]]]:
        """Return for each text the `k` nearest concepts as (number, score), best first.

        Scores go from 0 to 1, the share of the highest that there can be.
        """
        found: list[list[tuple[int, float]]] = []
        for at in range(0, len(texts), _BATCH):
            found.extend(self._find(texts[at : at + _BATCH], k))
        return found

    def _find(self, texts: Sequence[str], k: int) -> list[list[tuple[int, float]]]:
        chosen = np.empty((len(texts), _LIKELY), np.int32)
        scores = np.zeros(chosen.shape, np.float32)
        asked = self._asker.rows(texts)
        totals = np.empty((_BLOCK, len(self._ranker.concepts)), np.float32)
        for at in range(0, len(texts), _BLOCK):
            here = slice(at, min(at + _BLOCK, len(texts)))
            block = totals[: here.stop - at]
            block[:] = 0
            for (_, _, weight, held), ask in zip(self._parts, asked, strict=True):
                gather(
                    ask.ends[at : here.stop + 1],
                    ask.features,
                    ask.values,
                    held.postings.indptr,
                    held.postings.indices,
                    held.postings.data,
                    held.concept_of,
                    np.float32(weight),
                    block,
                )
            choose(block, chosen[here])
        for (_, _, weight, held), ask in zip(self._parts, asked, strict=True):
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
        order = np.lexsort((chosen, -scores), axis=1)[:, :k]
        best = np.take_along_axis(chosen, order, 1).tolist()
        value = (np.take_along_axis(scores, order, 1) / self.whole).tolist()
        return [
            [(concept, score) for concept, score in zip(*row, strict=True) if score > 0]
            for row in zip(best, value, strict=True)
        ]


def _compile(ranker: Ranker, part: str, over: str) -> Labels:
    _, starts, groups = ranker.bag(part, over)
    rows = ranker.labels(part, over)
    n = len(ranker.concepts)
    first, last = np.zeros(n, np.int32), np.zeros(n, np.int32)
    first[groups] = starts
    last[groups] = np.append(starts[1:], rows.shape[0])
    concept_of = np.repeat(groups, last[groups] - first[groups]).astype(np.int32)
    often = np.bincount(rows.indices, minlength=rows.shape[1]) > _LONGEST
    rare = rows.copy()
    rare.data[often[rare.indices]] = 0
    rare.eliminate_zeros()
    return Labels(rows, rare.T.tocsr(), concept_of, first, last)
