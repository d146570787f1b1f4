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
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from beltplan.skills.numbers import IDENTITY, PHONE, is_identity, is_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CAPITAL", "SMALL", "STEMS", "TITLES", "Hints", "mask"]

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
_BRACKETED_DOT = re.compile(r"[\[({] ?(?:dot|punkt|piste|\.)")
_DOTS = (" dot ", " punkt ", " piste ")
_SIGN, _WORD_SIGN = re.compile(_AT), re.compile(_WORD_AT)
CAPITAL = f"{ascii_uppercase}ÅÄÖÆØÉÜ"
SMALL = f"{ascii_lowercase}åäöæøéüáíóšžčđŋ"
_PART = rf"(?:[Oo]['’])?[{CAPITAL}][{SMALL}]{{1,20}}"
_NAME = rf"{_PART}(?:[-'’]{_PART})?"
_FULL = rf"{_NAME}(?: (?:von|van|af|de|[{CAPITAL}]\.))?(?: {_NAME}){{1,2}}"
_AND = r"(?:,| och| eller| samt| ja| tai| sekä| og| and| or| &)"
# Words after which a name stands, each without its first letter, which may be a capital.
STEMS = (
    *("ontakt", "ontact", "hteyshenkilö", "hteyttä", "isätieto", "isätiedo", "iedustelu"),
    *("ecruiter", "ekryter", "ekrytoi", "acklig", "illitsvalg", "pørsmål", "rågor"),
    *("pplysning", "envendelse", "apporterar till", "apporterer til"),
    *("älsning", "ilsen", "erveisin", "egards"),
)
# Titles: in capitals and at the beginning of a line they are a heading, with no name behind them.
TITLES = (
    *("hef", "sjef", "edare", "eder", "äällikkö", "ohtaja", "simies", "sihenkilö", "anager"),
    *("onsulent", "ådgiver", "ådgivare", "nsvarig", "nsvarlig", "ektor", "ehtori", "r."),
)
_BETWEEN = rf"(?:(?:[{SMALL}-]{{1,25}}|HR|VD|[{CAPITAL}]{{1,3}}-[{SMALL}]{{2,20}})[ :,]{{1,2}})"
_CUED = re.compile(
    rf"(?:{'|'.join(map(re.escape, STEMS))})[{SMALL}]{{0,12}}[ :,\t\n–-]{{1,4}}{_BETWEEN}{{0,5}}"
    rf"({_FULL}(?:{_AND} {_FULL}){{0,3}}"
    rf"|{_NAME}(?=[ ,:(\t]{{1,3}}(?:[{SMALL}]{{1,12}}[.:]? ?)?_{{6}}))"
)
_TITLED = re.compile(
    rf"(?:{'|'.join(map(re.escape, TITLES))})[{SMALL}]{{0,6}}[ :,]{{1,2}}({_FULL})"
)
_BESIDE = re.compile(
    rf"({_FULL})[ ,:;(\t\n–-]{{1,4}}(?:[^\W\d][^\n\d_]{{0,40}}?[ ,:;.)]{{1,3}})?(?=_{{6}})"
)
_AFTER = re.compile(rf"(?<=_{{6}})[ ,(]{{1,3}}({_FULL})(?=[).,;\n]|$)")
# Two words in capitals, or a cover: near these alone are words looked for that announce a name.
_PAIR = re.compile(
    rf"(?=[{CAPITAL}_](?:_{{5}}|[\w'’-]{{0,40}} (?:von |van |af |de |\w\. )?[{CAPITAL}]))"
)
_COVERED = _COVER * 6
_RUN = re.compile("_{6,}")
# No match of `_BESIDE` is longer.
_LONGEST_BESIDE = 260
_LONGEST_CUE = 260
_LONGEST_TITLE = 40
_LONGEST_WORD = 20
_LOCAL_PART = re.compile(r"[\w.+-]{1,64}")
_LOCAL_BEFORE = re.compile(r"[\w.+-]{1,64} ?$")
_LONGEST_LOCAL = 64
# All numbers that are covered have six digits or more, close together.
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5,}")
_LONGEST_PREFIX = 3


