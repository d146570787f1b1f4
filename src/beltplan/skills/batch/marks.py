"""Where many texts at once need cleaning or covering: most places do not, and are passed over.

Kernels look for what alone can begin a telephone number, an identity number or the word before a
name. They may name places too many, which the expressions of `masking` then refuse, and none too
few; a text that is covered further meanwhile has fewer such places, never more.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.jit import jit
from beltplan.skills.cleaning import clean, is_odd
from beltplan.skills.masking import CAPITAL, SMALL, STEMS, TITLES, Hints, mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["cleaned", "masked"]

_ODD, _DIGIT, _WORD, _SMALL, _CAPITAL, _GAP, _SIGN = (1 << n for n in range(7))
_LAST = 0xFFFF
# Beyond the Latin letters: dashes, quotes, bullets, signs of money, boxes and pictures of one code.
_PLAIN = (range(0x2010, 0x2028), range(0x202F, 0x205F), range(0x20A0, 0x20C0),
          range(0x2500, 0x2700))  # fmt: skip
_FIRST_MARK = 0x0300
_NUMBER, _CUE, _TITLE = range(3)
_FEWEST_DIGITS, _WIDEST = 6, 4
_PREFIX = 3
_LONGEST_CUE = 260
_BLANK, _QUOTE, _OPEN, _PLUS, _SMALL_O, _CURLY = 32, 39, 40, 43, 111, 0x2019
# A a Ä ä @ S s m k: with these an at-sign in brackets begins.
_AT_SIGNS = (65, 97, 196, 228, 64, 83, 115, 109, 107)


def cleaned(texts: Sequence[str]) -> list[str]:
    """Return what `clean` gives for each text."""
    codes, offsets = _joined(texts)
    odd = np.zeros(len(texts), np.bool_)
    _find_odd(codes, offsets, _characters(), odd)
    found = list(texts)
    for doc in np.flatnonzero(odd).tolist():
        found[doc] = clean(found[doc])
    return found


def masked(texts: Sequence[str]) -> list[str]:
    """Return what `mask` gives for each text, which must be clean."""
    codes, offsets = _joined(texts)
    signs = np.zeros(len(texts), np.bool_)
    # Memory that is never written is never taken.
    places = np.empty((3, len(codes) + 1), np.int32)
    counts = np.zeros(3, np.int64)
    _mark(codes, offsets, _characters(), *_stems(), signs, places, counts)
    columns = []
    for row, n in zip(places, counts, strict=True):
        bounds = np.searchsorted(row[:n], offsets)
        inside = row[:n] - np.repeat(offsets[:-1], np.diff(bounds))
        columns.append((inside.tolist(), bounds.tolist()))
    (numbers, n), (cues, c), (titles, t) = columns
    return [
        mask(
            text,
            Hints(
                sign,
                numbers[n[doc] : n[doc + 1]],
                cues[c[doc] : c[doc + 1]],
                titles[t[doc] : t[doc + 1]],
            ),
        )
        for doc, (text, sign) in enumerate(zip(texts, signs.tolist(), strict=True))
    ]


def _joined(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    whole = "".join(texts).encode("utf-32-le", "surrogatepass")
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    return np.frombuffer(whole, np.uint32), offsets


@cache
def _characters() -> NDArray[np.uint8]:
    """Return the bits of each code point; those beyond the first plane are as the last."""
    table = np.full(_LAST + 1, _ODD, np.uint8)
    for plain in (range(_FIRST_MARK), *_PLAIN):
        for code in plain:
            if not is_odd(chr(code)) and unicodedata.is_normalized("NFC", chr(code)):
                table[code] = 0
    for code in range(_LAST):
        c = chr(code)
        table[code] |= _DIGIT * c.isdecimal() | _WORD * (c.isalnum() or c == "_")
    kinds = ((SMALL, _SMALL), (CAPITAL, _CAPITAL), (" :,\t\n–-", _GAP), ("[({", _SIGN))
    for held, bit in kinds:
        for c in held:
            table[ord(c)] |= bit
    table[_LAST] |= _DIGIT
    table.flags.writeable = False
    return table


@cache
def _stems() -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Return the letters of all words before names, where each ends, and its kind."""
    held = sorted((stem, kind) for kind, words in ((_CUE, STEMS), (_TITLE, TITLES))
                  for stem in words)  # fmt: skip
    whole = "".join(stem for stem, _ in held).encode("utf-32-le")
    ends = np.cumsum([len(stem) for stem, _ in held])
    return np.frombuffer(whole, np.uint32), ends, np.array([kind for _, kind in held], np.int64)


