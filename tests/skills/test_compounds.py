"""Compounds are cut at the lowest cost, as by looking at every place where they can be cut."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills import extension
from beltplan.skills.compounds import _LINK_COST, _LINKS, _LONGEST_WORD, _SHORTEST, Splitter
from beltplan.skills.roots import root

LEXICON = ["sten", "ste", "ens", "en", "test", "tests", "nten", "tena", "sse", "essen", "tes"]
SPLITTERS = {
    language: Splitter(
        [*LEXICON, *(t for c in extension() for t in c.labels.get(language, ()))], language
    )
    for language in ("sv", "fi", "nb", "da")
}


def cost_of(splitter: Splitter, piece: str, *, last: bool) -> tuple[float, str]:
    """Return the cost of a part and the part without its link, every choice looked at."""
    choices = [(splitter._costs.get(piece, math.inf), piece)]
    if last and len(piece) > _SHORTEST:
        choices.append((splitter._last.get(root(piece, splitter.language), math.inf), piece))
    for link in () if last else _LINKS[splitter.language]:
        bare = piece[: -len(link)]
        if piece.endswith(link) and len(bare) >= _SHORTEST:
            choices.append((splitter._costs.get(bare, math.inf) + _LINK_COST, bare))
    return min(choices)


def lowest(splitter: Splitter, word: str) -> float:
    """Return the lowest cost over all ways to cut a word in two to four parts."""
    found = math.inf
    for n in (1, 2, 3):
        for cuts in combinations(range(1, len(word)), n):
            bounds = (0, *cuts, len(word))
            pieces = [word[a:b] for a, b in pairwise(bounds)]
            if min(map(len, pieces)) >= _SHORTEST:
                cost = 0.0
                for at, piece in enumerate(pieces):
                    cost += cost_of(splitter, piece, last=at == n)[0]
                found = min(found, cost)
    return found


WORDS = st.lists(
    st.sampled_from(
        [*LEXICON, "batteri", "cell", "akku", "kenno", "s", "n", "den", "e", "ari", "svets", "ning"]
    ),
    min_size=1,
    max_size=4,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(WORDS, st.sampled_from(sorted(SPLITTERS)))
def test_no_other_way_to_cut_is_cheaper(word: str, language: str) -> None:
    splitter = SPLITTERS[language]
    parts = splitter._cut(word)
    if len(word) > 14:
        return
    best = lowest(splitter, word)
    assert (parts == [word]) == (best == math.inf) or len(word) < 2 * _SHORTEST


def in_table_order(splitter: Splitter, word: str) -> list[str]:
    """Cut a word by the plain table: every end, every start, every choice."""
    size = len(word)
    if not 2 * _SHORTEST <= size <= _LONGEST_WORD:
        return [word]
    best = [0.0] + [math.inf] * size
    back = [(0, "")] * (size + 1)
    for end in range(_SHORTEST, size + 1):
        for start in range(end - _SHORTEST + 1):
            if start or end < size:
                cost, part = cost_of(splitter, word[start:end], last=end == size)
                if best[start] + cost < best[end]:
                    best[end], back[end] = best[start] + cost, (start, part)
    if best[size] == math.inf:
        return [word]
    found: list[str] = []
    end = size
    while end:
        end, part = back[end]
        found.append(part)
    return found[::-1]


@settings(max_examples=1500, deadline=None)
@given(WORDS, st.sampled_from(sorted(SPLITTERS)))
def test_words_are_cut_as_by_the_plain_table(word: str, language: str) -> None:
    assert SPLITTERS[language]._cut(word) == in_table_order(SPLITTERS[language], word)


@pytest.mark.parametrize("language", sorted(SPLITTERS))
def test_labels_are_cut_as_by_the_plain_table(language: str) -> None:
    splitter = SPLITTERS[language]
    words = {w for c in extension() for t in c.labels.get(language, ()) for w in t.lower().split()}
    for word in sorted(words):
        assert splitter._cut(word) == in_table_order(splitter, word)
