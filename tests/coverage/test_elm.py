"""The learning model export meets the published application profile, and says what does not.

`PROFILE` is what the SHACL shapes of the profile for learning opportunities and qualifications
(LOQ 1.1.0, 5 June 2023) say of the classes that we write, in our own notation. With the shapes
themselves in the folder named by `BELTPLAN_ELM_SHAPES` and pyshacl installed, a file is validated
against them too.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from beltplan.coverage import elm, elm_lacks
from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beltplan.facts import Region

Node = dict[str, Any]
KNOWN = {concept.uri for concept in extension()}

# class: property: (least, most or None, what a value is); other properties are not allowed.
PROFILE: dict[str, dict[str, tuple[int, int | None, str]]] = {
    "elm:LearningOpportunity": {
        "dc:title": (1, None, "text"),
        "dc:type": (0, None, "skos:Concept"),
        "foaf:homepage": (1, None, "elm:WebResource"),
        "elm:duration": (0, 1, "xsd:duration"),
        "elm:mode": (0, None, "skos:Concept"),
        "elm:providedBy": (1, None, "elm:Organisation"),
        "elm:learningAchievementSpecification": (1, 1, "elm:LearningAchievementSpecification"),
        "elm:defaultLanguage": (1, 1, "skos:Concept"),
        "dc:modified": (0, 1, "xsd:dateTime"),
    },
    "elm:LearningAchievementSpecification": {
        "dc:title": (1, None, "text"),
        "elm:ISCEDFCode": (0, None, "skos:Concept"),
        "elm:educationLevel": (0, None, "skos:Concept"),
        "dc:language": (0, None, "skos:Concept"),
        "elm:creditPoint": (0, None, "elm:CreditPoint"),
        "elm:entryRequirement": (0, 1, "elm:Note"),
        "elm:learningOutcome": (0, None, "elm:LearningOutcome"),
    },
    "elm:LearningOutcome": {
        "dc:title": (1, None, "text"),
        "elm:relatedSkill": (0, None, "skos:Concept"),
    },
    "elm:Organisation": {
        "rov:legalName": (1, None, "text"),
        "elm:location": (1, None, "dc:Location"),
    },
    "dc:Location": {"elm:address": (1, None, "elm:Address")},
    "elm:Address": {"elm:countryCode": (1, 1, "skos:Concept")},
    "elm:WebResource": {"elm:contentUrl": (1, 1, "xsd:anyURI")},
    "elm:CreditPoint": {
        "elm:framework": (1, 1, "skos:Concept"),
        "elm:point": (1, 1, "string"),
    },
    "elm:Note": {"elm:noteLiteral": (1, None, "text")},
}
SCHEMES = {
    "elm:defaultLanguage": "http://publications.europa.eu/resource/authority/language",
    "dc:language": "http://publications.europa.eu/resource/authority/language",
    "elm:countryCode": "http://publications.europa.eu/resource/authority/country",
    "elm:ISCEDFCode": "http://data.europa.eu/snb/isced-f/25831c2",
    "elm:educationLevel": "http://data.europa.eu/snb/eqf/25831c2",
}
FORMS = {
    "xsd:duration": r"P[1-9]\d*M",
    "xsd:dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "xsd:anyURI": r"https?://\S+",
}


def values(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def faults(node: Node) -> Iterator[str]:
    """Yield where a node and those in it do not meet the profile."""
    kind = node["type"]
    if kind == "skos:Concept":
        if not node["id"].startswith("http"):
            yield f"{kind}: no address"
        return
    allowed = PROFILE[kind]
    own = {key for key in node if key not in ("id", "type")}
    yield from (f"{kind}: {key} is not allowed" for key in sorted(own - allowed.keys()))
    for key, (least, most, what) in allowed.items():
        held = values(node[key]) if key in node else []
        if len(held) < least or (most is not None and len(held) > most):
            yield f"{kind}: {len(held)} of {key}"
        if what == "text":
            languages = [each["@language"] for each in held]
            if len(set(languages)) != len(languages) or not all(each["@value"] for each in held):
                yield f"{kind}: {key} not once a language"
        for each in held:
            if what in FORMS:
                if each["@type"] != what or not re.fullmatch(FORMS[what], each["@value"]):
                    yield f"{kind}: {key} is no {what}"
            elif what == "string":
                if not isinstance(each, str):
                    yield f"{kind}: {key} is no string"
            elif what != "text":
                if each["type"] != what:
                    yield f"{kind}: {key} holds a {each['type']}"
                if key in SCHEMES and each["skos:inScheme"]["id"] != SCHEMES[key]:
                    yield f"{kind}: {key} is not of its vocabulary"
                yield from faults(each)


def test_every_programme_written_meets_the_profile(region: Region) -> None:
    document = json.loads(json.dumps(elm(region)))
    graph = document["@graph"]
    assert len(graph) > 35
    ids = [item["id"] for item in graph]
    assert len(ids) == len(set(ids))
    assert [fault for item in graph for fault in faults(item)] == []
    used = set(re.findall(r'"(\w+):\w+":', json.dumps(document)))
    assert used - {"http", "https"} <= document["@context"].keys()


def test_what_lacks_something_is_named_and_left_out(region: Region) -> None:
    lacks = elm_lacks(region)
    assert lacks
    short = {item["id"].rsplit("/", 1)[-1] for item in elm(region)["@graph"]}
    whole = {item["id"].rsplit("/", 1)[-1]: item for item in elm(region, everything=True)["@graph"]}
    assert whole.keys() - short == lacks.keys()
    for name, item in whole.items():
        assert bool(list(faults(item))) == (name in lacks), name
    ended = {row["programme_id"] for row in region.table("programmes").iter_rows(named=True)
             if row["status"] == "ended"}  # fmt: skip
    assert not whole.keys() & ended


def test_outcomes_are_written_once_with_the_competences_read_in_them(region: Region) -> None:
    graph = elm(region)["@graph"]
    novia = next(item for item in graph if item["id"].endswith("/P36"))
    outcomes = novia["elm:learningAchievementSpecification"]["elm:learningOutcome"]
    quoted = [outcome["dc:title"]["@value"] for outcome in outcomes]
    assert len(quoted) == len(set(quoted)) == 5
    skills = {skill["id"] for o in outcomes for skill in o.get("elm:relatedSkill", ())}
    assert skills
    assert skills <= KNOWN


def test_what_is_not_known_is_not_filled(region: Region, spoilt: Callable[..., Region]) -> None:
    import polars as pl

    at = pl.col("programme_id") == "P39"
    bare = spoilt(
        programmes=lambda t: t.with_columns(
            pl.when(at).then(None).otherwise(pl.col(name)).alias(name)
            for name in ("isced_f", "duration_months", "level_eqf", "credits")
        )
    )
    item = next(i for i in elm(bare)["@graph"] if i["id"].endswith("/P39"))
    what = item["elm:learningAchievementSpecification"]
    assert not {"elm:ISCEDFCode", "elm:educationLevel", "elm:creditPoint"} & what.keys()
    assert "elm:duration" not in item
    assert list(faults(item)) == []


@pytest.mark.parametrize("shapes", ["LOQ-constraints.ttl", "LOQ-constraints-mdr.ttl"])
def test_the_published_shapes_find_nothing(region: Region, shapes: str) -> None:
    folder = os.environ.get("BELTPLAN_ELM_SHAPES")
    if not folder:
        pytest.skip("BELTPLAN_ELM_SHAPES names no folder with the shapes of the profile")
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    rules = rdflib.Graph().parse(Path(folder) / shapes, format="turtle")
    for place, _, pattern in list(rules.triples((None, shacl.pattern, None))):
        if "\\p{" in pattern:  # a pattern of Java; ours says the same of the scheme
            rules.set((place, shacl.pattern, rdflib.Literal("^https?:")))
    data = rdflib.Graph().parse(data=json.dumps(elm(region)), format="json-ld")
    conforms, _, text = pyshacl.validate(data, shacl_graph=rules, inference="none")
    assert conforms, text
