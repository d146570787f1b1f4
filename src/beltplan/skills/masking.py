"""Personal data is covered before anything reads a text: same length, so that places stay.

Mail addresses, telephone numbers, national identity numbers, and names that follow a word such
as *kontakt*, *yhteyshenkilö* or *recruiter*, or stand beside a covered number or address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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


# Where a cue can stand: each begins one character before one of these.
_CUE_STEMS = (
    *("ontakt", "hteyshenkilö", "isätietoja", "ontact", "ecruiter", "ekryter", "hef", "eder"),
    *("acklig", "pørsmål til", "rågor till", "pplysningar", "envendelser til"),
)
_MAIL_BEFORE = re.compile(r"[\w.+-]{1,64}$")
_LONGEST_LOCAL = 64
# All numbers that are covered have seven digits or more, close together.
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){6,}")
_LONGEST_PREFIX = 2


def mask(text: str) -> str:
    """Return a text with personal data covered by low lines, of the same length.

    Examples
    --------
    >>> mask("Kontakt: Anna Berg, anna.berg@firma.se, 070-123 45 67")
    'Kontakt: _________, __________________, _____________'
    >>> mask("Start 2026-08-01, 3 000 anställda")
    'Start 2026-08-01, 3 000 anställda'
    """
    if "@" in text:
        text = _at_places(text, _MAIL, _mails(text), _cover)
    numbers = [
        place
        for found in _MANY_DIGITS.finditer(text)
        for place in range(max(0, found.start() - _LONGEST_PREFIX), found.end())
    ]
    if numbers:
        text = _at_places(text, _IDENTITY, numbers, _cover)
        text = _at_places(text, _PHONE, numbers, _cover_phone)
    places = _cues(text)
    if places:
        text = _at_places(text, _CUED, places, _cover_name)
    return _BESIDE.sub(_cover_name, text) if _COVER * 6 in text else text


def _mails(text: str) -> list[int]:
    """Return where addresses can start: in the 64 characters before each @."""
    places: list[int] = []
    at = text.find("@")
    while at >= 0:
        before = _MAIL_BEFORE.search(text[max(0, at - _LONGEST_LOCAL) : at])
        if before:
            places.extend(range(at - len(before.group()), at))
        at = text.find("@", at + 1)
    return places


def _cues(text: str) -> list[int]:
    """Return where cues can start, from left to right."""
    places = []
    for stem in _CUE_STEMS:
        at = text.find(stem)
        while at >= 0:
            if at:
                places.append(at - 1)
            at = text.find(stem, at + 1)
    return sorted(places)


def _at_places(
    text: str, pattern: re.Pattern[str], places: list[int], cover: Callable[[re.Match[str]], str]
) -> str:
    """Return what ``pattern.sub`` would, given the only places where a match can start."""
    pieces: list[str] = []
    done = 0
    for place in places:
        if place >= done and (found := pattern.match(text, place)):
            pieces += (text[done : found.start()], cover(found))
            done = found.end()
    return "".join((*pieces, text[done:]))


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
