"""Kernel: characters to tokens and segments, each distinct token known by a number."""

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
from beltplan.skills.batch.jit import inlined, jit

__all__ = ["refill", "scan"]

_PLUS, _HASH, _LOW = 43, 35, 95
_HYPHEN, _DASH = 45, 0x2013
_LONGEST = 600
# Longer ones are left to the plain pass.
_LONGEST_TOKEN = 255


@inlined
def _token_end(codes: Any, bits: Any, at: Any, end: Any) -> Any:
    """Return where the token that starts at `at` ends: letters and digits, then + and #."""
    stop = at
    while stop < end and bits[stop] & WORD:
        stop += 1
    tail = stop
    while tail < end and (codes[tail] == _PLUS or codes[tail] == _HASH):
        tail += 1
    # Signs that run into another word belong to it, all but the ones before the last.
    if tail > stop and tail < end and (bits[tail] & WORD or codes[tail] == _LOW):
        tail -= 1
    return max(stop, tail)


@inlined
def _number(codes: Any, start: Any, end: Any, table: Any, known: Any) -> Any:
    """Return the number of a token, new if it was never seen; `known` counts them."""
    slots, hashes, starts, sizes, pool = table
    mixed = np.uint64(14695981039346656037)
    for at in range(start, end):
        mixed = (mixed ^ np.uint64(codes[at])) * np.uint64(1099511628211)
        mixed ^= mixed >> np.uint64(29)
    mask = np.uint64(len(slots) - 1)
    place = (mixed ^ (mixed >> np.uint64(32))) & mask
    size = end - start
    while True:
        held = slots[place]
        if held < 0:
            break
        if hashes[held] == mixed and sizes[held] == size:
            first = starts[held]
            same = True
            for at in range(size):
                if pool[first + at] != codes[start + at]:
                    same = False
                    break
            if same:
                return held
        place = (place + np.uint64(1)) & mask
    new = known[0]
    slots[place] = new
    hashes[new] = mixed
    sizes[new] = size
    starts[new] = known[1]
    for at in range(size):
        pool[known[1] + at] = codes[start + at]
    known[0] += 1
    known[1] += size
    return new


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
def _tokens(
    codes: Any, bits: Any, start: Any, end: Any, table: Any, known: Any, tokens: Any, n: Any
) -> Any:
    numbers, firsts, lasts = tokens
    at = start
    while at < end:
        if bits[at] & WORD:
            stop = _token_end(codes, bits, at, end)
            numbers[n] = _number(codes, at, stop, table, known)
            firsts[n] = at
            lasts[n] = stop
            n += 1
            at = stop
        else:
            at += 1
    return n


@inlined
def _spaces(bits: Any, at: Any, end: Any) -> Any:
    while at < end and bits[at] & SPACE:
        at += 1
    return at


@inlined
def _bound(codes: Any, bits: Any, at: Any, start: Any, end: Any) -> Any:
    """Return where a bound between segments that starts at `at` ends, or `at` if none does."""
    if bits[at] & SPACE:
        if at > start and bits[at - 1] & STOP:
            after = _spaces(bits, at, end)
            if after < end and bits[after] & UPPER:
                return after
        after = at
        while after < end and bits[after] & LINE:
            after += 1
        if after > at:
            return after
        dashed = at + 2 < end and (codes[at + 1] == _HYPHEN or codes[at + 1] == _DASH)
        if dashed and bits[at + 2] & SPACE:
            return at + 3
    elif bits[at] & BULLET:
        after = _spaces(bits, at + 1, end)
        if after > at + 1:
            return after
    return at


@inlined
def _cuts_token(codes: Any, bits: Any, at: Any, start: Any, end: Any) -> Any:
    if at <= start or at >= end:
        return False
    for side in range(at - 1, at + 1):
        code = codes[side]
        signs = code in (_PLUS, _HASH, _LOW)
        if not signs and not bits[side] & WORD:
            return False
    return True


@jit
def _pieces(
    codes: Any,
    bits: Any,
    doc: Any,
    first: Any,
    last: Any,
    span: Any,
    table: Any,
    known: Any,
    tokens: Any,
    segs: Any,
    counts: Any,
) -> None:
    """Write the segments between two bounds; `span` is the text and its tokens so far."""
    seg_doc, seg_first, seg_last, seg_low, seg_high = segs
    start, end, main = span
    for cut in range(first, last, _LONGEST):
        left, right = cut, min(last, cut + _LONGEST)
        torn = _cuts_token(codes, bits, left, start, end) or _cuts_token(
            codes, bits, right, start, end
        )
        while left < right and bits[left] & STRIP:
            left += 1
        while right > left and bits[right - 1] & STRIP:
            right -= 1
        if left == right:
            continue
        s = counts[1]
        seg_doc[s], seg_first[s], seg_last[s] = doc, left, right
        if torn:
            seg_low[s] = counts[0]
            counts[0] = _tokens(codes, bits, left, right, table, known, tokens, counts[0])
            seg_high[s] = counts[0]
        else:
            low = counts[2]
            while low < main and tokens[1][low] < left:
                low += 1
            high = low
            while high < main and tokens[1][high] < right:
                high += 1
            seg_low[s], seg_high[s] = low, high
            counts[2] = high
        counts[1] += 1


@jit
def scan(
    codes: Any,
    offsets: Any,
    bits: Any,
    table: Any,
    known: Any,
    tokens: Any,
    docs: Any,
    segs: Any,
    counts: Any,
    begin: Any,
) -> Any:
    """Read texts from number `begin` on; return the number of the first one not read.

    Parameters
    ----------
    codes
        Code points of all texts, uint32 [character]; text d is ``offsets[d]:offsets[d + 1]``.
    bits
        Bits of each character; see `characters`.
    table, known
        Known tokens (slots, hashes, starts, sizes, pool), and how many tokens and characters of
        the pool there are.
    tokens
        Written: number, first and last character of each token.
    docs
        Written: first and last token of each text, and whether it holds odd characters.
    segs
        Written: text, first and last character, first and last token of each segment.
    counts
        Tokens and segments written so far, and a place of work.
    """
    doc_low, doc_high, doc_odd = docs
    for doc in range(begin, len(offsets) - 1):
        start, end = offsets[doc], offsets[doc + 1]
        room = (end - start) // 2 + 2
        # Torn segments are read twice, so that there may be twice as many tokens.
        if known[0] + 2 * room > len(table[1]) or known[1] + 2 * (end - start) > len(table[4]):
            return doc
        doc_odd[doc] = False
        for at in range(start, end):
            if bits[at] & ODD:
                doc_odd[doc] = True
                break
        doc_low[doc] = doc_high[doc] = counts[0]
        if doc_odd[doc]:
            continue
        main = _tokens(codes, bits, start, end, table, known, tokens, counts[0])
        for at in range(counts[0], main):
            if tokens[2][at] - tokens[1][at] > _LONGEST_TOKEN:
                doc_odd[doc] = True
        if doc_odd[doc]:
            continue
        counts[2] = counts[0]
        counts[0] = doc_high[doc] = main
        span = (start, end, main)
        first = at = start
        while at < end:
            after = _bound(codes, bits, at, start, end)
            if after == at:
                at += 1
                continue
            _pieces(codes, bits, doc, first, at, span, table, known, tokens, segs, counts)
            first = at = after
        _pieces(codes, bits, doc, first, end, span, table, known, tokens, segs, counts)
    return len(offsets) - 1
