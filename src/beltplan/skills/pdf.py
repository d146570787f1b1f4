"""PDF to text: pages, lines joined again where they were only wrapped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beltplan.skills.cleaning import clean
from beltplan.skills.errors import BROKEN, EMPTY, NOT_READ, PROTECTED, TOO_LARGE
from beltplan.skills.words import LANGUAGES, function_words

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.faults import Fault

__all__ = ["joined", "read_pdf"]

_MOST_TEXT = 64 * 1024 * 1024
_MOST_PAGES = 2000
# A line of at least so many characters before one that begins with a small letter was wrapped.
_WRAPPED = 30
_HYPHEN = "-\u2010"
_SMALL = re.compile(r"[a-zåäöæøéü]+")
_BEFORE = re.compile(rf"[a-zåäöæøéü][{_HYPHEN}]$")


def read_pdf(path: Path, name: str) -> str | Fault:
    """Return the text of a PDF, or what is wrong with it; scanned pages hold no text.

    Parameters
    ----------
    path, name
        The file, and what it is called by.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        return NOT_READ.at(
            f"{name}: PDF files need the package pypdf",
            "run: pip install pypdf, or save the text as a plain file",
            value=str(path),
        )
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return PROTECTED.at(
                f"{name} is locked with a password", "save it without a password", value=str(path)
            )
        pages = []
        size = 0
        for number, page in enumerate(reader.pages):
            pages.append(page.extract_text() or "")
            size += len(pages[-1])
            if size > _MOST_TEXT or number >= _MOST_PAGES:
                return TOO_LARGE.at(
                    f"{name} holds more text than is read", "split the file", value=str(path)
                )
    except Exception:  # a damaged PDF can raise anything
        return BROKEN.at(
            f"{name} is broken: its pages cannot be read",
            "save it again from its program",
            value=str(path),
        )
    if pages and not any(page.strip() for page in pages):
        return EMPTY.at(
            f"{name} has no text: its pages are pictures",
            "have them read by a text recognition (OCR), or ask for the text",
            value=str(path),
        )
    # Print sets every hyphen as a soft one, also those that are written.
    return joined(clean("\n".join(pages).replace("\xad", "-")))


def joined(text: str) -> str:
    r"""Return a text with words and sentences whole that print had spread over lines.

    A hyphen at the end of a line goes where small letters stand on both sides, unless a little
    word follows (*drift-* and then *och underhåll*). A long line and one that begins with a small
    letter become one.

    Examples
    --------
    >>> joined("Erfarenhet av elektrodbe-\nläggning och arbete i skift i vår\nfabrik.")
    'Erfarenhet av elektrodbeläggning och arbete i skift i vår fabrik.'
    >>> joined("drift-\noch underhåll\nPLC")
    'drift-\noch underhåll\nPLC'
    """
    little = frozenset[str]().union(*map(function_words, LANGUAGES))
    made: list[str] = []
    # How long the last line of the page was, before others were joined to it.
    wide = 0
    for line in text.split("\n"):
        bare = line.strip()
        first = _SMALL.match(bare)
        if made and first and _BEFORE.search(made[-1]) and first[0] not in little:
            made[-1] = made[-1][:-1] + bare
        elif made and first and wide >= _WRAPPED:
            made[-1] += f" {bare}"
        else:
            made.append(bare)
        wide = len(bare)
    return "\n".join(made)
