"""Bad input: one clear fault for each file, and the rest is read; readers never raise."""

from __future__ import annotations

import gzip
import io
import json
import resource
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beltplan.faults import Fault
from beltplan.skills import Document, Reader, lines, read_files
from beltplan.skills.pages import visible

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Du har erfarenhet av elektrodbeläggning."
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FUZZ = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def docx(body: str, *, name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def locked_pdf(path: Path, password: str) -> None:
    pypdf = pytest.importorskip("pypdf", reason="the package pypdf is not here")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)


def codes(items: list[Document | Fault]) -> list[str]:
    return [item.code for item in items if isinstance(item, Fault)]


def test_one_bad_file_of_each_kind_and_one_good_one(tmp_path: Path) -> None:
    (tmp_path / "01-empty.txt").write_bytes(b"")
    (tmp_path / "02-spaces.html").write_text("<p> </p><script>var a</script>", encoding="utf-8")
    (tmp_path / "03-binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "04-cut.docx").write_bytes(docx(paragraph(SAID))[:-30])
    (tmp_path / "05-old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "06-bomb.docx").write_bytes(docx(" " * (70 * 1024 * 1024)))
    (tmp_path / "07-text.pdf").write_text(SAID, encoding="utf-8")
    (tmp_path / "08-text.docx").write_text(SAID, encoding="utf-8")
    (tmp_path / "09-torn.jsonl.gz").write_bytes(gzip.compress(b'{"text": "a"}\n' * 999)[:-20])
    (tmp_path / "10-none.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "11-fine.txt").write_text(SAID, encoding="utf-8")
    items = list(read_files([tmp_path]))
    assert codes(items) == [
        "skills.empty",
        "skills.empty",
        "skills.not-read",
        "skills.broken",
        "skills.protected",
        "skills.too-large",
        codes(items)[6],
        "skills.broken",
        "skills.broken",
        "skills.not-a-record",
    ]
    assert codes(items)[6] in {"skills.broken", "skills.not-read"}
    for item in items:
        if isinstance(item, Fault):
            assert item.value
            assert item.way_out
    documents = [item for item in items if isinstance(item, Document)]
    assert documents[-1] == Document("11-fine.txt", SAID)
    assert Reader().read(documents)["label"].to_pylist() == ["elektrodbeläggning"]


def test_locked_files_say_that_they_are_locked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    data = bytearray(docx(paragraph(SAID)))
    # The bit that says that a part is locked, in its own header and in the list of contents.
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert codes(list(read_files([path]))) == ["skills.protected"]
    locked_pdf(tmp_path / "b.pdf", "secret")
    assert codes(list(read_files([tmp_path / "b.pdf"]))) == ["skills.protected"]


def test_many_parts_that_unpack_to_much_are_refused_together(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", f"<w:document {WORD}></w:document>")
        for n in range(8):
            blank = " " * (10 * 1024 * 1024)
            book.writestr(f"word/header{n}.xml", f"<w:hdr {WORD}>{blank}</w:hdr>")
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    assert codes(list(read_files([tmp_path / "a.docx"]))) == ["skills.too-large"]


def test_fifty_megabytes_are_read_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    line = f"{SAID} Lorem ipsum dolor sit amet, consectetur elit. \n"
    n = 50_000_000 // len(line.encode())
    path.write_text(line * n, encoding="utf-8")
    (document,) = read_files([path])
    assert isinstance(document, Document)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table = Reader(near=False).read([document])
    assert table.num_rows == n
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e6 < 1.5


def test_a_line_without_end_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1 << 20)
    path = tmp_path / "bomb.jsonl.gz"
    record = json.dumps({"text": SAID}).encode()
    path.write_bytes(gzip.compress(record + b"\n" + b" " * (8 << 20) + b"\n" + record))
    items = list(read_files([path]))
    assert codes(items) == ["skills.too-large"]
    assert [item.text for item in items if isinstance(item, Document)] == [SAID, SAID]


def test_marks_of_direction_hide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    marked = "\u200f".join("\u202eelektrodbeläggning\u202c")
    path.write_text(f"Erfarenhet av {marked} \u2067krävs\u2069.", encoding="utf-8")
    found = Reader().read([item for item in read_files([path]) if isinstance(item, Document)])
    assert found["label"].to_pylist() == ["elektrodbeläggning"]


def test_scripts_of_a_page_are_not_read() -> None:
    page = (
        "<!doctype html><html><head><title>kalandrering</title></head><body>"
        "<script>var a = '<p>cellformering</p>';</script ><style>p{content:'torrum'}</style>"
        "<noscript>elektrolyt</noscript><svg><text>pack</text></svg><p>Välkommen<br/>hit</p>"
    )
    assert visible(page).split() == ["Välkommen", "hit"]


TAGS = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<script>", "</script>", "<style", "<!--", "-->", "<![CDATA[", "]]>"),
            *(
                "<![x[",
                "<!",
                "<?php",
                "?>",
                "&amp;",
                "&#x110000;",
                "&#",
                "&",
                "<a href='",
                "<svg/>",
            ),
            *("</", "<p/>", "<", ">", "\x00", "text", " ", "\n", '"', "<table><tr>", "<textarea>"),
        ]
    ),
    max_size=30,
).map("".join)