@jit
def _find_odd(codes: Any, offsets: Any, bits: Any, odd: Any) -> None:
    """Write which texts have a character that cleaning may change."""
    for doc in range(len(odd)):
        for at in range(offsets[doc], offsets[doc + 1]):
            if bits[min(codes[at], np.uint32(_LAST))] & _ODD:
                odd[doc] = True
                break


@jit
def _mark(
    codes: Any,
    offsets: Any,
    bits_of: Any,
    stems: Any,
    stem_ends: Any,
    kinds: Any,
    signs: Any,
    places: Any,
    counts: Any,
) -> None:
    """Write where numbers, cues and titles can start.

    Parameters
    ----------
    codes, offsets
        Text d is the characters ``offsets[d]`` to ``offsets[d + 1]``.
    bits_of
        Of each code point.
    stems, stem_ends, kinds
        Words before names in the order of their letters, where each ends, and its kind.
    signs
        Written, by text: whether an at-sign may be spelt in brackets.
    places, counts
        Written: places of each kind, and how many.
    """
    last_code = np.uint32(_LAST)
    # First stem of each first letter, all in Latin-1, and which second letters there are.
    heads = np.full(257, -1, np.int64)
    seconds = np.zeros(257, np.uint64)
    one, low_bits, beyond = np.uint64(1), np.uint64(63), np.uint32(256)
    for stem in range(len(kinds) - 1, -1, -1):
        low = stem_ends[stem - 1] if stem else 0
        heads[stems[low]] = stem
        seconds[stems[low]] |= one << (np.uint64(stems[low + 1]) & low_bits)
    for doc in range(len(signs)):
        begin, end = offsets[doc], offsets[doc + 1]
        digits = 0
        first = last = begin
        following = codes[begin] if begin < end else np.uint32(0)
        for at in range(begin, end + 1):
            code = following
            following = codes[at + 1] if at + 1 < end else np.uint32(0)
            bits = bits_of[min(code, last_code)]
            begun = seconds[min(code, beyond)] >> (np.uint64(following) & low_bits) & one
            if digits and (at == end or (bits & _DIGIT and at - last > _WIDEST)):
                if digits >= _FEWEST_DIGITS:
                    for place in range(max(begin, first - _PREFIX), last + 1):
                        c = codes[place]
                        if (c in (_PLUS, _OPEN) or bits_of[min(c, last_code)] & _DIGIT) and (
                            place == begin or not bits_of[min(codes[place - 1], last_code)] & _WORD
                        ):
                            places[_NUMBER, counts[_NUMBER]] = place
                            counts[_NUMBER] += 1
                digits = 0
            if not begun and not bits & (_DIGIT | _SIGN):
                continue
            if bits & _DIGIT:
                if not digits:
                    first = at
                digits += 1
                last = at
            elif bits & _SIGN:
                behind = at + 1
                if behind < end and codes[behind] == _BLANK:
                    behind += 1
                if behind < end and codes[behind] in _AT_SIGNS:
                    signs[doc] = True
            else:
                stem = heads[code]
                while stem < len(kinds):
                    low = stem_ends[stem - 1] if stem else 0
                    if stems[low] != code:
                        break
                    size = stem_ends[stem] - low
                    kind = kinds[stem]
                    stem += 1
                    if at + size >= end:
                        continue
                    same = 1
                    while same < size and codes[at + same] == stems[low + same]:
                        same += 1
                    if same < size:
                        continue
                    here = at + size
                    most = min(end, here + (12 if kind == _CUE else 6))
                    while here < most and bits_of[min(codes[here], last_code)] & _SMALL:
                        here += 1
                    if here >= end or not bits_of[min(codes[here], last_code)] & _GAP:
                        continue
                    fits = False
                    most = min(end, at + _LONGEST_CUE)
                    while here < most:
                        c = codes[here]
                        held = bits_of[min(c, last_code)]
                        if c in (_QUOTE, _CURLY):
                            fits = True
                            break
                        if held & _CAPITAL:
                            behind = codes[min(here + 1, end - 1)]
                            if bits_of[min(behind, last_code)] & _SMALL:
                                fits = True
                                break
                        elif not held & _GAP and (
                            not held & _SMALL or (kind == _TITLE and c != _SMALL_O)
                        ):
                            break
                        here += 1
                    if fits:
                        n = counts[kind]
                        if n == 0 or places[kind, n - 1] != at:
                            places[kind, n] = at
                            counts[kind] = n + 1
