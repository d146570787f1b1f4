"""What is kept of a vocabulary: the same answers, never stale, never half a file."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from beltplan.skills import Concept, Reader, Vocabulary, extension, kept
from beltplan.skills import voikko as voikko_of
from beltplan.skills.bridge import Bridge
from beltplan.skills.dictionary import Dictionary

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "Du har erfarenhet av elektrodbeläggning och litiumhydroxidraffinering.",
    "Osaat akunhallintajärjestelmiä ja elektrodin pinnoitusta.",
    "You have experience of processing of black mass, and of welding.",
    "Du är van vid att belägga elektroder i torra rum.",
    "Du har kunskap om beläggande av en elektrod.",
    "Du har erfarenhet av att belägga.",
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BELTPLAN_CACHE", str(tmp_path))
    monkeypatch.setattr(kept, "_FEW", 0)
    return tmp_path / "skills"


def words(*, more: str = "svetsning") -> Vocabulary:
    extra = Concept("x:1", "skill", {"sv": (more,), "en": ("welding",)}, "x 1")
    return Vocabulary((*extension(), extra), ("x 1",))


def read(vocabulary: Vocabulary, *, compiled: bool) -> Any:
    return Reader(vocabulary, compiled=compiled).read(TEXTS)


@pytest.mark.parametrize("compiled", [True, False])
def test_answers_are_the_same_with_and_without_files(
    cache: Path, monkeypatch: pytest.MonkeyPatch, *, compiled: bool
) -> None:
    made = read(words(), compiled=compiled)
    assert made.num_rows > 2
    assert list(cache.glob("sv-*.npz"))
    assert list(cache.glob("bridge-sv-*.npz"))
    assert not list(cache.glob("*.tmp"))
    assert read(words(), compiled=compiled).equals(made)
    monkeypatch.setattr(kept, "_FEW", 1 << 30)
    assert read(words(), compiled=compiled).equals(made)


def test_a_file_is_read_rather_than_made_anew(cache: Path) -> None:
    calls = []

    def make() -> dict[str, Any]:
        calls.append(1)
        return {"a": ("x", "å\ud800"), "none": ()}

    assert kept.kept("sv", [("x",)], make) == kept.kept("sv", [("x",)], make)
    assert len(calls) == 1
    kept.kept("sv", [("y",)], make)
    assert len(calls) == 2
    assert len(list(cache.glob("*.npz"))) == 2


def test_another_vocabulary_is_another_file(cache: Path) -> None:
    read(words(), compiled=True)
    before = {path.name for path in cache.glob("sv-*")}
    found = read(words(more="torra rum"), compiled=True)
    assert {path.name for path in cache.glob("sv-*")} > before
    assert "torra rum" in found["label"].to_pylist()


def test_code_that_changes_is_another_file(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.kept("sv", [("x",)], lambda: {"a": ("x",)})
    monkeypatch.setattr(kept, "_code", lambda: b"other")
    assert kept.kept("sv", [("x",)], lambda: {"a": ("y",)}) == {"a": ("y",)}
    assert len(list(cache.glob("*.npz"))) == 2


def test_words_cut_by_voikko_are_another_file(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def voikko(version: str) -> SimpleNamespace:
        one = SimpleNamespace(language="fi", variant="standard", description="words")
        kind = SimpleNamespace(getVersion=lambda: version, listDicts=lambda: [one])
        return SimpleNamespace(Voikko=kind)

    assert not voikko_of.mark_of("sv", voikko=True)
    assert not voikko_of.mark_of("fi", voikko=False)
    marks = []
    for name in ("4.3", "4.4", "4.4"):
        monkeypatch.setitem(sys.modules, "libvoikko", voikko(name))
        marks.append(voikko_of.mark_of("fi", voikko=True))
    assert marks[0] != marks[1] == marks[2]
    monkeypatch.setattr(voikko_of, "analyser", lambda: SimpleNamespace(analyze=lambda _: []))
    Dictionary(words().concepts, "fi", voikko=True)
    Dictionary(words().concepts, "fi")
    assert len(list(cache.glob("fi-*.npz"))) == 2
    assert len(list(cache.glob(f"fi{marks[2]}-*.npz"))) == 1


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", b"\x93NUMPY"])
def test_a_damaged_file_is_made_anew(cache: Path, damage: bytes) -> None:
    made = read(words(), compiled=True)
    for path in cache.glob("*.npz"):
        path.write_bytes(damage or path.read_bytes()[:-100])
    assert read(words(), compiled=True).equals(made)


def test_a_folder_that_cannot_be_written_to_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "skills").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("BELTPLAN_CACHE", str(tmp_path))
    monkeypatch.setattr(kept, "_FEW", 0)
    assert read(words(), compiled=True).num_rows > 2


def test_the_oldest_files_go(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_FILES", 3)
    for n in range(6):
        kept.kept("sv", [(n,)], lambda: {"a": ("x",)})
    assert len(list(cache.glob("*.npz"))) == 3


def test_a_bridge_of_a_table_is_the_bridge() -> None:
    bridge = Bridge([(["svets"], ["weld"]), (["svets", "rör"], ["weld", "pipe"])])
    again = Bridge.of(bridge.table())
    assert again.shares == bridge.shares
    assert again.cross(["svets", "rör"]) == bridge.cross(["svets", "rör"])
