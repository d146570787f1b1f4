"""The first pass over a batch of texts: characters, tokens, languages, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.skills.batch.characters import BULLET, SPACE, WORD, bits_of
from beltplan.skills.batch.lexicon import Lexicon
from beltplan.skills.batch.scan import find_segments, find_tokens, number_tokens
from beltplan.skills.batch.tokens import MOST, Tokens, letter_table
from beltplan.skills.batch.tongues import tongues
from beltplan.skills.dictionary import METHODS, score
from beltplan.skills.finds import Finds, Open
from beltplan.skills.plain import CLEARLY, PlainPass
from beltplan.skills.segments import FEWEST
from beltplan.skills.segments import MOST as MOST_WORDS
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.skills.concepts import Concept

__all__ = ["BatchPass"]

_SCORES = np.array(
    [[score(method, synonym=synonym) for synonym in (False, True)] for method in METHODS]
)
_PIECE = 600


class BatchPass:
    """Finds the labels of a vocabulary in many texts at once.

    Answers are those of the plain pass, which also reads the few texts with odd characters.

    Parameters
    ----------
    concepts
        The vocabulary.
    plain
        The plain pass over the same vocabulary.
    """

    def __init__(self, concepts: Sequence[Concept], plain: PlainPass) -> None:
        self._concepts = len(concepts)
        self._plain = plain
        self._tokens = Tokens()
        self._lexicons: dict[int, Lexicon] = {}

    def read(self, texts: Sequence[str]) -> tuple[Finds, list[Open]]:
        """Return what stands in the texts, and the sentences that sound like a requirement."""
        if len(self._tokens) > MOST:
            self._tokens = Tokens()
            self._lexicons.clear()
        sizes = np.array([len(text) for text in texts], np.int64)
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        whole = "".join(texts).encode("utf-32-le", "surrogatepass")
        tokens, docs, segs, n_segs = self._scan(np.frombuffer(whole, np.uint32), offsets)
        self._tokens.learn()
        seg_doc, seg_first, seg_last, seg_low, seg_high = (column[:n_segs] for column in segs)
        language = self._languages(tokens[0], docs, (seg_doc, seg_low, seg_high))
        parts: list[Finds] = []
        for number in range(len(LANGUAGES)):
            chosen = np.flatnonzero(language == number)
            if not chosen.size:
                continue
            seg, concept, start, end, method, synonym = self._lexicon(number).find(
                tokens, (seg_low, seg_high), chosen
            )
            doc = seg_doc[seg].astype(np.int64)
            first = offsets[doc]
            parts.append(
                Finds(
                    doc,
                    language[seg].astype(np.int64),
                    seg_first[seg] - first,
                    seg_last[seg] - first,
                    start - first,
                    end - first,
                    concept,
                    method,
                    _SCORES[method, synonym],
                )
            )
        left = self._opened(tokens[0], (seg_low, seg_high), language)
        open_docs = seg_doc[left]
        first = offsets[open_docs]
        columns = (open_docs, language[left], seg_first[left] - first, seg_last[left] - first)
        waiting = [Open(*row) for row in zip(*(c.tolist() for c in columns), strict=True)]
        odd = np.flatnonzero(docs[2])
        if odd.size:
            found, more = self._plain.read([texts[doc] for doc in odd.tolist()])
            parts.append(found._replace(doc=odd[found.doc]))
            waiting.extend(item._replace(doc=int(odd[item.doc])) for item in more)
            waiting.sort()
        return Finds.joined(parts), waiting

    def _scan(
        self, codes: NDArray[np.uint32], offsets: NDArray[np.int64]
    ) -> tuple[Any, Any, Any, int]:
        n, texts = len(codes), len(offsets) - 1
        bits = bits_of(codes)
        low, high = (np.empty(texts, np.int32) for _ in range(2))
        odd = np.zeros(texts, np.bool_)
        letters = bits & WORD != 0
        words = int(np.count_nonzero(letters[1:] & ~letters[:-1])) + texts + 1
        bounds = int(np.count_nonzero(bits & (SPACE | BULLET)))
        # Tokens are found a second time where a long sentence is cut within a word.
        torn = n // _PIECE + 1
        numbers, firsts, lasts = (np.empty(2 * (words + torn), np.int32) for _ in range(3))
        segs = tuple(np.empty(bounds + torn + texts, np.int32) for _ in range(5))
        most = find_tokens(codes, bits, offsets, firsts, lasts, low, high, odd)
        n_segs, most = find_segments(
            codes, bits, offsets, odd, (firsts, lasts), (low, high), segs, most
        )
        known = self._tokens
        known.make_room(most, n)
        slots, hashes, starts, sizes, pool = known.table
        number_tokens(
            codes, firsts, lasts, most, numbers, slots, hashes, starts, sizes, pool, known.known
        )
        tokens = (numbers[:most], firsts[:most], lasts[:most])
        return tokens, (low, high, odd), segs, n_segs

    def _languages(self, numbers: Any, docs: Any, segs: Any) -> NDArray[np.int8]:
        known = self._tokens
        out = np.empty(len(segs[0]), np.int8)
        traits = (known.weight_row, known.weights, known.letters)
        rules = letter_table()[1]
        tongues(numbers, docs[:2], segs, len(out), traits, rules, CLEARLY, out)
        return out

    def _lexicon(self, number: int) -> Lexicon:
        if number not in self._lexicons:
            self._lexicons[number] = Lexicon(
                self._plain.dictionary(LANGUAGES[number]), self._concepts, self._tokens
            )
        return self._lexicons[number]

    def _opened(
        self,
        numbers: NDArray[np.int32],
        segs: tuple[NDArray[np.int32], NDArray[np.int32]],
        language: NDArray[np.int8],
    ) -> NDArray[np.int64]:
        """Return the segments that sound like a requirement."""
        low, high = segs
        n = high - low
        kept = (language >= 0) & (n > FEWEST) & (n <= MOST_WORDS)
        chosen = np.flatnonzero(kept)
        if not chosen.size:
            return chosen
        bits = np.concatenate([self._tokens.cues[numbers[: high.max()]], [np.uint8(0)]])
        edges = np.stack([low[chosen], high[chosen]], axis=1).ravel()
        heard = np.bitwise_or.reduceat(bits, edges)[::2]
        kept[chosen] = (heard >> language[chosen].astype(np.uint8)) & 1 == 1
        return np.flatnonzero(kept)
