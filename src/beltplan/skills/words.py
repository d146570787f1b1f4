"""Words of a text with their places, and the little words that carry no competence."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LANGUAGES", "function_words", "normal", "tokens", "words", "words_of"]

# Languages that are read. Nynorsk is told from Bokmål, then read with Norwegian rules.
LANGUAGES = ("sv", "fi", "nb", "nn", "da", "en")

# A word is letters and digits; C++, C# and the like keep their signs.
_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
# Between two texts, so that many are read at once.
_MARK = "\x00"
_WORD_OR_MARK = re.compile(rf"{_WORD.pattern}|{_MARK}")


def normal(text: str) -> str:
    r"""Return a text composed (NFC) and in small letters.

    Examples
    --------
    >>> normal("Ma\u030alet")
    'målet'
    """
    return unicodedata.normalize("NFC", text).lower()


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text as (word in small letters, start, end).

    Places count characters of `text` as it was given, which must be composed (NFC).

    Examples
    --------
    >>> tokens("C++ och PLC-system")
    [('c++', 0, 3), ('och', 4, 7), ('plc', 8, 11), ('system', 12, 18)]
    """
    return [(found.group().lower(), found.start(), found.end()) for found in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words of a text in small letters.

    Examples
    --------
    >>> words("Akku- ja kennotestaus")
    ['akku', 'ja', 'kennotestaus']
    """
    return _WORD.findall(normal(text))


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words of a language that say nothing about a competence.

    Parameters
    ----------
    language
        One of `LANGUAGES`; an unknown language has none.
    """
    with (Path(__file__).parent / "function_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return frozenset(
        word for row in rows if row["language"] == language for word in row["words"].split()
    )


def words_of(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the words of several texts, and how many there are up to the end of each.

    Examples
    --------
    >>> words_of(["Akku- ja kennotestaus", "", "C++"])
    (['akku', 'ja', 'kennotestaus', 'c++'], [3, 3, 4])
    """
    found: list[str] = []
    ends: list[int] = []
    whole = _MARK.join(texts)
    if whole.count(_MARK) != len(texts) - 1:
        for text in texts:
            found.extend(words(text))
            ends.append(len(found))
        return found, ends
    marked = [*_WORD_OR_MARK.findall(normal(whole)), _MARK]
    at = 0
    for number in range(len(texts)):
        end = marked.index(_MARK, at)
        ends.append(end - number)
        at = end + 1
    return [word for word in marked if word != _MARK], ends
