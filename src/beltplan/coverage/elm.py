"""Programmes as learning opportunities of the European Learning Model 3 (JSON-LD).

The names are those of the model's ontology (namespace ``http://data.europa.eu/snb/model/elm/``);
levels, languages and countries are concepts of the EU authority tables. What is unknown is left
out. The constraints of the application profile for learning opportunities could not be fetched,
so a file has not been validated against them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from beltplan.coverage.programmes import Programme, programmes
from beltplan.coverage.teaching import reader, teaching

if TYPE_CHECKING:
    from beltplan.facts import Region

__all__ = ["elm"]

_CONTEXT: Final = {
    "elm": "http://data.europa.eu/snb/model/elm/",
    "dc": "http://purl.org/dc/terms/",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
}
_BASE: Final = "https://w3id.org/beltplan/programme/"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_LANGUAGES: Final = {"sv": "SWE", "fi": "FIN", "nb": "NOB", "en": "ENG", "nn": "NNO", "da": "DAN"}
_COUNTRIES: Final = {"SE": "SWE", "FI": "FIN", "NO": "NOR", "DK": "DNK"}
_HIGHER: Final = 4
"""Courses that ask for this EQF level at entry count in ECTS; points of VET are others."""


def elm(region: Region) -> dict[str, Any]:
    """Return the programmes that run or may run as one JSON-LD document.

    Each is an ``elm:LearningOpportunity`` with its ``elm:LearningAchievementSpecification``:
    title, provider, level, languages, credits and the outcomes read from it, each linked
    to a competence of the battery extension. A mention in a title is no outcome.

    Examples
    --------
    >>> from beltplan.facts import load
    >>> document = elm(load("nordic-battery-belt"))
    >>> document["@graph"][0]["type"]
    'elm:LearningOpportunity'
    """
    outcomes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in teaching(region).iter_rows(named=True):
        if row["basis"] != "title":
            outcomes[row["programme_id"]].append(row)
    graph = [
        _opportunity(programme, outcomes[programme.programme_id])
        for programme in programmes(region)
        if programme.kind is not None and programme.status != "ended"
    ]
    return {"@context": dict(_CONTEXT), "@graph": graph}


def _opportunity(programme: Programme, outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    uri = _BASE + programme.programme_id
    found: dict[str, Any] = {
        "id": uri,
        "type": "elm:LearningOpportunity",
        "dc:title": _titles(programme),
        "elm:providedBy": {
            "id": f"{uri}#provider",
            "type": "elm:Organisation",
            "rov:legalName": programme.provider,
        },
        "elm:learningAchievementSpecification": _specification(programme, outcomes, uri),
        "dc:modified": {"@value": programme.known_from.isoformat(), "@type": "xsd:date"},
    }
    if programme.url.startswith("http") and " " not in programme.url:
        found["elm:homepage"] = {
            "type": "elm:WebResource",
            "elm:contentURL": {"@value": programme.url, "@type": "xsd:anyURI"},
        }
    if programme.languages:
        found["elm:defaultLanguage"] = _concept(
            "language", _LANGUAGES.get(programme.languages[0], programme.languages[0].upper())
        )
    if programme.country in _COUNTRIES:
        found["dc:spatial"] = _concept("country", _COUNTRIES[programme.country])
    months = programme.months
    if months is not None:
        whole = max(1, round(months))
        found["elm:duration"] = {"@value": f"P{whole}M", "@type": "xsd:duration"}
    return found


def _specification(
    programme: Programme, outcomes: list[dict[str, Any]], uri: str
) -> dict[str, Any]:
    qualification = programme.kind is not None and programme.kind.exit_eqf is not None
    found: dict[str, Any] = {
        "id": f"{uri}#specification",
        "type": "elm:Qualification" if qualification else "elm:LearningAchievementSpecification",
        "dc:title": _titles(programme),
    }
    if programme.level is not None and programme.level[0] == programme.level[1]:
        level = f"http://data.europa.eu/snb/eqf/{programme.level[0]}"
        found["elm:EQFLevel"] = {"id": level, "type": "skos:Concept"}
    if programme.languages:
        found["dc:language"] = [
            _concept("language", _LANGUAGES.get(code, code.upper())) for code in programme.languages
        ]
    higher = programme.kind is not None and programme.kind.entry_eqf >= _HIGHER
    if programme.credits is not None and higher:
        found["elm:creditPoint"] = {
            "type": "elm:CreditPoint",
            "elm:framework": {
                "id": "http://data.europa.eu/snb/education-credit/6fcec5c5af",
                "type": "skos:Concept",
            },
            "elm:point": f"{programme.credits:g}",
        }
    if outcomes:
        words = reader().vocabulary.by_uri
        found["elm:learningOutcome"] = [
            {
                "type": "elm:LearningOutcome",
                "dc:title": {"@value": row["quote"], "@language": "en"},
                "elm:relatedSkill": {
                    "id": row["competence"],
                    "type": "skos:Concept",
                    "skos:prefLabel": [
                        {"@value": labels[0], "@language": language}
                        for language, labels in words[row["competence"]].labels.items()
                    ],
                },
            }
            for row in outcomes
        ]
    return found


def _titles(programme: Programme) -> list[dict[str, str]]:
    titles = [{"@value": programme.name_en, "@language": "en"}]
    own = programme.languages[0] if programme.languages else ""
    if programme.name != programme.name_en and own and own != "en":
        titles.insert(0, {"@value": programme.name, "@language": own})
    return titles


def _concept(table: str, code: str) -> dict[str, str]:
    return {"id": f"{_AUTHORITY}{table}/{code}", "type": "skos:Concept"}
