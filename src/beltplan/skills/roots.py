"""Roots of words: a light stem, then the endings that turn a verb into a noun.

Stems come from the Snowball algorithms. They leave derivations apart (Swedish *svetsning*
and *svetsa*), so a short list of derivational endings is cut as well, never below four letters.
Finnish has rules of its own: the longest derivational and case ending together, then the last
vowels, then one grade for consonants that change with the form of a word.
"""

from __future__ import annotations

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
# The longest first.
_ENDINGS = {
    "sv": ("ningar", "ingar", "ning", "ande", "ende", "else", "ing", "are", "het"),
    "nb": ("ning", "ende", "else", "ing", "ere", "het"),
    "da": ("ning", "ende", "else", "ing", "ere", "hed"),
}
_ENDINGS["nn"] = _ENDINGS["nb"]
_SHORTEST = 4

# Cases, with possessive and plural marks; then derivations: nouns of verbs in -minen, -nta, -us and
# their stems, infinitives and passives, adjectives in -inen and -llinen, tools in -in (-ime-).
_FI_CASES = "siin seen iin een aan ään oon öön uun yyn jen ien ia iä en ja jä na nä n t a ä"
_FI_PLURAL = "ssa ssä sta stä lla llä lta ltä lle ksi tta ttä hin den ten ta tä"
_FI_DERIVED = (
    "minen mise misi mis malla mällä massa mässä taan tään daan dään oida öidä oita öitä"
    " nta ntä nti nni nno nna nnä isuude isuute isuuk isuus isuu uksi yksi oksi öksi"
    " ukse ykse okse ökse uks yks oks öks us ys os ös uude uute yyde yyte elu ely"
    " llisesti isesti llinen llise llisi llis inen ise isi is ime imi"
)
# Letters before which an ending is none; what alone may follow -is.
_FI_NOT_BEHIND = {"ta": "n", "tä": "n", "ita": "n", "itä": "n", "nta": "e", "ntä": "e"}
_FI_BEHIND_IS = ("ta", "tä", "te")
_FI_VOWELS = "aeiouyäö"
_FI_SHORTEST = 3
_FI_LONGEST = 12
_FI_FEWEST = 2
_FI_GRADES = {
    "kk": "k",
    "pp": "p",
    "tt": "t",
    "nk": "ng",
    "mp": "mm",
    "nt": "nn",
    "lt": "ll",
    "rt": "rr",
    "ks": "s",
}


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_SNOWBALL[language])


@lru_cache(maxsize=1 << 15)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a word in small letters.

    Examples
    --------
    >>> stem("batteries", "en")
    'batteri'
    """
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=1 << 15)
def root(word: str, language: str) -> str:
    """Return the stem of a word without its derivational ending.

    Examples
    --------
    >>> root("svetsning", "sv"), root("svetsa", "sv")
    ('svets', 'svets')
    >>> root("tarkastaa", "fi"), root("tarkastuksen", "fi"), root("tarkastaminen", "fi")
    ('tarkast', 'tarkast', 'tarkast')
    """
    if language == "fi":
        return _finnish(word)
    short = stem(word, language)
    endings = _ENDINGS.get(language, ())
    if short.endswith(endings):
        size = len(next(ending for ending in endings if short.endswith(ending)))
        if len(short) - size >= _SHORTEST:
            return short[:-size]
    return short


@cache
def _finnish_endings() -> tuple[dict[str, str], dict[str, str]]:
    """Return derivations with and without a case, and cases; of each, what it never follows."""
    plural = _FI_PLURAL.split()
    cases = [*_FI_CASES.split(), *plural, *(f"i{case}" for case in plural)]
    derived: dict[str, str] = {}
    for first in _FI_DERIVED.split():
        if first != "is":
            derived[first] = _FI_NOT_BEHIND.get(first, "")
        for case in cases:
            if first[-1] in _FI_NOT_BEHIND.get(case, ""):
                continue
            if first == "is" and not case.startswith(_FI_BEHIND_IS):
                continue
            # What several pairs spell is refused only where all of them are.
            known = derived.get(first + case)
            never = _FI_NOT_BEHIND.get(first, "")
            derived[first + case] = never if known is None or known == never else ""
    return derived, {case: _FI_NOT_BEHIND.get(case, "") for case in cases}


def _beginning(word: str, endings: dict[str, str]) -> int:
    """Return where the longest ending of a word begins, or -1."""
    for start in range(max(0, len(word) - _FI_LONGEST), len(word)):
        never = endings.get(word[start:])
        if never is not None and (not never or not start or word[start - 1] not in never):
            return start
    return -1


def _finnish(word: str) -> str:
    if not word.isalpha():
        return word
    for endings in _finnish_endings():
        cut = _beginning(word, endings)
        if cut >= _FI_SHORTEST:
            word = word[:cut]
            break
    bare = word.rstrip(_FI_VOWELS)
    if len(bare) < _FI_FEWEST:
        return word
    # Twice, as kortti, kortin and kerta, kerran meet in the grade in the middle.
    for _ in range(2):
        if weak := _FI_GRADES.get(bare[-2:]):
            bare = bare[:-2] + weak
        elif bare[-1] == "d":
            bare = bare[:-1] + "t"
        else:
            break
    return bare
