"""The reader: texts to a table of competences and occupations, each with its place and why."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from beltplan.skills.documents import Document, clean
from beltplan.skills.finds import NEAR, Finds, Tabulator
from beltplan.skills.language import evidence
from beltplan.skills.masking import mask
from beltplan.skills.plain import PlainPass, language_of
from beltplan.skills.ranking import Ranker
from beltplan.skills.segments import segments
from beltplan.skills.thresholds import threshold
from beltplan.skills.vocabulary import Vocabulary, vocabulary
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from beltplan.skills.batch.reading import BatchPass
    from beltplan.skills.finds import Open
    from beltplan.skills.nearest import Labels, Nearest

__all__ = ["Reader"]

_NEAREST = 2
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
        Whether near matches are ranked where the dictionary found nothing.
    masked
        Whether personal data is covered first.
    compiled
        Whether the first pass is the compiled one; by default when there is much to read.
        Answers are the same.

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
    ) -> None:
        self.vocabulary = words or vocabulary()
        self.near = near
        self.masked = masked
        self.compiled = compiled
        self._plain = PlainPass(self.vocabulary.concepts)
        self._batch: BatchPass | None = None
        self._tabulator = Tabulator(self.vocabulary.concepts)
        self._ranker: Ranker | None = None
        self._nearest: dict[str, Nearest] = {}
        self._shared: dict[tuple[str, str], Labels] = {}
        self._competences: list[int] = []
        self._ranked: OrderedDict[tuple[str, str], list[tuple[int, float]]] = OrderedDict()

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
            text = clean(document.text)
            names.append(document.name)
            held.append(mask(text) if self.masked else text)
            size += len(text)
            if size >= _AT_ONCE:
                much = self.compiled is not False
                yield names, held, much
                names, held, size = [], [], 0
        if held:
            yield names, held, much or (size >= _FEW and self.compiled is not False)

    def _read(self, names: list[str], texts: list[str], much: bool) -> pa.Table:
        first = self._compiled() if much else self._plain
        finds, left = first.read(texts)
        if self.near and left:
            finds = Finds.joined([finds, self._second_pass(left, texts)])
        return self._tabulator.table(finds, names, texts)

    def _compiled(self) -> BatchPass:
        if self._batch is None:
            from beltplan.skills.batch.reading import BatchPass

            self._batch = BatchPass(self.vocabulary.concepts, self._plain)
        return self._batch

    def _second_pass(self, left: Sequence[Open], texts: Sequence[str]) -> Finds:
        waiting: dict[str, list[str]] = {}
        keys = [(LANGUAGES[item.language], texts[item.doc][item.start : item.end]) for item in left]
        for language, text in dict.fromkeys(keys):
            if (language, text) not in self._ranked:
                waiting.setdefault(language, []).append(text)
        answers: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for language, asked in waiting.items():
            for text, best in zip(asked, self._rank(asked, language), strict=True):
                answers[language, text] = best
        rows: list[tuple[float, ...]] = []
        for key, item in zip(keys, left, strict=True):
            span = (item.start, item.end)
            for number, score in answers[key] if key in answers else self._ranked[key]:
                rows.append((item.doc, item.language, *span, *span, number, NEAR, score))
        self._ranked.update(answers)
        while len(self._ranked) > _CACHE:
            self._ranked.popitem(last=False)
        return Finds.of(rows)

    def _rank(self, texts: list[str], language: str) -> list[list[tuple[int, float]]]:
        nearest = self._nearest_of(language)
        limit = threshold(language, len(self._competences))
        return [
            [
                (self._competences[number], round(score, 4))
                for number, score in best
                if score >= limit
            ]
            for best in nearest.find(texts, k=_NEAREST)
        ]

    def _nearest_of(self, language: str) -> Nearest:
        if self._ranker is None:
            concepts = self.vocabulary.concepts
            self._competences = [i for i, c in enumerate(concepts) if c.kind != "occupation"]
            self._ranker = Ranker([concepts[i] for i in self._competences])
        if language not in self._nearest:
            from beltplan.skills.nearest import Nearest

            self._nearest[language] = Nearest(self._ranker, language, self._shared)
        return self._nearest[language]
