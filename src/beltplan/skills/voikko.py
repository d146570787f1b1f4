"""Finnish words as Voikko analyses them: an optional plugin for the parts of compounds.

Voikko (https://voikko.puimula.org) is a library of the operating system with a dictionary of its
own, under free licences that we do not ship; the Python package ``libvoikko`` calls it. It knows
base forms and the seams of compounds for nearly all Finnish words. Words that it does not know are
cut by our own rules.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import TYPE_CHECKING, Any

from beltplan.skills.compounds import Costs, Splitter
from beltplan.skills.errors import VoikkoError
from beltplan.skills.roots import root

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["VoikkoSplitter", "analyser", "mark_of", "splitter_of"]

_SEAM = "="
_LETTERS = frozenset("pqij")


def analyser() -> Any:
    """Return Voikko's Finnish analyser.

    Raises
    ------
    VoikkoError
        If the Python package, the library or its dictionary is not on this machine.
    """
    try:
        libvoikko: Any = import_module("libvoikko")
    except ImportError:
        raise VoikkoError(
            "the Python package libvoikko is not installed", "run: pip install libvoikko"
        ) from None
    try:
        return libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException) as error:
        raise VoikkoError(
            f"Voikko cannot be loaded: {error}",
            "install the library and its Finnish dictionary (Debian: libvoikko1, voikko-fi)",
        ) from None


class VoikkoSplitter(Splitter):
    """Cuts Finnish words where Voikko sees a seam; other words as `Splitter` does.

    Parameters
    ----------
    texts
        Labels and synonyms of the vocabulary.
    language
        Finnish only: ``fi``.
    voikko
        An object with Voikko's method ``analyze``; by default that of this machine.
    costs
        What an earlier splitter learned of the same texts.
    """

    def __init__(
        self,
        texts: Iterable[str],
        language: str,
        voikko: Any = None,
        *,
        costs: Costs | None = None,
    ) -> None:
        super().__init__(texts, language, costs=costs)
        self._voikko = voikko if voikko is not None else analyser()

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the roots of the parts of a word, in order."""
        readings = self._voikko.analyze(word) if word.isalpha() else []
        if not readings:
            return super().parts(word)
        reading = min(readings, key=lambda r: (str(r["STRUCTURE"]).count(_SEAM), r["BASEFORM"]))
        pieces = _pieces(word, str(reading["STRUCTURE"]))
        ahead = sum(map(len, pieces[:-1]))
        # What Voikko does not turn to a base form (the seam moves) keeps its last part as it is.
        base = str(reading["BASEFORM"]).lower()
        last = base[ahead:] if base[:ahead] == "".join(pieces[:-1]) else pieces[-1]
        return tuple(root(piece, self.language) for piece in (*pieces[:-1], last) if piece)


def splitter_of(
    texts: Iterable[str], language: str, *, voikko: bool = False, costs: Costs | None = None
) -> Splitter:
    """Return the splitter of a language: Voikko's for Finnish if it is asked for."""
    kind = VoikkoSplitter if _asked(language, voikko=voikko) else Splitter
    return kind(texts, language, costs=costs)


def mark_of(language: str, *, voikko: bool) -> str:
    """Return what tells apart what was made with this Voikko and its dictionaries; else nothing."""
    if not _asked(language, voikko=voikko):
        return ""
    libvoikko: Any = import_module("libvoikko")
    held = [libvoikko.Voikko.getVersion(), *libvoikko.Voikko.listDicts()]
    parts = [
        ":".join(str(getattr(one, part, one)) for part in ("language", "variant", "description"))
        for one in held
    ]
    return "-voikko-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _asked(language: str, *, voikko: bool) -> bool:
    return voikko and language == "fi"


def _pieces(word: str, structure: str) -> list[str]:
    """Return a word cut at the seams of Voikko's structure, such as ``=pppp=ppppp``.

    Examples
    --------
    >>> _pieces("akkukennojen", "=pppp=pppppppp")
    ['akku', 'kennojen']
    """
    pieces = [""]
    at = 0
    for sign in structure:
        if sign == _SEAM:
            if pieces[-1]:
                pieces.append("")
        elif sign in _LETTERS:
            pieces[-1] += word[at : at + 1]
            at += 1
        else:
            at += 1
    pieces[-1] += word[at:]
    return [piece for piece in pieces if piece] or [word]