@FUZZ
@given(TAGS)
def test_no_page_raises(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    for item in read_files([path]):
        assert isinstance(item, Document | Fault)


@FUZZ
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12),
    st.sampled_from(["docx", "jsonl.gz", "csv.gz", "pdf"]),
)
def test_no_damaged_file_raises(
    tmp_path: Path, changes: list[tuple[int, int]], ending: str
) -> None:
    whole = {
        "docx": docx(paragraph(SAID) * 5),
        "jsonl.gz": gzip.compress(json.dumps({"text": SAID}).encode() * 9),
        "csv.gz": gzip.compress(f"id,text\n1,{SAID}\n".encode() * 9),
        "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
        b"/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    }[ending]
    data = bytearray(whole)
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path / f"a.{ending}"
    path.write_bytes(bytes(data))
    for item in read_files([path]):
        assert isinstance(item, Document | Fault)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "id", "description", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@FUZZ
@given(st.lists(JSON | st.sampled_from(['{"text": ', "\ufeff", '"' * 3, "{" * 900]), max_size=4))
def test_no_line_of_json_raises(tmp_path: Path, rows: list[object]) -> None:
    path = tmp_path / "a.jsonl"
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(texts), encoding="utf-8", errors="replace")
    for item in read_files([path]):
        assert isinstance(item, Document | Fault)


@FUZZ
@given(
    st.lists(st.sampled_from(["id,text", "1,a", '"', ",", "\0", "\r", "text", "å"]), max_size=12)
)
def test_no_table_raises(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(cells), encoding="utf-8")
    for item in read_files([path]):
        assert isinstance(item, Document | Fault)


def test_a_document_that_nests_deeply_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx("<w:p>" * 50_000 + f"<w:t>{SAID}</w:t>" + "</w:p>" * 50_000))
    (item,) = read_files([path])
    assert isinstance(item, Document)
    assert item.text == SAID


def test_a_box_within_a_paragraph_is_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    inner = paragraph("i rutan")
    path.write_bytes(docx(f"<w:p><w:t>utan</w:t>{inner}<w:t>för</w:t><w:tab/></w:p><w:t>x</w:t>"))
    (item,) = read_files([path])
    assert isinstance(item, Document)
    assert item.text.split("\n") == ["utan", "i rutan", "för "]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    book = io.BytesIO()
    body = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">'
        f'<!ENTITY d "{"&b;" * 1000}">]><w:document {WORD}><w:p><w:t>&d;</w:t></w:p></w:document>'
    )
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("word/document.xml", body.encode(encoding))
    (tmp_path / "a.docx").write_bytes(book.getvalue())
    items = list(read_files([tmp_path / "a.docx"]))
    assert codes(items) == ["skills.broken"]
    assert "entities" in str(items[0])


def test_an_encoding_that_there_is_not_is_a_fault(tmp_path: Path) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("word/document.xml", '<?xml version="1.0" encoding="klingon"?><a/>')
    (tmp_path / "a.docx").write_bytes(book.getvalue())
    assert codes(list(read_files([tmp_path / "a.docx"]))) == ["skills.broken"]


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_in_another_way_and_damaged_are_a_fault(tmp_path: Path, packing: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as book:
        book.writestr("word/document.xml", f"<w:document {WORD}>{paragraph(SAID)}</w:document>")
    path = tmp_path / "a.docx"
    path.write_bytes(out.getvalue())
    (item,) = read_files([path])
    assert isinstance(item, Document)
    data = bytearray(out.getvalue())
    data[60:90] = bytes(30)
    path.write_bytes(bytes(data))
    assert codes(list(read_files([path]))) == ["skills.broken"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_read_once(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for _ in range(2):
            body = f"<w:document {WORD}>{paragraph(SAID)}</w:document>"
            book.writestr("word/document.xml", body)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    (item,) = read_files([tmp_path / "a.docx"])
    assert isinstance(item, Document)
    assert item.text == SAID


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_are_read_in_the_encodings_that_offices_write(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    (tmp_path / "a.csv").write_bytes(
        f"id{delimiter}text\r\n1{delimiter}{SAID}\r\n".encode(encoding)
    )
    (tmp_path / "b.txt").write_bytes(SAID.encode(encoding))
    assert [item.text for item in read_files([tmp_path]) if isinstance(item, Document)] == [
        SAID
    ] * 2


def test_one_damaged_letter_does_not_spoil_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SAID.encode() + b" \xe4 " + SAID.encode())
    (item,) = read_files([tmp_path / "a.txt"])
    assert isinstance(item, Document)
    assert item.text.count("elektrodbeläggning") == 2


@pytest.mark.parametrize("tag", ["<a ", "<![CDATA[", "<!DOCTYPE ", "<"])
def test_tags_without_end_do_not_hold_up_the_rest(tag: str) -> None:
    assert SAID in visible(f"<p>{SAID}</p>" + tag * 300_000)
