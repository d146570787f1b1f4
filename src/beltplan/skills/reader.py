"""The reader: texts to a table of competences and occupations, each with its place and why."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import nullcontext
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills.cleaning import clean, readable
from beltplan.skills.collecting import no_collecting
from beltplan.skills.documents import Document
from beltplan.skills.finds import NEAR, Finds, Open, Tabulator
from beltplan.skills.language import evidence
from beltplan.skills.masking import mask
from beltplan.skills.meaning import CANDIDATES, WEIGHT, Meaning
from beltplan.skills.plain import PlainPass, language_of
from beltplan.skills.ranking import Ranker
from beltplan.skills.segments import segments
from beltplan.skills.thresholds import Limits, limits
from beltplan.skills.vocabulary import Vocabulary, vocabulary
from beltplan.skills.voikko import analyser
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from beltplan.skills.batch.reading import BatchPass
    from beltplan.skills.encoder import Encoder
    from beltplan.skills.nearest import Labels, Nearest

__all__ = ["Reader"]

# How many near matches a sentence may have: second answers are right once in five or less.
_NEAREST = 1
# So many answers are looked at to tell whether a weak find is likely.
_LOOKED_AT = 10
_CACHE = 100_000
# Texts are read in batches of so many characters; below the smaller number, loading the
# compiled pass takes longer than the plain pass does.
_AT_ONCE = 1 << 21
_FEW = 1 << 18


class Reader:
    """Reads adverts, course descriptions and other texts.

    Parameters
    ----------
    words
        The vocabulary; the shipped one by default.
    near
        Whether the second pass is taken: near matches for sentences that sound like a requirement,
        and a second look at weak finds.
    masked
        Whether personal data is covered first.
    compiled
        Whether the first pass is the compiled one; by default when there is much to read.
        Answers are the same.
    voikko
        Whether Finnish words are analysed by Voikko, which must be on the machine.
    encoder
        A sentence encoder, see `encoder_from`, which the second pass asks about its best answers.
    encoder_weight
        Share of its cosine in their score, 0 to 1.

    Raises
    ------
    VoikkoError
        If Voikko is asked for and is not there.
    EncoderError
        If the weight is no share.

    Examples
    --------
    >>> table = Reader().read(["Du har erfarenhet av elektrodbeläggning."])
    >>> table.select(["surface", "label", "method"]).to_pylist()[0]
    {'surface': 'elektrodbeläggning', 'label': 'elektrodbeläggning', 'method': 'label'}
    """

    def __init__(
        self,
        words: Vocabulary | None = None,
        *,
        near: bool = True,
        masked: bool = True,
        compiled: bool | None = None,
        voikko: bool = False,
        encoder: Encoder | None = None,
        encoder_weight: float = WEIGHT,
    ) -> None:
        if voikko:
            analyser()
        self.vocabulary = words or vocabulary()
        self.near = near
        self.masked = masked
        self.compiled = compiled
        self.voikko = voikko
        self._plain = PlainPass(self.vocabulary.concepts, voikko=voikko)
        self._batch: BatchPass | None = None
        self._tabulator = Tabulator(self.vocabulary.concepts)
        self._ranker: Ranker | None = None
        self._nearest: dict[str, Nearest] = {}
        self._shared: dict[tuple[str, str], Labels] = {}
        concepts = self.vocabulary.concepts
        self._occupations = np.array([c.kind == "occupation" for c in concepts], np.bool_)
        self._competences: list[int] = np.flatnonzero(~self._occupations).tolist()
        self._ranked: OrderedDict[tuple[str, str], list[tuple[int, float]]] = OrderedDict()
        asked = [concepts[i] for i in self._competences]
        self._meaning = Meaning(encoder, asked, weight=encoder_weight) if encoder else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the table must know about the vocabulary."""
        return self.vocabulary.notes

    def read(self, texts: Iterable[str | Document]) -> pa.Table:
        """Return one row for each competence or occupation found, in the order of the texts.

        Returns
        -------
        pyarrow.Table
            Columns text_id (the document's name, or its number from 1), language of the sentence,
            sentence, start and end (characters of the composed text), surface (what stands there),
            uri, kind, label in the sentence's language, score from 0 to 1, method (label, form of
            label, head of compound, words of label, near) and version of the layer.
        """
        import pyarrow as pa

        tables = [self._read(*batch) for batch in self._batches(texts)]
        if not tables:
            tables = [self._tabulator.table(Finds.of([]), [], [])]
        return tables[0] if len(tables) == 1 else pa.concat_tables(tables)

    def languages(self, text: str) -> list[tuple[int, int, str, float]]:
        """Return the sentences of a text as (start, end, language, share of the evidence)."""
        text = clean(text)
        around = evidence(text)
        found = []
        for piece in segments(text):
            language, share = language_of(piece.text, around)
            found.append((piece.start, piece.start + len(piece.text), language, share))
        return found

    def _batches(
        self, texts: Iterable[str | Document]
    ) -> Iterator[tuple[list[str], list[str], bool]]:
        names: list[str] = []
        held: list[str] = []
        size = 0
        much = self.compiled is True
        for number, item in enumerate(texts, start=1):
            document = item if isinstance(item, Document) else Document(str(number), item)
            names.append(readable(document.name))
            held.append(document.text)
            size += len(document.text)
            if size >= _AT_ONCE:
                much = self.compiled is not False
                yield names, self._covered(held, much), much
                names, held, size = [], [], 0
        if held:
            much = much or (size >= _FEW and self.compiled is not False)
            yield names, self._covered(held, much), much

    def _covered(self, texts: list[str], much: bool) -> list[str]:
        """Return texts clean and without personal data."""
        if much:
            from beltplan.skills.batch.marks import cleaned, masked

            texts = cleaned(texts)
            return masked(texts) if self.masked else texts
        texts = [clean(text) for text in texts]
        return [mask(text) for text in texts] if self.masked else texts

    def _read(self, names: list[str], texts: list[str], much: bool) -> pa.Table:
        with no_collecting() if much else nullcontext():
            first = self._compiled() if much else self._plain
            finds, asking = first.read(texts)
            if self.near:
                finds = self._second_pass(finds, asking, texts)
            return self._tabulator.table(finds, names, texts)

    def _compiled(self) -> BatchPass:
        if self._batch is None:
            from beltplan.skills.batch.reading import BatchPass

            self._batch = BatchPass(self.vocabulary.concepts, self._plain)
        return self._batch

    def _second_pass(self, finds: Finds, asking: list[Open], texts: Sequence[str]) -> Finds:
        """Return the finds without weak ones that the ranker denies, with near matches added."""
        asking = self._asked(finds, asking)
        weak = self._weak(finds)
        columns = (finds.doc, finds.language, finds.sentence_start, finds.sentence_end)
        keys = _keys(asking, texts)
        doubted = _keys(zip(*(c[weak].tolist() for c in columns), strict=True), texts)
        answers = self._answers(keys + doubted)
        kept = np.ones(len(weak), np.bool_)
        confirm = {name: self._limits(name).confirm for name in LANGUAGES}
        for at, concept, key in zip(
            np.flatnonzero(weak).tolist(), finds.concept[weak].tolist(), doubted, strict=True
        ):
            score = next((score for number, score in answers[key] if number == concept), 0.0)
            kept[at] = score >= confirm[key[0]]
        finds = Finds._make(column[kept] for column in finds)
        known = set(
            zip(
                finds.doc.tolist(),
                finds.sentence_start.tolist(),
                finds.concept.tolist(),
                strict=True,
            )
        )
        rows: list[tuple[float, ...]] = []
        limit = {name: self._limits(name).near for name in LANGUAGES}
        for (doc, language, *span), key in zip(asking, keys, strict=True):
            for number, score in answers[key][:_NEAREST]:
                if score >= limit[key[0]] and (doc, span[0], number) not in known:
                    rows.append((doc, language, *span, *span, number, NEAR, score))
        return Finds.joined([finds, Finds.of(rows)])

    def _asked(self, finds: Finds, asking: list[Open]) -> list[Open]:
        """Return the sentences to rank: beside finds only where finds get a second look."""
        read = set(zip(finds.doc.tolist(), finds.sentence_start.tolist(), strict=True))
        beside = {n for n, name in enumerate(LANGUAGES) if self._limits(name).confirm > 0}
        return [
            item for item in asking if item.language in beside or (item.doc, item.start) not in read
        ]

    def _weak(self, finds: Finds) -> NDArray[np.bool_]:
        """Return which finds want a second look: all but occupations and labels as written."""
        asked = np.array([self._limits(name).confirm > 0 for name in LANGUAGES])
        weak: NDArray[np.bool_] = asked[finds.language] & (finds.score < 1)
        return weak & ~self._occupations[finds.concept]

    def _limits(self, language: str) -> Limits:
        return limits(language, len(self._competences))

    def _answers(
        self, asked: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], list[tuple[int, float]]]:
        """Return what the ranker answers for each sentence, from the cache where it is known."""
        waiting: dict[str, list[str]] = {}
        answers: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for key in dict.fromkeys(asked):
            if key in self._ranked:
                answers[key] = self._ranked[key]
            else:
                waiting.setdefault(key[0], []).append(key[1])
        for language, unknown in waiting.items():
            for text, best in zip(unknown, self._rank(unknown, language), strict=True):
                answers[language, text] = best
        self._ranked.update(answers)
        while len(self._ranked) > _CACHE:
            self._ranked.popitem(last=False)
        return answers

    def _rank(self, texts: list[str], language: str) -> list[list[tuple[int, float]]]:
        nearest = self._nearest_of(language)
        near, confirm = self._limits(language)
        k, least = (_LOOKED_AT, min(near, confirm)) if confirm else (_NEAREST, near)
        if self._meaning is None:
            found = nearest.find(texts, k=k, least=least)
        else:
            likely = nearest.find(texts, k=CANDIDATES)
            found = [best[:k] for best in self._meaning.rerank(texts, language, likely)]
        return [
            [
                (self._competences[number], round(score, 4))
                for number, score in best
                if score >= least
            ]
            for best in found
        ]

    def _nearest_of(self, language: str) -> Nearest:
        if self._ranker is None:
            concepts = self.vocabulary.concepts
            self._ranker = Ranker([concepts[i] for i in self._competences], voikko=self.voikko)
        if language not in self._nearest:
            from beltplan.skills.nearest import Nearest

            self._nearest[language] = Nearest(self._ranker, language, self._shared)
        return self._nearest[language]


def _keys(
    asked: Iterable[tuple[int, int, int, int]], texts: Sequence[str]
) -> list[tuple[str, str]]:
    """Return language and letters of sentences, by which answers are kept."""
    return [(LANGUAGES[language], texts[doc][start:end]) for doc, language, start, end in asked]
