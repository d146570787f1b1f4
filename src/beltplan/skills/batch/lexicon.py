"""A dictionary as arrays: its trie, labels and roots by number, and analysed tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.match import SKIPPED, match, put, unread
from beltplan.skills.dictionary import BETWEEN, MOST_TIED, Ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.skills.batch.tokens import Tokens
    from beltplan.skills.dictionary import Dictionary

__all__ = ["Lexicon"]


def _integers(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, np.int64)


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
        spread = dictionary.spread
        found: set[str] = set()
        self._walk(dictionary.trie, found)
        found.update(part for entries in spread.values() for e in entries for part in e[0])
        # Numbers in the order of the letters, as ties go to the first root in that order.
        self._root = {root: n for n, root in enumerate(sorted(found))}
        self._small: dict[str, int] = {}
        self._trie, self._labels = self._compile(dictionary)
        self._spread = self._file(spread)
        n = len(self._root)
        self._stamps = (
            np.zeros(n, np.int64),
            np.zeros(concepts, np.int64),
            np.full(concepts, -1, np.int64),
            np.zeros(1, np.int64),
        )
        self._from = np.zeros(0, np.int64)
        self._count = np.zeros(0, np.uint8)
        self._word = np.zeros(0, np.int32)
        self._seen = np.zeros(0, np.bool_)
        self._pool = np.zeros(1 << 16, np.int32)
        self._used = 0

    def _walk(self, node: dict[str, object], found: set[str]) -> None:
        below = [(root, child) for root, child in node.items() if isinstance(child, dict)]
        found.update(root for root, _ in below)
        for _, child in below:
            self._walk(child, found)

    def _compile(self, dictionary: Dictionary) -> tuple[Any, Any]:
        edges: list[tuple[int, int, int]] = []
        ends = [-1]
        spans: list[tuple[int, int]] = []
        cells: list[tuple[int, int, int, int, int]] = []
        words: list[int] = []
        waiting: list[tuple[int, dict[str, object]]] = [(0, dictionary.trie)]
        while waiting:
            number, node = waiting.pop()
            for root, child in node.items():
                if isinstance(child, dict):
                    edges.append((number, self._root[root], len(ends)))
                    waiting.append((len(ends), child))
                    ends.append(-1)
                elif isinstance(child, Ends):
                    ends[number] = len(spans)
                    first = len(cells)
                    for concept, label in (child.preferred or child.synonyms)[:MOST_TIED]:
                        start = len(words)
                        words.extend(
                            self._small.setdefault(w, len(self._small)) for w in label.split()
                        )
                        synonym = not child.preferred
                        general = dictionary.language == "en" and synonym and " " not in label
                        cells.append((concept, synonym, general, start, len(words)))
                    spans.append((first, len(cells)))
        columns = [_integers([c[k] for c in cells]) for k in range(5)]
        labels = (
            _integers([s[0] for s in spans]),
            _integers([s[1] for s in spans]),
            *columns,
            _integers(words),
        )
        return (_hashed(edges), _integers(ends)), labels

    def _file(self, spread: dict[str, list[tuple[frozenset[str], int, bool]]]) -> Any:
        number = {root: len(entries) for root, entries in spread.items()}
        low = np.zeros(len(self._root), np.int64)
        high = np.zeros(len(self._root), np.int64)
        cells: list[tuple[int, int, int, int]] = []
        parts: list[int] = []
        for root, entries in spread.items():
            low[self._root[root]] = len(cells)
            for held, concept, preferred in entries:
                start = len(parts)
                rest = sorted(held - {root}, key=lambda part: (number.get(part, 0), part))
                parts.extend(self._root[part] for part in (*rest, root))
                cells.append((concept, not preferred, start, len(parts)))
            high[self._root[root]] = len(cells)
        return (low, high, *(_integers([c[k] for c in cells]) for k in range(4)), _integers(parts))

    def forget(self) -> None:
        """Forget what is known of tokens, as their numbers have changed."""
        self._from = np.zeros(0, np.int64)
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
        words, roots_of = self._tokens.words, self._dictionary.analyse
        for number in new[:n]:
            word = words[number]
            self._from[number] = self._used
            self._word[number] = self._small.get(word, -1)
            if word in self._dictionary.skip:
                self._count[number] = SKIPPED
                continue
            roots = [self._root.get(root, -1) for root in roots_of(word)]
            if max(roots) < 0:
                roots = [-1]
            if self._used + len(roots) > len(self._pool):
                self._pool = np.concatenate([self._pool, np.zeros_like(self._pool)])
            self._pool[self._used : self._used + len(roots)] = roots
            self._count[number] = len(roots)
            self._used += len(roots)


def _hashed(edges: list[tuple[int, int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return edges (node, root, child) as an open hash table, as `match.child_of` reads it."""
    size = 1 << max(4, (3 * len(edges)).bit_length())
    keys, children = np.full(size, -1, np.int64), np.zeros(size, np.int64)
    nodes, roots, below = np.array(edges, np.int64).reshape(-1, 3).T
    put((keys, children), nodes, roots, below)
    return keys, children
