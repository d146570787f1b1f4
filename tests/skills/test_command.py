"""The command: what it prints, writes and how it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from typer.testing import CliRunner

from beltplan.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RUN = CliRunner()


def test_reading_writes_a_table_and_says_that_esco_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Erfaring fra elektrodebelegging er et krav.", encoding="utf-8")
    out = tmp_path / "found.parquet"
    done = RUN.invoke(app, ["skills", "read", str(tmp_path / "a.txt"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "ESCO is not on this machine" in done.output
    assert pl.read_parquet(out)["label"].to_list() == ["elektrodebelegging"]


def test_a_bad_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Du kan cellformering.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2")
    done = RUN.invoke(app, ["skills", "read", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert done.exit_code == 1
    assert "1 text read, 1 found" in done.output
    assert "skills.not-read" in done.output
    assert "package:" not in done.output


def test_a_folder_that_is_not_there_is_said_without_an_empty_table(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["skills", "read", str(tmp_path / "adverts")])
    assert done.exit_code == 1
    assert "adverts cannot be opened" in done.output
    assert "nothing was read" in done.output
    assert "stands there" not in done.output


def test_texts_without_a_find_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Du kan cellformering.", encoding="utf-8")
    for n in range(12):
        (tmp_path / f"b{n:02}.txt").write_text("Det regnar idag.", encoding="utf-8")
    done = RUN.invoke(app, ["skills", "read", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "Nothing found in 12: b00.txt, b01.txt" in done.output
    assert "b09.txt and 2 more." in done.output


def test_csv_opens_in_excel_with_its_letters_and_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Du har erfarenhet av elektrodbeläggning.", encoding="utf-8")
    out = tmp_path / "found.csv"
    asked = ["skills", "read", str(tmp_path / "a.txt"), "--out", str(out)]
    assert RUN.invoke(app, asked).exit_code == 0
    before = out.read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(out)["label"].to_list() == ["elektrodbeläggning"]

    def stopped(_frame: pl.DataFrame, file: Path, **_options: Any) -> None:
        file.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_csv", stopped)
    assert RUN.invoke(app, asked).exit_code != 0
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "found.csv"]


def test_an_unknown_format_and_a_folder_without_esco_are_refused(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["skills", "read", "a.txt", "--out", "found.doc"])
    assert done.exit_code == 1
    assert ".parquet" in done.output
    done = RUN.invoke(app, ["skills", "vocabulary", "--esco", str(tmp_path)])
    assert done.exit_code == 1
    assert "version" in done.output


def test_the_vocabulary_is_shown() -> None:
    done = RUN.invoke(app, ["skills", "vocabulary"])
    assert done.exit_code == 0
    assert "beltplan-battery" in done.output
