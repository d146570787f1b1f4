"""The reader: texts to a table of competences and occupations, each with its place and why."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from beltplan.skills.cleaning import clean, readable
from beltplan.skills.collecting import no_collecting
from beltplan.skills.documents import Document
from beltplan.skills.finds import Finds, Tabulator
from beltplan.skills.language import evidence
from beltplan.skills.masking import mask
from beltplan.skills.meaning import WEIGHT
from beltplan.skills.plain import PlainPass, language_of
from beltplan.skills.second import SecondPass
from beltplan.skills.segments import segments
from beltplan.skills.vocabulary import Vocabulary, vocabulary
from beltplan.skills.voikko import analyser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from beltplan.skills.batch.reading import BatchPass
    from beltplan.skills.encoder import Encoder

__all__ = ["Reader"]

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
        self._second = SecondPass(
            self.vocabulary.concepts, voikko=voikko, encoder=encoder, encoder_weight=encoder_weight
        )

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
                finds = self._second.take(finds, asking, texts)
            return self._tabulator.table(finds, names, texts)

    def _compiled(self) -> BatchPass:
        if self._batch is None:
            from beltplan.skills.batch.reading import BatchPass

            self._batch = BatchPass(self.vocabulary.concepts, self._plain)
        return self._batch
