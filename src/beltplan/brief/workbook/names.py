"""Names of sheets: at most 31 characters, none of the seven forbidden, no two alike."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["SheetNames"]

_LONGEST: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class SheetNames:
    """Hands out sheet names that Excel takes, each once.

    Examples
    --------
    >>> names = SheetNames()
    >>> names.take("Homes short/empty")
    'Homes short empty'
    >>> names.take("homes short empty")
    'homes short empty 2'
    >>> names.take("Plants in the belt: what happened, and the outlook")
    'Plants in the belt'
    """

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}

    def take(self, wanted: str) -> str:
        """Return `wanted` made fit: shortened at a pause or a word, numbered where it is taken."""
        pausing = wanted.replace(": ", "; ")
        clean = " ".join(_FORBIDDEN.sub(" ", pausing).split()).strip("'") or "-"
        name = _shorten(clean, _LONGEST)
        count = 1
        while name.casefold() in self._taken:
            count += 1
            tail = f" {count}"
            name = _shorten(clean, _LONGEST - len(tail)) + tail
        self._taken.add(name.casefold())
        return name


def _shorten(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    head = text[:longest]
    at_pause = max(head.rfind(", "), head.rfind("; "))
    if at_pause > longest // 2:
        return head[:at_pause]
    at_word = head.rfind(" ")
    return (head[:at_word] if at_word > longest // 2 else head).rstrip(" ,;–-")
