"""Sentences as rows of features, for all parts of a score at once.

Each word of a language is cut into features once and gets a number; sentences are then put
together from these numbers by compiled kernels. Values are those of `Ranker.asked`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count as count_from
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from beltplan.skills.batch.candidates import lengths
from beltplan.skills.batch.cuts import Cutter
from beltplan.skills.batch.grams import Grams
from beltplan.skills.batch.rows import count, cross
from beltplan.skills.words import MARK, function_words, marked_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.skills.matrices import Bag
    from beltplan.skills.ranking import Ranker

__all__ = ["Asker", "Rows"]

_MOST_WORDS = 1 << 16
_BRIDGES = ("bridge", "bridge_bag")


class Rows(NamedTuple):
    """A sparse matrix by rows: row n is ``ends[n]`` to ``ends[n + 1]``."""

    ends: NDArray[np.int64]
    features: NDArray[np.int32]
    values: NDArray[np.float32]


class Asker:
    """Turns sentences of one language into rows of features.

    Parameters
    ----------
    ranker
        Whose features they are.
    language
        Of the sentences.
    parts
        Parts of the score, and the language of their labels.

    Attributes
    ----------
    age
        How often all words were forgotten.
    """

    def __init__(self, ranker: Ranker, language: str, parts: Sequence[tuple[str, str]]) -> None:
        self._ranker = ranker
        self._language = language
        self._number = _numbers()
        self.age = 0
        self._bridge = ranker.bridge(language) if any(p in _BRIDGES for p, _ in parts) else None
        self._cutter = Cutter(ranker.splitter(language)) if self._bridge else None
        self._pieces = _Lists()
        self._piece: dict[str, int] = {}
        self._parts: list[_Counted | _Crossed] = []
        self._spelt: list[_Counted] = []
        self._stemmed: list[_Counted] = []
        self._skips: list[frozenset[str]] = []
        for part, over in parts:
            bag = ranker.bag(part, over)[0]
            if part in _BRIDGES:
                self._parts.append(_Crossed(bag))
            else:
                counted = _Counted(bag, present=part == "cover")
                self._parts.append(counted)
                if part == "letters":
                    self._spelt.append(counted)
                    self._skips.append(function_words(over))
                else:
                    self._stemmed.append(counted)
        self._grams = Grams([part.bag.places for part in self._spelt])

    def __len__(self) -> int:
        """Return how many words are known."""
        return len(self._number) - 1

    def rows(self, texts: Sequence[str]) -> list[Rows]:
        """Return the rows of each part, one for each text."""
        return self.rows_of(*self.numbers(texts))

    def numbers(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the numbers of the words of all texts, and where each text ends.

        They hold until words are forgotten: then `age` is another.
        """
        if len(self._number) > _MOST_WORDS:
            self._forget()
        known = self._number
        before = len(known)
        found = marked_words(texts)
        numbers = np.fromiter(map(known.__getitem__, found), np.int32, len(found))
        self._learn([*islice(reversed(known), len(known) - before)][::-1])
        marks = np.flatnonzero(numbers < 0)
        ends = np.concatenate([[0], marks - np.arange(len(marks))])
        return numbers[numbers >= 0], ends

    def rows_of(self, ids: NDArray[np.int32], ends: NDArray[np.int64]) -> list[Rows]:
        """Return the rows of each part for texts as numbers of words; see `numbers`."""
        pieces = self._pieces.arrays()
        return [
            part.rows(ids, ends) if isinstance(part, _Counted) else part.rows(ids, ends, pieces)
            for part in self._parts
        ]

    def sizes(self, first: int, last: int) -> NDArray[np.float32]:
        """Return the length of the row of each word in the first part that is counted, or 1."""
        part = next((part for part in self._parts if isinstance(part, _Counted)), None)
        out = np.ones(last - first, np.float32)
        if part is not None:
            lengths(*part.features.arrays(), part.bag.idf, first, last, out)
        return np.maximum(out, np.float32(1))

    def _forget(self) -> None:
        self.age += 1
        self._number = _numbers()
        self._pieces = _Lists()
        for part in self._parts:
            if isinstance(part, _Counted):
                part.features = _Lists()

    def _learn(self, new: Sequence[str]) -> None:
        """Note the features of words."""
        if not new:
            return
        wanted = [[word not in skip for word in new] for skip in self._skips]
        for part, found in zip(self._spelt, self._grams.of(new, np.array(wanted)), strict=True):
            part.features.extend(*found)
        if self._cutter:
            self._ranker.note_parts(new, self._language, self._cutter.parts(new))
        for word in new:
            for part in self._stemmed:
                part.features.append(part.bag.places_of(word))
            if self._bridge is not None:
                pieces = self._ranker.word_parts(word, self._language)
                known = self._bridge.shares
                self._pieces.append([self._number_of(p, known[p]) for p in pieces if p in known])

    def _number_of(self, piece: str, shares: dict[str, float]) -> int:
        number = self._piece.get(piece)
        if number is None:
            number = self._piece[piece] = len(self._piece)
            for part in self._parts:
                if isinstance(part, _Crossed):
                    part.learn(shares)
        return number


