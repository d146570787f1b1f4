"""Whether the four languages are read equally well: synonyms of the same occupations.

Asked are ESCO occupations that have synonyms in all languages (1.1.1, Finnish
synonyms from 1.0.3): in each language one drawn
synonym is taken out of the vocabulary and its occupation is sought by what is left, with the
weights of near matches. The texts are labels, not sentences, and say nothing of competences; but
they are the only ones at hand that are alike in Swedish, Finnish, Norwegian and English.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills.concepts import Concept
from beltplan.skills.ranking import Ranker
from beltplan.skills.weights import near_weights
from benchmarks.skills.sets import old_occupations

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PRECISION", "table"]

LANGUAGES = ("sv", "fi", "nb", "en")
PRECISION = 0.7


def _labels(data: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {k: {} for k in LANGUAGES}
    older = old_occupations(data, "fi")
    path = data / "esco" / "esco_occupations_v1.1.1_en_sv_fi_no.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            uri = row["uri"]
            for k, name in (("sv", "sv"), ("fi", "fi"), ("nb", "no"), ("en", "en")):
                texts = [row[f"label_{name}"], *(row.get(f"alt_{name}") or "").split("|")]
                if k == "fi":
                    texts += older.get(uri, [])
                found[k][uri] = tuple(dict.fromkeys(t.strip() for t in texts if t.strip()))
    return found


def table(data: Path, *, n: int = 800, seed: int = 0) -> list[str]:
    """Return the rows: threshold and recall of each language at one precision."""
    labels = _labels(data)
    uris = list(labels["en"])
    able = [uri for uri in uris if all(len(labels[k].get(uri, ())) > 1 for k in LANGUAGES)]
    place = {uri: i for i, uri in enumerate(uris)}
    draw = random.Random(seed)  # noqa: S311
    picked = draw.sample(able, min(n, len(able)))
    out = [
        "| language | asked | first answer right | threshold | answered | recall | of English |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = []
    for language in LANGUAGES:
        asked = {uri: draw.choice(labels[language][uri][1:]) for uri in picked}
        often = Counter(t.lower() for held in labels[language].values() for t in set(held))
        asked = {uri: text for uri, text in asked.items() if often[text.lower()] == 1}
        concepts = [
            Concept(
                uri,
                "skill",
                {
                    k: tuple(t for t in held.get(uri, ()) if k != language or t != asked.get(uri))
                    for k, held in labels.items()
                },
                "esco 1.1.1",
            )
            for uri in uris
        ]
        mix = near_weights(language)
        scores = Ranker(concepts).scores(list(asked.values()), language, mix=mix)
        top = scores.max(axis=1) / sum(mix.values())
        right = scores.argmax(axis=1) == np.array([place[uri] for uri in asked])
        order = np.argsort(-top)
        share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
        kept = np.flatnonzero(share >= PRECISION)
        last = int(kept[-1]) if kept.size else 0
        recall = float(right[order][: last + 1].sum() / len(order))
        rows.append(
            (language, len(order), right.mean(), top[order][last], (last + 1) / len(order), recall)
        )
    whole = rows[-1][-1]
    out += [
        f"| {k} | {size} | {first:.3f} | {limit:.2f} | {given:.2f} | {recall:.3f} "
        f"| {recall / whole:.2f} |"
        for k, size, first, limit, given, recall in rows
    ]
    return out
