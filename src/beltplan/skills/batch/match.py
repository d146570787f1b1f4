"""Kernel: labels found in segments of one language; the rules are those of `dictionary`."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.skills.batch.jit import jit

__all__ = ["LONGEST", "SKIPPED", "child_of", "match", "put", "unread"]

SKIPPED = 255
LONGEST = 1400
_LABEL, _FORM, _HEAD, _SPREAD = 0, 1, 2, 3
_NONE = -1


@jit
def _slot(key: Any) -> Any:
    return (key * np.int64(0x9E3779B97F4A7C1)) >> np.int64(20)


@jit
def put(edges: Any, nodes: Any, roots: Any, children: Any) -> None:
    """Fill an empty hash table of edges; see `child_of`."""
    keys, held = edges
    mask = len(keys) - 1
    for n in range(len(nodes)):
        key = (np.int64(nodes[n]) << 32) | np.int64(roots[n])
        place = _slot(key) & mask
        while keys[place] != _NONE:
            place = (place + 1) & mask
        keys[place] = key
        held[place] = children[n]


@jit
def child_of(edges: Any, node: Any, root: Any) -> Any:
    """Return the node below `node` by `root`, or -1; `edges` is an open hash table."""
    keys, children = edges
    key = (np.int64(node) << 32) | np.int64(root)
    mask = len(keys) - 1
    place = _slot(key) & mask
    while keys[place] != _NONE:
        if keys[place] == key:
            return children[place]
        place = (place + 1) & mask
    return _NONE


@jit
def unread(numbers: Any, segs: Any, chosen: Any, parts_from: Any, seen: Any, out: Any) -> Any:
    """Write the distinct tokens of the chosen segments that were never analysed; return how many.

    `seen` is cleared again before this returns.
    """
    seg_low, seg_high = segs
    n = 0
    for s in chosen:
        for at in range(seg_low[s], seg_high[s]):
            number = numbers[at]
            if parts_from[number] < 0 and not seen[number]:
                seen[number] = True
                out[n] = number
                n += 1
    for at in range(n):
        seen[out[at]] = False
    return n


@jit
def _longest(trie: Any, roots: Any, owner: Any, start: Any, size: Any) -> Any:
    """Return where the longest label from `start` ends, and its number; or -1."""
    edges, ends = trie
    node = 0
    best, found = start, _NONE
    for at in range(start, size):
        if roots[at] < 0:
            break
        node = child_of(edges, node, roots[at])
        if node < 0:
            break
        whole = at + 1 == size or owner[at + 1] != owner[at]
        if whole and ends[node] >= 0:
            best, found = at + 1, ends[node]
    return best, found


@jit
def _as_written(numbers: Any, small: Any, label: Any, low: Any, high: Any) -> Any:
    """Tell whether the tokens `low` to `high` are the words of a label, big letters aside."""
    words, first, last = label
    if high - low != last - first:
        return False
    for at in range(last - first):  # noqa: SIM110 - generators are not compiled
        if small[numbers[low + at]] != words[first + at]:
            return False
    return True


@jit
def _tightest(parts: Any, first: Any, last: Any, roots: Any, owner: Any, size: Any) -> Any:
    """Return the first and last word of the shortest stretch with all parts, or -1."""
    n = last - first
    latest = np.full(n, _NONE, np.int64)
    held = 0
    left, right = _NONE, _NONE
    for at in range(size):
        for part in range(n):
            if parts[first + part] == roots[at]:
                if latest[part] < 0:
                    held += 1
                latest[part] = owner[at]
                if held == n:
                    least = latest.min()
                    if left < 0 or owner[at] - least < right - left:
                        left, right = least, owner[at]
                break
    return left, right


@jit
def match(
    tokens: Any,
    segs: Any,
    chosen: Any,
    begin: Any,
    analysed: Any,
    trie: Any,
    labels: Any,
    spread: Any,
    stamps: Any,
    between: Any,
    out: Any,
    count: Any,
) -> Any:
    """Find labels in the chosen segments from place `begin` on; return the place after the last.

    It stops early where `out` is full. All segments have one language.

    Parameters
    ----------
    tokens
        Number, first and last character of each token.
    segs
        First and last token of each segment.
    analysed
        Of each distinct token: where its roots start (or `SKIPPED` as their count for a little
        word), how many, the roots, and the number of its small form among the words of labels.
    trie
        Edges (hash table) and the number of the label that ends at each node.
    labels
        Of each end: first and last of its concepts; of these: concept, whether a synonym, whether
        only as written, first and last word; and the words.
    spread
        By root: first and last label filed under it; of these: concept, whether a synonym, first
        and last part; and the parts, sorted so that the rarest comes first.
    stamps
        Work: last segment in which each root, each concept was seen, and place in `out`.
    between
        Words that may stand between the words of a label.
    out
        Written: segment, concept, first and last character, method, whether a synonym.
    count
        How many are written.
    """
    numbers, firsts, lasts = tokens
    seg_low, seg_high = segs
    roots_from, roots_count, pool, small = analysed
    end_low, end_high, end_concept, end_synonym, end_general, word_low, word_high, words = labels
    root_low, root_high, spread_concept, spread_synonym, part_low, part_high, parts = spread
    root_stamp, concept_stamp, best_at, serial = stamps
    out_seg, out_concept, out_start, out_end, out_method, out_synonym = out
    roots = np.empty(LONGEST, np.int64)
    owner = np.empty(LONGEST, np.int64)
    kept = np.empty(LONGEST, np.int64)
    here = np.empty(LONGEST, np.int64)
    for place in range(begin, len(chosen)):
        s = chosen[place]
        serial[0] += 1
        now = serial[0]
        size = n_kept = n_here = 0
        for at in range(seg_low[s], seg_high[s]):
            number = numbers[at]
            n = roots_count[number]
            if n == SKIPPED:
                continue
            for k in range(roots_from[number], roots_from[number] + n):
                root = pool[k]
                roots[size], owner[size] = root, n_kept
                size += 1
                if root >= 0 and root_stamp[root] != now:
                    root_stamp[root] = now
                    here[n_here] = root
                    n_here += 1
            kept[n_kept] = at
            n_kept += 1
        opened = count[0]
        at = 0
        while at < size:
            if roots[at] < 0:
                at += 1
                continue
            stop, label = _longest(trie, roots, owner, at, size)
            if label < 0:
                at += 1
                continue
            low, high = kept[owner[at]], kept[owner[stop - 1]] + 1
            inside = at > 0 and owner[at - 1] == owner[at]
            for c in range(end_low[label], end_high[label]):
                same = _as_written(numbers, small, (words, word_low[c], word_high[c]), low, high)
                if end_general[c] and not same:
                    continue
                if count[0] == len(out_seg):
                    count[0] = opened
                    return place
                o = count[0]
                out_seg[o], out_concept[o] = s, end_concept[c]
                out_start[o], out_end[o] = firsts[low], lasts[high - 1]
                out_method[o] = _HEAD if inside else (_LABEL if same else _FORM)
                out_synonym[o] = end_synonym[c]
                concept_stamp[end_concept[c]] = now
                best_at[end_concept[c]] = _NONE
                count[0] += 1
            at = stop
        here[:n_here].sort()
        for k in range(n_here):
            for e in range(root_low[here[k]], root_high[here[k]]):
                all_here = True
                for part in range(part_low[e], part_high[e]):
                    if root_stamp[parts[part]] != now:
                        all_here = False
                        break
                if not all_here:
                    continue
                concept = spread_concept[e]
                known = concept_stamp[concept] == now
                better = (
                    known
                    and best_at[concept] >= 0
                    and (out_synonym[best_at[concept]] > spread_synonym[e])
                )
                if known and not better:
                    continue
                left, right = _tightest(parts, part_low[e], part_high[e], roots, owner, size)
                if left < 0 or right - left > part_high[e] - part_low[e] - 1 + between:
                    continue
                if not known:
                    if count[0] == len(out_seg):
                        count[0] = opened
                        return place
                    concept_stamp[concept] = now
                    best_at[concept] = count[0]
                    count[0] += 1
                o = best_at[concept]
                out_seg[o], out_concept[o] = s, concept
                out_start[o], out_end[o] = firsts[kept[left]], lasts[kept[right]]
                out_method[o], out_synonym[o] = _SPREAD, spread_synonym[e]
    return len(chosen)
