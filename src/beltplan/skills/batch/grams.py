"""N-grams of letters of many words at once, for several bags that know them by other numbers.

An n-gram of up to four characters is one whole number, 16 bits a character; characters beyond the
first plane of Unicode, which no label has, count as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.jit import jit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Grams"]

_SHORTEST, _LONGEST = 2, 4
_BITS = 16
_LAST = 0xFFFF
_NONE = -1


class Grams:
    """Finds the n-grams of words, as `ranking.letters` gives them, in bags of such.

    Parameters
    ----------
    bags
        Of each bag: the number of every n-gram that it knows.
    """

    def __init__(self, bags: Sequence[Mapping[str, int]]) -> None:
        keys = [_packed(bag) for bag in bags]
        known, rows = np.unique(
            np.concatenate([*keys, np.empty(0, np.uint64)]), return_inverse=True
        )
        self._places = np.full((len(bags), len(known) + 1), _NONE, np.int32)
        start = 0
        for bag, (held, of) in enumerate(zip(bags, keys, strict=True)):
            self._places[bag, rows[start : start + len(of)]] = [*held.values()]
            start += len(of)
        size = 1 << max(4, (2 * len(known)).bit_length())
        self._slots = (np.zeros(size, np.uint64), np.full(size, _NONE, np.int32))
        _fill(known, *self._slots)

    def of(
        self, words: Sequence[str], wanted: NDArray[np.bool_]
    ) -> list[tuple[NDArray[np.int64], NDArray[np.int32]]]:
        """Return for each bag how many n-grams each word has there, and their numbers.

        Parameters
        ----------
        words
            In small letters.
        wanted
            Whether a word counts for a bag: [bag, word].
        """
        whole = "".join(f" {word} " for word in words).encode("utf-32-le", "surrogatepass")
        codes = np.minimum(np.frombuffer(whole, np.uint32), _LAST).astype(np.uint64)
        sizes = np.array([len(word) + 2 for word in words], np.int64)
        rows = np.empty(3 * len(codes), np.int64)
        owner = np.empty(3 * len(codes), np.int64)
        n = _find(codes, sizes, *self._slots, rows, owner)
        rows, owner = rows[:n], owner[:n]
        found = []
        for bag, places in enumerate(self._places):
            numbers = places[rows]
            kept = (numbers >= 0) & wanted[bag, owner]
            found.append((np.bincount(owner[kept], minlength=len(words)), numbers[kept]))
        return found


def _packed(bag: Mapping[str, int]) -> NDArray[np.uint64]:
    letters = np.array([*bag], f"U{_LONGEST}").view(np.uint32).reshape(-1, _LONGEST)
    keys = np.zeros(len(letters), np.uint64)
    for column in np.minimum(letters, _LAST).T.astype(np.uint64):
        keys = np.where(column > 0, keys << np.uint64(_BITS) | column, keys)
    return keys


@jit
def _slot(key: Any) -> Any:
    mixed = key * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(32))


@jit
def _fill(known: Any, keys: Any, rows: Any) -> None:
    mask = np.uint64(len(keys) - 1)
    for row in range(len(known)):
        place = _slot(known[row]) & mask
        while rows[place] >= 0:
            place = (place + np.uint64(1)) & mask
        keys[place] = known[row]
        rows[place] = row


@jit
def _find(codes: Any, sizes: Any, keys: Any, rows: Any, out: Any, owner: Any) -> Any:
    """Write the rows of all known n-grams of all words, and whose they are; return how many."""
    mask = np.uint64(len(keys) - 1)
    n = 0
    low = 0
    for word in range(len(sizes)):
        high = low + sizes[word]
        for size in range(_SHORTEST, _LONGEST + 1):
            for start in range(low, high - size + 1):
                key = np.uint64(0)
                for at in range(start, start + size):
                    key = (key << np.uint64(_BITS)) | codes[at]
                place = _slot(key) & mask
                while rows[place] >= 0:
                    if keys[place] == key:
                        out[n] = rows[place]
                        owner[n] = word
                        n += 1
                        break
                    place = (place + np.uint64(1)) & mask
        low = high
    return n
