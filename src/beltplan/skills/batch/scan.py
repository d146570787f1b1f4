"""Kernels: characters to tokens and segments, each distinct token known by a number.

Loops are flat, one function each: a call within them would count references to its arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.skills.batch.characters import (
    BULLET,
    LINE,
    ODD,
    SPACE,
    STOP,
    STRIP,
    UPPER,
    WORD,
)
from beltplan.skills.batch.jit import jit

__all__ = ["count_stretches", "find_segments", "find_tokens", "number_tokens", "refill"]

_PLUS, _HASH, _LOW = 43, 35, 95
_HYPHEN, _DASH = 45, 0x2013
_BLANK = 32
_LONGEST = 600
# Texts with longer words are left to the plain pass.
_LONGEST_TOKEN = 255


@jit
def _tokens(codes: Any, bits: Any, start: Any, end: Any, firsts: Any, lasts: Any, n: Any) -> Any:
    """Write where the tokens between two places start and end; return how many there are now."""
    at = start
    while at < end:
        if not bits[at] & WORD:
            at += 1
            continue
        stop = at + 1
        while stop < end and bits[stop] & WORD:
            stop += 1
        tail = stop
        while tail < end and (codes[tail] == _PLUS or codes[tail] == _HASH):
            tail += 1
        # Of signs that run into another word, all but the last belong to this one.
        if tail > stop and tail < end and (bits[tail] & WORD or codes[tail] == _LOW):
            tail -= 1
        firsts[n], lasts[n] = at, tail
        n += 1
        at = tail
    return n


@jit
def find_tokens(
    codes: Any, bits: Any, offsets: Any, firsts: Any, lasts: Any, low: Any, high: Any, odd: Any
) -> Any:
    """Find the tokens of all texts; return how many.

    Parameters
    ----------
    codes, bits
        Code point of each character, uint32, and what it is; see `characters`.
    offsets
        Text d is the characters ``offsets[d]`` to ``offsets[d + 1]``.
    firsts, lasts
        Written: first and last character of each token.
    low, high, odd
        Written: first and last token of each text, and whether the plain pass must read it.
    """
    n = 0
    for doc in range(len(odd)):
        low[doc] = high[doc] = n
        odd[doc] = False
        for at in range(offsets[doc], offsets[doc + 1]):
            if bits[at] & ODD:
                odd[doc] = True
                break
        if odd[doc]:
            continue
        n = _tokens(codes, bits, offsets[doc], offsets[doc + 1], firsts, lasts, n)
        high[doc] = n
        for at in range(low[doc], n):
            if lasts[at] - firsts[at] > _LONGEST_TOKEN:
                odd[doc] = True
        if odd[doc]:
            n = high[doc] = low[doc]
    return n


@jit
def number_tokens(
    codes: Any,
    firsts: Any,
    lasts: Any,
    n_tokens: Any,
    numbers: Any,
    slots: Any,
    hashes: Any,
    starts: Any,
    sizes: Any,
    pool: Any,
    known: Any,
) -> None:
    """Write the number of each token, a new one if it was never seen.

    Parameters
    ----------
    slots, hashes, starts, sizes, pool
        An open hash table of the known tokens: number by slot; hash, place in the pool and
        length by number; and the pool of characters. There must be room for all to be new.
    known
        How many tokens, and how many characters of the pool, there are.
    """
    mask = np.uint64(len(slots) - 1)
    one = np.uint64(1)
    for n in range(n_tokens):
        first = firsts[n]
        size = lasts[n] - first
        mixed = np.uint64(14695981039346656037)
        for at in range(first, first + size):
            mixed = (mixed ^ np.uint64(codes[at])) * np.uint64(1099511628211)
            mixed ^= mixed >> np.uint64(29)
        place = (mixed ^ (mixed >> np.uint64(32))) & mask
        number = -1
        while number < 0 and slots[place] >= 0:
            held = slots[place]
            if hashes[held] == mixed and sizes[held] == size:
                number = held
                start = starts[held]
                for at in range(size):
                    if pool[start + at] != codes[first + at]:
                        number = -1
                        break
            if number < 0:
                place = (place + one) & mask
        if number < 0:
            number = known[0]
            start = known[1]
            slots[place], hashes[number] = number, mixed
            starts[number], sizes[number] = start, size
            for at in range(size):
                pool[start + at] = codes[first + at]
            known[0] += 1
            known[1] += size
        numbers[n] = number


@jit
def refill(slots: Any, hashes: Any, n: Any) -> None:
    """Put `n` known tokens into an empty table of slots."""
    mask = np.uint64(len(slots) - 1)
    for number in range(n):
        mixed = hashes[number]
        place = (mixed ^ (mixed >> np.uint64(32))) & mask
        while slots[place] >= 0:
            place = (place + np.uint64(1)) & mask
        slots[place] = number


@jit
def count_stretches(codes: Any, stretches: Any, ends: Any, out: Any) -> None:
    """Count how often each stretch of letters stands in each word, overlaps aside.

    Parameters
    ----------
    codes
        Words in small letters, a space behind each, as code points.
    stretches, ends
        All stretches one behind the other, and where each ends.
    out
        Written: uint8 [word, stretch], at most 255.
    """
    low = 0
    for word in range(len(out)):
        high = low
        while codes[high] != _BLANK:
            high += 1
        high += 1
        start = 0
        for n in range(len(ends)):
            size = ends[n] - start
            found = 0
            at = low
            while at + size <= high:
                same = 0
                while same < size and codes[at + same] == stretches[start + same]:
                    same += 1
                if same == size:
                    found += 1
                    at += size
                else:
                    at += 1
            out[word, n] = min(found, 255)
            start = ends[n]
        low = high


@jit
def find_segments(
    codes: Any,
    bits: Any,
    offsets: Any,
    odd: Any,
    tokens: Any,
    docs: Any,
    segs: Any,
    n_tokens: Any,
) -> Any:
    """Find the sentences and lines of all texts; return how many, and how many tokens there are.

    Parameters
    ----------
    tokens
        First and last character of each token. Where a long sentence is cut within a word, its
        tokens are found anew and written behind the others.
    docs
        First and last token of each text.
    segs
        Written: text, first and last character, first and last token of each segment.
    n_tokens
        How many tokens there are.
    """
    firsts, lasts = tokens
    doc_low, doc_high = docs
    seg_doc, seg_first, seg_last, seg_low, seg_high = segs
    n = 0
    for doc in range(len(odd)):
        if odd[doc]:
            continue
        start, end = offsets[doc], offsets[doc + 1]
        token, tokens_end = doc_low[doc], doc_high[doc]
        first = at = start
        while at <= end:
            # Where a bound between segments starts at this character, `after` is its end.
            after = at
            if at == end:
                after = end + 1
            elif bits[at] & SPACE:
                if at > start and bits[at - 1] & STOP:
                    after = at + 1
                    while after < end and bits[after] & SPACE:
                        after += 1
                    if after == end or not bits[after] & UPPER:
                        after = at
                if after == at:
                    while after < end and bits[after] & LINE:
                        after += 1
                if (
                    after == at
                    and at + 2 < end
                    and (codes[at + 1] == _HYPHEN or codes[at + 1] == _DASH)
                    and bits[at + 2] & SPACE
                ):
                    after = at + 3
            elif bits[at] & BULLET:
                after = at + 1
                while after < end and bits[after] & SPACE:
                    after += 1
                if after == at + 1:
                    after = at
            if after == at:
                at += 1
                continue
            for cut in range(first, at, _LONGEST):
                left, right = cut, min(at, cut + _LONGEST)
                torn = False
                for edge in (left, right):
                    if edge > first and edge < at:
                        before, behind = codes[edge - 1], codes[edge]
                        torn = torn or (
                            (bits[edge - 1] & WORD != 0 or before in (_PLUS, _HASH, _LOW))
                            and (bits[edge] & WORD != 0 or behind in (_PLUS, _HASH, _LOW))
                        )
                while left < right and bits[left] & STRIP:
                    left += 1
                while right > left and bits[right - 1] & STRIP:
                    right -= 1
                if left == right:
                    continue
                seg_doc[n], seg_first[n], seg_last[n] = doc, left, right
                if torn:
                    seg_low[n] = n_tokens
                    n_tokens = _tokens(codes, bits, left, right, firsts, lasts, n_tokens)
                    seg_high[n] = n_tokens
                else:
                    while token < tokens_end and firsts[token] < left:
                        token += 1
                    seg_low[n] = token
                    while token < tokens_end and firsts[token] < right:
                        token += 1
                    seg_high[n] = token
                n += 1
            first = at = after
    return n, n_tokens
