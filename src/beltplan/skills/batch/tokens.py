"""Distinct tokens with what the first pass must know of each, found once and kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.scan import count_stretches, refill
from beltplan.skills.language import letter_rules, word_weights
from beltplan.skills.segments import cues
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Tokens", "letter_table"]

_FEWEST = 1 << 15
_POOL = 1 << 20
# More distinct tokens than this are forgotten together: an archive holds misspellings without end.
MOST = 3 << 16


@cache
def letter_table() -> tuple[tuple[str, ...], Any]:
    """Return the stretches of letters, and their rules as (stretch, language, weight) arrays."""
    rules = letter_rules()
    flat = [
        (n, LANGUAGES.index(language), weight)
        for n, by in enumerate(rules.values())
        for language, weight in by.items()
    ]
    arrays = (
        np.array([r[0] for r in flat], np.int64),
        np.array([r[1] for r in flat], np.int64),
        np.array([r[2] for r in flat], np.float64),
    )
    return tuple(rules), arrays


class Tokens:
    """Numbers of distinct tokens, as they are written, and their traits.

    Attributes
    ----------
    words
        Small form of each token.
    weight_row, weights, letters, cues
        Row of evidence for languages (or -1), the rows, counts of stretches of letters, and bits
        of the languages in which the token sounds like a requirement.
    """

    def __init__(self) -> None:
        self.known = np.zeros(2, np.int64)
        self._size(_FEWEST, _POOL)
        self.words: list[str] = []
        self._rows: dict[bytes, int] = {}
        self.weights = np.zeros((0, len(LANGUAGES)))

    def __len__(self) -> int:
        return int(self.known[0])

    @property
    def table(self) -> tuple[NDArray[Any], ...]:
        """Slots, hashes, starts, sizes and pool, as the kernel wants them."""
        return self.slots, self.hashes, self.starts, self.sizes, self.pool

    def _size(self, tokens: int, pool: int) -> None:
        n = len(self)
        old = self.__dict__
        shapes: dict[str, tuple[int, Any]] = {
            "hashes": (tokens, np.uint64),
            "starts": (tokens, np.int64),
            "sizes": (tokens, np.int32),
            "weight_row": (tokens, np.int32),
            "cues": (tokens, np.uint8),
        }
        for name, (size, kind) in shapes.items():
            fresh = np.zeros(size, kind)
            if n:
                fresh[:n] = old[name][:n]
            setattr(self, name, fresh)
        letters = np.zeros((tokens, len(letter_table()[0])), np.uint8)
        characters = np.zeros(pool, np.uint32)
        if n:
            letters[:n] = old["letters"][:n]
            characters[: self.known[1]] = old["pool"][: self.known[1]]
        self.letters, self.pool = letters, characters
        self.slots = np.full(2 * tokens, -1, np.int32)
        refill(self.slots, self.hashes, n)

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int32]
    weight_row: NDArray[np.int32]
    cues: NDArray[np.uint8]

    def make_room(self, tokens: int, characters: int) -> None:
        """Make room for so many new tokens of so many characters together."""
        most, pool = len(self.hashes), len(self.pool)
        while most < len(self) + tokens:
            most *= 2
        while pool < self.known[1] + 2 * characters:
            pool *= 2
        if (most, pool) != (len(self.hashes), len(self.pool)):
            self._size(most, pool)

    def learn(self) -> None:
        """Find the traits of the tokens that the kernel has met since last time."""
        weights = word_weights()
        heads, hints = _beginnings()
        rows = [tuple(row) for row in self.weights]
        old, n = len(self.words), len(self)
        if old == n:
            return
        first = int(self.starts[old])
        whole = self.pool[first : self.known[1]].tobytes().decode("utf-32-le", "surrogatepass")
        ends = np.cumsum(self.sizes[old:n]).tolist()
        self.weight_row[old:n] = -1
        self.cues[old:n] = 0
        start = 0
        for number, end in enumerate(ends, start=old):
            word = whole[start:end].lower()
            start = end
            self.words.append(word)
            if by := weights.get(word):
                row = tuple(by.get(language, 0.0) for language in LANGUAGES)
                key = np.array(row).tobytes()
                if key not in self._rows:
                    self._rows[key] = len(rows)
                    rows.append(row)
                self.weight_row[number] = self._rows[key]
            if word[:_FEWEST_LETTERS] in heads:
                self.cues[number] = _sound_of(word, hints)
        self.weights = np.array(rows, np.float64).reshape(-1, len(LANGUAGES))
        small = "".join(f"{word} " for word in self.words[old:]).encode(
            "utf-32-le", "surrogatepass"
        )
        count_stretches(np.frombuffer(small, np.uint32), *_stretches(), self.letters[old:n])


_FEWEST_LETTERS, _MOST_LETTERS = 3, 9


@cache
def _beginnings() -> tuple[frozenset[str], dict[str, int]]:
    """Return beginnings of words that a requirement has, with bits of their languages.

    And the first letters of all of them.
    """
    hints: dict[str, int] = {}
    for number, language in enumerate(LANGUAGES):
        for beginning in cues(language):
            if _FEWEST_LETTERS <= len(beginning) <= _MOST_LETTERS:
                hints[beginning] = hints.get(beginning, 0) | 1 << number
    return frozenset(beginning[:_FEWEST_LETTERS] for beginning in hints), hints


def _sound_of(word: str, hints: dict[str, int]) -> int:
    bits = 0
    for n in range(_FEWEST_LETTERS, min(_MOST_LETTERS, len(word)) + 1):
        bits |= hints.get(word[:n], 0)
    return bits


@cache
def _stretches() -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the stretches of letters in one array, and where each ends."""
    held = letter_table()[0]
    codes = np.array([ord(c) for stretch in held for c in stretch], np.uint32)
    return codes, np.cumsum([len(stretch) for stretch in held])
