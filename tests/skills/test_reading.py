"""Reading: languages, places, inflection, compounds, masking, and texts of any kind."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beltplan.skills import Reader
from beltplan.skills.cleaning import clean
from beltplan.skills.finds import SCHEMA
from beltplan.skills.language import detect
from beltplan.skills.masking import mask

READER = Reader()


def read(*texts: str) -> pl.DataFrame:
    """Read texts as a table of polars."""
    table = pl.from_arrow(READER.read(texts))
    assert isinstance(table, pl.DataFrame)
    return table


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("Du har erfarenhet av elektrodbeläggning.", "sv", "elektrodbeläggning"),
        ("Litiumhydroxidraffinering är en merit.", "sv", "raffinering av litiumhydroxid"),
        ("Du kan arbeta med batterierna i torrumsarbete.", "sv", "arbete i torrum och renrum"),
        ("Osaat akunhallintajärjestelmiä hyvin.", "fi", "akunhallintajärjestelmä (BMS)"),
        ("Tehtävänä on litiumhydroksidin jalostusta.", "fi", "litiumhydroksidin jalostus"),
        ("Mustan massan käsittelystä on hyötyä.", "fi", "mustan massan käsittely"),
        ("Erfaring fra elektrodebelegging er et krav.", "nb", "elektrodebelegging"),
        ("Eg har erfaring med kalandrering av elektrodar.", "nn", "kalandrering av elektroder"),
        ("You have experience of black mass processing.", "en", "black mass processing"),
    ],
)
def test_labels_are_found_in_every_language(text: str, language: str, label: str) -> None:
    found = read(text)
    assert (language, label) in set(found.select("language", "label").iter_rows())


def test_places_point_at_what_stands_there() -> None:
    text = "Hej!\n\nDu kan\n- PLC-programmering\n- kalandrering av elektroder. Välkommen!"
    for row in read(text).iter_rows(named=True):
        assert clean(text)[row["start"] : row["end"]] == row["surface"]


def test_every_find_stands_in_its_sentence() -> None:
    text = "Hej alla! Du kan PLC-programmering. Erfaring fra elektrodebelegging er et krav."
    found = read(text)
    assert found.height == 2
    for row in found.iter_rows(named=True):
        assert row["surface"] in row["sentence"]
        assert row["sentence"] in text


def test_finds_come_in_the_order_of_the_texts() -> None:
    texts = ["Du kan cellformering."] * 11
    assert read(*texts)["text_id"].to_list() == [str(n) for n in range(1, 12)]


def test_a_mixed_text_is_read_sentence_by_sentence() -> None:
    text = "Vi söker dig med erfarenhet av cellformering. Osaat myös kennojen formointia."
    assert set(read(text)["language"]) == {"sv", "fi"}


def test_a_part_of_a_compound_that_is_not_its_head_is_no_hit() -> None:
    assert (
        "slurryblandning"
        not in read("Slurryblandningsmaskinen är ny hos oss.")["surface"].to_list()
    )


def test_every_answer_says_its_method_and_version() -> None:
    found = read("Hydrometallurgian kokemus katsotaan eduksi, osaat mustan massan käsittelyä.")
    assert found.height
    assert (
        found["method"]
        .is_in(["label", "form of label", "head of compound", "words of label", "near"])
        .all()
    )
    assert found["version"].str.contains(r"^(beltplan-battery|esco) ").all()


def test_without_esco_the_reader_says_so() -> None:
    assert "ESCO is not on this machine" in READER.notes[0]


def test_the_same_text_gives_the_same_answer_from_the_cache() -> None:
    reader = Reader()
    text = ["Erfarenhet av raffinering av litiumsalter"]
    assert reader.read(text).equals(reader.read(text))
    assert reader.read(text)["method"].to_pylist() == ["near"]


def test_nothing_gives_an_empty_table_with_all_columns() -> None:
    table = READER.read(["", "   ", "12345"])
    assert table.num_rows == 0
    assert table.schema == SCHEMA


@pytest.mark.parametrize(
    ("text", "gone", "kept"),
    [
        ("Kontakta Anna Berg på 070-123 45 67.", ["Anna Berg", "070-123"], ["Kontakta"]),
        ("Lisätietoja antaa Matti Meikäläinen, matti@firma.fi", ["Matti", "@"], ["Lisätietoja"]),
        ("Spørsmål til Kari Nordmann +47 912 34 567", ["Kari", "912"], ["Spørsmål"]),
        ("PLC S7-1500, 2026-08-01, 2019-2024", [], ["S7-1500", "2026-08-01", "2019-2024"]),
    ],
)
def test_personal_data_is_covered(text: str, gone: list[str], kept: list[str]) -> None:
    covered = mask(text)
    assert len(covered) == len(text)
    assert all(part not in covered for part in gone)
    assert all(part in covered for part in kept)


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    found = read(text)
    whole = mask(clean(text))
    for start, end, surface in found.select("start", "end", "surface").iter_rows():
        assert whole[start:end] == surface


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_masking_keeps_the_length(text: str) -> None:
    assert len(mask(text)) == len(text)


def test_languages_of_real_adverts(shared_dir) -> None:  # type: ignore[no-untyped-def]
    path = shared_dir / "data" / "ads" / "ads_sample_nordic.jsonl"
    rows = pl.read_ndjson(path, infer_schema_length=None)
    expected = {"SE": {"sv", "en"}, "FI": {"fi", "sv", "en"}, "NO": {"nb", "nn", "en"}}
    right = [
        detect(row["text"])[0] in expected[row["country"]] for row in rows.iter_rows(named=True)
    ]
    assert sum(right) / len(right) >= 0.97
