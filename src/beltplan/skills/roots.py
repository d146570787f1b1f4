"""Roots of words: a light stem, then the endings that turn a verb into a noun.

Stems come from the Snowball algorithms. They leave derivations apart (Swedish *svetsning*
and *svetsa*), so a short list of derivational endings is cut as well, never below four letters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import Stemmer

__all__ = ["root", "stem"]

_SNOWBALL = {
    "sv": "swedish",
    "fi": "finnish",
    "nb": "norwegian",
    "nn": "norwegian",
    "da": "danish",
    "en": "english",
}
_ENDINGS = {
    "sv": re.compile(r"(?:ningar|ning|ingar|ing|ande|ende|are|else|het)$"),
    "nb": re.compile(r"(?:ning|ing|ende|ere|else|het)$"),
    "da": re.compile(r"(?:ning|ing|ende|ere|else|hed)$"),
    "fi": re.compile(r"(?:misen|mise|minen|mist|mis|ukse|uks|oint|oin|nti|nni)$"),
}
_ENDINGS["nn"] = _ENDINGS["nb"]
_SHORTEST = 4


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_SNOWBALL[language])


@lru_cache(maxsize=1 << 18)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a word in small letters.

    Examples
    --------
    >>> stem("batteries", "en")
    'batteri'
    """
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=1 << 18)
def root(word: str, language: str) -> str:
    """Return the stem of a word without its derivational ending.

    Examples
    --------
    >>> root("svetsning", "sv"), root("svetsa", "sv")
    ('svets', 'svets')
    """
    short = stem(word, language)
    endings = _ENDINGS.get(language)
    found = endings.search(short) if endings else None
    return short[: found.start()] if found and found.start() >= _SHORTEST else short
