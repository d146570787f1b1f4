"""Personal data is covered before anything reads a text: same length, so that places stay.

Mail addresses, telephone numbers, national identity numbers, and names that follow a word such
as *kontakt*, *yhteyshenkilö* or *recruiter*, or stand beside a covered number or address.
"""

from __future__ import annotations

import re

__all__ = ["mask"]

_COVER = "_"
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_IDENTITY = re.compile(r"\b\d{6,8}[-+A]\d{3}[\dA-Z]\b|\b\d{6}\s?\d{5}\b")
_PHONE = re.compile(r"(?<![\w/.,-])(?:\+|00)?\(?\d{1,4}\)?(?:[ \u00a0/-]{0,2}\d){6,12}(?![\w-])")
_DATE = re.compile(
    r"(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}$|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}$"
)
_YEARS = re.compile(r"(?:19|20)\d{2}\s?[-/]\s?(?:19|20)\d{2}$")
_NAME = r"[^\W\d_a-zåäöæø][\w'’-]{1,20}"
_CUE = (
    r"(?:[Kk]ontakta?(?:person(?:er)?)?|[Yy]hteyshenkilö(?:t)?|[Ll]isätietoja(?: antaa)?|[Cc]ontact"
    r"(?: person)?|[Rr]ecruiter|[Rr]ekryterare|[Rr]ekryterande chef|[Cc]hef|[Ll]eder|[Ff]acklig\w*"
    r"|[Ss]pørsmål til|[Ff]rågor till|[Uu]pplysningar|[Hh]envendelser til)"
)
_CUED = re.compile(
    rf"{_CUE}[ :,\t-]{{1,4}}(?:[a-zåäöæø]{{1,15}} ){{0,2}}({_NAME}(?: {_NAME}){{1,2}})"
)
_BESIDE = re.compile(
    rf"({_NAME}(?: {_NAME}){{1,2}})[ ,:;(\t-]{{1,4}}(?:[^\W\d]{{1,12}}[.:]? ?)?(?=_{{6}})"
)


def mask(text: str) -> str:
    """Return a text with personal data covered by low lines, of the same length.

    Examples
    --------
    >>> mask("Kontakt: Anna Berg, anna.berg@firma.se, 070-123 45 67")
    'Kontakt: _________, __________________, _____________'
    >>> mask("Start 2026-08-01, 3 000 anställda")
    'Start 2026-08-01, 3 000 anställda'
    """
    for pattern in (_MAIL, _IDENTITY):
        text = pattern.sub(_cover, text)
    text = _PHONE.sub(_cover_phone, text)
    for pattern in (_CUED, _BESIDE):
        text = pattern.sub(_cover_name, text)
    return text


def _cover(found: re.Match[str]) -> str:
    return _COVER * len(found.group())


def _cover_phone(found: re.Match[str]) -> str:
    number = found.group()
    if _DATE.match(number) or _YEARS.match(number):
        return number
    return _COVER * len(number)


def _cover_name(found: re.Match[str]) -> str:
    whole, start = found.group(), found.start()
    first, last = found.start(1) - start, found.end(1) - start
    return whole[:first] + _COVER * (last - first) + whole[last:]
