"""Programmes as learning opportunities of the European Learning Model 3 (JSON-LD).

Names, cardinalities and datatypes are those of the application profile for learning opportunities
and qualifications (LOQ, SHACL shapes 1.1.0 of 5 June 2023, repository
``european-commission-empl/European-Learning-Model``); levels, fields, languages and countries
are concepts of the EU authority tables. The profile requires a homepage and a provider's country;
a programme of which one is not known does not meet it, and nothing is made up to fill it. Its
shape of achievement specifications, which would require a field of study, a language and learning
outcomes as well, is deactivated in the published file: these are given where they are known.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from beltplan.coverage.elm_parts import (
    COUNTRIES,
    concept,
    homepage,
    language,
    note,
    provider,
    said,
    titles,
)
from beltplan.coverage.entry import EntryRules
from beltplan.coverage.programmes import Programme, programmes
from beltplan.coverage.teaching import reader, sources_of_content

if TYPE_CHECKING:
    from beltplan.facts import Region

__all__ = ["LACKS", "elm", "elm_lacks"]

_CONTEXT: Final = {
    "elm": "http://data.europa.eu/snb/model/elm/",
    "dc": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
}
_BASE: Final = "https://w3id.org/beltplan/programme/"
LACKS: Final = {
    "homepage": "an address of its own",
    "country": "a country",
}
"""What the profile requires and a programme may lack, in English."""
_MODES: Final = {"onsite": "9191af2ed9", "online": "920fbb3cbe", "gatherings": "e92d221e4d"}
_COURSE, _PROGRAMME = "05053c1cbe", "79343569f3"
_ECTS: Final = "6fcec5c5af"
_HIGHER: Final = 4
"""Courses that ask for this EQF level at entry count in ECTS; points of VET are others."""

Outcomes = dict[str, list[str]]
"""Competences (addresses) by outcome."""


def elm(region: Region, *, everything: bool = False) -> dict[str, Any]:
    """Return the programmes that run or may run as one JSON-LD document.

    Each is an ``elm:LearningOpportunity`` with its ``elm:LearningAchievementSpecification``:
    title, provider, field, level, languages, credits, rule of entry and the outcomes recorded of
    it, each linked to competences of the battery extension. A mention in a title is no outcome.

    Parameters
    ----------
    region
        Facts as known on a day.
    everything
        Also the programmes that lack something that the profile requires (see `elm_lacks`); the
        document then does not meet it.

    Examples
    --------
    >>> from beltplan.facts import load
    >>> document = elm(load("nordic-battery-belt"))
    >>> document["@graph"][0]["type"]
    'elm:LearningOpportunity'
    """
    outcomes = _outcomes(region)
    rules = EntryRules(region)
    graph = [
        _opportunity(each, outcomes[each.programme_id], rules)
        for each in _listed(region)
        if everything or not _lacks(each)
    ]
    return {"@context": dict(_CONTEXT), "@graph": graph}


def elm_lacks(region: Region) -> dict[str, tuple[str, ...]]:
    """Return by programme what the profile requires and is not known, as codes of `LACKS`.

    Examples
    --------
    >>> from beltplan.facts import load
    >>> elm_lacks(load("nordic-battery-belt"))["P04"]
    ('homepage',)
    """
    found = {each.programme_id: _lacks(each) for each in _listed(region)}
    return {name: lacks for name, lacks in found.items() if lacks}


def _listed(region: Region) -> list[Programme]:
    return [p for p in programmes(region) if p.kind is not None and p.status != "ended"]


def _outcomes(region: Region) -> dict[str, Outcomes]:
    """Return by programme its recorded outcomes, with the competences that people read in them."""
    found: dict[str, Outcomes] = defaultdict(dict)
    for row in region.table("outcomes").iter_rows(named=True):
        if row["programme_id"] is not None:
            found[row["programme_id"]].update({outcome: [] for outcome in row["outcomes"]})
    for row in sources_of_content(region).iter_rows(named=True):
        if row["programme_id"] is not None and row["depth"] != "names":
            held = found[row["programme_id"]].setdefault(row["quote"], [])
            if row["competence"] not in held:
                held.append(row["competence"])
    return found


def _lacks(programme: Programme) -> tuple[str, ...]:
    has = {
        "homepage": homepage(programme) is not None,
        "country": programme.country in COUNTRIES,
    }
    return tuple(code for code, holds in has.items() if not holds)


def _opportunity(programme: Programme, outcomes: Outcomes, rules: EntryRules) -> dict[str, Any]:
    uri = _BASE + programme.programme_id
    whole = programme.kind is not None and programme.kind.exit_eqf is not None
    found: dict[str, Any] = {
        "id": uri,
        "type": "elm:LearningOpportunity",
        "dc:title": titles(programme),
        "dc:type": concept("learning-opportunity", _PROGRAMME if whole else _COURSE),
        "elm:providedBy": provider(programme, uri),
        "elm:learningAchievementSpecification": _specification(programme, outcomes, rules, uri),
        "elm:defaultLanguage": language(titles(programme)[0]["@language"]),
        "dc:modified": {
            "@value": f"{programme.known_from.isoformat()}T00:00:00Z",
            "@type": "xsd:dateTime",
        },
    }
    page = homepage(programme)
    if page is not None:
        found["foaf:homepage"] = page
    if programme.mode in _MODES:
        found["elm:mode"] = concept("learning-assessment", _MODES[programme.mode])
    if programme.months is not None:
        months = max(1, round(programme.months))
        found["elm:duration"] = {"@value": f"P{months}M", "@type": "xsd:duration"}
    return found


def _specification(
    programme: Programme, outcomes: Outcomes, rules: EntryRules, uri: str
) -> dict[str, Any]:
    # A qualification of the profile must name its national level, which the facts do not hold.
    found: dict[str, Any] = {
        "id": f"{uri}#specification",
        "type": "elm:LearningAchievementSpecification",
        "dc:title": titles(programme),
    }
    if programme.field is not None:
        found["elm:ISCEDFCode"] = concept("isced-f", programme.field)
    if programme.level is not None and programme.level[0] == programme.level[1]:
        found["elm:educationLevel"] = concept("eqf", str(programme.level[0]))
    if programme.languages:
        found["dc:language"] = [language(code) for code in programme.languages]
    kind = programme.kind
    if programme.credits is not None and kind is not None and kind.entry_eqf >= _HIGHER:
        found["elm:creditPoint"] = {
            "type": "elm:CreditPoint",
            "elm:framework": concept("education-credit", _ECTS),
            "elm:point": f"{programme.credits:g}",
        }
    rule = rules.rule(kind, home=programme.country)
    if rule.rule_id:
        words = f"{rule.rule} ({rule.statute})" if rule.statute else rule.rule
        found["elm:entryRequirement"] = note(words)
    if outcomes:
        known = reader().vocabulary.by_uri
        found["elm:learningOutcome"] = [
            {
                "type": "elm:LearningOutcome",
                "dc:title": said(outcome, "en"),
                **(
                    {"elm:relatedSkill": [_skill(known[uri].labels, uri) for uri in competences]}
                    if competences
                    else {}
                ),
            }
            for outcome, competences in outcomes.items()
        ]
    return found


def _skill(labels: Any, uri: str) -> dict[str, Any]:
    named = [said(words[0], code) for code, words in labels.items()]
    return {"id": uri, "type": "skos:Concept", "skos:prefLabel": named}
