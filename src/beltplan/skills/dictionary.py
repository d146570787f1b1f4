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

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from beltplan.skills.compounds import Costs
from beltplan.skills.kept import kept
from beltplan.skills.trie import Builder, Trie
from beltplan.skills.voikko import mark_of, splitter_of
from beltplan.skills.words import function_words, tokens, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beltplan.skills.concepts import Concept

__all__ = ["BETWEEN", "METHODS", "Dictionary", "Match", "score"]

_OF = {"sv": "av", "nb": "av", "nn": "av", "da": "af", "en": "of"}
# How a label may be found, and the score of a preferred label; synonyms score a little less.
METHODS = {"label": 1.0, "form of label": 0.9, "head of compound": 0.75, "words of label": 0.6}
# Words that may stand between the words of a label that is spread over a sentence.
BETWEEN = 5
_SYNONYM = 0.95
_SHORTEST_LABEL = 3
_MOST_WORDS = 1 << 17


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

    Attributes
    ----------
    splitter
        Cuts compounds, with the words of the labels as lexicon.
    """

    def __init__(self, concepts: Sequence[Concept], language: str, *, voikko: bool = False) -> None:
        self.language = language
        asked = "nb" if language == "nn" else language
        self.skip = function_words(asked) | function_words(language)
        self._analysed: dict[str, tuple[str, ...]] = {}
        labels = [(n, c.kind, c.labels[asked]) for n, c in enumerate(concepts) if asked in c.labels]
        mark = mark_of(asked, voikko=voikko)
        held = kept(language + mark, labels, lambda: self._take_apart(labels, asked, voikko=voikko))
        self.splitter = splitter_of((), asked, voikko=voikko, costs=Costs.from_table(held))
        self.trie = Trie._make(held[name] for name in Trie._fields)

    def _take_apart(
        self, labels: Sequence[tuple[int, str, Sequence[str]]], asked: str, *, voikko: bool
    ) -> dict[str, Any]:
        """Return costs of parts and the trie as arrays and tuples of strings, to be kept."""
        texts = [text for _, _, held in labels for text in held]
        self.splitter = splitter_of(texts, asked, voikko=voikko)
        builder = Builder(as_written=self.language == "en")
        for number, kind, held in labels:
            # The words of an occupation's name far apart do not name the occupation.
            far = kind != "occupation"
            for place, label in enumerate(held):
                self._add(builder, number, label, preferred=place == 0, far=far)
        self._analysed.clear()
        return {**self.splitter.costs.table(), **builder.trie()._asdict()}

    @cached_property
    def _tables(self) -> _Tables:
        return _Tables.of(self.trie)

    def find(self, text: str) -> list[Match]:
        """Return the labels in a text from left to right; none overlaps another.

        `text` must be composed (NFC); places count its characters.
        """
        number_of = self._tables.roots
        roots: list[int] = []
        owner: list[int] = []
        found = [t for t in tokens(text) if t[0] not in self.skip]
        for number, (word, _, _) in enumerate(found):
            parts = self.roots(word)
            roots.extend(number_of.get(part, -1) for part in parts)
            owner.extend([number] * len(parts))
        matches: list[Match] = []
        at = 0
        size = len(roots)
        while at < size:
            end, label = self._longest(roots, owner, at)
            if label < 0:
                at += 1
                continue
            first, last = found[owner[at]], found[owner[end - 1]]
            inside = at > 0 and owner[at - 1] == owner[at]
            matches.extend(self._matches(label, text, first[1], last[2], inside=inside))
            at = end
        matches.extend(self._spread_matches(found, roots, owner, {m.concept for m in matches}))
        return matches

    def _spread_matches(
        self,
        found: list[tuple[str, int, int]],
        roots: list[int],
        owner: list[int],
        known: set[int],
    ) -> list[Match]:
        here = set(roots)
        trie = self.trie
        best: dict[int, Match] = {}
        for root in sorted(here - {-1}):
            for filed in range(trie.root_low[root], trie.root_high[root]):
                parts = trie.parts[trie.part_low[filed] : trie.part_high[filed]].tolist()
                number = int(trie.far_concept[filed])
                if number in known or not here.issuperset(parts):
                    continue
                span = _tightest(frozenset(parts), roots, owner)
                if span is None:
                    continue
                method = "words of label"
                value = score(method, synonym=bool(trie.far_synonym[filed]))
                match = Match(number, found[span[0]][1], found[span[1]][2], value, method)
                if number not in best or best[number].score < value:
                    best[number] = match
        return sorted(best.values(), key=lambda m: (m.start, m.end, m.concept))

    def roots(self, word: str) -> tuple[str, ...]:
        """Return the roots of a word in small letters, compounds cut."""
        known = self._analysed.get(word)
        if known is None:
            known = self.splitter.parts(word)
            if len(self._analysed) >= _MOST_WORDS:
                self._analysed.clear()
            self._analysed[word] = known
        return known

    def _longest(self, roots: list[int], owner: list[int], start: int) -> tuple[int, int]:
        """Return where the longest label from `start` ends, and the number of that end, or -1."""
        edges, ends = self._tables.edges, self.trie.ends
        node = 0
        best = (start, -1)
        size = len(roots)
        for at in range(start, size):
            node = edges.get(node << _BITS | roots[at], -1) if roots[at] >= 0 else -1
            if node < 0:
                break
            whole = at + 1 == size or owner[at + 1] != owner[at]
            if whole and ends[node] >= 0:
                best = (at + 1, int(ends[node]))
        return best

    def _matches(self, label: int, text: str, start: int, end: int, *, inside: bool) -> list[Match]:
        surface = words(text[start:end])
        trie = self.trie
        found = []
        for cell in range(trie.end_low[label], trie.end_high[label]):
            written = trie.label_words[trie.word_low[cell] : trie.word_high[cell]].tolist()
            same = surface == [trie.words[number] for number in written]
            # English synonyms of one word are often general: they count as written only.
            if trie.general[cell] and not same:
                continue
            method = "head of compound" if inside else "label" if same else "form of label"
            value = score(method, synonym=bool(trie.synonym[cell]))
            found.append(Match(int(trie.concept[cell]), start, end, value, method))
        return found

    def _add(
        self, builder: Builder, number: int, label: str, *, preferred: bool, far: bool
    ) -> None:
        bare = label.split(" (")[0] if label.endswith(")") else label
        around = words(bare)
        kept = [word for word in around if word not in self.skip]
        if sum(map(len, kept)) < _SHORTEST_LABEL:
            return
        forms = [kept]
        of = _OF.get(self.language, "")
        if of and around.count(of) == 1:
            cut = around.index(of)
            turned = [w for w in (*around[cut + 1 :], *around[:cut]) if w not in self.skip]
            if len(turned) > 1:
                forms.append(turned)
        written = " ".join(words(label))
        for form in forms:
            parts = [part for word in form for part in self.roots(word)]
            builder.add(parts, number, written, preferred=preferred, far=far)


_BITS = 32


class _Tables(NamedTuple):
    """What only the plain pass needs of a trie: places of roots, and children by node and root."""

    roots: dict[str, int]
    edges: dict[int, int]

    @staticmethod
    def of(trie: Trie) -> _Tables:
        keys = trie.edge_node.astype(np.int64) << _BITS | trie.edge_root
        edges = dict(zip(keys.tolist(), trie.edge_child.tolist(), strict=True))
        return _Tables({root: n for n, root in enumerate(trie.roots)}, edges)


def _tightest(parts: frozenset[int], roots: list[int], owner: list[int]) -> tuple[int, int] | None:
    """Return the first and last word of the shortest stretch with all parts, if near enough."""
    best: tuple[int, int] | None = None
    last: dict[int, int] = {}
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
