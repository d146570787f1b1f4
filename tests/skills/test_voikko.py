"""Voikko: an optional analyser of Finnish words, never needed."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from beltplan.skills import Reader
from beltplan.skills.errors import VoikkoError
from beltplan.skills.voikko import VoikkoSplitter, analyser


class Known:
    """Knows one word, as Voikko would answer for it."""

    def analyze(self, word: str) -> list[dict[str, Any]]:
        if word != "akkukennojen":
            return []
        return [{"STRUCTURE": "=pppp=pppppppp", "BASEFORM": "akkukenno", "CLASS": "nimisana"}]


def test_seams_and_base_forms_are_voikkos_and_the_rest_is_ours() -> None:
    splitter = VoikkoSplitter(["akku", "kenno", "hitsata"], "fi", Known())
    assert splitter.parts("akkukennojen") == ("ak", "kenn")
    assert splitter.parts("hitsaaminen") == splitter.parts("hitsata") == ("hits",)


def test_without_the_package_the_reader_says_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    with pytest.raises(VoikkoError, match="libvoikko"):
        Reader(voikko=True)
    assert Reader().read(["Osaat akunhallintaj\u00e4rjestelmi\u00e4."]).num_rows


def test_the_real_voikko_finds_what_we_find() -> None:
    try:
        analyser()
    except VoikkoError as error:
        pytest.skip(str(error))
    text = ["Mustan massan k\u00e4sittelyst\u00e4 on hy\u00f6ty\u00e4."]
    reader = Reader(voikko=True)
    assert "mustan massan k\u00e4sittely" in reader.read(text)["label"].to_pylist()
    assert reader.read(text).schema == Reader().read(text).schema
