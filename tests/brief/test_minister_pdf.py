"""The two pages as a PDF: tagged, in its language, two pages, the same bytes every time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.brief import factory
from tests.brief.full_situation import full

from beltplan.brief import minister
from beltplan.brief.charts import Dots
from beltplan.i18n import LANGS, Lang, Name, plain, speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beltplan.brief.model import Situation

_UA = "http://www.aiim.org/pdfua/ns/id/"
_WORDS: dict[Lang, tuple[str, ...]] = {
    "en": ("Skellefteå", "Mo i Rana", "What we ask", "Sources"),
    "sv": ("Skellefteå", "Örnsköldsvik", "Vad vi ber om", "Källor"),
    "fi": ("Luulaja", "Mitä pyydämme", "Lähteet", "henkilöä"),
    "nb": ("Skellefteå", "Hva vi ber om", "Kilder", "strøm"),
}


@pytest.fixture(scope="module")
def situation() -> Situation:
    return full()


@pytest.fixture(scope="module")
def documents(situation: Situation) -> dict[Lang, bytes]:
    return {lang: minister.make(situation, lang) for lang in LANGS}


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    found: Lang = request.param
    return found


@pytest.fixture
def pdf(documents: dict[Lang, bytes], lang: Lang) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(documents[lang])) as opened:
        yield opened


def _elements(node: Any) -> Iterator[Any]:
    """Yield every structure element below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(item.S) for item in _elements(pdf.Root.StructTreeRoot)]


def _text(content: bytes, where: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not on this machine")
    file = where / "pages.pdf"
    file.write_bytes(content)
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True
    )
    return run.stdout.decode("utf-8")


def test_two_a4_pages(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


def test_is_tagged_and_says_that_it_is_pdf_ua(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert "/StructTreeRoot" in pdf.Root
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    with pdf.open_metadata() as metadata:
        assert metadata[f"{{{_UA}}}part"] == "1"


def test_language_and_title(pdf: pikepdf.Pdf, lang: Lang, situation: Situation) -> None:
    assert str(pdf.Root.Lang) == lang
    region = speak(lang).say(situation.title)
    assert region in str(pdf.docinfo["/Title"])
    with pdf.open_metadata() as metadata:
        assert region in metadata["dc:title"]


def test_every_figure_has_an_alternative_text(pdf: pikepdf.Pdf) -> None:
    figures = [item for item in _elements(pdf.Root.StructTreeRoot) if str(item.S) == "/Figure"]
    assert len(figures) == 6
    assert all(len(str(item.get("/Alt", ""))) > 20 for item in figures)


def test_headings_begin_with_one_title_and_skip_no_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(kind[2:]) for kind in _kinds(pdf) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert set(levels) == {1, 2}


def test_tables_have_head_cells(pdf: pikepdf.Pdf) -> None:
    kinds = _kinds(pdf)
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 6
    assert kinds.count("/TD") % 6 == 0


def test_words_can_be_read_from_the_file(
    documents: dict[Lang, bytes], lang: Lang, tmp_path: Path
) -> None:
    text = _text(documents[lang], tmp_path).replace("\u00a0", " ").replace("-\n", "")
    missing = [word for word in _WORDS[lang] if word not in text]
    assert not missing


def test_the_same_bytes_every_time(situation: Situation, documents: dict[Lang, bytes]) -> None:
    assert minister.make(situation, "sv") == documents["sv"]


def test_dated_by_the_day_of_the_facts(pdf: pikepdf.Pdf, situation: Situation) -> None:
    assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{situation.as_of:%Y%m%d}")


def test_texts_in_another_language_are_marked_as_such(documents: dict[Lang, bytes]) -> None:
    with pikepdf.open(io.BytesIO(documents["fi"])) as opened:
        assert b"/Lang(en)" in opened.pages[0].Contents.read_bytes()
    with pikepdf.open(io.BytesIO(documents["en"])) as opened:
        assert b"/Lang(fi)" not in opened.pages[0].Contents.read_bytes()


def test_links_say_where_they_lead(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert len(links) > 20
    assert all(str(note.get("/Contents", "")) and "/StructParent" in note for note in links)


def test_only_full_addresses_are_links(pdf: pikepdf.Pdf) -> None:
    uris = [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    ]
    assert uris
    assert all(uri.startswith("https://www.example.org/") for uri in uris)


def test_fonts_are_those_of_the_typesetter(pdf: pikepdf.Pdf) -> None:
    names = {
        str(item.BaseFont)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
    }
    assert names
    assert all("Libertinus" in name for name in names)


@pytest.mark.parametrize(
    "name",
    [
        '#panic("no")',
        "#{ panic() }",
        "*bold* _it_ $x^2$ `code` <label> @ref // comment /* more",
        "\\u{1F600} \\ \\n ~ --- ... [content] #[content]",
        '"; #import "x.typ"',
        "= Heading\n- list\n+ enumeration\n/ term: x",
    ],
)
def test_marks_of_the_typesetting_language_are_only_letters(name: str, tmp_path: Path) -> None:
    content = minister.make(_named(name), "en")
    shown = "".join(_text(content, tmp_path).split())
    assert "".join(name.split()) in shown


@pytest.mark.parametrize(
    "name", ["日本 😀", "\u202eevil\u200b", "\ud800 lone", "\x00\x07", "<svg>&amp;"]
)
def test_letters_that_no_font_has_do_not_cost_the_document(name: str) -> None:
    with pikepdf.open(io.BytesIO(minister.make(_named(name), "en"))) as opened:
        assert len(opened.pages) == 2


def _named(name: str) -> Situation:
    """Return a situation with a text in its title, its events, its sources and its pictures.

    The map is left out: it takes most of the time and draws its words as other pictures do.
    """
    base = full(events=3)
    sources = {
        key: replace(source, title=name, publisher=name) for key, source in base.sources.items()
    }
    sections = []
    for section in base.sections:
        if section.section_id == "map":
            continue
        figures = tuple(
            replace(
                figure,
                table=replace(
                    figure.table,
                    rows=tuple(
                        tuple(plain(name) if isinstance(cell, Name) else cell for cell in row)
                        for row in figure.table.rows
                    ),
                ),
            )
            for figure in section.figures
        )
        if section.section_id == "pool":
            dots = factory.charts()["dots"]
            assert isinstance(dots, Dots)
            rows = tuple(replace(row, name=plain(name)) for row in dots.rows)
            figures = (replace(figures[0], chart=replace(dots, rows=rows)),)
        sections.append(replace(section, figures=figures))
    return replace(base, title=plain(name), sections=tuple(sections), sources=sources)


def test_few_facts_make_two_pages_too(lang: Lang) -> None:
    with pikepdf.open(io.BytesIO(minister.make(factory.situation(), lang))) as opened:
        assert len(opened.pages) == 2


def test_very_long_texts_are_refused_with_the_way_out(situation: Situation) -> None:
    endless = Name({"": "a town with a very long name " * 400})
    with pytest.raises(minister.PageCountError, match="shorten the messages"):
        minister.make(replace(situation, title=endless), "en")


def test_a_file_is_whole_or_not_there(situation: Situation, tmp_path: Path) -> None:
    path = tmp_path / "out" / "minister-en.pdf"
    minister.write(situation, "en", path)
    assert path.read_bytes().startswith(b"%PDF-1.7")
    assert [item.name for item in path.parent.iterdir()] == ["minister-en.pdf"]
