"""Finnish: one root for a word through its forms; simple words are not cut."""

from __future__ import annotations

import pytest

from beltplan.skills import roots
from beltplan.skills.compounds import Splitter
from beltplan.skills.roots import root


@pytest.mark.parametrize(
    "forms",
    [
        "testata testaamiseen testausta testauksen",
        "alus aluksen alusten",
        "kortti kortin kortteja",
        "akku akun akkujen",
        "optinen optisten optiset optisia",
        "asentaa asentaminen asennus",
        "entis\u00f6id\u00e4 entis\u00f6inti entis\u00f6innin",
        "sairaus sairauksia sairauden",
        "seurata seurataan seuranta",
    ],
)
def test_forms_of_a_word_share_their_root(forms: str) -> None:
    assert len({root(word, "fi") for word in forms.split()}) == 1


def test_a_known_word_in_another_case_is_not_cut() -> None:
    known = ["laitteita"] * 5 + ["tuotteita"] * 5 + ["lai", "tee", "ojentaa", "hihna"]
    splitter = Splitter(known, "fi")
    assert splitter.parts("laitteiden") == ("lait",)
    assert splitter.parts("hihnojen") == ("hihn",)


def test_a_compound_of_common_words_is_cut() -> None:
    splitter = Splitter(["tieto", "tietojen", "kone", "koneen", "konetta"], "fi")
    assert splitter.parts("tietokoneeseen") == ("tiet", "kon")


def test_no_ending_is_longer_than_those_that_are_looked_for() -> None:
    assert max(map(len, roots._finnish_endings()[0])) == roots._FI_LONGEST


@pytest.mark.parametrize(
    ("word", "derived", "case"),
    [
        ("seuranta", "nta", "a"),  # no -ta behind n
        ("kalenta", "", "a"),  # and no -nta behind e
        ("kansita", "", "ita"),
        ("kokoita", "oita", "ita"),
        ("optista", "ista", "ista"),
        ("optis", "", ""),  # -is stands before a case alone
    ],
)
def test_the_longest_ending_that_may_stand_there(word: str, derived: str, case: str) -> None:
    starts = [roots._beginning(word, endings) for endings in roots._finnish_endings()]
    assert [word[at:] if at >= 0 else "" for at in starts] == [derived, case]
