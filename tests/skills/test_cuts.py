"""Compounds cut many at once are cut as one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills import vocabulary
from beltplan.skills.batch.cuts import Cutter
from beltplan.skills.compounds import Splitter
from beltplan.skills.words import words

LANGUAGES = ("sv", "nb", "da", "fi", "en")
LEXICON = {
    language: [
        text
        for concept in vocabulary().concepts
        for text in concept.labels.get("nb" if language == "da" else language, ())
    ]
    for language in LANGUAGES
}
SPLITTERS = {language: Splitter(texts, language) for language, texts in LEXICON.items()}
CUTTERS = {language: Cutter(splitter) for language, splitter in SPLITTERS.items()}
KNOWN = {
    language: sorted({word for text in texts for word in words(text)})
    for language, texts in LEXICON.items()
}


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150)
@given(st.data())
def test_words_are_cut_the_same(language: str, data: st.DataObject) -> None:
    piece = st.one_of(
        st.sampled_from(KNOWN[language]),
        st.sampled_from(("s", "e", "en", "er", "ning", "a" * 30, "ö", "\U0001d51e", "7")),
        st.text("aceinrst", min_size=1, max_size=4),
    )
    word = st.lists(piece, min_size=1, max_size=5).map("".join)
    asked = data.draw(st.lists(word, max_size=12))
    assert CUTTERS[language].parts(asked) == [SPLITTERS[language].parts(word) for word in asked]


@pytest.mark.parametrize("language", ["sv", "nb", "da"])
def test_two_words_of_the_lexicon_make_compounds_that_are_cut(language: str) -> None:
    asked = [a + "s" + b for a, b in zip(KNOWN[language], KNOWN[language][1:], strict=False)]
    found = CUTTERS[language].parts(asked)
    assert found == [SPLITTERS[language].parts(word) for word in asked]
    assert sum(len(parts) > 1 for parts in found) > len(asked) / 2


def test_nothing_is_cut_into_nothing() -> None:
    assert CUTTERS["sv"].parts([]) == []
    assert CUTTERS["sv"].parts(["ab", "a" * 70]) == [("ab",), ("a" * 70,)]
