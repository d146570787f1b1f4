"""How likely a word is to be said of a competence: a model of translation for ranking.

What is known of a concept is often in other words, or in English: its label, its description, and
the names of the occupations that need it. Each is a source of words, English ones by way of
a bridge (Berger and Lafferty 1999, Information retrieval as statistical translation,
https://doi.org/10.1145/312624.312681), and the probability of a word is their mixture. A concept
scores by the logarithm of that probability over how common the word is, added up over the words
of a text: one that explains all words a little is before one that explains a single word well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from beltplan.skills.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Source", "table"]

# Shares of the sources in the mixture, and of the background against which a word is weighed.
_LABEL, _ENGLISH, _ABOUT, _ENGLISH_ABOUT = 0.4, 0.2, 0.2, 0.2
_BACKGROUND = 0.1


class Source(NamedTuple):
    """Words of one concept, repeats included.

    Attributes
    ----------
    label, english
        Parts of the words of its labels, and roots of its English label.
    about, english_about
        The same of the texts that tell more of it.
    """

    label: Sequence[str]
    english: Sequence[str]
    about: Sequence[str] = ()
    english_about: Sequence[str] = ()


def table(sources: Sequence[Source]) -> dict[str, Any]:
    """Return one row for each concept, as `Bag.table` gives them.

    The product of a text's row of sum one with a concept's row goes from 0 to 1.

    Parameters
    ----------
    sources
        Words of each concept.

    Examples
    --------
    >>> held = table([Source(["fäst", "hästs"], ["attach", "horsesho"], ["hovsl"]),
    ...               Source(["svets"], ["weld"])])
    >>> held["features"], held["ends"].tolist()
    (('fäst', 'hästs', 'svets', 'hovsl'), [0, 3, 4])
    """
    here = _numbers((s.label for s in sources), (s.about for s in sources))
    there = _numbers((s.english for s in sources), (s.english_about for s in sources))
    label = _counts([s.label for s in sources], here)
    english = _counts([s.english for s in sources], there)
    about = _counts([s.about for s in sources], here)
    english_about = _counts([s.english_about for s in sources], there)
    shares = Bridge((s.english, s.label) for s in sources).shares
    over = [(there[a], here[b], share) for a, row in shares.items() for b, share in row.items()]
    across = _matrix(over, max(1, len(there)), len(here))
    chance = sp.csr_matrix(
        _LABEL * _shares(label)
        + _ENGLISH * (_shares(english) @ across)
        + _ABOUT * _shares(about @ _rarity(about))
        + _ENGLISH_ABOUT * (_shares(english_about @ _rarity(english + english_about)) @ across)
    )
    often = np.asarray(label.sum(axis=0)).ravel() + 0.5
    common = _BACKGROUND * often / max(1.0, often.sum())
    most = np.log1p(1 / common)
    chance.sort_indices()
    column = chance.indices
    chance.data = np.log1p(chance.data / common[column]) / most[column]
    return {
        "features": tuple(here),
        "idf": most.astype(np.float32),
        "values": chance.data.astype(np.float32),
        "columns": chance.indices.astype(np.int32),
        "ends": chance.indptr.astype(np.int32),
    }


def _numbers(*groups: Iterable[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in groups:
        for row in group:
            for word in row:
                found.setdefault(word, len(found))
    return found


def _counts(rows: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> sp.csr_matrix:
    cells = [(row, numbers[word], 1.0) for row, held in enumerate(rows) for word in held]
    return _matrix(cells, len(rows), len(numbers))


def _matrix(cells: Sequence[tuple[int, int, float]], rows: int, columns: int) -> sp.csr_matrix:
    at = np.array([cell[:2] for cell in cells], np.int64).reshape(-1, 2).T
    value = np.array([cell[2] for cell in cells], np.float64)
    # A matrix without columns cannot be multiplied by one without chance.
    return sp.csr_matrix((value, (at[0], at[1])), shape=(rows, max(1, columns)))


def _shares(counts: sp.csr_matrix) -> sp.csr_matrix:
    total = np.asarray(counts.sum(axis=1)).ravel()
    return sp.csr_matrix(sp.diags(1 / np.where(total > 0, total, 1)) @ counts)


def _rarity(counts: sp.csr_matrix) -> sp.dia_matrix:
    """Return the weights of words by how few concepts have them, as a diagonal."""
    df: NDArray[np.int64] = np.bincount(counts.indices, minlength=counts.shape[1])
    return sp.diags(np.log((1 + counts.shape[0]) / (1 + df)) + 0.1)
