"""Public sets for the evaluation: development splits only."""

from __future__ import annotations

import csv
import json
import random
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np

from beltplan.skills.concepts import Concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Set", "decorte", "finnish", "melo", "old_occupations", "sheet", "swedish_skills"]

csv.field_size_limit(1 << 27)


@dataclass(frozen=True, slots=True)
class Set:
    """Texts, the concepts they are linked to, and the right answers.

    `surfaces` gives for each answer the concept that it names, when answers are labels.
    """

    name: str
    language: str
    texts: tuple[str, ...]
    concepts: tuple[Concept, ...]
    gold: tuple[set[int], ...]
    surfaces: NDArray[np.int64] | None = None
    surface_texts: tuple[str, ...] = ()
    prior: NDArray[np.float32] | None = None


def _tsv(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))


def _concept(
    uri: str,
    labels: dict[str, tuple[str, ...]],
    source: str,
    about: Mapping[str, tuple[str, ...]] | None = None,
) -> Concept:
    return Concept(uri, "skill", {k: v for k, v in labels.items() if v}, source, about=about or {})


def _needed_by(data: Path) -> dict[str, list[str]]:
    """Return the Swedish names of the occupations for which a skill is essential."""
    names: dict[str, tuple[str, ...]] = {}
    for row in _csv(data / "esco" / "esco_occupations_v1.1.1_en_sv_fi_no.csv"):
        names[row["uri"]] = _unique([row["label_sv"], *row["alt_sv"].split("|")])
    found: dict[str, list[str]] = {}
    for row in _csv(data / "esco" / "v1.1.1_en" / "occupationSkillRelations.csv"):
        if row["relationType"] == "essential":
            found.setdefault(row["skillUri"], []).extend(names.get(row["occupationUri"], ()))
    return found


def old_occupations(data: Path, language: str) -> dict[str, list[str]]:
    """Return the labels of ESCO 1.0.3 occupations and of ISCO groups, the preferred one first."""
    found: dict[str, list[str]] = {}
    for name in (f"occupations_{language}.csv", f"ISCOGroups_{language}.csv"):
        path = data / "skills_eval" / "esco_103_occupations" / name
        if path.exists():
            for row in _csv(path):
                texts = [row["preferredLabel"], *(row.get("altLabels") or "").split("\n")]
                found.setdefault(row["conceptUri"], []).extend(texts)
    return found


def melo(data: Path, country: str, language: str, *, split: str = "") -> Set:
    """Return a MELO set: national occupations to the ESCO labels of the same language.

    Labels of the other languages come from ESCO 1.0.3 and 1.1.1, found by address. The links
    from national terms to ESCO in those files are not read: they are what is asked for.
    """
    base = data / "skills_eval" / "melo"
    stem = f"{country}_q_{language}_c_{language}__"
    corpus = _tsv(base / f"{stem}corpus_elements.tsv")
    uri_of = {row[0]: row[1] for row in _tsv(base / f"{stem}concept_mapping.tsv")}
    own: dict[str, list[str]] = {}
    for code, text in corpus:
        own.setdefault(uri_of[code], []).append(text)
    files = {"nb": "no", "sv": "sv", "da": "da", "fi": "fi", "en": "en"}
    old = {k: old_occupations(data, v) for k, v in files.items() if k != language}
    for row in _csv(data / "esco" / "esco_occupations_v1.1.1_en_sv_fi_no.csv"):
        for k, v in (("nb", "no"), ("sv", "sv"), ("fi", "fi"), ("en", "en")):
            if k != language:
                texts = [row[f"label_{v}"], *(row.get(f"alt_{v}") or "").split("|")]
                old[k].setdefault(row["uri"], []).extend(texts)
    concepts = tuple(
        _concept(
            uri,
            {language: _unique(texts), **{k: _unique(v.get(uri, ())) for k, v in old.items()}},
            "esco 1.0.8",
        )
        for uri, texts in own.items()
    )
    number = {c.uri: i for i, c in enumerate(concepts)}
    place = {row[0]: i for i, row in enumerate(corpus)}
    right: dict[str, set[int]] = {}
    for link in _tsv(base / f"{stem}annotations{split}.tsv"):
        right.setdefault(link[0], set()).add(place[link[2]])
    asked = [row for row in _tsv(base / f"{stem}queries{split}.tsv") if row[0] in right]
    return Set(
        f"MELO {country} {split.strip('.') or 'all'}",
        language,
        tuple(row[1] for row in asked),
        concepts,
        tuple(right[row[0]] for row in asked),
        np.array([number[uri_of[row[0]]] for row in corpus]),
        tuple(row[1] for row in corpus),
    )


