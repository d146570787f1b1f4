"""The quick ways give what the plain ones give: covering of names, and the compiled pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills import Concept, Reader, Vocabulary, extension, masking, numbers
from beltplan.skills.batch import marks
from beltplan.skills.batch.lexicon import Lexicon
from beltplan.skills.batch.reading import BatchPass
from beltplan.skills.batch.tokens import Tokens
from beltplan.skills.cleaning import clean
from beltplan.skills.plain import PlainPass

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from beltplan.skills.finds import Finds

PERSONAL = st.lists(
    st.sampled_from(
        [
            *("Kontakta", "kontaktperson", "Projektleder", "Chef", "rekryterande chef", "Facklige"),
            *("Lisätietoja antaa", "Yhteyshenkilö", "Spørsmål til", "Contact person", "chefen"),
            *("Anna Berg", "Matti", "Eva-Lena O'Brien", "av", "vår", "Tel", "tfn.", "och"),
            *("Lisätietoja", "hälsningar", "HR-chef", "Erik von Essen", "Umeå", "Volvo Group"),
            *("(at)", "[a]", "anna", "firma.se", " at ", " dot ", "com", "(piste)", "+46 (0)90"),
            *("anna.berg@firma.se", "a@b.c.d.e.f.g@h.i", "@", "x@y", "a" * 70 + "@b.se"),
            *("070-123 45 67", "+47 912 34 567", "(08)", "19800101-1234", "010190A123B", "12345"),
            *("2026-08-01", "2019-2024", "1", "0045", "S7-1500", "123456 78901", "______", "____"),
            *(" ", ", ", ": ", "\n", "-", ".", "(", "\u00a0", "/", "\t"),
        ]
    ),
    max_size=24,
).map("".join)

TEXT = st.lists(
    st.sampled_from(
        [
            *("Du har erfarenhet av", "elektrodbeläggning", "torrum", "Osaat", "cellformering"),
            *("akunhallintajärjestelmiä", "You have experience of", "black mass", "processing"),
            *("mustan massan käsittely", "litiumhydroxid", "litiumhydroxidraffinering", "av"),
            *("Eg har erfaring med kalandrering av elektrodar", "C++", "C#x", "c+_d", "1+1"),
            *("svetsa", "och", "ja", "joka", "krav", "mixing", "slurry", "of", "the", "battery"),
            *("ja kokemus on eduksi", "ett krav", "et krav", "a" * 300, "a" * 650, "kk" * 290),
            *("\u0345", "İ", "ΑΣ", "J\u030c", "😀", "\u2764\ufe0f", "\u00b2", "\U0001f100", "한"),
            *(" ", ". ", "! ", "? A", "\n", "\n\n", "; ", " - ", " – ", "• ", "·", "* ", "_", "-"),
            *("\u00a0", "\u2028", "\t", "\r\n", ", ", "ab. Åb", "#", "+"),
        ]
    ),
    max_size=40,
).map("".join)


def simple_mask(text: str) -> str:
    """Cover by running every pattern over the whole text."""
    for pattern in (masking._MAIL, masking._SPELT, masking._WORDED):
        text = pattern.sub(masking._cover, text)
    text = numbers.IDENTITY.sub(masking._cover_identity, text)
    text = numbers.PHONE.sub(masking._cover_phone, text)
    text = masking._CUED.sub(masking._cover_name, text)
    text = masking._TITLED.sub(masking._cover_titled, text)
    for pattern in (masking._BESIDE, masking._AFTER):
        text = pattern.sub(masking._cover_name, text)
    return text


@settings(max_examples=600)
@given(PERSONAL)
def test_covering_is_that_of_the_patterns(text: str) -> None:
    assert masking.mask(text) == simple_mask(text)


@settings(max_examples=300)
@given(st.lists(PERSONAL, max_size=4))
def test_many_texts_are_covered_as_one(texts: list[str]) -> None:
    assert marks.masked(texts) == [simple_mask(text) for text in texts]


@settings(max_examples=300)
@given(st.lists(st.one_of(TEXT, st.text(max_size=20)), max_size=4))
def test_many_texts_are_cleaned_as_one(texts: list[str]) -> None:
    held = [clean(text) for text in texts]
    assert marks.cleaned(texts) == held
    assert marks.masked(held) == [simple_mask(text) for text in held]


def test_a_name_behind_a_title_is_found_though_two_capitals_begin_with_the_title() -> None:
    text = "med Fagleder Michal Trydal (tlf.)"
    assert masking.mask(text) == simple_mask(text) == "med Fagleder _____________ (tlf.)"


def vocabulary_with_ties() -> Vocabulary:
    """Make a vocabulary in which labels share roots, tie and overlap."""
    extra = [
        Concept(
            f"x{n}",
            "skill" if n % 3 else "occupation",
            {"en": (label, f"{label} work", "battery"), "sv": (sv, "svetsning")},
            "x 1",
        )
        for n, (label, sv) in enumerate(
            [
                ("mixing of slurry", "blandning av slurry"),
                ("slurry battery mixing", "slurry och krav"),
                ("battery", "batteri"),
                ("C++", "C++"),
                ("mixing the mass", "svetsa torrum"),
            ]
        )
    ]
    return Vocabulary((*extension(), *extra), ("x 1",))


WORDS = vocabulary_with_ties()
PLAIN = PlainPass(WORDS.concepts)
BATCH = BatchPass(WORDS.concepts, PLAIN)


def in_order(finds: Finds) -> list[tuple[float, ...]]:
    return sorted(zip(*(column.tolist() for column in finds), strict=True))


@settings(max_examples=400)
@given(st.lists(TEXT, max_size=4))
def test_the_compiled_pass_finds_what_the_plain_one_finds(texts: list[str]) -> None:
    texts = [clean(text) for text in texts]
    plain, left = PLAIN.read(texts)
    quick, waiting = BATCH.read(texts)
    assert in_order(quick) == in_order(plain)
    assert sorted(waiting) == sorted(left)


@settings(max_examples=150)
@given(st.lists(st.text(max_size=200), max_size=3))
def test_the_compiled_pass_reads_any_text(texts: list[str]) -> None:
    texts = [clean(text) for text in texts]
    assert in_order(BATCH.read(texts)[0]) == in_order(PLAIN.read(texts)[0])


def test_real_adverts_are_read_the_same_by_both(shared_dir: Path) -> None:
    lines = (shared_dir / "data" / "ads" / "ads_sample_nordic.jsonl").read_text(encoding="utf-8")
    texts = [json.loads(line)["text"] for line in lines.splitlines()]
    plain = Reader(WORDS, compiled=False).read(texts)
    quick = Reader(WORDS, compiled=True).read(texts)
    assert plain.num_rows > 0
    assert quick.equals(plain)


def test_tokens_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = BatchPass(WORDS.concepts, PLAIN)
    texts = ["Du har erfarenhet av elektrodbeläggning och blandning av slurry."]
    first = in_order(batch.read(texts)[0])
    monkeypatch.setattr("beltplan.skills.batch.reading.MOST", 1)
    assert in_order(batch.read(["helt andra ord här"])[0]) == []
    assert in_order(batch.read(texts)[0]) == first


def test_the_table_of_tokens_grows() -> None:
    batch = BatchPass(WORDS.concepts, PLAIN)
    words = " ".join(f"ord{n}" for n in range(60_000))
    texts = [words, "Du har erfarenhet av elektrodbeläggning."]
    quick = batch.read(texts)[0]
    assert in_order(quick) == in_order(PLAIN.read(texts)[0])
    assert quick.doc.tolist() == [1]


def test_a_full_table_of_finds_is_written_again_larger() -> None:
    tokens = Tokens()
    assert len(tokens) == 0
    lexicon = Lexicon(PLAIN.dictionary("sv"), len(WORDS.concepts), tokens)
    assert lexicon is not None
    texts = ["Du har erfarenhet av elektrodbeläggning, " * 12] * 300
    quick = BatchPass(WORDS.concepts, PLAIN).read(texts)[0]
    assert in_order(quick) == in_order(PLAIN.read(texts)[0])
    assert len(quick.doc) == 300 * 12
