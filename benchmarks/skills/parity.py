"""Whether as much is found in Finnish as in English, on parallel texts at one precision.

Texts are the descriptions of ESCO skills, which say the same in both languages; the vocabulary
holds all skills with their preferred labels in both (and no descriptions). Asked is how often a
text's own skill is found, and how many of all answers are the own skill. The descriptions name
neighbouring skills too, so that precision on the own skill understates true precision.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills.concepts import Concept
from beltplan.skills.dictionary import Dictionary
from beltplan.skills.ranking import Ranker
from beltplan.skills.roots import stem
from beltplan.skills.weights import near_weights
from beltplan.skills.words import function_words, words
from benchmarks.skills.sets import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["table"]

_PRECISIONS = (0.2, 0.4, 0.5)


def _plain(labels: Sequence[str], texts: dict[int, str], language: str) -> list[tuple[float, bool]]:
    """Return answers of plain stems without cutting compounds: all words of a label, any order."""
    skip = function_words(language)
    want = [frozenset(stem(w, language) for w in words(t) if w not in skip) for t in labels]
    index: dict[str, list[int]] = {}
    for number, parts in enumerate(want):
        for part in sorted(parts)[:1]:
            index.setdefault(part, []).append(number)
    found: list[tuple[float, bool]] = []
    for own, text in texts.items():
        here = {stem(w, language) for w in words(text)}
        hits = {n for part in here for n in index.get(part, ()) if want[n] <= here}
        found.extend((float(len(want[n])), n == own) for n in hits)
    return found


def _at(found: list[tuple[float, bool]], n: int, precision: float) -> float:
    """Return the share of texts whose own skill is found where precision is still reached."""
    order = sorted(found, key=lambda pair: -pair[0])
    right = np.cumsum([own for _, own in order])
    kept = np.flatnonzero(right / np.arange(1, len(order) + 1) >= precision)
    return float(right[kept[-1]]) / n if kept.size else 0.0


def table(data: Path, *, n: int = 1500, voikko: bool = False) -> list[str]:
    """Return the rows of the parity table."""
    path = data / "skills_eval" / "esco_fi_en" / "ESCO_augmented_skilldata.xlsx"
    rows = [row for row in sheet(path) if row.get("label_fin") and row.get("label_eng")]
    asked = [
        i
        for i, row in enumerate(rows)
        if row.get("description_fin")
        and row["description_fin"].strip() != row.get("description_eng", "").strip()
    ][:n]
    concepts = [
        Concept(
            r["conceptUri"],
            "skill",
            {"en": (r["label_eng"].strip(),), "fi": (r["label_fin"].strip(),)},
            "",
        )
        for r in rows
    ]
    ranker = Ranker(concepts, voikko=voikko)
    results: dict[tuple[str, str], list[float]] = {}
    speed: dict[str, float] = {}
    for language, text in (("en", "description_eng"), ("fi", "description_fin")):
        texts = {i: rows[i][text] for i in asked}
        labels = [c.labels[language][0] for c in concepts]
        dictionary = Dictionary(concepts, language, voikko=voikko)
        start = time.process_time()
        hits = {i: dictionary.find(t) for i, t in texts.items()}
        speed[language] = sum(len(t.encode()) for t in texts.values()) / (
            time.process_time() - start
        )
        first = [(m.score, m.concept == i) for i, found in hits.items() for m in found]
        mix = near_weights(language)
        whole = sum(mix.values())
        ranked = ranker.rank(list(texts.values()), language, k=2, mix=mix)
        scores: dict[tuple[int, int], float] = {
            (i, number): score / whole
            for i, best in zip(texts, ranked, strict=True)
            for number, score in best
        }
        for i, found in hits.items():
            for m in found:
                scores[i, m.concept] = scores.get((i, m.concept), 0.2) + 0.15 * m.score
        both = [(score, number == i) for (i, number), score in scores.items()]
        for way, found_here in (
            ("plain stems", _plain(labels, texts, language)),
            ("first pass", first),
            ("both passes", both),
        ):
            results[language, way] = [
                sum(own for _, own in found_here) / len(asked),
                sum(own for _, own in found_here) / max(1, len(found_here)),
                *(_at(found_here, len(asked), p) for p in _PRECISIONS),
            ]
    out = [
        "| way | own skill found, en | fi | precision, en | fi | "
        + " | ".join(f"recall at {p:.0%}, en | fi | fi / en" for p in _PRECISIONS)
        + " |",
        "|" + "---|" * (5 + 3 * len(_PRECISIONS)),
    ]
    for way in ("plain stems", "first pass", "both passes"):
        en, fi = results["en", way], results["fi", way]
        cells = [f"{en[0]:.3f}", f"{fi[0]:.3f}", f"{en[1]:.3f}", f"{fi[1]:.3f}"]
        for k in range(2, 2 + len(_PRECISIONS)):
            ratio = f"{fi[k] / en[k]:.2f}" if en[k] else "-"
            cells += [f"{en[k]:.3f}", f"{fi[k]:.3f}", ratio]
        out.append(f"| {way} | " + " | ".join(cells) + " |")
    rate = " and ".join(f"{name} {value / 1e6:.2f}" for name, value in speed.items())
    out.append(f"\nFirst pass, short texts, nothing cached: {rate} MB per CPU-second.")
    return out
