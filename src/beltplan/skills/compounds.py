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
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from beltplan.skills.roots import root, stem
from beltplan.skills.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["LINK_COST", "LONGEST_WORD", "SHORTEST", "Costs", "Splitter"]

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
SHORTEST = 3
_HEAD = 5
LONGEST_WORD = 60
LINK_COST = 0.5
_SHORT_COST = {3: 6.0, 4: 2.0}


class Costs(NamedTuple):
    """Cost of each part as written; of each last part by its root; of whole words by theirs."""

    parts: dict[str, float]
    last: dict[str, float]
    whole: dict[str, float]

    @classmethod
    def of(cls, texts: Iterable[str], language: str) -> Costs:
        """Learn costs from a lexicon; English, which is never cut, has none."""
        counts: Counter[str] = Counter()
        if language == "en":
            return cls({}, {}, {})
        for word, n in Counter(word for text in texts for word in words(text)).items():
            if word.isdigit():
                continue
            counts[word] += n
            if language not in _WHOLE and (short := stem(word, language)) != word:
                counts[short] += n
        total = sum(counts.values())
        costs = {
            word: math.log(total / n) + _SHORT_COST.get(len(word), 0.0)
            for word, n in counts.items()
            if len(word) >= SHORTEST
        }
        # A last part may be inflected: it is known by its root.
        last: dict[str, float] = {}
        for word, cost in costs.items():
            if len(word) > SHORTEST:
                short = root(word, language)
                last[short] = min(cost, last.get(short, math.inf))
        often: Counter[str] = Counter()
        if language in _WHOLE:
            for word, n in counts.items():
                if len(word) > SHORTEST:
                    often[root(word, language)] += n
        return cls(costs, last, {short: math.log(total / n) for short, n in often.items()})

    @classmethod
    def from_table(cls, held: Mapping[str, Any]) -> Costs:
        """Return the costs of a table that `table` gave."""
        return cls._make(
            dict(zip(held[f"{name}_of"], held[f"{name}_cost"].tolist(), strict=True))
            for name in cls._fields
        )

    def table(self) -> dict[str, Any]:
        """Return words and costs of each field as two columns, to be kept in a file."""
        found: dict[str, Any] = {}
        for name, costs in self._asdict().items():
            found[f"{name}_of"] = tuple(costs)
            found[f"{name}_cost"] = np.array([*costs.values()], np.float64)
        return found


class Splitter:
    """Cuts the words of one language.

    Parameters
    ----------
    texts
        Labels and synonyms of the vocabulary: the lexicon.
    language
        Language of the texts.
    costs
        What an earlier splitter learned of the same texts; they are not read then.

    Attributes
    ----------
    costs
        What is known of parts.
    links
        Letters that may link two parts.

    Examples
    --------
    >>> splitter = Splitter(["batteri", "jon", "litium", "test av celler"], "sv")
    >>> splitter.parts("litiumjonbatterier")
    ('litium', 'jon', 'batteri')
    """

    def __init__(self, texts: Iterable[str], language: str, *, costs: Costs | None = None) -> None:
        self.language = language
        self.costs = costs or Costs.of(texts, language)
        self._costs, self._last, self._whole = self.costs
        self.links = _LINKS.get(language, ())
        self._heads = frozenset(word[:SHORTEST] for word in self._costs)
        self._starts = frozenset(word[: SHORTEST + 1] for word in self._costs)
        self._long_heads = frozenset(w[:_HEAD] for w in self._costs if len(w) >= _HEAD)
        self._longest = max(map(len, self._costs), default=0)
        self._longest_link = max(map(len, self.links), default=0)
        self._link_ends = frozenset(link[-1] for link in self.links)

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the roots of the parts of a word, in order; one root if it cannot be cut."""
        return tuple(root(part, self.language) for part in self._cut(word))

    @property
    def simple(self) -> bool:
        """Whether words are cut, and only the last part is known by its root."""
        return self.language not in ("en", *_WHOLE)

    def _cut(self, word: str) -> list[str]:
        size = len(word)
        if self.language == "en" or not 2 * SHORTEST <= size <= LONGEST_WORD:
            return [word]
        best: list[float] = [0.0] + [math.inf] * size
        back: list[tuple[int, str]] = [(0, "")] * (size + 1)
        costs = self._costs
        for start in range(size - SHORTEST + 1):
            so_far = best[start]
            if so_far == math.inf:
                continue
            inflected = bool(self._whole) and word[start : start + SHORTEST + 1] in self._starts
            for end in range(start + SHORTEST, min(size, start + self._reach(word, start) + 1)):
                whole = piece = word[start:end]
                cost = costs.get(whole, math.inf)
                if inflected and end - start > SHORTEST and whole[-1] in _FI_JOINT:
                    cost = min(cost, self._cost_by_root(whole))
                if whole[-1] in self._link_ends:
                    for link in self.links:
                        # Of parts that cost the same the shorter one is taken, as without a link.
                        if whole.endswith(link) and end - start >= SHORTEST + len(link):
                            bare = whole[: -len(link)]
                            if (linked := costs.get(bare, math.inf) + LINK_COST) <= cost:
                                cost, piece = linked, bare
                if so_far + cost < best[end]:
                    best[end] = so_far + cost
                    back[end] = (start, piece)
            if start and so_far + (cost := self._cost_of_last(word[start:])) < best[size]:
                best[size] = so_far + cost
                back[size] = (start, word[start:])
        if best[size] == math.inf:
            return [word]
        found: list[str] = []
        end = size
        while end:
            end, part = back[end]
            found.append(part)
        if self._cost_of_whole(word) <= best[size] / len(found):
            return [word]
        return found[::-1]

    def _reach(self, word: str, start: int) -> int:
        """Return the most letters that a part from `start` can have; 0 if none begins so."""
        if word[start : start + SHORTEST] not in self._heads:
            return 0
        if self._whole and word[start : start + SHORTEST + 1] in self._starts:
            # Known by its root, a part may be longer than any word of the lexicon.
            return len(word)
        if word[start : start + _HEAD] not in self._long_heads:
            return _HEAD - 1 + self._longest_link
        return self._longest + self._longest_link

    def _begun(self, piece: str) -> bool:
        return len(piece) > SHORTEST and piece[: SHORTEST + 1] in self._starts

    def _cost_of_whole(self, word: str) -> float:
        if not self._whole:
            return math.inf
        return self._whole.get(root(word, self.language), math.inf)

    def _cost_by_root(self, piece: str) -> float:
        cost = self._whole.get(root(piece, self.language), math.inf)
        return cost + LINK_COST + _SHORT_COST.get(len(piece), 0.0)

    def _cost_of_last(self, piece: str) -> float:
        cost = self._costs.get(piece, math.inf)
        if self._begun(piece):
            cost = min(cost, self._last.get(root(piece, self.language), math.inf))
        return cost
