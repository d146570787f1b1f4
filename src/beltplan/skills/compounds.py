"""Parts of compound words: litiumjonbatteri → litium, jon, batteri.

The words of the vocabulary itself are the lexicon. A word is cut where its parts are words of
the lexicon (a linking letter allowed), with the cheapest sum of costs, by dynamic programming;
the cost of a part is minus the logarithm of how often it stands in the lexicon, and short parts
cost more. What cannot be cut stays whole; English is never cut (a platform is no form).

Finnish labels stand in many cases, so that a simple word in another case (*laitteiden*, *pelastaa*)
would fall into chance parts. There a word competes with its parts, as in Koehn and Knight (2003,
Empirical methods for compound splitting): it is cut only if the mean cost of the parts is lower.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from beltplan.skills.roots import root, stem
from beltplan.skills.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Splitter"]

_LINKS: dict[str, tuple[str, ...]] = {
    "sv": ("s",),
    "nb": ("s", "e"),
    "nn": ("s", "e"),
    "da": ("s", "e"),
    "fi": ("n", "den", "jen", "ten"),
    "en": (),
}
# Languages whose lexicon has words in many cases: a part is known by its root there, and a
# word whose root is known as a whole is cut only if its parts are commoner on the average.
_WHOLE = ("fi",)
# Last letters of a part that is not the last: nominative, genitive, or a stem in -s.
_FI_JOINT = frozenset("aeiouyäösn")
_SHORTEST = 3
_LONGEST_WORD = 60
_LINK_COST = 0.5
_SHORT_COST = {3: 6.0, 4: 2.0}


class Splitter:
    """Cuts the words of one language.

    Parameters
    ----------
    texts
        Labels and synonyms of the vocabulary: the lexicon.
    language
        Language of the texts.

    Examples
    --------
    >>> splitter = Splitter(["batteri", "jon", "litium", "test av celler"], "sv")
    >>> splitter.parts("litiumjonbatterier")
    ('litium', 'jon', 'batteri')
    """

    def __init__(self, texts: Iterable[str], language: str) -> None:
        self.language = language
        counts: Counter[str] = Counter()
        for word, n in Counter(word for text in texts for word in words(text)).items():
            if word.isdigit():
                continue
            counts[word] += n
            if language not in _WHOLE and (short := stem(word, language)) != word:
                counts[short] += n
        total = sum(counts.values())
        self._costs = {
            word: math.log(total / n) + _SHORT_COST.get(len(word), 0.0)
            for word, n in counts.items()
            if len(word) >= _SHORTEST
        }
        # A last part may be inflected: it is known by its root.
        self._last: dict[str, float] = {}
        for word, cost in self._costs.items():
            if len(word) > _SHORTEST:
                short = root(word, language)
                self._last[short] = min(cost, self._last.get(short, math.inf))
        self._whole: dict[str, float] = {}
        if language in _WHOLE:
            often: Counter[str] = Counter()
            for word, n in counts.items():
                if len(word) > _SHORTEST:
                    often[root(word, language)] += n
            self._whole = {short: math.log(total / n) for short, n in often.items()}
        self._starts = {word[: _SHORTEST + 1] for word in self._costs}

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the roots of the parts of a word, in order; one root if it cannot be cut."""
        return tuple(root(part, self.language) for part in self._cut(word))

    def _cut(self, word: str) -> list[str]:
        size = len(word)
        if self.language == "en" or not 2 * _SHORTEST <= size <= _LONGEST_WORD:
            return [word]
        best: list[float] = [0.0] + [math.inf] * size
        back: list[tuple[int, str]] = [(0, "")] * (size + 1)
        for end in range(_SHORTEST, size + 1):
            for start in range(end - _SHORTEST + 1):
                if best[start] == math.inf or (start == 0 and end == size):
                    continue
                cost, part = self._cheapest(word[start:end], last=end == size)
                if best[start] + cost < best[end]:
                    best[end] = best[start] + cost
                    back[end] = (start, part)
        if best[size] == math.inf:
            return [word]
        found: list[str] = []
        end = size
        while end:
            end, part = back[end]
            found.append(part)
        if self._whole.get(root(word, self.language), math.inf) <= best[size] / len(found):
            return [word]
        return found[::-1]

    def _cheapest(self, piece: str, *, last: bool) -> tuple[float, str]:
        choices = [(self._costs.get(piece, math.inf), piece)]
        begun = len(piece) > _SHORTEST and piece[: _SHORTEST + 1] in self._starts
        if last:
            if begun:
                cost = self._last.get(root(piece, self.language), math.inf)
                choices.append((cost, piece))
            return min(choices)
        if begun and self._whole and piece[-1] in _FI_JOINT:
            cost = self._whole.get(root(piece, self.language), math.inf)
            choices.append((cost + _LINK_COST + _SHORT_COST.get(len(piece), 0.0), piece))
        for link in _LINKS.get(self.language, ()):
            bare = piece[: -len(link)]
            if piece.endswith(link) and len(bare) >= _SHORTEST:
                choices.append((self._costs.get(bare, math.inf) + _LINK_COST, bare))
        return min(choices)