class Hints(NamedTuple):
    """Where alone personal data can start in a text; other places may stand there too.

    Attributes
    ----------
    signs
        Whether an at-sign may be spelt in brackets.
    numbers, cues, titles
        Places where numbers, and words before names, can start, from left to right.
    """

    signs: bool
    numbers: Sequence[int]
    cues: Sequence[int]
    titles: Sequence[int]


def mask(text: str, hints: Hints | None = None) -> str:
    """Return a text with personal data covered by low lines, of the same length.

    Parameters
    ----------
    text
        What may hold personal data.
    hints
        Where it can start, if that is known; sought otherwise.

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
    if hints is None or hints.signs:
        text = _at_signs(text, _SIGN, _SPELT)
    if (" at " in text or " snabel" in text) and (
        any(dot in text for dot in _DOTS) or _BRACKETED_DOT.search(text)
    ):
        text = _at_signs(text, _WORD_SIGN, _WORDED)
    numbers = _digits(text) if hints is None else hints.numbers
    if numbers:
        text = _at_places(text, IDENTITY, numbers, _cover_identity)
        text = _at_places(text, PHONE, numbers, _cover_phone)
    cues: Sequence[int]
    if hints is None:
        pairs = [found.start() for found in _PAIR.finditer(text)]
        cues = _starts(text, STEMS, pairs, _LONGEST_CUE)
    else:
        cues = hints.cues
    if cues:
        text = _at_places(text, _CUED, cues, _cover_name)
    titles = _starts(text, TITLES, pairs, _LONGEST_TITLE) if hints is None else hints.titles
    if titles:
        text = _at_places(text, _TITLED, titles, _cover_titled)
    if _COVERED in text:
        text = _before_covers(text)
        text = _at_places(text, _AFTER, [run.end() for run in _RUN.finditer(text)], _cover_name)
    return text


def _digits(text: str) -> list[int]:
    """Return where numbers that are long enough can start."""
    return [
        place
        for found in _MANY_DIGITS.finditer(text)
        for place in range(max(0, found.start() - _LONGEST_PREFIX), found.end())
    ]


def _before_covers(text: str) -> str:
    """Return what ``_BESIDE.sub`` would: a name ends where a cover starts, and holds none."""
    pieces: list[str] = []
    done = before = 0
    for run in _RUN.finditer(text):
        start = run.start()
        found = _BESIDE.search(text, max(before, start - _LONGEST_BESIDE), start + len(_COVERED))
        if found:
            pieces += (text[done : found.start()], _cover_name(found))
            done = found.end()
        before = start
    return "".join((*pieces, text[done:]))


def _mails(text: str) -> list[int]:
    """Return where addresses can start: with the first of up to 64 characters before an @."""
    places: list[int] = []
    at = text.find("@")
    while at >= 0:
        # Backwards: an end is found at once, where a beginning would be tried at every place.
        before = _LOCAL_PART.match(text[max(0, at - _LONGEST_LOCAL) : at][::-1])
        if before:
            size = len(before.group())
            # The address before may end within these characters.
            joined = size == _LONGEST_LOCAL or text[max(0, at - size - 1) : at - size] == "@"
            places.extend(range(at - size, at if joined else at - size + 1))
        at = text.find("@", at + 1)
    return places


def _at_signs(text: str, sign: re.Pattern[str], pattern: re.Pattern[str]) -> str:
    """Cover addresses with a sign that is spelt out."""
    signs = [found.start() for found in sign.finditer(text)]
    return _at_places(text, pattern, _before(text, signs), _cover) if signs else text


def _before(text: str, signs: list[int]) -> list[int]:
    """Return where the word before each sign starts, from left to right."""
    places: list[int] = []
    for sign in signs:
        start = max(0, sign - _LONGEST_LOCAL - 1)
        if found := _LOCAL_BEFORE.search(text[start:sign]):
            places.append(start + found.start())
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
    text: str,
    pattern: re.Pattern[str],
    places: Sequence[int],
    cover: Callable[[re.Match[str]], str],
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
