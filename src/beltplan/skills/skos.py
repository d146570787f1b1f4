"""The shipped vocabulary as SKOS, in Turtle or JSON-LD.

SKOS is the W3C recommendation of 18 August 2009 (Simple Knowledge Organization System). Every
concept keeps its labels by language, its step of the value chain, its review state and the
relation of each link: a broad match stays a broad match.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from beltplan.skills.extension import BASE, EXTENSION, extension

if TYPE_CHECKING:
    from beltplan.skills.concepts import Concept

__all__ = ["skos_json_ld", "skos_turtle"]

SCHEME: Final = BASE.rsplit("/", 2)[0] + "/competences"
_PREFIXES: Final = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "adms": "http://www.w3.org/ns/adms#",
}
_MATCHES: Final = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
}
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def skos_turtle() -> str:
    """Return the battery extension as Turtle.

    Examples
    --------
    >>> print(skos_turtle().splitlines()[0])
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    """
    lines = [f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()]
    lines += [
        "",
        f"<{SCHEME}> a skos:ConceptScheme ;",
        '    dcterms:title "Competences of the battery value chain"@en ;',
        f"    dcterms:hasVersion {_quoted(EXTENSION)} .",
    ]
    for concept in extension():
        parts = ["a skos:Concept", f"skos:inScheme <{SCHEME}>"]
        for key, values in _literals(concept).items():
            parts += [f"{key} {_quoted(text)}@{language}" for text, language in values]
        parts.append(f"dcterms:type {_quoted(concept.kind)}")
        parts.append(f"dcterms:subject {_quoted(concept.stage)}")
        parts.append(f"adms:status {_quoted(concept.review)}")
        parts += [f"{match} <{uri}>" for match, uri in _links(concept)]
        lines += ["", f"<{concept.uri}> " + " ;\n    ".join(parts) + " ."]
    return "\n".join(lines) + "\n"


def skos_json_ld() -> str:
    """Return the battery extension as JSON-LD, the same statements as `skos_turtle`."""
    graph: list[dict[str, Any]] = [
        {
            "@id": SCHEME,
            "@type": "skos:ConceptScheme",
            "dcterms:title": {
                "@value": "Competences of the battery value chain",
                "@language": "en",
            },
            "dcterms:hasVersion": EXTENSION,
        }
    ]
    for concept in extension():
        node: dict[str, Any] = {
            "@id": concept.uri,
            "@type": "skos:Concept",
            "skos:inScheme": {"@id": SCHEME},
        }
        for key, values in _literals(concept).items():
            node[key] = [{"@value": text, "@language": language} for text, language in values]
        node |= {
            "dcterms:type": concept.kind,
            "dcterms:subject": concept.stage,
            "adms:status": concept.review,
        }
        for match, uri in _links(concept):
            node.setdefault(match, []).append({"@id": uri})
        graph.append(node)
    document = {"@context": dict(_PREFIXES), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _literals(concept: Concept) -> dict[str, list[tuple[str, str]]]:
    """Return preferred and alternative labels; SKOS allows one preferred label a language."""
    found: dict[str, list[tuple[str, str]]] = {"skos:prefLabel": []}
    for language, labels in concept.labels.items():
        if not labels:
            continue
        found["skos:prefLabel"].append((labels[0], language))
        # A label may not be preferred and alternative at once (SKOS, integrity condition S13).
        for other in dict.fromkeys(labels[1:]):
            if other != labels[0]:
                found.setdefault("skos:altLabel", []).append((other, language))
    return found


def _links(concept: Concept) -> list[tuple[str, str]]:
    return [
        (_MATCHES[link.relation], link.uri) for link in concept.links if link.relation in _MATCHES
    ]


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'
