"""N-grams of many words at once are those of the ranker's bags, word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills.batch.grams import Grams
from beltplan.skills.ranking import letters

WORD = st.text(st.sampled_from("abcåö1한\U0001d51e"), min_size=1, max_size=9)


def bag_of(words: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for word in words:
        for gram in letters(word):
            places.setdefault(gram, len(places))
    return places


@settings(max_examples=200)
@given(st.lists(st.lists(WORD, max_size=6), max_size=3), st.lists(WORD, max_size=8), st.data())
def test_grams_are_those_of_each_word(
    labels: list[list[str]], words: list[str], data: st.DataObject
) -> None:
    bags = [bag_of(held) for held in labels]
    wanted = np.array([[data.draw(st.booleans()) for _ in words] for _ in bags], np.bool_).reshape(
        len(bags), len(words)
    )
    for bag, (places, found) in enumerate(zip(bags, Grams(bags).of(words, wanted), strict=True)):
        counts, numbers = found
        ends = np.cumsum(counts)
        for n, word in enumerate(words):
            theirs = [places[gram] for gram in letters(word) if gram in places]
            mine = numbers[ends[n] - counts[n] : ends[n]].tolist()
            assert mine == (theirs if wanted[bag, n] else [])
