"""A dictionary as arrays: its trie, labels and roots by number, and analysed tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.cuts import Cutter
from beltplan.skills.batch.match import SKIPPED, match, put, unread
from beltplan.skills.dictionary import BETWEEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.skills.batch.tokens import Tokens
    from beltplan.skills.dictionary import Dictionary

__all__ = ["Lexicon"]


class Lexicon:
    """Finds the labels of one language in segments of numbered tokens.

    Parameters
    ----------
    dictionary
        The plain form, from which all comes; answers are the same.
    concepts
        How many concepts there are.
    tokens
        The tokens that segments are made of.
    """

    def __init__(self, dictionary: Dictionary, concepts: int, tokens: Tokens) -> None:
        self._dictionary = dictionary
        self._tokens = tokens
        self._cutter = Cutter(dictionary.splitter)
        t = dictionary.trie
        # Places of roots follow their letters, as ties go to the first root in that order.
        self._root = {root: n for n, root in enumerate(t.roots)}
        self._small = {word: n for n, word in enumerate(t.words)}
        self._trie = (_hashed(t.edge_node, t.edge_root, t.edge_child), t.ends)
        self._labels = (
            *(t.end_low, t.end_high, t.concept, t.synonym, t.general),
            *(t.word_low, t.word_high, t.label_words),
        )
        self._spread = (
            *(t.root_low, t.root_high, t.far_concept, t.far_synonym),
            *(t.part_low, t.part_high, t.parts),
        )
        n = len(self._root)
        self._stamps = (
            np.zeros(n, np.int64),
            np.zeros(concepts, np.int64),
            np.full(concepts, -1, np.int64),
            np.zeros(1, np.int64),
        )
        self._from = np.zeros(0, np.int32)
        self._count = np.zeros(0, np.uint8)
        self._word = np.zeros(0, np.int32)
        self._seen = np.zeros(0, np.bool_)
        self._pool = np.zeros(1 << 16, np.int32)
        self._used = 0

    def forget(self) -> None:
        """Forget what is known of tokens, as their numbers have changed."""
        self._from = np.zeros(0, np.int32)
        self._used = 0

    def find(
        self, tokens: tuple[Any, Any, Any], segs: tuple[Any, Any], chosen: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], ...]:
        """Return segment, concept, first and last character, method and synonym of each find."""
        self._learn(tokens[0], segs, chosen)
        analysed = (self._from, self._count, self._pool, self._word)
        size = max(1024, 4 * len(chosen))
        place = 0
        found: list[tuple[NDArray[np.int64], ...]] = []
        while place < len(chosen):
            out = tuple(np.empty(size, np.int64) for _ in range(6))
            count = np.zeros(1, np.int64)
            place = match(
                tokens, segs, chosen, place, analysed, self._trie, self._labels, self._spread,
                self._stamps, BETWEEN, out, count,
            )  # fmt: skip
            found.append(tuple(column[: count[0]] for column in out))
            size *= 2
        return tuple(np.concatenate(columns) for columns in zip(*found, strict=True))

    def _learn(self, numbers: Any, segs: tuple[Any, Any], chosen: NDArray[np.int64]) -> None:
        if len(self._from) < len(self._tokens):
            size = len(self._tokens.hashes)
            for name, fill in (("_from", -1), ("_count", 0), ("_word", -1), ("_seen", False)):
                old = getattr(self, name)
                fresh = np.full(size, fill, old.dtype)
                if name != "_seen":
                    fresh[: len(old)] = old
                setattr(self, name, fresh)
        new = np.empty(len(self._tokens), np.int32)
        n = unread(numbers, segs, chosen, self._from, self._seen, new)
        words, skip = self._tokens.words, self._dictionary.skip
        held = [words[number] for number in new[:n].tolist()]
        parts = iter(self._cutter.parts([word for word in held if word not in skip]))
        number_of = self._root
        counts: list[int] = []
        flat: list[int] = []
        for word in held:
            if word in skip:
                counts.append(SKIPPED)
                continue
            found = [number_of.get(root, -1) for root in next(parts)]
            if max(found) < 0:
                found = [-1]
            counts.append(len(found))
            flat.extend(found)
        sizes = np.array(counts, np.int64)
        ends = self._used + np.cumsum(np.where(sizes == SKIPPED, 0, sizes))
        while self._used + len(flat) > len(self._pool):
            self._pool = np.concatenate([self._pool, np.zeros_like(self._pool)])
        self._pool[self._used : self._used + len(flat)] = flat
        self._from[new[:n]] = np.concatenate([[self._used], ends[:-1]])[:n]
        self._count[new[:n]] = sizes
        self._word[new[:n]] = [self._small.get(word, -1) for word in held]
        self._used += len(flat)


def _hashed(
    nodes: NDArray[np.int32], roots: NDArray[np.int32], below: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return edges as an open hash table, as `match.child_of` reads it."""
    size = 1 << max(4, (2 * len(nodes)).bit_length())
    keys, children = np.full(size, -1, np.int64), np.zeros(size, np.int32)
    put((keys, children), nodes, roots, below)
    return keys, children
