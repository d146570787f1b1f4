"""Files as careless and hostile people give them: read if they can be, else one clear fault."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from beltplan.cli.main import app
from beltplan.faults import Fault
from beltplan.skills import Document, Reader, read_files
from beltplan.skills.cleaning import clean
from beltplan.skills.encodings import decoded
from beltplan.skills.pages import visible
from beltplan.skills.pdf import joined

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Du har erfarenhet av elektrodbeläggning."
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
COMPAT = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RUN = CliRunner()


def docx(
    body: str, *, name: str = "word/document.xml", spaces: str = WORD, more: str = ""
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, f"<w:document {spaces} {COMPAT}><w:body>{body}</w:body></w:document>")
        if more:
            book.writestr("word/endnotes.xml", f"<w:endnotes {WORD}>{more}</w:endnotes>")
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(path: Path, data: bytes | str) -> tuple[list[str], list[Fault]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    items = list(read_files([path]))
    faults = [item for item in items if isinstance(item, Fault)]
    assert all(fault.way_out and fault.value for fault in faults)
    return [item.text.strip() for item in items if isinstance(item, Document)], faults


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
        *("latin-1", "cp1252", "mac_roman", "cp850"),
    ],
)
def test_every_encoding_of_our_languages_is_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path / "a.txt", SAID.encode(encoding)) == ([SAID], [])


def test_quotes_of_windows_are_no_letters_of_dos() -> None:
    text = "\u201dBeläggning\u201d \u2013 10 \u20ac, don\u2019t"
    assert decoded(text.encode("cp1252")) == text


def test_a_page_may_name_its_code_page() -> None:
    page = '<meta charset="iso-8859-7"><p>Αθήνα'
    assert decoded(page.encode("iso-8859-7"), html=True) == page
    for name in ("base64", "undefined", "utf-7", "no-such", "idna"):
        assert decoded(f"<meta charset={name}><p>B\u00e4".encode("cp1252"), html=True)


@pytest.mark.parametrize(
    "said",
    [
        unicodedata.normalize("NFD", SAID),
        "".join(c + "\u0336" for c in SAID),
        "".join(c + "\u0336\u0315\u031b\u0489" for c in SAID),
        SAID.replace("d", "d\u200b\u2060").replace("ä", "\u202eä\u202c"),
        SAID.replace("elektrod", "elektrod\u00ad\n"),
        SAID.replace("elektrod", "".join(chr(0x1D5EE + ord(c) - 97) for c in "elektrod")),
        f"Rubrik\r{SAID}\rSlut",
        f"Rubrik\u2028{SAID}\x85Slut",
        f"\0{SAID}",
        SAID + "\ud800",
    ],
)
def test_what_no_reader_sees_hides_no_word(said: str) -> None:
    assert Reader(near=False).read([said])["surface"].to_pylist() == ["elektrodbeläggning"]


def test_a_million_marks_on_one_letter_are_quick_and_lines_stay_lines() -> None:
    assert clean("a" + "\u0301\u0316" * 500_000) == "a"
    assert clean("ett\rtvå\r\ntre\u2029fyra") == "ett\ntvå\ntre\nfyra"
    assert clean("mo\ufb01era") == "mofiera"


@settings(max_examples=300)
@given(st.text(st.characters(), max_size=80))
def test_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    once.encode()


@pytest.mark.parametrize(
    ("name", "data", "code", "way"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(3000), "not-read", ".docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(3000), "not-read", "CSV"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "protected",
            "pass",
        ),
        ("a.rtf", b"{\\rtf1 Erfarenhet}", "not-read", ".docx"),
        ("a.odt", b"PK\x03\x04" + bytes(200), "not-read", ".docx"),
        ("a.xlsx", b"PK\x03\x04" + bytes(200), "not-read", "CSV"),
        ("a.zip", docx("", name="advert.txt"), "not-read", "unpack"),
        ("a.txt", docx("", name="xl/workbook.xml"), "not-read", "CSV"),
        ("a.eml", b"From: a@b.se\n\nhej", "not-read", "text"),
        ("a.docx", b"Erfarenhet", "broken", ".docx"),
        ("a.pdf", b"Erfarenhet", "broken", "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "not-read", "text"),
        ("a.jsonl", b"PAR1" + bytes(100), "not-read", "gzip"),
    ],
)
def test_other_kinds_of_file_are_named_with_a_way_out(
    tmp_path: Path, name: str, data: bytes, code: str, way: str
) -> None:
    texts, (fault,) = read(tmp_path / name, data)
    assert (texts, fault.code) == ([], f"skills.{code}")
    assert way in fault.way_out


def test_a_file_is_what_its_first_bytes_say(tmp_path: Path) -> None:
    assert read(tmp_path / "advert.txt", docx(paragraph(SAID))) == ([SAID], [])
    assert read(tmp_path / "a.txt.gz", gzip.compress(SAID.encode())) == ([SAID], [])
    assert read(tmp_path / "noending", SAID) == ([SAID], [])


@pytest.mark.parametrize(
    "data",
    [
        docx(paragraph(SAID), spaces=STRICT),
        docx(paragraph(SAID), name="word/document22.xml"),
        docx("", more=paragraph(SAID)),
        docx(f"<w:tbl><w:tr><w:tc>{paragraph(SAID)}</w:tc></w:tr></w:tbl>"),
        docx(
            "<w:p><mc:AlternateContent>"
            f"<mc:Choice><w:txbxContent>{paragraph(SAID)}</w:txbxContent></mc:Choice>"
            f"<mc:Fallback><w:txbxContent>{paragraph(SAID)}</w:txbxContent></mc:Fallback>"
            "</mc:AlternateContent></w:p>"
        ),
        docx(
            "<w:p><w:del><w:r><w:delText>kalandrering</w:delText></w:r></w:del>"
            f"<w:moveFrom><w:r><w:t>torrum</w:t></w:r></w:moveFrom>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>cellformering</w:t></w:r>"
            f"<w:ins><w:r><w:t>{SAID[:9]}</w:t></w:r></w:ins><w:r><w:t>{SAID[9:]}</w:t></w:r></w:p>"
        ),
    ],
)
def test_word_gives_what_a_reader_of_it_sees(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path / "a.docx", data) == ([SAID], [])


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>kalandrering</title><body><p>{SAID}</html>",
        f"<title>kalandrering</title><p>{SAID}",
        f"<p hidden>kalandrering<p>{SAID}",
        f'<div style="display: none">torrum<div>x</div>cellformering</div><p>{SAID}',
        f"<!-- elektrolyt --><svg><text>pack</text></svg><input hidden><p>{SAID}",
    ],
)
def test_hidden_parts_of_a_page_are_not_read(page: str) -> None:
    assert visible(page).strip() == SAID


def test_lines_of_print_become_sentences() -> None:
    text = "Erfarenhet av elektrodbe-\nläggning i en modern fabrik för batterier och\nceller.\nPLC"
    assert joined(text) == (
        "Erfarenhet av elektrodbeläggning i en modern fabrik för batterier och celler.\nPLC"
    )
    assert joined("drift-\noch underhåll") == "drift-\noch underhåll"
    assert joined("svetsa\nmontera") == "svetsa\nmontera"


def test_a_page_in_two_columns_is_read_down_its_columns(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf", reason="the package pypdf is not here")
    page = (
        "#set page(columns: 2, width: 120mm, height: 60mm)\n"
        '#set text(lang: "sv", hyphenate: true)\n'
        "Vi söker dig med erfarenhet av elektrodbeläggning och kalandrering av elektroder i vår "
        "nya fabrik i Skellefteå. Du ansvarar för drift- och underhåll av utrustning.\n"
        "#colbreak()\nMeriterande: cellformering. Ring Anna-Karin Öberg, 0910-12 34 56.\n"
    )
    (tmp_path / "a.typ").write_text(page, encoding="utf-8")
    typst.compile(tmp_path / "a.typ", output=tmp_path / "a.pdf")
    (document,) = read_files([tmp_path / "a.pdf"])
    assert isinstance(document, Document)
    assert "erfarenhet av elektrodbeläggning och kalandrering av elektroder" in document.text
    assert "drift- och underhåll" in document.text
    assert "0910-12 34 56" in document.text
    assert document.text.index("underhåll") < document.text.index("Meriterande")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "scan.pdf")
    (fault,) = read_files([tmp_path / "scan.pdf"])
    assert isinstance(fault, Fault)
    assert (fault.code, "OCR" in fault.way_out) == ("skills.empty", True)


@pytest.mark.parametrize(
    ("table", "texts", "lines"),
    [
        (f"id|text\n1|{SAID}\n", 1, []),
        (f"sep=;\r\nid;text\r\n1;{SAID}\r\n", 1, []),
        (f"\ufeffID;Text \n1;{SAID}\n", 1, []),
        (f"id;text\r1;{SAID}\r2;{SAID}\r", 2, []),
        (f'id,text\n1,"{SAID}"\n2,"{SAID}\n3,{SAID}\n4,{SAID}\n', 3, [3]),
        (f"id,text\n1,Svetsning, montering\n2,{SAID}\n", 1, [2]),
        (f'id,text\n1,"två\nrader"\n2,a,b\n3,{SAID}', 2, [4]),
        (f"1;{SAID}\n", 0, [None]),
        ("id;text\n", 0, [None]),
    ],
)
def test_tables_as_people_write_them(
    tmp_path: Path, table: str, texts: int, lines: list[int | None]
) -> None:
    found, faults = read(tmp_path / "a.csv", table)
    assert len(found) == texts
    assert [fault.line for fault in faults] == lines


def test_letters_far_down_in_a_table_decide_its_code_page(tmp_path: Path) -> None:
    rows = "".join(f"{n};Experience of welding\n" for n in range(60_000))
    found, faults = read(tmp_path / "a.csv", f"id;text\n{rows}x;{SAID}\n".encode("cp1252"))
    assert (found[-1], faults) == (SAID, [])


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{"id": 1, "text": SAID}]),
        json.dumps({"total": 1, "hits": [{"id": 1, "description": {"text": SAID}}]}),
        json.dumps({"Text": SAID}, indent=2),
        json.dumps({"text": f"<p>{SAID}<br>"}) + "\n\n",
    ],
)
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_of_any_form_is_read(tmp_path: Path, data: str, ending: str) -> None:
    assert read(tmp_path / f"a.{ending}", data) == ([SAID], [])
    assert read(tmp_path / f"b.{ending}", data.encode("utf-16")) == ([SAID], [])


def test_records_of_wrong_types_are_faults_and_names_are_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        *(
            '{"text": 1}',
            '{"text": ["a"]}',
            '{"text": null}',
            "[]",
            "NaN",
            '{"n":' + "1" * 6000 + "}",
        ),
        *("[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000),
        *('{"id": {"a": 1}, "text": "x"}', '{"id": 0, "text": "x"}', '{"id": 0, "text": "y"}'),
        *('{"id": "\\ud800", "text": "x"}', '{"id": "\\u001b[2J\\n", "text": "x"}'),
        '{"id": "' + "x" * 5000 + '", "text": "\\ud800x"}',
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    items = list(read_files([path]))
    assert [item.line for item in items if isinstance(item, Fault)] == [1, 2, 3, 4, 5, 6, 7, 8]
    names = [item.name for item in items if isinstance(item, Document)]
    assert names[:3] == ["a.jsonl#9", "a.jsonl#0", "a.jsonl#0 (2)"]
    assert all(name.isprintable() and len(name) <= 200 for name in names)
    assert Reader(near=False).read([Document("\ud800", SAID)])["text_id"].to_pylist() == ["\ufffd"]


def test_folders_hold_what_people_and_programs_leave(tmp_path: Path) -> None:
    for name in ("a/advert.txt", "b/advert.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(SAID, encoding="utf-8")
    for name in ("~$advert.docx", "Thumbs.db", "desktop.ini", ".DS_Store", ".~lock.a.odt#"):
        (tmp_path / name).write_bytes(b"\x05Anna")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text(SAID, encoding="utf-8")
    items = list(read_files([tmp_path, tmp_path / "a" / "advert.txt", tmp_path / "a"]))
    assert [item.name for item in items if isinstance(item, Document)] == [
        "a/advert.txt",
        "b/advert.txt",
    ]
    assert len(items) == 2
    (tmp_path / "c").mkdir()
    (item,) = read_files([tmp_path / "c"])
    assert isinstance(item, Fault)
    assert item.code == "skills.empty"


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are other things on Windows")
def test_pipes_links_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a-pipe")
    (tmp_path / "b-loop").symlink_to(tmp_path / "b-loop")
    (tmp_path / "c-gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "up").symlink_to(tmp_path)
    (tmp_path / "e.txt").write_text(SAID, encoding="utf-8")
    (tmp_path / "f-same.txt").symlink_to(tmp_path / "e.txt")
    items = list(read_files([tmp_path, tmp_path / "no\0name"]))
    assert [type(item) for item in items].count(Document) == 1
    assert {item.code for item in items if isinstance(item, Fault)} == {"skills.not-read"}
    assert len(items) == 6


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_a_name_of_strange_bytes_is_read_and_written(tmp_path: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/s\xf6k\x1b.txt"
    with open(strange, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(SAID.encode())
    out = tmp_path / "found.jsonl"
    command = [sys.executable, "-m", "beltplan", "skills", "read", str(tmp_path), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert pl.read_ndjson(out)["text_id"].to_list() == ["s\ufffdk\ufffd.txt"]
    assert b"\x1b" not in done.stdout + done.stderr


def test_the_table_in_the_folder_that_is_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"=1+1 {SAID}", encoding="utf-8")
    out = tmp_path / "found.csv"
    asked = ["skills", "read", str(tmp_path), "--out", str(out)]
    for _ in range(2):
        done = RUN.invoke(app, asked)
        assert done.exit_code == 0, done.output
        assert "1 text read" in done.output
    (row,) = pl.read_csv(out).iter_rows(named=True)
    assert row["sentence"].startswith("'=1+1"), "a spreadsheet would run it"
    done = RUN.invoke(app, ["skills", "read", str(out), "--out", str(out)])
    assert done.exit_code == 1
    assert "one of the files to read" in done.output
    done = RUN.invoke(app, ["skills", "read", str(tmp_path), "--out", str(tmp_path / "no/a.csv")])
    assert done.exit_code == 1
    assert "folder that is not there" in done.output


def test_a_thousand_faults_do_not_flood(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("x\n" * 1000 + '{"text": "a"}', encoding="utf-8")
    done = RUN.invoke(app, ["skills", "read", str(tmp_path / "a.jsonl")])
    assert done.exit_code == 1
    assert done.output.count("no JSON object") == 5
    assert "and 995 more" in done.output
    assert "1000 faults: the rest was read." in done.output


@pytest.mark.parametrize("ending", ["json", "tsv", "doc", "xml", "docm", "csv.gz", "txt.gz", ""])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            *(b"", b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08\0", b"{", b"["),
            *(b"\xff\xfe", b"id,text\n1,", b'text\n"', b"{\\rtf", b"<html><meta charset=", b"sep="),
        ]
    ),
    st.binary(max_size=400),
)
def test_no_bytes_raise_whatever_they_begin_with(
    tmp_path: Path, ending: str, head: bytes, data: bytes
) -> None:
    path = tmp_path / f"fuzz.{ending}"
    path.write_bytes(head + data)
    items = list(read_files([path]))
    assert items
    Reader(near=False).read([item for item in items if isinstance(item, Document)])
