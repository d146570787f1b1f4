"""What was found, as columns of numbers, and the Arrow table made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from beltplan.skills.dictionary import METHODS
from beltplan.skills.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from beltplan.skills.concepts import Concept

__all__ = ["METHOD_NAMES", "NEAR", "SCHEMA", "Finds", "Open", "Tabulator"]

METHOD_NAMES = (*METHODS, "near")
NEAR = len(METHODS)

SCHEMA = pa.schema(
    [
        ("text_id", pa.string()),
        ("language", pa.string()),
        ("sentence", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("surface", pa.string()),
        ("uri", pa.string()),
        ("kind", pa.string()),
        ("label", pa.string()),
        ("score", pa.float64()),
        ("method", pa.string()),
        ("version", pa.string()),
    ]
)


class Open(NamedTuple):
    """A sentence that sounds like a requirement, or whose weak finds want a second look."""

    doc: int
    language: int
    start: int
    end: int


class Finds(NamedTuple):
    """Columns of finds, one item each.

    `doc` counts texts; `language` and `method` are places in `LANGUAGES` and `METHOD_NAMES`;
    the rest counts characters of the text: where the sentence and the find start and end.
    """

    doc: NDArray[np.int64]
    language: NDArray[np.int64]
    sentence_start: NDArray[np.int64]
    sentence_end: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    concept: NDArray[np.int64]
    method: NDArray[np.int64]
    score: NDArray[np.float64]

    @staticmethod
    def of(rows: Sequence[tuple[float, ...]]) -> Finds:
        """Return rows of numbers, in the order of the columns, as columns."""
        table = np.array(rows, np.float64).reshape(-1, len(Finds._fields))
        doc, language, first, last, start, end, concept, method = table[:, :-1].astype(np.int64).T
        return Finds(doc, language, first, last, start, end, concept, method, table[:, -1])

    @staticmethod
    def joined(parts: Iterable[Finds]) -> Finds:
        """Return all finds of several."""
        held = [Finds.of([]), *parts]
        return Finds._make(np.concatenate(columns) for columns in zip(*held, strict=True))


class Tabulator:
    """Makes Arrow tables of finds.

    Parameters
    ----------
    concepts
        The vocabulary that finds count in.
    """

    def __init__(self, concepts: Sequence[Concept]) -> None:
        order = sorted(range(len(concepts)), key=lambda n: concepts[n].uri)
        self._rank = np.empty(len(concepts), np.int64)
        self._rank[order] = np.arange(len(concepts))
        self._size = len(concepts)
        text = pa.string()
        self._uri = pa.array([c.uri for c in concepts], text)
        self._kind = pa.array([c.kind for c in concepts], text)
        self._version = pa.array([c.source for c in concepts], text)
        self._label = pa.array(
            [c.label("nb" if name == "nn" else name) for name in LANGUAGES for c in concepts], text
        )
        self._languages = pa.array(LANGUAGES, text)
        self._methods = pa.array(METHOD_NAMES, text)

    def table(self, finds: Finds, names: Sequence[str], texts: Sequence[str]) -> pa.Table:
        """Return one row for each find, by text, place and address of the concept."""
        order = np.lexsort((self._rank[finds.concept], finds.end, finds.start, finds.doc))
        f = Finds._make(column[order] for column in finds)
        docs = f.doc.tolist()
        # Finds of a sentence stand together: it is cut out once.
        spans = np.stack([f.doc, f.sentence_start, f.sentence_end])
        first = np.ones(len(docs), np.bool_)
        first[1:] = (spans[:, 1:] != spans[:, :-1]).any(axis=0)
        sentences = [texts[d][a:b] for d, a, b in spans[:, first].T.tolist()]
        places = (f.start.tolist(), f.end.tolist())
        columns = [
            pa.array(names, pa.string()).take(pa.array(f.doc)),
            self._languages.take(pa.array(f.language)),
            _column(sentences).take(pa.array(np.cumsum(first) - 1)),
            pa.array(f.start),
            pa.array(f.end),
            _column([texts[d][a:b] for d, a, b in zip(docs, *places, strict=True)]),
            self._uri.take(pa.array(f.concept)),
            self._kind.take(pa.array(f.concept)),
            self._label.take(pa.array(f.language * self._size + f.concept)),
            pa.array(f.score),
            self._methods.take(pa.array(f.method)),
            self._version.take(pa.array(f.concept)),
        ]
        return pa.Table.from_arrays(
            [column.cast(field.type) for column, field in zip(columns, SCHEMA, strict=True)],
            schema=SCHEMA,
        )


def _column(texts: list[str]) -> pa.StringArray:
    """Return texts as a column, without halves of characters, which Arrow refuses."""
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        sound = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return pa.array(sound, pa.string())
