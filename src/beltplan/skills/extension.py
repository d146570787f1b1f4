"""The battery extension that is shipped, and the occupations of the shipped facts."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from beltplan.facts import load
from beltplan.skills.concepts import Concept, Link

__all__ = ["BASE", "EXTENSION", "extension", "shipped_occupations"]

EXTENSION = "beltplan-battery 0.2"
BASE = "https://w3id.org/beltplan/competence/"
"""Addresses of the extension's competences begin so."""
_LANGUAGES = ("en", "sv", "fi", "nb")


@cache
def extension() -> tuple[Concept, ...]:
    """Return the competences of the battery value chain, each with its link to ESCO if any.

    Labels are drafts until their review state says otherwise.
    """
    with (Path(__file__).parent / "battery.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Concept(
            BASE + row["competence_id"],
            row["kind"],
            {
                language: tuple(text.strip() for text in row[f"labels_{language}"].split("|"))
                for language in _LANGUAGES
            },
            EXTENSION,
            (Link(row["esco_relation"], row["esco_uri"], row["esco_label"]),)
            if row["esco_uri"]
            else (),
            row["review"],
            row["stage"],
        )
        for row in rows
    )


@cache
def shipped_occupations(region: str = "nordic-battery-belt") -> tuple[Concept, ...]:
    """Return the occupations of a region's facts, with codes as links.

    Norwegian codes mostly stand for a broader group; their relation is kept.
    """
    concepts = []
    for row in load(region).table("occupations").iter_rows(named=True):
        labels = {
            language: (row[f"label_{language}"],)
            for language in _LANGUAGES
            if row[f"label_{language}"]
        }
        links = [
            *_codes("isco08", row["isco08"], row["isco08_label_en"]),
            *_codes("ssyk2012", row["ssyk2012"], row["ssyk2012_label_sv"]),
            *_codes("aml2010", row["aml2010"]),
            *_codes("styrk08", row["styrk08"], row["styrk08_label_nb"], row["styrk_relation"]),
        ]
        concepts.append(
            Concept(
                row["esco_uri"],
                "occupation",
                labels,
                f"esco {row['esco_version']}",
                tuple(links),
                "official",
                row["value_chain_stage"],
            )
        )
    return tuple(concepts)


def _codes(
    classification: str, codes: str | None, labels: str | None = None, relations: str | None = None
) -> list[Link]:
    """Return a link for each code of a cell; where no relation is given, a code is broader."""
    found = (codes or "").split("|") if codes else []
    names = (labels or "").split("|")
    kinds = (relations or "").split("|")
    return [
        Link(
            (kinds[n] if n < len(kinds) and kinds[n] else "broadMatch").removesuffix("Match"),
            f"{classification}:{code.strip()}",
            names[n] if n < len(names) else "",
        )
        for n, code in enumerate(found)
    ]
