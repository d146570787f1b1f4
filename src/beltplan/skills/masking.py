"""Personal data is covered before anything reads a text: same length, so that places stay.

Mail addresses (also *anna (at) firma.se*), telephone numbers, national identity numbers, and names
that follow a word such as *kontakta*, *lisätietoja antaa* or *avdelingsleder*, or stand beside a
covered number or address.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from beltplan.skills.numbers import IDENTITY, PHONE, is_identity, is_phone

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["mask"]

_COVER = "_"
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}"
_HOST = r"[\w-]{1,63}"
_SPELT_DOT = r"(?: ?[\[({] ?(?:dot|punkt|piste|\.) ?[\])}] ?| (?:dot|punkt|piste) )"
# An @ in brackets, or as a word where the dots are words too.
_AT = r"[\[({] ?(?:[Aa][Tt]|[Ää][Tt]|[Aa]|@|[Ss]nabel-?a|miukumauku|krøllalfa|alfakrøll) ?[\])}]"
_WORD_AT = " (?:at|snabel-?a) "
_ANY_DOT = rf"(?:{_SPELT_DOT}|\.)"
_SPELT = re.compile(
    rf"{_LOCAL} ?{_AT} ?{_HOST}(?:{_ANY_DOT}{_HOST}){{0,3}}{_ANY_DOT}[A-Za-z]{{2,6}}\b"
)
_WORDED = re.compile(
    rf"{_LOCAL}{_WORD_AT}{_HOST}(?:{_SPELT_DOT}{_HOST}){{0,3}}{_SPELT_DOT}[A-Za-z]{{2,6}}\b"
)
_SIGNS = ((re.compile(_AT), _SPELT), (re.compile(_WORD_AT), _WORDED))
_CAPITAL = "A-ZÅÄÖÆØÉÜ"
_SMALL = "a-zåäöæøéüáíóšžčđŋ"
_PART = rf"(?:[Oo]['’])?[{_CAPITAL}][{_SMALL}]{{1,20}}"
_NAME = rf"{_PART}(?:[-'’]{_PART})?"
_FULL = rf"{_NAME}(?: (?:von|van|af|de|[{_CAPITAL}]\.))?(?: {_NAME}){{1,2}}"
_AND = r"(?:,| och| eller| samt| ja| tai| sekä| og| and| or| &)"
# Words after which a name stands, each without its first letter, which may be a capital.
_STEMS = (
    *("ontakt", "ontact", "hteyshenkilö", "hteyttä", "isätieto", "isätiedo", "iedustelu"),
    *("ecruiter", "ekryter", "ekrytoi", "acklig", "illitsvalg", "pørsmål", "rågor"),
    *("pplysning", "envendelse", "apporterar till", "apporterer til"),
    *("älsning", "ilsen", "erveisin", "egards"),
)
# Titles: in capitals and at the beginning of a line they are a heading, with no name behind them.
_TITLES = (
    *("hef", "sjef", "edare", "eder", "äällikkö", "ohtaja", "simies", "sihenkilö", "anager"),
    *("onsulent", "ådgiver", "ådgivare", "nsvarig", "nsvarlig", "ektor", "ehtori", "r."),
)
_BETWEEN = rf"(?:(?:[{_SMALL}-]{{1,25}}|HR|VD|[{_CAPITAL}]{{1,3}}-[{_SMALL}]{{2,20}})[ :,]{{1,2}})"
_CUED = re.compile(
    rf"(?:{'|'.join(map(re.escape, _STEMS))})[{_SMALL}]{{0,12}}[ :,\t\n–-]{{1,4}}{_BETWEEN}{{0,5}}"
    rf"({_FULL}(?:{_AND} {_FULL}){{0,3}}"
    rf"|{_NAME}(?=[ ,:(\t]{{1,3}}(?:[{_SMALL}]{{1,12}}[.:]? ?)?_{{6}}))"
)
_TITLED = re.compile(
    rf"(?:{'|'.join(map(re.escape, _TITLES))})[{_SMALL}]{{0,6}}[ :,]{{1,2}}({_FULL})"
)
_BESIDE = re.compile(
    rf"({_FULL})[ ,:;(\t\n–-]{{1,4}}(?:[^\W\d][^\n\d_]{{0,40}}?[ ,:;.)]{{1,3}})?(?=_{{6}})"
)
_AFTER = re.compile(rf"(?<=_{{6}})[ ,(]{{1,3}}({_FULL})(?=[).,;\n]|$)")
# Two words in capitals, or a cover: near these alone are words looked for that announce a name.
_PAIR = re.compile(
    rf"[{_CAPITAL}_](?:_{{5}}|[\w'’-]{{0,40}} (?:von |van |af |de |\w\. )?[{_CAPITAL}])"
)
_LONGEST_CUE = 260
_LONGEST_TITLE = 40
_LONGEST_WORD = 20
_MAIL_BEFORE = re.compile(r"[\w.+-]{1,64}$")
_LONGEST_LOCAL = 64
# All numbers that are covered have six digits or more, close together.
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5,}")
_LONGEST_PREFIX = 3


def mask(text: str) -> str:
    """Return a text with personal data covered by low lines, of the same length.

    Examples
    --------
    >>> mask("Kontakt: Anna Berg, anna.berg@firma.se, 070-123 45 67")
    'Kontakt: _________, __________________, _____________'
    >>> mask("Lisätietoja antaa Matti Meikäläinen, matti (at) firma.fi")
    'Lisätietoja antaa _________________, ___________________'
    >>> mask("Start 2026-08-01, 3 000 anställda, lön 28 000-35 000 kr, ISO 9001:2015")
    'Start 2026-08-01, 3 000 anställda, lön 28 000-35 000 kr, ISO 9001:2015'
    """
    if "@" in text:
        text = _at_places(text, _MAIL, _mails(text), _cover)
    for sign, pattern in _SIGNS:
        if signs := [found.start() for found in sign.finditer(text)]:
            text = _at_places(text, pattern, _ahead(signs, _LONGEST_LOCAL + 1), _cover)
    places = [
        place
        for found in _MANY_DIGITS.finditer(text)
        for place in range(max(0, found.start() - _LONGEST_PREFIX), found.end())
    ]
    if places:
        text = _at_places(text, IDENTITY, places, _cover_identity)
        text = _at_places(text, PHONE, places, _cover_phone)
    pairs = [found.start() for found in _PAIR.finditer(text)]
    if places := _starts(text, _STEMS, pairs, _LONGEST_CUE):
        text = _at_places(text, _CUED, places, _cover_name)
    if places := _starts(text, _TITLES, pairs, _LONGEST_TITLE):
        text = _at_places(text, _TITLED, places, _cover_titled)
    if _COVER * 6 in text:
        text = _BESIDE.sub(_cover_name, text)
        text = _AFTER.sub(_cover_name, text)
    return text


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


def _ahead(ends: list[int], most: int) -> list[int]:
    """Return the places up to so many before each end, once each, from left to right."""
    places: list[int] = []
    done = 0
    for end in sorted(ends):
        places.extend(range(max(done, end - most), end))
        done = max(done, end)
    return places


def _starts(text: str, words: tuple[str, ...], names: list[int], most: int) -> list[int]:
    """Return where words stand at most so far before a name or a cover, from left to right."""
    places: set[int] = set()
    done = 0
    for name in names:
        start, end = max(done, name - most), name + 1
        for word in words:
            at = text.find(word, start, end)
            while at >= 0:
                places.add(at)
                at = text.find(word, at + 1, end)
        # A word may reach over the end of the stretch that was looked at.
        done = max(0, end - _LONGEST_WORD)
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


def _cover_identity(found: re.Match[str]) -> str:
    number = found.group()
    return _COVER * len(number) if is_identity(number) else number


def _cover_phone(found: re.Match[str]) -> str:
    number = found.group()
    before = found.string[max(0, found.start() - 30) : found.start()]
    return _COVER * len(number) if is_phone(number, before) else number


def _cover_name(found: re.Match[str]) -> str:
    whole, start = found.group(), found.start()
    first, last = found.start(1) - start, found.end(1) - start
    words = re.split(r"[ ,-]+", whole[first:last])
    if not_names().intersection(words):
        return whole
    return whole[:first] + _COVER * (last - first) + whole[last:]


def _cover_titled(found: re.Match[str]) -> str:
    text, start = found.string, found.start()
    while start and text[start - 1].isalpha():
        start -= 1
    heading = text[start].isupper() and (not start or text[start - 1] == "\n")
    return found.group() if heading else _cover_name(found)


@cache
def not_names() -> frozenset[str]:
    """Return words with a capital that are no part of a person's name."""
    with (Path(__file__).parent / "not_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(word for row in csv.DictReader(file) for word in row["words"].split())
