"""The vocabulary as SKOS: both formats say the same, and all of it can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from beltplan.cli.main import app
from beltplan.skills import Concept, Link, vocabulary
from beltplan.skills.skos import json_ld, turtle

if TYPE_CHECKING:
    from pathlib import Path

rdflib = pytest.importorskip("rdflib", reason="the package rdflib is not here")
compare = pytest.importorskip("rdflib.compare")

# The library's own reader of JSON-LD uses a class that the library calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
HELD = vocabulary().concepts


def graph(text: str, form: str):  # type: ignore[no-untyped-def]
    return rdflib.Graph().parse(data=text, format=form)


def both(concepts: tuple[Concept, ...]):  # type: ignore[no-untyped-def]
    one = graph(turtle(concepts, version="1"), "turtle")
    other = graph(json_ld(concepts, version="1"), "json-ld")
    assert compare.isomorphic(one, other)
    return one


def test_labels_and_links_come_back() -> None:
    read = both(HELD)
    for concept in HELD:
        own = rdflib.URIRef(concept.uri)
        assert (own, rdflib.RDF.type, SKOS.Concept) in read
        for language, labels in concept.labels.items():
            preferred = [o for o in read.objects(own, SKOS.prefLabel) if o.language == language]
            others = {str(o) for o in read.objects(own, SKOS.altLabel) if o.language == language}
            assert [str(o) for o in preferred] == [labels[0]]
            assert others == set(labels[1:])
        relations = [
            (relation, str(target))
            for relation in ("broad", "close", "exact", "narrow", "related")
            for target in read.objects(own, SKOS[f"{relation}Match"])
        ]
        assert len(relations) == len({(link.relation, link.uri) for link in concept.links})
        assert [r for r, _ in relations].count("exact") == sum(
            link.relation == "exact" for link in concept.links
        )


def test_several_codes_in_a_cell_are_several_links() -> None:
    assert not [link for c in HELD for link in c.links if "|" in link.uri or "|" in link.relation]
    several = [c for c in HELD if sum(li.uri.startswith("ssyk2012:") for li in c.links) > 1]
    assert several
    read = both(tuple(several))
    own = rdflib.URIRef(several[0].uri)
    codes = {
        str(code)
        for target in read.objects(own, SKOS.broadMatch)
        for code in read.objects(target, SKOS.notation)
    }
    assert {li.uri.partition(":")[2] for li in several[0].links} == codes


@settings(max_examples=80)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1),
    st.sampled_from(["sv", "en"]),
)
def test_any_label_survives(label: str, language: str) -> None:
    concept = Concept(
        "http://e/a b|c", "skill", {language: (label,)}, "x", (Link("close", "http://e/<x>"),)
    )
    read = both((concept,))
    (found,) = read.objects(rdflib.URIRef("http://e/a%20b%7Cc"), SKOS.prefLabel)
    assert str(found) == label


def test_the_command_writes_both_and_refuses_the_rest(tmp_path: Path) -> None:
    for ending, form in ((".ttl", "turtle"), (".jsonld", "json-ld")):
        path = tmp_path / f"a{ending}"
        done = CliRunner().invoke(app, ["skills", "export", "--out", str(path)])
        assert done.exit_code == 0, done.output
        assert len(graph(path.read_text(encoding="utf-8"), form)) > len(HELD)
    done = CliRunner().invoke(app, ["skills", "export", "--out", str(tmp_path / "a.txt")])
    assert done.exit_code == 1
    assert ".ttl" in done.output
