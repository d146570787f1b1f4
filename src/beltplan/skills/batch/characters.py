"""What each character is to the first pass, as one table of bits.

The bits say what the regular expressions of `words` and `segments` say. Characters whose small
form is longer, or that compose with a neighbour, are `ODD`: texts with them are read by the
plain pass, so that the compiled one needs no rules for them.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BULLET", "LINE", "ODD", "SPACE", "STOP", "STRIP", "UPPER", "WORD", "bits_of"]

WORD, SPACE, UPPER, STOP, LINE, BULLET, STRIP, ODD = (1 << n for n in range(8))
_SIZE = 0x20000
_KNOWN = 0x3000
# Private use, signs of variation, replacement, pictures: neither letters nor spaces.
_SIGNS = (
    (0xE000, 0xF900),
    (0xFE00, 0xFE10),
    (0xFFFC, 0xFFFE),
    (0x1F300, 0x1FB00),
)
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyzåäöæø")
_JAMO = range(0x1100, 0x1200)


def bits_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the bits of each code point."""
    return _characters()[np.minimum(codes, _SIZE - 1)]


@cache
def _characters() -> NDArray[np.uint8]:
    """Return the bits of each character, uint8 [code point]; beyond the table all are odd."""
    table = np.full(_SIZE, ODD, np.uint8)
    for first, last in _SIGNS:
        table[first:last] = 0
    for code in range(_KNOWN):
        table[code] = _bits(chr(code))
    table.flags.writeable = False
    return table


def _bits(c: str) -> int:
    small = c.lower()
    if (
        len(small) != 1
        or c == "Σ"
        or ord(c) in _JAMO
        or unicodedata.category(c).startswith("M")
        or unicodedata.normalize("NFC", small) != small
        or small.isalnum() != c.isalnum()
    ):
        return ODD
    bits = 0
    if c.isalnum():
        bits |= WORD
        if not c.isdecimal() and c not in _SMALL:
            bits |= UPPER
    if c.isspace():
        bits |= SPACE
    for held, bit in ((".!?", STOP), ("\r\n", LINE), (";•●▪·*", BULLET), (" \t-–•*", STRIP)):
        if c in held:
            bits |= bit
    return bits
