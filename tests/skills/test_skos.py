"""The vocabulary as SKOS: both forms say the same, one preferred label a language."""

from __future__ import annotations

import json
import re

from beltplan.skills.extension import extension
from beltplan.skills.skos import skos_json_ld, skos_turtle

LITERAL = re.compile(r'(skos:\w+) "((?:[^"\\]|\\.)*)"@(\w+)')
MATCH = re.compile(r"(skos:\w+Match) <([^>]+)>")


def statements() -> set[tuple[str, str, str, str]]:
    """Return labels and matches of the Turtle form by concept."""
    found = set()
    for block in skos_turtle().split("\n\n")[2:]:
        uri = block[1 : block.index(">")]
        for key, text, language in LITERAL.findall(block):
            found.add((uri, key, text.replace('\\"', '"').replace("\\\\", "\\"), language))
        for key, other in MATCH.findall(block):
            found.add((uri, key, other, ""))
    return found


def test_both_forms_say_the_same() -> None:
    graph = json.loads(skos_json_ld())["@graph"]
    said = set()
    for node in graph[1:]:
        for key, values in node.items():
            if key in ("skos:prefLabel", "skos:altLabel"):
                said |= {(node["@id"], key, v["@value"], v["@language"]) for v in values}
            elif key.endswith("Match"):
                said |= {(node["@id"], key, v["@id"], "") for v in values}
    assert said == statements()
    assert len(graph) == len(extension()) + 1


def test_one_preferred_label_a_language_and_none_twice() -> None:
    preferred = [(uri, lang) for uri, key, _, lang in statements() if key == "skos:prefLabel"]
    assert len(preferred) == len(set(preferred))
    both: dict[tuple[str, str, str], set[str]] = {}
    for uri, key, text, lang in statements():
        both.setdefault((uri, text, lang), set()).add(key)
    assert all(len(keys) == 1 for keys in both.values())


def test_a_broad_match_stays_broad() -> None:
    broad = {link.uri for c in extension() for link in c.links if link.relation == "broad"}
    said = {other for _, key, other, _ in statements() if key == "skos:broadMatch"}
    assert broad == said
