"""The vocabulary of the benchmarks: the shipped layers with all of ESCO 1.1.1."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from beltplan.skills import Concept, Vocabulary, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["whole_vocabulary"]


def whole_vocabulary(data: Path) -> Vocabulary:
    """Return the shipped layers with the ESCO 1.1.1 labels of the evaluation data."""
    concepts = list(vocabulary().concepts)
    seen = {concept.uri for concept in concepts}
    csv.field_size_limit(1 << 27)
    for pillar, kind in (
        ("skills_v1.1.1_en_sv_fi", "skill"),
        ("occupations_v1.1.1_en_sv_fi_no", "occupation"),
    ):
        with (data / "esco" / f"esco_{pillar}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                labels = {}
                for language, name in (("en", "en"), ("sv", "sv"), ("fi", "fi"), ("nb", "no")):
                    texts = [row.get(f"label_{name}") or ""]
                    texts += (row.get(f"alt_{name}") or "").split("|")
                    held = tuple(dict.fromkeys(t.strip() for t in texts if t.strip()))
                    if held:
                        labels[language] = held
                if row["uri"] not in seen:
                    concepts.append(Concept(row["uri"], kind, labels, "esco 1.1.1"))
    return Vocabulary(tuple(concepts), ("beltplan-battery", "esco 1.1.1"))
