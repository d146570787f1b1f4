"""Sentence encoders: optional, local, and heard only about the best answers."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from beltplan.cli.main import app
from beltplan.skills import Concept, Reader, Vocabulary, encoder_from
from beltplan.skills.errors import EncoderError
from beltplan.skills.meaning import Meaning

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CONCEPTS = (
    Concept("u:weld", "skill", {"en": ("join metal sheets",), "sv": ("foga plåt",)}, "test"),
    Concept("u:wait", "skill", {"en": ("serve metal sheets",), "sv": ("servera plåt",)}, "test"),
    Concept("u:bare", "skill", {"fi": ("hitsata",)}, "test"),
)
MEANINGS = {"weld": 0, "join": 0, "foga": 0, "serve": 1, "servera": 1}


class Known:
    """Knows what a few words mean; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], /) -> NDArray[np.float64]:
        self.asked.extend(texts)
        out = np.full((len(texts), 3), 0.01)
        for row, text in zip(out, texts, strict=True):
            for word, meaning in MEANINGS.items():
                row[meaning] += 5.0 * (word in text)
        return out


def test_the_cosine_turns_the_order_and_the_score_is_the_stated_mixture() -> None:
    meaning = Meaning(Known(), CONCEPTS, weight=0.25)
    first, second = meaning.rerank(["weld sheets"], "en", [[(1, 0.5), (0, 0.4)]])[0]
    assert (first[0], second[0]) == (0, 1)
    assert first[1] == pytest.approx(0.75 * 0.4 + 0.25, abs=1e-3)
    assert second[1] == pytest.approx(0.75 * 0.5, abs=0.01)


def test_labels_are_encoded_once_and_in_the_language_and_english() -> None:
    encoder = Known()
    meaning = Meaning(encoder, CONCEPTS)
    meaning.rerank(["weld"], "sv", [[(0, 0.5), (1, 0.4)], []][:1])
    assert sorted(encoder.asked[:-1]) == sorted(
        ["foga plåt", "join metal sheets", "servera plåt", "serve metal sheets"]
    )
    encoder.asked.clear()
    meaning.rerank(["weld", "foga"], "sv", [[(0, 0.5)], [(1, 0.4)]])
    assert encoder.asked == ["weld", "foga"]


def test_no_answer_asks_nothing_and_a_concept_without_a_label_keeps_its_share() -> None:
    encoder = Known()
    meaning = Meaning(encoder, CONCEPTS, weight=0.5)
    assert meaning.rerank(["weld", "x"], "en", [[], []]) == [[], []]
    assert encoder.asked == []
    assert meaning.rerank(["weld"], "en", [[(2, 0.8)]]) == [[(2, 0.4)]]
    assert Meaning(encoder, CONCEPTS, weight=0).rerank(["x"], "en", [[(1, 0.3), (0, 0.2)]]) == [
        [(1, 0.3), (0, 0.2)]
    ]


@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.floats(0, 1),
    st.sampled_from(["weld", "serve", "nothing known", ""]),
)
def test_scores_stay_shares_in_falling_order(scores: list[float], weight: float, text: str) -> None:
    meaning = Meaning(Known(), CONCEPTS, weight=weight)
    answer = sorted(enumerate(scores), key=lambda item: (-item[1], item[0]))
    found = meaning.rerank([text], "en", [answer])[0]
    assert sorted(number for number, _ in found) == [0, 1, 2]
    values = [score for _, score in found]
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 + 1e-6 for value in values)


@pytest.mark.parametrize(
    "given_back",
    [np.zeros(3), np.zeros((1, 3)), np.full((2, 3), np.nan)],
    ids=["flat", "short", "nan"],
)
def test_an_encoder_that_gives_no_rows_is_refused(given_back: NDArray[Any]) -> None:
    class Odd:
        def encode(self, _texts: list[str], /) -> NDArray[Any]:
            return given_back

    with pytest.raises(EncoderError, match="encoder gave"):
        Meaning(Odd(), CONCEPTS).rerank(["a"], "en", [[(0, 0.5), (1, 0.4)]])


def test_a_weight_outside_its_range_is_refused() -> None:
    with pytest.raises(EncoderError, match="no share"):
        Reader(encoder=Known(), encoder_weight=1.5)


def test_the_reader_hears_the_encoder_and_reads_on_without_it() -> None:
    words = Vocabulary(CONCEPTS, ("test",))
    text = ["You are able to weld metal sheets."]
    plain = Reader(words).read(text)
    heard = Reader(words, encoder=Known(), encoder_weight=0.9).read(text)
    assert plain["uri"].to_pylist() == []
    assert heard["uri"].to_pylist() == ["u:weld"]
    assert heard.schema == plain.schema
    silent = Reader(words, near=False, encoder=(other := Known()))
    silent.read(text)
    assert other.asked == []


# --- a folder on this machine


def model(folder: Path) -> Path:
    folder.mkdir()
    (folder / "modules.json").write_text(
        '[{"type": "sentence_transformers.models.Transformer"}]', encoding="utf-8"
    )
    return folder


def test_each_thing_that_is_missing_is_named_with_its_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EncoderError, match="no folder") as missing:
        encoder_from(tmp_path / "not-there")
    assert "downloads none" in missing.value.way_out
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match=r"modules\.json"):
        encoder_from(tmp_path / "empty")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match="not installed") as package:
        encoder_from(model(tmp_path / "model"))
    assert "pip install sentence-transformers" in package.value.way_out


@pytest.mark.parametrize("modules", ['[{"type": "mine.Model"}]', "{", "[1]", "3", '[{"a": 1}]'])
def test_a_model_that_brings_code_or_is_damaged_is_refused(tmp_path: Path, modules: str) -> None:
    folder = model(tmp_path / "model")
    (folder / "modules.json").write_text(modules, encoding="utf-8")
    with pytest.raises(EncoderError, match=r"mine\.Model|no list of modules") as refused:
        encoder_from(folder)
    assert "without code" in refused.value.way_out


def test_the_model_is_loaded_late_from_the_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[tuple[str, dict[str, Any]]] = []

    class SentenceTransformer:
        def __init__(self, folder: str, **options: Any) -> None:
            loaded.append((folder, options))

        def encode(self, texts: list[str], **_options: Any) -> NDArray[np.float64]:
            return np.ones((len(texts), 2))

    fake = ModuleType("sentence_transformers")
    fake.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", fake)
    monkeypatch.setattr("beltplan.skills.encoder._installed", lambda: True)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "0")
    encoder = encoder_from(model(tmp_path / "model"))
    assert not loaded
    assert encoder.encode(["a", "b"]).shape == (2, 2)
    encoder.encode(["c"])
    [(folder, options)] = loaded
    assert folder == str(tmp_path / "model")
    assert options["local_files_only"] is True
    assert options["trust_remote_code"] is False
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_damaged_model_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class SentenceTransformer:
        def __init__(self, *_asked: Any, **_options: Any) -> None:
            raise RuntimeError("header too large\nand more")

    fake = ModuleType("sentence_transformers")
    fake.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", fake)
    monkeypatch.setattr("beltplan.skills.encoder._installed", lambda: True)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "1")
    with pytest.raises(EncoderError, match="header too large") as failed:
        encoder_from(model(tmp_path / "model")).encode(["a"])
    assert "and more" not in failed.value.message


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Du kan cellformering.", encoding="utf-8")
    asked = ["skills", "read", str(tmp_path / "a.txt"), "--encoder", str(tmp_path / "none")]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 1
    assert "no folder with a sentence encoder" in done.output
    assert "Try: " in done.output
