"""The ESCO classification from a folder of its official CSV files.

Files are named as the publisher names them: ``skills_en.csv``, ``occupations_sv.csv`` and so on,
one per language; English must be there. The version is read from the folder's name (``v1.2.0``,
``ESCO dataset - v1.1.1``) or given, and stands in every answer. English descriptions, and the names
of the occupations for which a competence is essential, serve the ranking where the folder has them.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pyarrow import ArrowInvalid, ArrowKeyError
from pyarrow.compute import equal
from pyarrow.csv import ConvertOptions, read_csv

from beltplan.skills.concepts import Concept
from beltplan.skills.errors import EscoError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_esco"]

_LANGUAGES = {"en": "en", "sv": "sv", "fi": "fi", "no": "nb", "nb": "nb", "da": "da"}
_PILLARS = ("skills", "occupations")
_RELATIONS = ("occupationSkillRelations_en.csv", "occupationSkillRelations.csv")
_RELATION_COLUMNS = ("occupationUri", "relationType", "skillUri")
_VERSION = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)")
_LARGEST_FIELD = 1 << 24


def read_esco(folder: Path, *, version: str = "") -> tuple[Concept, ...]:
    """Return the competences and occupations of ESCO.

    Parameters
    ----------
    folder
        Where the CSV files are.
    version
        Version of the files, when the folder's name does not say it.

    Raises
    ------
    EscoError
        If the folder or its English files are missing, or the version is not known.
    """
    known = version or _version_of(folder)
    if not known:
        raise EscoError(
            f"the version of the ESCO files in {folder.name} is not known",
            "name the folder after the version, such as esco-v1.2.0, or give the version",
        )
    csv.field_size_limit(_LARGEST_FIELD)
    labels: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, str] = {}
    about: dict[str, dict[str, list[str]]] = {}
    for pillar in _PILLARS:
        found = False
        for suffix, language in _LANGUAGES.items():
            path = folder / f"{pillar}_{suffix}.csv"
            if path.is_file():
                _add(path, pillar, language, labels, kinds, about)
                found = found or language == "en"
        if not found:
            raise EscoError(
                f"no {pillar}_en.csv in {folder}",
                "unpack the English CSV files of the ESCO download there",
            )
    _add_occupations(folder, labels, about)
    source = f"esco {known}"
    return tuple(
        Concept(
            uri,
            kinds[uri],
            {language: tuple(dict.fromkeys(texts)) for language, texts in by.items()},
            source,
            about={language: tuple(texts) for language, texts in about.get(uri, {}).items()},
        )
        for uri, by in sorted(labels.items())
    )


def _add_occupations(
    folder: Path,
    labels: dict[str, dict[str, list[str]]],
    about: dict[str, dict[str, list[str]]],
) -> None:
    """Tell of each competence the names of the occupations for which it is essential.

    Not in English: its description tells more there.
    """
    path = next((folder / name for name in _RELATIONS if (folder / name).is_file()), None)
    if path is None:
        return
    try:
        columns = ConvertOptions(include_columns=[*_RELATION_COLUMNS])
        held = read_csv(path, convert_options=columns)
    except (ArrowInvalid, ArrowKeyError):
        raise EscoError(
            f"{path.name} has no columns {', '.join(_RELATION_COLUMNS)}",
            "use the CSV files as ESCO publishes them",
        ) from None
    needed = held.filter(equal(held["relationType"], "essential"))
    pairs = zip(*(needed[name].to_pylist() for name in ("occupationUri", "skillUri")), strict=True)
    for occupation, uri in pairs:
        if uri in labels:
            for language, texts in labels.get(occupation, {}).items():
                if language != "en":
                    about.setdefault(uri, {}).setdefault(language, []).extend(texts)


def _version_of(folder: Path) -> str:
    for name in (folder.name, folder.resolve().parent.name):
        if found := _VERSION.search(name):
            return found.group(1)
    return ""


def _add(
    path: Path,
    pillar: str,
    language: str,
    labels: dict[str, dict[str, list[str]]],
    kinds: dict[str, str],
    about: dict[str, dict[str, list[str]]],
) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"conceptUri", "preferredLabel"} <= set(rows.fieldnames or ()):
            raise EscoError(
                f"{path.name} has no columns conceptUri and preferredLabel",
                "use the CSV files as ESCO publishes them",
            )
        for row in rows:
            uri = row["conceptUri"]
            texts = [row["preferredLabel"], *(row.get("altLabels") or "").split("\n")]
            kept = [text.strip() for text in texts if text and text.strip()]
            if kept:
                labels.setdefault(uri, {}).setdefault(language, []).extend(kept)
                if language == "en" and (told := (row.get("description") or "").strip()):
                    about.setdefault(uri, {})["en"] = [told]
                given = row.get("skillType") or ""
                kinds[uri] = (
                    "occupation"
                    if pillar == "occupations"
                    else "knowledge"
                    if given == "knowledge"
                    else "skill"
                )