def swedish_skills(data: Path) -> Set:
    """Return Swedish skills with an exact ESCO partner that differs (first half)."""
    base = data / "skills_eval" / "dev"
    own = {
        row[0]: row[1]
        for row in _tsv(base / "esco109_skills_sv_labels.tsv")
        if len(row) > 1 and row[0]
    }
    other = {row["uri"]: row for row in _csv(data / "esco" / "esco_skills_v1.1.1_en_sv_fi.csv")}
    needed = _needed_by(data)
    concepts = tuple(
        _concept(
            uri,
            {
                "sv": _unique([text]),
                "fi": _unique([other[uri]["label_fi"]]) if uri in other else (),
                "en": _unique([other[uri]["label_en"], *other[uri]["alt_en"].split("|")])
                if uri in other
                else (),
            },
            "esco 1.0.9",
            {
                "sv": tuple(needed.get(uri, ())),
                "en": _unique([other[uri]["description_en"]]) if uri in other else (),
            },
        )
        for uri, text in own.items()
    )
    number = {c.uri: i for i, c in enumerate(concepts)}
    lines = (base / "se_skills_exact_nonident.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    gold = [{number[u] for u in row["uris"] if u in number} for row in asked]
    kept = [i for i, g in enumerate(gold) if g]
    return Set(
        "Swedish skills, strings differ, first half",
        "sv",
        tuple(asked[i]["query"] for i in kept),
        concepts,
        tuple(gold[i] for i in kept),
    )


def decorte(data: Path, which: str) -> Set:
    """Return the validation split of HOUSE or TECH: English sentences with their skills."""
    base = data / "skills_eval" / "decorte"
    names = (base / "skills_en_label.txt").read_text(encoding="utf-8").split("\n")
    names = [name.strip() for name in names if name.strip()]
    other = {
        r["label_en"].strip(): r for r in _csv(data / "esco" / "esco_skills_v1.1.1_en_sv_fi.csv")
    }
    concepts = tuple(
        _concept(
            other[n]["uri"] if n in other else n,
            {"en": _unique([n, *(other[n]["alt_en"].split("|") if n in other else ())])},
            "esco 1.1.0",
        )
        for n in names
    )
    number = {n: i for i, n in enumerate(names)}
    found: dict[str, set[int]] = {}
    for row in _csv(base / f"{which}_validation_annotations.csv"):
        right = found.setdefault(row["sentence"], set())
        if row["label"].strip() in number:
            right.add(number[row["label"].strip()])
    prior = json.loads((base / "esco_priors.json").read_text(encoding="utf-8"))
    prior = {k.strip(): v for k, v in prior.items()}
    share = np.array([prior.get(n, 0.0) for n in names])
    share = np.log1p(share / np.median(share[share > 0]))
    return Set(
        f"{which.upper()} validation",
        "en",
        tuple(found),
        concepts,
        tuple(found.values()),
        prior=(share / share.max()).astype(np.float32),
    )


def sheet(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of the first sheet of a workbook by the names in its first row."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        strings = [
            "".join(t.text or "" for t in item.iter(f"{space}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{space}si")  # noqa: S314
        ]
        names: dict[str, str] = {}
        for row in ET.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{space}row"):  # noqa: S314
            cells: dict[str, str] = {}
            for cell in row:
                text = cell.findtext(f"{space}v")
                if text is not None:
                    letter = re.match("[A-Z]+", cell.get("r") or "")
                    assert letter is not None
                    cells[letter.group()] = strings[int(text)] if cell.get("t") == "s" else text
            if not names:
                names = cells
            else:
                yield {names[k]: v for k, v in cells.items() if k in names}


def finnish(data: Path, *, n: int = 1000, seed: int = 0) -> Set:
    """Return Finnish descriptions of ESCO skills, each to be linked to its own label.

    Concepts have the Finnish label and English labels; descriptions in other languages are
    kept out, as they are translations of the text that is asked about.
    """
    path = data / "skills_eval" / "esco_fi_en" / "ESCO_augmented_skilldata.xlsx"
    rows = list(sheet(path))
    concepts = tuple(
        _concept(
            row["conceptUri"],
            {
                "fi": _unique([row.get("label_fin", "")]),
                "en": _unique([row.get("label_eng", ""), *row.get("altLabels", "").split("\n")]),
            },
            "esco 1.1.0",
        )
        for row in rows
    )
    able = [
        i
        for i, row in enumerate(rows)
        if row.get("description_fin", "").strip() != row.get("description_eng", "").strip()
        and row.get("description_fin")
        and row.get("label_fin")
    ]
    pick = random.Random(seed).sample(able, n)  # noqa: S311
    return Set(
        f"Finnish description to label, {n} drawn",
        "fi",
        tuple(rows[i]["description_fin"] for i in pick),
        concepts,
        tuple({i} for i in pick),
    )
