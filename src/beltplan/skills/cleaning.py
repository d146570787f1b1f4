"""Text as a reader sees it: composed, in lines, without marks that hide or break words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["clean", "is_odd", "readable"]

_LONGEST_NAME = 200
_UNKNOWN = "\ufffd"
# Signs that compose with the letter before them, in the scripts that have them; the sets of
# Unicode that serve as decoration of Latin letters stand first.
_DECORATION = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_SCRIPTS = (*range(0x0590, 0x3100), *range(0xA66F, 0xAC00), 0xFB1E)
_MARKS = _DECORATION + "".join(chr(code) for code in _SCRIPTS if unicodedata.combining(chr(code)))
_RARE_MARKS = "".join(c for c in map(chr, range(0x101FD, 0x1E950)) if unicodedata.combining(c))
_HIDDEN = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_LINES = "\r\x0b\x0c\x85\u2028\u2029"
# Ligatures of print, letters of full width, and the bold and slanted ones of social networks.
_STYLED = "\ufb00-\ufb06\uff01-\uff5e"
_MATHEMATICAL = "\U0001d400-\U0001d7ff"
_HALVES = "\ud800-\udfff"

_OTHER = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
# Looked for in every text: what is beyond the first plane is one range, as single signs are slow.
_ODD = re.compile(f"[{_OTHER}{_LINES}{_HIDDEN}{_STYLED}{_HALVES}{_MARKS}\U00010000-\U0010ffff]")
_NEW_LINE = re.compile(f"\r\n|[{_LINES}]")
_HIDDEN_SIGN = re.compile(f"[{_HIDDEN}]")
_CONTROL = re.compile(f"[{_OTHER}]")
_STYLED_LETTERS = re.compile(f"[{_STYLED}{_MATHEMATICAL}]+")
_HALF = re.compile(f"[{_HALVES}]")
_CUT = re.compile("\xad[ \t]*\n[ \t]*")
_DECORATED = re.compile(f"[{_DECORATION}]")
# Three marks on one letter decorate it; of them the dots and the ring of our languages may stay.
_PILE = re.compile(f"[{_MARKS}{_RARE_MARKS}]{{3,}}")
_OURS = "\u0308\u030a"
# One after the other: what must stand in a text, what is sought then, and what comes instead.
# Piles are taken off before composing, which takes very long for many marks in a row.
_STEPS: tuple[tuple[re.Pattern[str], re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]
_STEPS = (
    (re.compile(f"[{_LINES}]"), _NEW_LINE, "\n"),
    (re.compile("\xad"), _CUT, ""),
    (_HIDDEN_SIGN, _HIDDEN_SIGN, ""),
    (_CONTROL, _CONTROL, " "),
    (_HALF, _HALF, _UNKNOWN),
    (_STYLED_LETTERS, _STYLED_LETTERS, lambda found: unicodedata.normalize("NFKC", found[0])),
    (
        re.compile(f"[{_MARKS}{_RARE_MARKS}]"),
        _PILE,
        lambda found: found[0][0] if found[0][0] in _OURS else "",
    ),
)


def clean(text: str) -> str:
    r"""Return a text composed (NFC), its lines ended by ``\n``, without marks that no reader sees.

    Soft hyphens, marks of writing direction and signs of no width are taken out, controls become
    blanks, decorated and styled letters plain ones; halves of characters become U+FFFD.

    Examples
    --------
    >>> clean("Elektrod\u00adbela\u0308ggning\r\nmo\u0336di\ufb01ering")
    'Elektrodbeläggning\nmodifiering'
    """
    if found := set(_ODD.findall(text)):
        odd = "".join(found)
        for signs, pattern, instead in _STEPS:
            if signs.search(odd):
                text = pattern.sub(instead, text)
        text = _DECORATED.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def is_odd(text: str) -> bool:
    """Tell whether a text has a character that is taken out or replaced, not composed alone."""
    return _ODD.search(text) is not None


def readable(name: str) -> str:
    r"""Return the name of a text as it can be printed: one line, no controls, not too long.

    Examples
    --------
    >>> readable("advert\x1b[2J\n.txt")
    'advert\ufffd[2J\ufffd.txt'
    """
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1] + "…"
    return name if name.isprintable() else "".join(c if c.isprintable() else _UNKNOWN for c in name)
