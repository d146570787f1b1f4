"""The quick way to near matches: scores are the ranker's, and hardly any is lost."""

from __future__ import annotations

import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills import Ranker, asked, vocabulary
from beltplan.skills.asked import Asker
from beltplan.skills.nearest import Nearest
from beltplan.skills.weights import near_weights
from beltplan.skills.words import MARK, marked_words, words

RANKER = Ranker([c for c in vocabulary().concepts if c.kind != "occupation"])
LANGUAGES = ("sv", "fi", "nb", "da", "en")
NEAREST = {language: Nearest(RANKER, language) for language in LANGUAGES}
LABELS = {
    language: [c.labels["nb" if language == "da" else language] for c in RANKER.concepts]
    for language in LANGUAGES
}


def ranked(texts: list[str], language: str) -> list[list[tuple[int, float]]]:
    mix = near_weights(language)
    whole = sum(mix.values())
    return [
        [(number, score / whole) for number, score in best]
        for best in RANKER.rank(texts, language, k=2, mix=mix)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_competence_is_nearest_to_its_own_synonyms(language: str) -> None:
    texts = [label for labels in LABELS[language] for label in labels]
    quick, full = NEAREST[language].find(texts, k=2), ranked(texts, language)
    assert sum(a[0][0] == b[0][0] for a, b in zip(quick, full, strict=True)) > 0.99 * len(texts)
    for mine, theirs in zip(quick, full, strict=True):
        shared = dict(theirs)
        for number, score in mine:
            if number in shared:
                assert score == pytest.approx(shared[number], abs=1e-5)


@settings(max_examples=150)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_what_is_found_has_the_score_of_the_ranker(data: st.DataObject, language: str) -> None:
    words = sorted(
        {word for labels in LABELS[language] for text in labels for word in text.split()}
    )
    text = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=8)))
    mix = near_weights(language)
    row = RANKER.scores([text], language, mix=mix)[0] / sum(mix.values())
    (found,) = NEAREST[language].find([text], k=2)
    for number, score in found:
        assert score == pytest.approx(row[number], abs=1e-5)
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
    if row.max() >= 0.35:
        assert found
        assert found[0][1] == pytest.approx(row.max(), abs=1e-5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_concept_is_scored_as_the_ranker_does(language: str) -> None:
    texts = [labels[-1] for labels in LABELS[language]]
    # Its own label, and beside it that of another.
    numbers = [[n] if n % 2 else [n, n // 2] for n in range(len(texts))]
    mix = near_weights(language)
    full = RANKER.scores(texts, language, mix=mix) / sum(mix.values())
    found = NEAREST[language].scores(texts, numbers)
    for row, asks, scores in zip(full, numbers, found, strict=True):
        assert scores == pytest.approx(row[asks].tolist(), abs=1e-5)
    assert NEAREST[language].scores([], []) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_sentences_are_those_of_the_ranker(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "_MOST_WORDS", 20)
    parts = [part for part in near_weights(language) if part[0] != "prior"]
    texts = [" och ".join(labels) for labels in LABELS[language]]
    asker = Asker(RANKER, language, parts)
    # Words are forgotten between batches, more than once.
    for at in range(0, 60, 6):
        batch = [*texts[at : at + 6], "", "§"]
        for part, row in zip(parts, asker.rows(batch), strict=True):
            theirs = RANKER.asked(batch, language, *part)
            mine = sp.csr_matrix((row.values, row.features, row.ends), shape=theirs.shape)
            assert abs(mine - theirs).max() < 1e-6


def test_a_text_without_known_letters_is_near_to_nothing() -> None:
    assert NEAREST["sv"].find(["§§§", ""], k=2) == [[], []]
    assert NEAREST["sv"].find([], k=2) == []


@given(
    st.lists(st.text(alphabet=st.sampled_from("aÅöΣ\u030a1+#_ \n\x00-"), max_size=12), max_size=5)
)
def test_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert marked_words(texts) == [word for text in texts for word in (*words(text), MARK)]
