"""Parts of compound words: litiumjonbatteri → litium, jon, batteri.

The words of the vocabulary itself are the lexicon. A word is cut where its parts are words of
the lexicon (a linking letter allowed), with the cheapest sum of costs, by dynamic programming;
the cost of a part is minus the logarithm of how often it stands in the lexicon, and short parts
cost more. What cannot be cut stays whole; English is never cut (a platform is no form).
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
            if (short := stem(word, language)) != word:
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
        return found[::-1]

    def _cheapest(self, piece: str, *, last: bool) -> tuple[float, str]:
        choices = [(self._costs.get(piece, math.inf), piece)]
        if last:
            if len(piece) > _SHORTEST:
                cost = self._last.get(root(piece, self.language), math.inf)
                choices.append((cost, piece))
        else:
            for link in _LINKS.get(self.language, ()):
                bare = piece[: -len(link)]
                if piece.endswith(link) and len(bare) >= _SHORTEST:
                    choices.append((self._costs.get(bare, math.inf) + _LINK_COST, bare))
        return min(choices)
