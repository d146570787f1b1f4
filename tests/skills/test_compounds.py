"""Compounds are cut at the lowest cost, as by looking at every place where they can be cut."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills import extension
from beltplan.skills.compounds import (
    _FI_JOINT,
    _LINKS,
    _SHORT_COST,
    LINK_COST,
    LONGEST_WORD,
    SHORTEST,
    Splitter,
)
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
    costs = splitter.costs
    choices = [(costs.parts.get(piece, math.inf), piece)]
    begun = len(piece) > SHORTEST and any(w.startswith(piece[: SHORTEST + 1]) for w in costs.parts)
    short = root(piece, splitter.language)
    if last and begun:
        choices.append((costs.last.get(short, math.inf), piece))
    if not last and begun and splitter.language == "fi" and piece[-1] in _FI_JOINT:
        cost = costs.whole.get(short, math.inf) + LINK_COST + _SHORT_COST.get(len(piece), 0.0)
        choices.append((cost, piece))
    for link in () if last else _LINKS[splitter.language]:
        bare = piece[: -len(link)]
        if piece.endswith(link) and len(bare) >= SHORTEST:
            choices.append((costs.parts.get(bare, math.inf) + LINK_COST, bare))
    return min(choices)


def known_whole(splitter: Splitter, word: str) -> float:
    """Return what a word costs that is not cut; only Finnish words compete with their parts."""
    if splitter.language != "fi":
        return math.inf
    return splitter.costs.whole.get(root(word, "fi"), math.inf)


def lowest(splitter: Splitter, word: str) -> tuple[float, int]:
    """Return the lowest cost over all ways to cut a word in two to four parts, and how many."""
    found = (math.inf, 0)
    for n in (1, 2, 3):
        for cuts in combinations(range(1, len(word)), n):
            bounds = (0, *cuts, len(word))
            pieces = [word[a:b] for a, b in pairwise(bounds)]
            if min(map(len, pieces)) >= SHORTEST:
                cost = 0.0
                for at, piece in enumerate(pieces):
                    cost += cost_of(splitter, piece, last=at == n)[0]
                found = min(found, (cost, n + 1))
    return found


WORDS = st.lists(
    st.sampled_from(
        [*LEXICON, "batteri", "cell", "akku", "kenno", "s", "n", "den", "e", "ari", "svets", "ning"]
    ),
    min_size=1,
    max_size=4,
).map("".join)


@settings(max_examples=400)
@given(WORDS, st.sampled_from(sorted(SPLITTERS)))
def test_no_other_way_to_cut_is_cheaper(word: str, language: str) -> None:
    splitter = SPLITTERS[language]
    parts = splitter._cut(word)
    if len(word) > 14:
        return
    best, n = lowest(splitter, word)
    whole = best == math.inf or known_whole(splitter, word) <= best / n
    assert (parts == [word]) == whole or len(word) < 2 * SHORTEST


def in_table_order(splitter: Splitter, word: str) -> list[str]:
    """Cut a word by the plain table: every end, every start, every choice."""
    size = len(word)
    if not 2 * SHORTEST <= size <= LONGEST_WORD:
        return [word]
    best = [0.0] + [math.inf] * size
    back = [(0, "")] * (size + 1)
    for end in range(SHORTEST, size + 1):
        for start in range(end - SHORTEST + 1):
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
    return [word] if known_whole(splitter, word) <= best[size] / len(found) else found[::-1]


@settings(max_examples=1500)
@given(WORDS, st.sampled_from(sorted(SPLITTERS)))
def test_words_are_cut_as_by_the_plain_table(word: str, language: str) -> None:
    assert SPLITTERS[language]._cut(word) == in_table_order(SPLITTERS[language], word)


@pytest.mark.parametrize("language", sorted(SPLITTERS))
def test_labels_are_cut_as_by_the_plain_table(language: str) -> None:
    splitter = SPLITTERS[language]
    words = {w for c in extension() for t in c.labels.get(language, ()) for w in t.lower().split()}
    for word in sorted(words):
        assert splitter._cut(word) == in_table_order(splitter, word)
