"""Text as a reader sees it: composed, in lines, without marks that hide or break words."""

from __future__ import annotations

import re
import unicodedata

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
_CUT = re.compile("\xad[ \t]*\n[ \t]*")
_STYLED_LETTERS = re.compile(f"[{_STYLED}{_MATHEMATICAL}]+")
_DECORATED = re.compile(f"[{_DECORATION}]")
_MARK = re.compile(f"[{_MARKS}{_RARE_MARKS}]")
# Marks on one letter decorate it from so many on; of them our languages' dots and ring may stay.
_PILE = 3
_OURS = "\u0308\u030a"
_LINE = re.compile(f"[{_LINES}]")
# Signs, and what comes instead of each.
_INSTEAD = (
    (re.compile(f"[{_HIDDEN}]"), ""),
    (re.compile(f"[{_OTHER}]"), " "),
    (re.compile(f"[{_HALVES}]"), _UNKNOWN),
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
    if odd := "".join(set(_ODD.findall(text))):
        text = _replaced(text.replace("\r\n", "\n"), _LINE.findall(odd), "\n")
        if "\xad" in odd:
            text = _CUT.sub("", text)
        for signs, instead in _INSTEAD:
            text = _replaced(text, signs.findall(odd), instead)
        if _STYLED_LETTERS.search(odd):
            text = _STYLED_LETTERS.sub(lambda at: unicodedata.normalize("NFKC", at[0]), text)
        if marks := "".join(_MARK.findall(odd)):
            # Before composing, which takes very long for many marks in a row. The marks that are
            # there are looked for much quicker than all that there can be.
            pile = re.compile(f"[{marks}]{{{_PILE},}}")
            text = pile.sub(lambda at: at[0][0] if at[0][0] in _OURS else "", text)
            text = _DECORATED.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def _replaced(text: str, signs: list[str], instead: str) -> str:
    for sign in signs:
        text = text.replace(sign, instead)
    return text


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
