"""Only characters that the typesetter's own fonts have.

A tagged PDF with a character that no font shows is refused as a whole, so
one odd character in a fact would cost the document. Such characters become
"□": visible, and no harm.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

__all__ = ["COVERED", "clean", "printable"]

_RANGES: Final = (
    (0x0020, 0x04FF),
    (0x1E00, 0x1FFF),
    (0x2000, 0x2040),
    (0x2044, 0x2044),
    (0x2070, 0x20C0),
    (0x2190, 0x22FF),
    (0x2500, 0x25FF),
)
_SILENT: Final = frozenset({"Cc", "Cf", "Cs"})
"""Control, direction and surrogate characters: dropped, as they show nothing of their own."""

_BREAKS: Final = frozenset({"\n", "\r", "\t", "\u2028", "\u2029"})
_NOT_LETTERS: Final = _SILENT | {"Cn", "Co", "Zl", "Zp"}
_MISSING: Final = "□"

COVERED: Final = frozenset(
    chr(code)
    for first, last in _RANGES
    for code in range(first, last + 1)
    if unicodedata.category(chr(code)) not in _NOT_LETTERS
)
"""Characters that the fonts bundled with Typst show."""


def printable(text: str) -> str:
    """Return a text with spaces for breaks and "□" for what no font shows.

    Examples
    --------
    >>> printable("Brønnøysund 日")
    'Brønnøysund □'
    """
    text = unicodedata.normalize("NFC", text)
    if COVERED.issuperset(text):
        return text
    return "".join(char if char in COVERED else _instead(char) for char in text)


def _instead(char: str) -> str:
    if char in _BREAKS:
        return " "
    return "" if unicodedata.category(char) in _SILENT else _MISSING


def clean(value: Any) -> Any:
    """Return data with every text in it made printable, however deep."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return value
