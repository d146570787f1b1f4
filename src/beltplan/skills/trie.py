"""Labels as arrays: a trie over roots, and labels filed under their rarest root.

Both passes read the same arrays. A vocabulary of 100,000 labels takes a tenth of the memory that
nested tables of Python took, and is written to a file and read again as it is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["MOST_TIED", "Builder", "Trie"]

# Of concepts with the same label so many are told.
MOST_TIED = 3


class Trie(NamedTuple):
    """Arrays of int32, and two lists of strings.

    Attributes
    ----------
    roots
        Roots in the order of their letters; others are told by their place here.
    words
        Words of labels, as written in small letters.
    edge_node, edge_root, edge_child
        Node 0 is the start; below a node stands a child by each root.
    ends
        By node: number of the end there, or -1.
    end_low, end_high
        By end: first and last of its concepts in the next arrays.
    concept, synonym, general, word_low, word_high
        Of each label at an end: its concept, whether it is a synonym, whether it counts only as
        written, and its words in `label_words`.
    label_words
        Places in `words`.
    root_low, root_high
        By root: first and last label filed under it in the next arrays.
    far_concept, far_synonym, part_low, part_high
        Of each label whose words may stand apart: its concept, whether it is a synonym, and its
        roots in `parts`, the rarest first.
    parts
        Places in `roots`.
    """

    roots: tuple[str, ...]
    words: tuple[str, ...]
    edge_node: NDArray[np.int32]
    edge_root: NDArray[np.int32]
    edge_child: NDArray[np.int32]
    ends: NDArray[np.int32]
    end_low: NDArray[np.int32]
    end_high: NDArray[np.int32]
    concept: NDArray[np.int32]
    synonym: NDArray[np.int32]
    general: NDArray[np.int32]
    word_low: NDArray[np.int32]
    word_high: NDArray[np.int32]
    label_words: NDArray[np.int32]
    root_low: NDArray[np.int32]
    root_high: NDArray[np.int32]
    far_concept: NDArray[np.int32]
    far_synonym: NDArray[np.int32]
    part_low: NDArray[np.int32]
    part_high: NDArray[np.int32]
    parts: NDArray[np.int32]


class Builder:
    """Collects labels and makes the arrays.

    Parameters
    ----------
    as_written
        Whether synonyms of one word count only as written.
    """

    def __init__(self, *, as_written: bool) -> None:
        self._as_written = as_written
        self._roots: dict[str, int] = {}
        self._edges: dict[tuple[int, int], int] = {}
        self._ends: dict[int, tuple[list[tuple[int, str]], list[tuple[int, str]]]] = {}
        self._far: list[tuple[tuple[int, ...], int, bool]] = []

    def add(
        self, parts: Sequence[str], concept: int, label: str, *, preferred: bool, far: bool
    ) -> None:
        """Add a label.

        Parameters
        ----------
        parts
            Roots of its words, in order.
        concept
            Number of its concept.
        label
            Its words as written in small letters, joined by blanks.
        preferred
            Whether it is the preferred label.
        far
            Whether its words may stand apart.
        """
        numbers = [self._roots.setdefault(part, len(self._roots)) for part in parts]
        whole = tuple(dict.fromkeys(numbers))
        if far and len(whole) > 1:
            self._far.append((whole, concept, preferred))
        node = 0
        for number in numbers:
            node = self._edges.setdefault((node, number), len(self._edges) + 1)
        ends = self._ends.setdefault(node, ([], []))
        if all(concept != other for held in ends for other, _ in held):
            ends[not preferred].append((concept, label))

    def trie(self) -> Trie:
        """Return the arrays."""
        roots = sorted(self._roots)
        order = np.empty(len(roots), np.int32)
        order[[self._roots[root] for root in roots]] = np.arange(len(roots))
        pairs = np.array(list(self._edges), np.int32).reshape(-1, 2)
        children = np.array(list(self._edges.values()), np.int32)
        words: dict[str, int] = {}
        ends = np.full(len(self._edges) + 1, -1, np.int32)
        spans: list[tuple[int, int]] = []
        cells: list[tuple[int, bool, bool, int, int]] = []
        label_words: list[int] = []
        for node, (preferred, synonyms) in self._ends.items():
            ends[node] = len(spans)
            first = len(cells)
            for concept, label in (preferred or synonyms)[:MOST_TIED]:
                start = len(label_words)
                label_words.extend(words.setdefault(w, len(words)) for w in label.split())
                general = self._as_written and not preferred and " " not in label
                cells.append((concept, not preferred, general, start, len(label_words)))
            spans.append((first, len(cells)))
        return Trie._make(
            [
                *(
                    tuple(roots),
                    tuple(words),
                    pairs[:, 0].copy(),
                    order[pairs[:, 1]],
                    children,
                    ends,
                ),
                *_columns(spans, 2),
                *_columns(cells, 5),
                np.array(label_words, np.int32),
                *self._filed(order.tolist()),
            ]
        )

    def _filed(self, order: list[int]) -> list[NDArray[np.int32]]:
        """Return each label of several roots filed under its rarest root."""
        count: Counter[int] = Counter()
        for held, _, _ in self._far:
            count.update(held)
        filed: dict[int, list[tuple[tuple[int, ...], int, bool]]] = {}
        for entry in self._far:
            rarest = min(entry[0], key=lambda part: (count[part], order[part]))
            filed.setdefault(rarest, []).append(entry)
        low, high = np.zeros(len(order), np.int32), np.zeros(len(order), np.int32)
        cells: list[tuple[int, bool, int, int]] = []
        parts: list[int] = []
        for root, entries in filed.items():
            low[order[root]] = len(cells)
            for held, concept, preferred in entries:
                start = len(parts)
                rest = sorted(
                    (part for part in held if part != root),
                    key=lambda part: (len(filed.get(part, ())), order[part]),
                )
                parts.extend(order[part] for part in (*rest, root))
                cells.append((concept, not preferred, start, len(parts)))
            high[order[root]] = len(cells)
        return [low, high, *_columns(cells, 4), np.array(parts, np.int32)]


def _columns(rows: Sequence[tuple[int, ...]], n: int) -> list[NDArray[np.int32]]:
    table = np.array(rows, np.int32).reshape(-1, n)
    return [column.copy() for column in table.T]
