"""Bags of features as sparse matrices: TF-IDF with rows of length one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from beltplan.skills.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Bag", "best_by_group"]

_MOST_WORDS = 1 << 17


class Bag:
    """Turns texts into rows of a sparse matrix; learns its features and weights from labels.

    Weight of a feature in a text: (1 + ln count) · (1 + ln((1 + n) / (1 + df))), the row then
    scaled to length one, so that the product of two rows is the cosine.

    Parameters
    ----------
    features
        Function from a word to its features, repeats included.
    texts
        The labels to learn from; `rows` holds their matrix.
    by_sum
        Whether rows are scaled to the sum of one instead.
    """

    def __init__(
        self,
        features: Callable[[str], Sequence[str]],
        texts: Sequence[str],
        *,
        by_sum: bool = False,
    ) -> None:
        self._features = features
        self.by_sum = by_sum
        self._columns: dict[str, tuple[int, ...]] = {}
        self.places: dict[str, int] = {}
        counts = self.counts(texts, learn=True)
        df = np.bincount(counts.indices, minlength=counts.shape[1])
        self.idf: NDArray[np.float32] = (np.log((1 + len(texts)) / (1 + df)) + 1).astype(np.float32)
        self.rows: sp.csr_matrix = self.weighted(counts)

    @classmethod
    def of(
        cls,
        features: Callable[[str], Sequence[str]],
        held: Mapping[str, Any],
        *,
        by_sum: bool = False,
    ) -> Bag:
        """Return the bag of a table that `table` gave."""
        bag = cls(features, (), by_sum=by_sum)
        bag.places = {feature: n for n, feature in enumerate(held["features"])}
        bag.idf = held["idf"]
        shape = (len(held["ends"]) - 1, max(1, len(bag.places)))
        bag.rows = sp.csr_matrix((held["values"], held["columns"], held["ends"]), shape=shape)
        return bag

    def table(self) -> dict[str, Any]:
        """Return features, their weights and the rows of the labels, to be kept in a file."""
        rows = self.rows
        return {
            "features": tuple(self.places),
            "idf": self.idf,
            "values": rows.data.astype(np.float32),
            "columns": rows.indices.astype(np.int32),
            "ends": rows.indptr.astype(np.int32),
        }

    def counts(self, texts: Sequence[str], *, learn: bool = False) -> sp.csr_matrix:
        """Return how often each feature stands in each text, float32 [text, feature]."""
        columns: list[int] = []
        ends = [0]
        known = self._columns
        for text in texts:
            for word in words(text):
                found = known.get(word)
                if found is None:
                    found = self._of_word(word, learn=learn)
                columns.extend(found)
            ends.append(len(columns))
        if learn or len(known) > _MOST_WORDS:
            known.clear()
        matrix = sp.csr_matrix(
            (np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(ends)),
            shape=(len(texts), max(1, len(self.places))),
        )
        matrix.sum_duplicates()
        return matrix

    def places_of(self, word: str) -> list[int]:
        """Return the places of a word's features, repeats included."""
        places = self.places
        return [places[feature] for feature in self._features(word) if feature in places]

    def _of_word(self, word: str, *, learn: bool) -> tuple[int, ...]:
        places = self.places
        if learn:
            features = self._features(word)
            found = tuple(places.setdefault(feature, len(places)) for feature in features)
        else:
            found = tuple(self.places_of(word))
        self._columns[word] = found
        return found

    def weighted(self, counts: sp.csr_matrix, *, damp: bool = True) -> sp.csr_matrix:
        """Return counts (or shares, with `damp` off) weighted and scaled by row."""
        matrix = counts.copy()
        if damp:
            matrix.data = 1 + np.log(matrix.data)
        matrix = matrix @ sp.diags(self.idf[: matrix.shape[1]])
        squares = matrix if self.by_sum else matrix.multiply(matrix)
        length = np.asarray(squares.sum(axis=1)).ravel()
        if not self.by_sum:
            length = np.sqrt(length)
        length[length == 0] = 1
        return sp.csr_matrix(sp.diags((1 / length).astype(np.float32)) @ matrix)

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return texts as scaled rows; features never seen in a label are left out."""
        return self.weighted(self.counts(texts))


def best_by_group(
    scores: NDArray[np.float32], starts: NDArray[np.int64], groups: NDArray[np.int64], n: int
) -> NDArray[np.float32]:
    """Return the best score of each group of neighbouring columns.

    Parameters
    ----------
    scores
        [text, label], labels of one group side by side.
    starts
        First column of each group.
    groups
        Number of each group, same length as `starts`.
    n
        How many groups there are; those without a column get 0.
    """
    out = np.zeros((scores.shape[0], n), np.float32)
    if starts.size:
        out[:, groups] = np.maximum.reduceat(scores, starts, axis=1)
    return out