def _numbers() -> dict[str, int]:
    """Return a table that numbers words from 0 as they are looked up; marks are -1."""
    return defaultdict(count_from(0).__next__, {MARK: -1})


class _Lists:
    """Lists of numbers one after the other, which grow."""

    def __init__(self) -> None:
        self._ends = array("q", [0])
        self._held = array("i")

    def append(self, numbers: Sequence[int]) -> None:
        self._held.extend(numbers)
        self._ends.append(len(self._held))

    def extend(self, counts: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        """Append several lists, given how many numbers each has."""
        ends = np.cumsum(counts, dtype=np.int64) + len(self._held)
        self._held.frombytes(numbers.tobytes())
        self._ends.frombytes(ends.tobytes())

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return ends and numbers; nothing may be appended while they are in use."""
        return np.asarray(self._ends), np.asarray(self._held)


class _Counted:
    """A part whose features are counted and weighted, as `Bag.transform` does."""

    def __init__(self, bag: Bag, *, present: bool) -> None:
        self.bag = bag
        self.features = _Lists()
        self._present = present
        self._work = np.zeros(bag.rows.shape[1], np.float32)

    def rows(self, ids: NDArray[np.int32], ends: NDArray[np.int64]) -> Rows:
        low, held = self.features.arrays()
        room = int((low[ids + 1] - low[ids]).sum())
        out = _empty(len(ends), room)
        how = (self._present, self.bag.by_sum)
        n = count(ids, ends, low, held, self.bag.idf, *how, self._work, *out)
        return Rows(out[0], out[1][:n], out[2][:n])


class _Crossed:
    """A part whose features are those that the bridge leads to."""

    def __init__(self, bag: Bag) -> None:
        self._bag = bag
        self._features = _Lists()
        self._shares = array("f")
        self._work = np.zeros(bag.rows.shape[1], np.float32)

    def learn(self, shares: dict[str, float]) -> None:
        """Note where the next piece of words leads to."""
        places = self._bag.places
        there = [(places[root], share) for root, share in shares.items() if root in places]
        self._features.append([place for place, _ in there])
        self._shares.extend(share for _, share in there)

    def rows(self, ids: NDArray[np.int32], ends: NDArray[np.int64], pieces: Any) -> Rows:
        low, held = self._features.arrays()
        shares = np.asarray(self._shares)
        first, piece = pieces
        size = np.concatenate([[0], np.cumsum((low[1:] - low[:-1])[piece])])
        room = int((size[first[ids + 1]] - size[first[ids]]).sum())
        out = _empty(len(ends), room)
        seen = np.full(len(low), -1, np.int64)
        n = cross(
            ids, ends, first, piece, low, held, shares, self._bag.idf, seen, self._work, *out
        )  # fmt: skip
        return Rows(out[0], out[1][:n], out[2][:n])


def _empty(
    n_ends: int, room: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    return np.zeros(n_ends, np.int64), np.empty(room, np.int32), np.empty(room, np.float32)
