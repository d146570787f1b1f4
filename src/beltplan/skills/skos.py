"""The vocabulary as SKOS, in Turtle and JSON-LD.

Concepts, labels and links follow the W3C recommendation SKOS (2009). A code of a national
classification is a concept of its own, so that the relation to it is kept: broad never becomes
equal. Stages of the value chain are collections.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beltplan.skills.concepts import Concept, Link

__all__ = ["NOTE", "json_ld", "turtle"]

NOTE = "This service uses the ESCO classification of the European Commission."
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_BASE = "https://w3id.org/beltplan/"
_SCHEME = f"{_BASE}competence"
_ESCO = {
    "skill": "http://data.europa.eu/esco/concept-scheme/skills",
    "occupation": "http://data.europa.eu/esco/concept-scheme/occupations",
}
_ISCO = "http://data.europa.eu/esco/isco/C"
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


class _Text(NamedTuple):
    value: str
    language: str = ""


class _Triple(NamedTuple):
    subject: str
    predicate: str
    value: str | _Text


def turtle(concepts: Iterable[Concept], *, version: str) -> str:
    """Return concepts as Turtle.

    Parameters
    ----------
    concepts
        Competences and occupations.
    version
        Version of the vocabulary.
    """
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for subject, about in _by_subject(concepts, version).items():
        lines += ["", f"<{_address(subject)}>"]
        rows = [
            f"    {predicate} {', '.join(_term(value) for value in values)}"
            for predicate, values in about.items()
        ]
        lines.append(" ;\n".join(rows) + " .")
    return "\n".join(lines) + "\n"


def json_ld(concepts: Iterable[Concept], *, version: str) -> str:
    """Return concepts as JSON-LD; the same statements as `turtle`."""
    graph = []
    for subject, about in _by_subject(concepts, version).items():
        node: dict[str, Any] = {"@id": _address(subject)}
        for predicate, values in about.items():
            if predicate == "rdf:type":
                node["@type"] = [value for value in values if isinstance(value, str)]
            else:
                node[predicate] = [_node(value) for value in values]
        graph.append(node)
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _term(value: str | _Text) -> str:
    if isinstance(value, _Text):
        text = f'"{value.value.translate(_ESCAPES)}"'
        return f"{text}@{value.language}" if value.language else text
    return value if value.startswith("skos:") else f"<{_address(value)}>"


def _address(value: str) -> str:
    """Return an address without the characters that Turtle does not allow in one."""
    return re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda found: f"%{ord(found.group()):02X}", value)


def _node(value: str | _Text) -> dict[str, str]:
    if not isinstance(value, _Text):
        return {"@id": _address(value)}
    return {"@value": value.value, **({"@language": value.language} if value.language else {})}


def _by_subject(
    concepts: Iterable[Concept], version: str
) -> dict[str, dict[str, list[str | _Text]]]:
    found: dict[str, dict[str, list[str | _Text]]] = {}
    for triple in _triples(list(concepts), version):
        values = found.setdefault(triple.subject, {}).setdefault(triple.predicate, [])
        if triple.value not in values:
            values.append(triple.value)
    return found


def _triples(concepts: list[Concept], version: str) -> Iterator[_Triple]:
    yield _Triple(_SCHEME, "rdf:type", "skos:ConceptScheme")
    yield _Triple(_SCHEME, "dcterms:title", _Text("Beltplan battery competences", "en"))
    yield _Triple(_SCHEME, "owl:versionInfo", _Text(version))
    yield _Triple(_SCHEME, "dcterms:rights", _Text(NOTE, "en"))
    for concept in concepts:
        yield from _concept(concept)


def _concept(concept: Concept) -> Iterator[_Triple]:
    own = concept.uri
    yield _Triple(own, "rdf:type", "skos:Concept")
    if own.startswith(_BASE):
        scheme = _SCHEME
    else:
        scheme = _ESCO["occupation" if concept.kind == "occupation" else "skill"]
    yield _Triple(own, "skos:inScheme", scheme)
    yield _Triple(own, "dcterms:type", _Text(concept.kind))
    yield _Triple(own, "dcterms:source", _Text(concept.source))
    yield _Triple(own, "skos:editorialNote", _Text(concept.review, "en"))
    for language, labels in concept.labels.items():
        for place, label in enumerate(dict.fromkeys(labels)):
            kind = "altLabel" if place else "prefLabel"
            yield _Triple(own, f"skos:{kind}", _Text(label, language))
    for link in concept.links:
        yield from _link(own, link)
    if concept.stage:
        stage = f"{_BASE}stage/{concept.stage.lower().replace(' ', '-')}"
        yield _Triple(stage, "rdf:type", "skos:Collection")
        yield _Triple(stage, "skos:prefLabel", _Text(concept.stage, "en"))
        yield _Triple(stage, "skos:member", own)


def _link(own: str, link: Link) -> Iterator[_Triple]:
    predicate = f"skos:{link.relation}Match"
    classification, mark, code = link.uri.partition(":")
    if mark and code.startswith("//"):
        yield _Triple(own, predicate, link.uri)
        return
    address = (
        f"{_ISCO}{code}"
        if classification == "isco08"
        else f"{_BASE}code/{quote(classification)}/{quote(code)}"
    )
    yield _Triple(own, predicate, address)
    yield _Triple(address, "rdf:type", "skos:Concept")
    yield _Triple(address, "skos:notation", _Text(code))
    yield _Triple(address, "dcterms:source", _Text(classification))
