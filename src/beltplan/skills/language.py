"""Which language a stretch of text is in: Swedish, Finnish, Bokmål, Nynorsk, Danish or English.

Little words decide, each weighted by how few of the languages share it; letters that only some
languages use add to it. The whole text is the prior of each of its sentences.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from beltplan.skills.words import LANGUAGES, function_words, words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["detect", "evidence", "letter_rules", "word_weights"]

_LETTERS: dict[str, dict[str, float]] = {
    "ä": {"sv": 0.5, "fi": 0.5},
    "ö": {"sv": 0.5, "fi": 0.2},
    "å": {"sv": 0.3, "nb": 0.3, "nn": 0.3, "da": 0.2},
    "æ": {"nb": 0.4, "nn": 0.4, "da": 0.6},
    "ø": {"nb": 0.5, "nn": 0.5, "da": 0.5},
    "ää": {"fi": 1.0},
    "yö": {"fi": 1.0},
    "aa": {"fi": 0.4},
    "uu": {"fi": 0.6},
    "ii": {"fi": 0.5},
    "kk": {"fi": 0.2, "sv": -0.1},
    "ck": {"sv": 0.4, "en": 0.2},
    "th": {"en": 0.2},
    "sjon": {"nb": 1.0, "nn": 1.0},
    "tion": {"sv": 0.3, "da": 0.3, "en": 0.3},
    "leg": {"nb": 0.1, "nn": 0.1},
    "lig": {"sv": 0.2, "nb": 0.2, "da": 0.2},
    "ing ": {"en": 0.1},
    "inen ": {"fi": 1.0},
    "ssa ": {"fi": 0.6},
    "ssä ": {"fi": 0.8},
    "lla ": {"fi": 0.5},
    "heit ": {"nn": 0.6},
    "leik": {"nn": 0.6},
    "het ": {"sv": 0.3, "nb": 0.3},
    "hed ": {"da": 0.8},
    "ede ": {"da": 0.3},
}
_TOUCH = 1e-9


@cache
def word_weights() -> Mapping[str, Mapping[str, float]]:
    """Return for each little word its weight by language."""
    sharing: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in function_words(language):
            sharing.setdefault(word, []).append(language)
    return {
        word: {language: 1 + math.log(len(LANGUAGES) / len(found)) for language in found}
        for word, found in sharing.items()
    }


def letter_rules() -> Mapping[str, Mapping[str, float]]:
    """Return for each stretch of letters its weight by language, in the order they are summed."""
    return _LETTERS


def evidence(text: str) -> dict[str, float]:
    """Return how much speaks for each language."""
    score = dict.fromkeys(LANGUAGES, 0.0)
    weights = word_weights()
    found = words(text)
    for word in found:
        for language, weight in weights.get(word, {}).items():
            score[language] += weight
    padded = f" {' '.join(found)} "
    for letters, by in _LETTERS.items():
        if n := padded.count(letters):
            for language, weight in by.items():
                score[language] += n * weight
    return score


def detect(text: str, *, prior: Mapping[str, float] | None = None) -> tuple[str, float]:
    """Return the language of a text and its share of the evidence, 0 to 1.

    Parameters
    ----------
    text
        A sentence or a whole text.
    prior
        Evidence from the text around it, which decides where the sentence says little.

    Examples
    --------
    >>> detect("Vi söker en operatör som har erfarenhet av svetsning")[0]
    'sv'
    >>> detect("Etsimme prosessinhoitajaa, joka osaa hitsata")[0]
    'fi'
    >>> detect("")
    ('', 0.0)
    """
    score = evidence(text)
    if prior:
        # Added one by one: newer Pythons' sum() rounds otherwise than the compiled pass.
        total = 0.0
        for weight in prior.values():
            total += weight
        total = total or 1.0
        for language, weight in prior.items():
            score[language] += weight / total
    total = sum(max(0.0, value) for value in score.values())
    if total < _TOUCH:
        return "", 0.0
    best = max(LANGUAGES, key=lambda language: score[language])
    return best, score[best] / total
