"""Files of every kind, and bad ones: a fault for each, the rest is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beltplan.faults import Fault
from beltplan.skills import Document, Reader, read_files

if TYPE_CHECKING:
    from pathlib import Path

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
        )
    return out.getvalue()


def one(path: Path) -> Document | Fault:
    (item,) = read_files([path])
    return item


def code(path: Path) -> str:
    item = one(path)
    assert isinstance(item, Fault)
    assert item.way_out
    return item.code


def text(path: Path) -> str:
    item = one(path)
    assert isinstance(item, Document)
    return item.text


def test_every_kind_of_file_is_read(tmp_path: Path) -> None:
    line = "Erfarenhet av elektrodbeläggning"
    (tmp_path / "a.txt").write_text(line, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(line.encode("cp1252"))
    (tmp_path / "c.txt").write_bytes(line.encode("utf-16"))
    (tmp_path / "d.html").write_text(
        f"<html><head><title>x</title></head><script>var elektrolyt=1</script><p>{line}",
        encoding="utf-8",
    )
    (tmp_path / "e.docx").write_bytes(docx(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"))
    record = json.dumps({"id": "7", "description": {"text": line}})
    (tmp_path / "f.jsonl").write_text(record + "\n", encoding="utf-8")
    (tmp_path / "g.jsonl.gz").write_bytes(gzip.compress(record.encode()))
    (tmp_path / "h.csv").write_text(f"id,text\n1,{line}\n", encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    items = list(read_files(files))
    assert [item.text.strip() for item in items if isinstance(item, Document)] == [line] * 8
    found = Reader(near=False).read([item for item in items if isinstance(item, Document)])
    assert found["label"].to_pylist() == ["elektrodbeläggning"] * 8


def test_bad_files_each_give_a_fault_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.docx").write_bytes(docx("")[:-30])
    (tmp_path / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "fine.txt").write_text("Du kan svetsa", encoding="utf-8")
    items = list(read_files([*sorted(tmp_path.iterdir()), tmp_path / "missing.txt"]))
    assert [item.code for item in items if isinstance(item, Fault)] == [
        "skills.not-read",
        "skills.broken",
        "skills.empty",
        "skills.protected",
        "skills.not-read",
    ]
    assert [item.name for item in items if isinstance(item, Document)] == ["fine.txt"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(docx("<w:p>" + " " * (80 * 1024 * 1024) + "</w:p>"))
    assert path.stat().st_size < 1_000_000
    assert code(path) == "skills.too-large"


def test_entities_in_a_document_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    path = tmp_path / "entity.docx"
    path.write_bytes(out.getvalue())
    assert code(path) == "skills.broken"


def test_a_very_large_text_is_refused_and_large_lines_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert code(path) == "skills.too-large"
    lines = tmp_path / "bad.jsonl"
    lines.write_text(
        '{"text": "ett"}\nnot json\n{"other": 1}\n[1]\n{"text": "två"}\n', encoding="utf-8"
    )
    items = list(read_files([lines]))
    assert [item.line for item in items if isinstance(item, Fault)] == [2, 3, 4]
    assert [item.text for item in items if isinstance(item, Document)] == ["ett", "två"]


def test_marks_of_direction_and_soft_hyphens_do_not_break_words(tmp_path: Path) -> None:
    path = tmp_path / "marks.txt"
    path.write_text("\u202eelektrod\u00adbelägg\u200bning\u202c", encoding="utf-8")
    assert text(path) == "elektrodbeläggning"


def test_a_damaged_pdf_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(2000))
    assert code(path) in {"skills.broken", "skills.not-read", "skills.empty"}


@pytest.mark.parametrize("ending", ["txt", "html", "docx", "csv", "jsonl", "jsonl.gz", "pdf"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=600))
def test_no_bytes_raise(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"fuzz.{ending}"
    path.write_bytes(data)
    for item in read_files([path]):
        assert isinstance(item, Document | Fault)
