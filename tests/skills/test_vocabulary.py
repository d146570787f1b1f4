"""The vocabulary: the shipped extension, ESCO from a folder, and the ranking of near matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beltplan.skills import Concept, Ranker, vocabulary
from beltplan.skills.errors import EscoError
from beltplan.skills.extension import extension, shipped_occupations
from beltplan.skills.likely import Source, table
from beltplan.skills.matrices import Bag
from beltplan.skills.weights import weights

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("celler", "dopning", "elektrod", "folie", "grafit", "hölje")
STAGES = {
    "raw materials",
    "refining",
    "cathode",
    "anode",
    "electrode",
    "cell",
    "formation and ageing",
    "dry room",
    "pack",
    "BMS",
    "testing",
    "safety",
    "recycling",
    "automation",
    "quality",
    "maintenance",
}


def test_the_extension_covers_the_value_chain_in_four_languages() -> None:
    held = extension()
    assert len(held) >= 150
    assert {concept.stage for concept in held} == STAGES
    for concept in held:
        assert set(concept.labels) == {"en", "sv", "fi", "nb"}
        assert all(
            text and text == text.strip() for texts in concept.labels.values() for text in texts
        )
        (link,) = concept.links
        assert link.relation in {"broad", "close", "exact"}
        assert link.uri.startswith("http://data.europa.eu/esco/skill/")
        assert concept.review == "draft"


def test_no_two_competences_share_an_address_or_a_preferred_label() -> None:
    for language in ("en", "sv", "fi", "nb"):
        labels = [c.labels[language][0].lower() for c in extension()]
        assert len(set(labels)) == len(labels)
    assert len({c.uri for c in extension()}) == len(extension())


def test_norwegian_codes_keep_their_relation() -> None:
    relations = [
        link.relation
        for concept in shipped_occupations()
        for link in concept.links
        if link.uri.startswith("styrk08:")
    ]
    assert relations.count("broad") > relations.count("close") > 0
    assert "exact" not in relations


def write(
    folder: Path, *, header: str = "conceptType,conceptUri,skillType,preferredLabel,altLabels"
) -> Path:
    folder.mkdir()
    rows = {
        "skills_en.csv": 'K,http://e/s1,skill/competence,weld metal,"join metal\nmetal welding"',
        "skills_sv.csv": "K,http://e/s1,skill/competence,svetsa metall,",
        "occupations_en.csv": "O,http://e/o1,,welder,",
    }
    for name, row in rows.items():
        (folder / name).write_text(f"{header}\n{row}\n", encoding="utf-8")
    return folder


def test_esco_is_read_from_a_folder_with_its_version(tmp_path: Path) -> None:
    held = vocabulary(write(tmp_path / "esco-v1.2.0"))
    concept = held.by_uri["http://e/s1"]
    assert concept.source == "esco 1.2.0"
    assert concept.labels["en"] == ("weld metal", "join metal", "metal welding")
    assert concept.label("sv") == "svetsa metall"
    assert concept.label("fi") == "weld metal"
    assert any("no competence labels in fi" in note for note in held.notes)


def test_esco_tells_which_occupations_need_a_competence(tmp_path: Path) -> None:
    header = "conceptType,conceptUri,skillType,preferredLabel,altLabels,description"
    folder = write(tmp_path / "esco-v1.2.0", header=header)
    rows = {
        "skills_en.csv": "K,http://e/s1,skill/competence,weld metal,,Join parts by heat.\n"
        "K,http://e/s2,knowledge,metals,,\n",
        "occupations_sv.csv": "O,http://e/o1,,svetsare,plåtslagare,Förenar metall.\n",
    }
    for name, row in rows.items():
        (folder / name).write_text(f"{header}\n{row}", encoding="utf-8")
    relations = folder / "occupationSkillRelations_en.csv"
    relations.write_text(
        "occupationUri,relationType,skillType,skillUri\n"
        "http://e/o1,essential,skill/competence,http://e/s1\n"
        "http://e/o1,optional,knowledge,http://e/s2\n"
        "http://e/o9,essential,knowledge,http://e/s2\n",
        encoding="utf-8",
    )
    held = vocabulary(folder).by_uri
    assert held["http://e/s1"].about == {
        "en": ("Join parts by heat.",),
        "sv": ("svetsare", "plåtslagare"),
    }
    assert held["http://e/s2"].about == {}
    relations.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(EscoError, match="has no columns occupationUri"):
        vocabulary(folder)


def test_a_folder_that_is_not_esco_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EscoError, match="no skills_en"):
        vocabulary(tmp_path, version="1.2.0")
    with pytest.raises(EscoError, match="version"):
        vocabulary(write(tmp_path / "esco"))
    with pytest.raises(EscoError, match="columns"):
        vocabulary(write(tmp_path / "v1.2.1", header="a,b,c,d,e"))


def test_a_bridge_between_languages_finds_what_letters_cannot() -> None:
    pairs = [
        ("svetsa rör", "weld pipes"),
        ("svetsa plåt", "weld sheet"),
        ("måla rör", "paint pipes"),
    ]
    concepts = [
        Concept(str(i), "skill", {"sv": (sv,), "en": (en,)}, "x")
        for i, (sv, en) in enumerate(pairs)
    ]
    concepts.append(Concept("3", "skill", {"en": ("welding",)}, "x"))
    scores = Ranker(concepts).scores(["svetsning"], "sv")
    assert scores[0, 3] > scores[0, 2]


def test_occupations_and_descriptions_lead_where_no_label_does() -> None:
    pairs = [
        ("fästa hästskor", "attach horseshoes"),
        ("mäta hästar", "measure horses"),
        ("svetsa metall", "weld metal"),
        ("mäta metall", "measure metal"),
    ]
    about = {0: {"sv": ("hovslagare",)}, 3: {"en": ("Horses are not of metal.",)}}
    mix = {("likely", "sv"): 1.0}
    for told in ({}, about):
        concepts = [
            Concept(str(i), "skill", {"sv": (sv,), "en": (en,)}, "x", about=told.get(i, {}))
            for i, (sv, en) in enumerate(pairs)
        ]
        smith, horse = Ranker(concepts).scores(["hovslagare", "häst"], "sv", mix=mix)
        assert (smith[0] > 0) == bool(told)
        assert not smith[1:].any()
        assert (horse[3] > 0) == bool(told)
        assert horse[1] > horse[3]
        assert horse[2] == 0


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5), min_size=2, max_size=8),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
)
def test_likelihoods_are_shares(rows: list[list[str]], asked: list[str]) -> None:
    held = table([Source(a, b, b, a) for a, b in zip(rows, rows[1:] + rows[:1], strict=True)])
    bag = Bag.of(lambda word: [word], held, by_sum=True)
    text = bag.transform([" ".join(asked)])
    assert text.sum() == pytest.approx(1.0 if set(asked) & set(held["features"]) else 0.0)
    scores = (text @ bag.rows.T).toarray()
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-6).all()


def test_a_score_never_exceeds_the_sum_of_its_weights() -> None:
    concepts = extension()
    for language in ("sv", "fi", "nb", "en"):
        texts = [c.labels[language][0] for c in concepts]
        scores = Ranker(concepts).scores(texts, language)
        whole = sum(weight for _, _, weight in weights(language))
        assert scores.max() <= whole + 1e-4
        assert np.mean(scores.argmax(axis=1) == np.arange(len(concepts))) > 0.97
