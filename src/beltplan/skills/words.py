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

__all__ = ["LANGUAGES", "MARK", "function_words", "marked_words", "normal", "tokens", "words"]

# Languages that are read. Nynorsk is told from Bokmål, then read with Norwegian rules.
LANGUAGES = ("sv", "fi", "nb", "nn", "da", "en")

# A word is letters and digits; C++, C# and the like keep their signs.
_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
# Between two texts, so that many are read at once.
MARK = "\x00"
_WORD_OR_MARK = re.compile(rf"{_WORD.pattern}|{MARK}")


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


def marked_words(texts: Sequence[str]) -> list[str]:
    r"""Return the words of several texts one after the other, with `MARK` behind each text.

    Examples
    --------
    >>> marked_words(["Akku- ja kennotestaus", "", "C++"])
    ['akku', 'ja', 'kennotestaus', '\x00', '\x00', 'c++', '\x00']
    """
    whole = MARK.join(texts)
    if whole.count(MARK) == max(0, len(texts) - 1):
        return [*_WORD_OR_MARK.findall(normal(whole)), MARK] if texts else []
    # A text has such a mark itself.
    return [word for text in texts for word in (*words(text), MARK)]
