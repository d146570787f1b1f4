"""First pass: labels of the vocabulary found in running text, inflected or inside compounds.

Every label is written as the roots of its words, compounds cut, little words left out; so is the
text, and a trie over roots finds the longest label at each place. A label ends where a word ends:
*lasersvetsning* holds the competence *svetsning* (its head), *svetsmaskin* does not. Swedish,
Norwegian, Danish and English labels of the form "A av B" are known as "B A" as well, as compounds
are built that way.

Where no label stands in one piece, a label all of whose words stand near each other in the
sentence, in any order, is taken too, with a lower score.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from beltplan.skills.voikko import splitter_of
from beltplan.skills.words import function_words, tokens, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beltplan.skills.concepts import Concept

__all__ = ["BETWEEN", "METHODS", "MOST_TIED", "Dictionary", "Ends", "Match", "score"]

_OF = {"sv": "av", "nb": "av", "nn": "av", "da": "af", "en": "of"}
# How a label may be found, and the score of a preferred label; synonyms score a little less.
METHODS = {"label": 1.0, "form of label": 0.9, "head of compound": 0.75, "words of label": 0.6}
# Words that may stand between the words of a label that is spread over a sentence.
BETWEEN = 5
_SYNONYM = 0.95
_SHORTEST_LABEL = 3
_END = ""
_MOST_WORDS = 1 << 17
MOST_TIED = 3


def score(method: str, *, synonym: bool) -> float:
    """Return the score of a find, 0 to 1.

    Examples
    --------
    >>> score("form of label", synonym=True)
    0.855
    """
    return round(METHODS[method] * (_SYNONYM if synonym else 1.0), 4)


class Match(NamedTuple):
    """A label found in a text: number of the concept, place, score 0 to 1, and how."""

    concept: int
    start: int
    end: int
    score: float
    method: str


@dataclass(slots=True)
class Ends:
    """Concepts whose label ends at a node of the trie: preferred labels and synonyms."""

    preferred: list[tuple[int, str]]
    synonyms: list[tuple[int, str]]


class Dictionary:
    """Finds the labels of one language.

    Parameters
    ----------
    concepts
        The vocabulary; matches name concepts by their number here.
    language
        Language of labels and texts.
    voikko
        Whether Finnish words are analysed by Voikko.
    """

    def __init__(self, concepts: Sequence[Concept], language: str, *, voikko: bool = False) -> None:
        self.language = language
        asked = "nb" if language == "nn" else language
        self.skip = function_words(asked) | function_words(language)
        texts = [t for c in concepts for t in c.labels.get(asked, ())]
        self._splitter = splitter_of(texts, asked, voikko=voikko)
        self.trie: dict[str, object] = {}
        self._analysed: dict[str, tuple[str, ...]] = {}
        self.spread: dict[str, list[tuple[frozenset[str], int, bool]]] = {}
        self._pending: list[tuple[frozenset[str], int, bool]] = []
        for number, concept in enumerate(concepts):
            for place, label in enumerate(concept.labels.get(asked, ())):
                self._add(number, label, preferred=place == 0)
        # The words of an occupation's name far apart do not name the occupation.
        self._pending = [e for e in self._pending if concepts[e[1]].kind != "occupation"]
        self._index_spread()

    def find(self, text: str) -> list[Match]:
        """Return the labels in a text from left to right; none overlaps another.

        `text` must be composed (NFC); places count its characters.
        """
        roots: list[str] = []
        owner: list[int] = []
        found = [t for t in tokens(text) if t[0] not in self.skip]
        for number, (word, _, _) in enumerate(found):
            parts = self.roots(word)
            roots.extend(parts)
            owner.extend([number] * len(parts))
        matches: list[Match] = []
        at = 0
        size = len(roots)
        while at < size:
            if roots[at] not in self.trie:
                at += 1
                continue
            end, ends = self._longest(roots, owner, at)
            if ends is None:
                at += 1
                continue
            first, last = found[owner[at]], found[owner[end - 1]]
            inside = at > 0 and owner[at - 1] == owner[at]
            matches.extend(self._matches(ends, text, first[1], last[2], inside=inside))
            at = end
        matches.extend(self._spread_matches(found, roots, owner, {m.concept for m in matches}))
        return matches

    def _index_spread(self) -> None:
        """File each label of several roots under its rarest root."""
        count: Counter[str] = Counter()
        for parts, _, _ in self._pending:
            count.update(parts)
        for entry in self._pending:
            rarest = min(entry[0], key=lambda part: (count[part], part))
            self.spread.setdefault(rarest, []).append(entry)
        self._pending.clear()

    def _spread_matches(
        self,
        found: list[tuple[str, int, int]],
        roots: list[str],
        owner: list[int],
        known: set[int],
    ) -> list[Match]:
        here = set(roots)
        best: dict[int, Match] = {}
        for part in sorted(here):
            for parts, number, preferred in self.spread.get(part, ()):
                if number in known or not parts <= here:
                    continue
                span = _tightest(parts, roots, owner)
                if span is None:
                    continue
                method = "words of label"
                value = score(method, synonym=not preferred)
                match = Match(number, found[span[0]][1], found[span[1]][2], value, method)
                if number not in best or best[number].score < value:
                    best[number] = match
        return sorted(best.values(), key=lambda m: (m.start, m.end, m.concept))

    def roots(self, word: str) -> tuple[str, ...]:
        """Return the roots of a word in small letters, compounds cut."""
        known = self._analysed.get(word)
        if known is None:
            known = self.analyse(word)
            if len(self._analysed) >= _MOST_WORDS:
                self._analysed.clear()
            self._analysed[word] = known
        return known

    def analyse(self, word: str) -> tuple[str, ...]:
        """Return the roots of a word, found anew."""
        return self._splitter.parts(word)

    def _longest(self, roots: list[str], owner: list[int], start: int) -> tuple[int, Ends | None]:
        node: dict[str, object] = self.trie
        best: tuple[int, Ends | None] = (start, None)
        size = len(roots)
        for at in range(start, size):
            below = node.get(roots[at])
            if not isinstance(below, dict):
                break
            node = below
            whole = at + 1 == size or owner[at + 1] != owner[at]
            ends = node.get(_END)
            if whole and isinstance(ends, Ends):
                best = (at + 1, ends)
        return best

    def _matches(self, ends: Ends, text: str, start: int, end: int, *, inside: bool) -> list[Match]:
        surface = " ".join(words(text[start:end]))
        found = []
        for number, label in (ends.preferred or ends.synonyms)[:MOST_TIED]:
            # English synonyms of one word are often general: they count as written only.
            general = self.language == "en" and not ends.preferred and " " not in label
            if general and surface != label:
                continue
            method = (
                "head of compound" if inside else "label" if surface == label else "form of label"
            )
            value = score(method, synonym=not ends.preferred)
            found.append(Match(number, start, end, value, method))
        return found

    def _add(self, number: int, label: str, *, preferred: bool) -> None:
        bare = label.split(" (")[0] if label.endswith(")") else label
        kept = [word for word in words(bare) if word not in self.skip]
        if sum(map(len, kept)) < _SHORTEST_LABEL:
            return
        self._insert(kept, number, label, preferred=preferred)
        around = words(bare)
        of = _OF.get(self.language, "")
        if of and around.count(of) == 1:
            cut = around.index(of)
            turned = [w for w in (*around[cut + 1 :], *around[:cut]) if w not in self.skip]
            if len(turned) > 1:
                self._insert(turned, number, label, preferred=preferred)

    def _insert(self, kept: list[str], number: int, label: str, *, preferred: bool) -> None:
        whole = frozenset(part for word in kept for part in self.roots(word))
        if len(whole) > 1:
            self._pending.append((whole, number, preferred))
        node: dict[str, object] = self.trie
        for word in kept:
            for part in self.roots(word):
                below = node.setdefault(part, {})
                assert isinstance(below, dict)  # noqa: S101
                node = below
        ends = node.setdefault(_END, Ends([], []))
        assert isinstance(ends, Ends)  # noqa: S101
        held = ends.preferred if preferred else ends.synonyms
        if all(number != other for other, _ in (*ends.preferred, *ends.synonyms)):
            held.append((number, " ".join(words(label))))


def _tightest(parts: frozenset[str], roots: list[str], owner: list[int]) -> tuple[int, int] | None:
    """Return the first and last word of the shortest stretch with all parts, if near enough."""
    best: tuple[int, int] | None = None
    last: dict[str, int] = {}
    for at, part in enumerate(roots):
        if part not in parts:
            continue
        last[part] = owner[at]
        if len(last) == len(parts):
            span = (min(last.values()), owner[at])
            if best is None or span[1] - span[0] < best[1] - best[0]:
                best = span
    if best is None or best[1] - best[0] > len(parts) - 1 + BETWEEN:
        return None
    return best
