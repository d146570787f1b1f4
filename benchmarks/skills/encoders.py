"""What a sentence encoder adds: ``python -m benchmarks.skills encoder --encoder FOLDER``.

Development splits only. The same ranking stands beside itself with the encoder asked about its
best answers, and the reader's finds with and without it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills import Concept, Ranker, Reader, Vocabulary, encoder_from
from beltplan.skills.meaning import CANDIDATES, WEIGHT, Meaning
from beltplan.skills.weights import weights
from benchmarks.skills import measures, sets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from beltplan.skills import Encoder

__all__ = ["table"]

_TIE = 0.25
_FINNISH = 400
_WEIGHTS = (0.1, WEIGHT, 0.3, 0.5)


def _shares(data: sets.Set) -> NDArray[np.float32]:
    whole = sum(weight for _, _, weight in weights(data.language))
    return Ranker(data.concepts, prior=data.prior).scores(data.texts, data.language) / whole


def _again(
    data: sets.Set, shares: NDArray[np.float32], encoder: Encoder, weight: float
) -> NDArray[np.float32]:
    """Return the shares with those of the best concepts scored anew."""
    best = np.argsort(-shares, axis=1, kind="stable")[:, :CANDIDATES]
    answers = [[(int(n), float(row[n])) for n in at] for row, at in zip(shares, best, strict=True)]
    meaning = Meaning(encoder, data.concepts, weight=weight)
    out = (1 - weight) * shares
    for row, answer in zip(out, meaning.rerank(data.texts, data.language, answers), strict=True):
        for number, score in answer:
            row[number] = score
    return out


def _judged(data: sets.Set, shares: NDArray[np.float32]) -> str:
    if data.surfaces is not None:
        whole = sum(weight for _, _, weight in weights(data.language))
        labels = [
            Concept(str(i), "label", {data.language: (t,)}, "")
            for i, t in enumerate(data.surface_texts)
        ]
        each = Ranker(labels).scores(
            data.texts, data.language, mix={("letters", data.language): _TIE / whole}
        )
        return (
            f"MAP {measures.mean_average_precision(shares[:, data.surfaces] + each, data.gold):.3f}"
        )
    if data.language == "en":
        kept = [i for i, g in enumerate(data.gold) if g]
        five = measures.r_precision(shares[kept], [data.gold[i] for i in kept])
        return f"RP@5 {five:.3f}, F1 {measures.best_f1(shares, data.gold)[0]:.3f}"
    five, mrr = measures.hits(shares, data.gold)
    return f"hit@5 {five:.3f}, MRR {mrr:.3f}"


def _read(data: sets.Set, encoder: Encoder | None) -> str:
    number = {concept.uri: n for n, concept in enumerate(data.concepts)}
    reader = Reader(Vocabulary(data.concepts, ("evaluation",)), masked=False, encoder=encoder)
    found: list[set[int]] = [set() for _ in data.texts]
    for row in reader.read(data.texts).select(["text_id", "uri"]).to_pylist():
        found[int(row["text_id"]) - 1].add(number[row["uri"]])
    right = sum(len(a & b) for a, b in zip(found, data.gold, strict=True))
    n_found, n_gold = sum(map(len, found)), sum(map(len, data.gold))
    return (
        f"F1 {2 * right / (n_found + n_gold):.3f} "
        f"(precision {right / max(1, n_found):.2f}, recall {right / n_gold:.2f})"
    )


def _sets(data: Path) -> Iterator[sets.Set]:
    yield sets.decorte(data, "house")
    yield sets.decorte(data, "tech")
    yield sets.melo(data, "swe", "sv", split=".dev")
    yield sets.swedish_skills(data)
    yield sets.finnish(data, n=_FINNISH)


def table(data: Path, folder: Path) -> Iterator[str]:
    """Yield the rows of the table, in Markdown."""
    encoder = encoder_from(folder)
    encoder.encode(["loaded before the clock starts"])
    names = " | ".join(f"share {weight:g}" for weight in _WEIGHTS)
    yield f"| set | without | {names} | CPU s without | CPU s more at {WEIGHT:g} |"
    yield "|---|---|" + "---|" * (len(_WEIGHTS) + 2)
    for one in _sets(data):
        start = time.process_time()
        shares = _shares(one)
        plain = time.process_time() - start
        cells, more = [], 0.0
        for weight in _WEIGHTS:
            start = time.process_time()
            cells.append(_judged(one, _again(one, shares, encoder, weight)))
            if weight == WEIGHT:
                more = time.process_time() - start
        yield (
            f"| {one.name} ({len(one.texts)} texts) | {_judged(one, shares)} | "
            f"{' | '.join(cells)} | {plain:.1f} | {more:.1f} |"
        )
        if one.language == "en":
            yield f"| {one.name}, reader | {_read(one, None)} | | {_read(one, encoder)} | | | | |"
