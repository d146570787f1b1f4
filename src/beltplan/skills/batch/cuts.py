"""Compounds of many words cut at once, as `Splitter` cuts them one by one.

What costs nothing but a look into the lexicon is compiled; a last part, which may be inflected, is
known by its root, and roots are found one by one, for the few words that can be cut so far. A piece
of a word is known by a hash of 64 bits. Finnish, where every part may be inflected, and words that
Voikko analyses are cut one by one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.jit import jit
from beltplan.skills.compounds import LINK_COST, LONGEST_WORD, SHORTEST
from beltplan.skills.roots import root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from beltplan.skills.compounds import Splitter

__all__ = ["Cutter"]

_NONE = -1.0


class Cutter:
    """Cuts many words of one language.

    Parameters
    ----------
    splitter
        Whose answers are given.
    """

    def __init__(self, splitter: Splitter) -> None:
        self._splitter = splitter
        self._compiled = splitter.simple
        if self._compiled:
            costs = splitter.costs.parts
            self._costs = _table([*costs], np.array([*costs.values()], np.float64))
            starts = {word[: SHORTEST + 1] for word in costs if len(word) > SHORTEST}
            self._starts = _table([*starts], np.zeros(len(starts)))
            self._links = _joined(splitter.links)

    def parts(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the roots of the parts of each word."""
        if not self._compiled or not words:
            return [self._splitter.parts(word) for word in words]
        codes, ends = _joined(words)
        # Places between letters: one more than letters in each word.
        n = len(codes) + len(words)
        best, last = np.full(n, math.inf), np.full(n, math.inf)
        back, piece = np.zeros(n, np.int32), np.zeros(n, np.int32)
        begun = np.zeros(n, np.bool_)
        maybe = np.zeros(len(words), np.bool_)
        _forward(
            codes,
            ends,
            self._links,
            self._costs,
            self._starts,
            best,
            last,
            back,
            piece,
            begun,
            maybe,
        )
        language = self._splitter.language
        found: list[tuple[str, ...]] = [(word,) for word in words]
        for number in np.flatnonzero(maybe).tolist():
            first = (int(ends[number - 1]) if number else 0) + number
            cut = slice(first, first + len(words[number]))
            arrays = (best[cut].tolist(), last[cut].tolist(), back[cut], piece[cut], begun[cut])
            found[number] = self._cut(words[number], *arrays)
        return [tuple(root(part, language) for part in cut) for cut in found]

    def _cut(
        self,
        word: str,
        best: list[float],
        last: list[float],
        back: NDArray[np.int32],
        piece: NDArray[np.int32],
        begun: NDArray[np.bool_],
    ) -> tuple[str, ...]:
        """Return the parts of a word whose beginnings are known."""
        whole, at = math.inf, 0
        by_root = self._splitter.costs.last
        for start in range(1, len(word) - SHORTEST + 1):
            if best[start] == math.inf:
                continue
            cost = last[start]
            if begun[start]:
                cost = min(cost, by_root.get(root(word[start:], self._splitter.language), math.inf))
            if best[start] + cost < whole:
                whole, at = best[start] + cost, start
        if whole == math.inf:
            return (word,)
        found = [word[at:]]
        while at:
            start = int(back[at])
            found.append(word[start : start + int(piece[at])])
            at = start
        return tuple(found[::-1])


def _joined(words: Iterable[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the characters of all words, and where each word ends."""
    held = [*words]
    whole = "".join(held).encode("utf-32-le", "surrogatepass")
    ends = np.cumsum([len(word) for word in held], dtype=np.int64)
    return np.frombuffer(whole, np.uint32), ends


def _table(
    words: Sequence[str], values: NDArray[np.float64]
) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Return an open hash table of words: hash and value by slot; a value below 0 is none."""
    size = 1 << max(4, (2 * len(words)).bit_length())
    keys, held = np.zeros(size, np.uint64), np.full(size, _NONE)
    _put(*_joined(words), values, keys, held)
    return keys, held


@jit
def _next(mixed: Any, code: Any) -> Any:
    mixed = (mixed ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


@jit
def _put(codes: Any, ends: Any, values: Any, keys: Any, held: Any) -> None:
    mask = np.uint64(len(keys) - 1)
    at = 0
    for word in range(len(ends)):
        mixed = np.uint64(0)
        while at < ends[word]:
            mixed = _next(mixed, codes[at])
            at += 1
        place = mixed & mask
        while held[place] >= 0:
            place = (place + np.uint64(1)) & mask
        keys[place], held[place] = mixed, values[word]


@jit
def _value(mixed: Any, keys: Any, held: Any) -> Any:
    mask = np.uint64(len(keys) - 1)
    place = mixed & mask
    while held[place] >= 0:
        if keys[place] == mixed:
            return held[place]
        place = (place + np.uint64(1)) & mask
    return np.inf


@jit
def _forward(
    codes: Any,
    ends: Any,
    links: Any,
    costs: Any,
    starts: Any,
    best: Any,
    last: Any,
    back: Any,
    piece: Any,
    begun: Any,
    maybe: Any,
) -> None:
    """Find the cheapest parts up to each place in each word.

    Parameters
    ----------
    codes, ends
        All words one after the other, and where each ends.
    links
        The same of the linking letters.
    costs, starts
        Hash tables of the words of the lexicon, and of their first four letters.
    best, back, piece
        Written, by place between letters: the least sum of costs of the parts before it, where the
        last of these starts, and how long it is without its linking letters.
    last, begun
        Written: cost of all that follows as one part, and whether it begins as some word does.
    maybe
        Written, by word: whether there is a part with something behind it.
    """
    link_codes, link_ends = links
    keys, held = costs
    start_keys, start_held = starts
    here = np.empty(LONGEST_WORD + 1, np.float64)
    low = 0
    for word in range(len(ends)):
        size = ends[word] - low
        base = low + word
        best[base] = 0.0
        for start in range(size - SHORTEST + 1 if 2 * SHORTEST <= size <= LONGEST_WORD else 0):
            so_far = best[base + start]
            if so_far == np.inf:
                continue
            mixed = np.uint64(0)
            for end in range(start + 1, size + 1):
                mixed = _next(mixed, codes[low + end - 1])
                n = end - start
                if n < SHORTEST:
                    continue
                here[end] = cost = _value(mixed, keys, held)
                if n == SHORTEST + 1:
                    begun[base + start] = _value(mixed, start_keys, start_held) == 0.0
                if end == size:
                    break
                size_of = n
                first = 0
                for link in range(len(link_ends)):
                    tail = link_ends[link] - first
                    if n >= SHORTEST + tail:
                        same = True
                        for at in range(tail):
                            if codes[low + end - tail + at] != link_codes[first + at]:
                                same = False
                        if same and here[end - tail] + LINK_COST <= cost:
                            cost = here[end - tail] + LINK_COST
                            size_of = n - tail
                    first = link_ends[link]
                if so_far + cost < best[base + end]:
                    best[base + end] = so_far + cost
                    back[base + end] = start
                    piece[base + end] = size_of
            if start:
                last[base + start] = here[size]
                maybe[word] = maybe[word] or here[size] < np.inf or begun[base + start]
        low = ends[word]
