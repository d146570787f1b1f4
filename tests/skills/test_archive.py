"""Archives: streamed to parts, continued after a kill, and the same on a cluster."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from beltplan.cli.main import app
from beltplan.faults import BeltplanError
from beltplan.skills import Reader, lines
from beltplan.skills.archive import run, work
from beltplan.skills.archive.run import read_archive
from beltplan.skills.lines import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCES = (
    "Du har erfarenhet av elektrodbeläggning.",
    "Osaat myös kennojen formointia.",
    "Erfaring fra kalandrering av elektroder er et krav.",
    "You have experience of black mass processing.",
    "Erfarenhet av raffinering av litiumsalter",
)
SMALL = 0.002


def texts(n: int) -> list[str]:
    return [f"{SENTENCES[k % 5]} Ort{k % 97}. {SENTENCES[(k * 3 + 1) % 5]}" for k in range(n)]


def write(path: Path, n: int = 200) -> Path:
    with gzip.open(path, "wb") as file:
        for k, text in enumerate(texts(n), start=1):
            file.write(json.dumps({"id": f"ad{k}", "text": text}).encode() + b"\n")
    return path


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("part-*.parquet"))}


def test_an_archive_gives_what_the_reader_gives(tmp_path: Path) -> None:
    path = write(tmp_path / "ads.jsonl.gz")
    report = read_archive(path, tmp_path / "out", part_megabytes=SMALL)
    assert report.texts == 200
    assert report.parts > 3
    found = pl.read_parquet(tmp_path / "out" / "part-*.parquet")
    assert found.height == report.finds
    whole = pl.DataFrame(Reader().read(texts(200)))
    assert found.drop("text_id").equals(whole.drop("text_id"))
    assert found["text_id"][0] == "ads.jsonl.gz#ad1"


def test_a_second_run_reads_nothing_and_a_lost_part_is_read_again(tmp_path: Path) -> None:
    path, out = write(tmp_path / "ads.jsonl.gz"), tmp_path / "out"
    first = read_archive(path, out, near=False, part_megabytes=SMALL)
    before = parts(out)
    again = read_archive(path, out, near=False, part_megabytes=SMALL)
    assert (again.new_parts, again.texts, again.finds) == (0, first.texts, first.finds)
    (out / "part-00002.parquet").write_bytes(b"half")
    mended = read_archive(path, out, near=False, part_megabytes=SMALL)
    assert mended.new_parts == first.parts - 2
    assert parts(out) == before


def test_parts_of_another_run_are_not_mixed(tmp_path: Path) -> None:
    path, out = write(tmp_path / "ads.jsonl.gz"), tmp_path / "out"
    read_archive(path, out, near=False, part_megabytes=SMALL)
    with pytest.raises(BeltplanError, match="near"):
        read_archive(path, out, near=True, part_megabytes=SMALL)
    with pytest.raises(BeltplanError, match="bytes"):
        read_archive(write(path, 300), out, near=False, part_megabytes=SMALL)
    (out / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(BeltplanError, match="damaged"):
        read_archive(path, out, near=False, part_megabytes=SMALL)
    (out / "manifest.json").unlink()
    with pytest.raises(BeltplanError, match="without a manifest"):
        read_archive(path, out, near=False, part_megabytes=SMALL)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_is_continued_with_the_same_parts(tmp_path: Path, workers: str) -> None:
    path, out = write(tmp_path / "ads.jsonl.gz", 1200), tmp_path / "killed"
    command = [
        *(sys.executable, "-m", "beltplan", "skills", "archive", str(path), "--out", str(out)),
        *("--no-near", "--workers", workers, "--part-mb", str(SMALL)),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while len(parts(out)) < 3 and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was done before it could be killed"
    held = len(parts(out))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    whole = read_archive(path, tmp_path / "whole", near=False, part_megabytes=SMALL)
    assert 0 < held < whole.parts
    assert parts(out) == parts(tmp_path / "whole")
    assert not list(out.glob("*.tmp"))
    assert f"{whole.texts} texts read, {whole.finds} found" in done.stdout
    assert f"{whole.parts} parts" in done.stdout


@pytest.fixture
def scheduler() -> Iterator[str]:
    """Start a small cluster; give its address."""
    distributed = pytest.importorskip("distributed", reason="the package distributed is not here")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_gives_the_same_parts(tmp_path: Path, scheduler: str) -> None:
    path = write(tmp_path / "ads.jsonl.gz")
    here = read_archive(path, tmp_path / "here", part_megabytes=SMALL)
    there = read_archive(path, tmp_path / "there", part_megabytes=SMALL, cluster=scheduler)
    assert (here.finds, here.parts) == (there.finds, there.parts)
    assert parts(tmp_path / "here") == parts(tmp_path / "there")


def test_a_cluster_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "ads.jsonl.gz", 5)
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(
        app,
        ["skills", "archive", str(path), "--out", str(tmp_path / "o"), "--cluster", "tcp://x:1"],
    )
    assert done.exit_code == 1
    assert "beltplan[cluster]" in done.output


def test_bad_lines_and_a_torn_file_are_named_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 5000)
    records = [
        json.dumps({"text": SENTENCES[0]}),
        "no json",
        json.dumps({"text": "x" * 6000}),
        json.dumps({"other": 1}),
        "",
        "[" * 3000,
        json.dumps({"id": "ok", "text": SENTENCES[0]}),
    ]
    plain = tmp_path / "ads.jsonl"
    plain.write_text("\n".join(records), encoding="utf-8")
    report = read_archive(plain, tmp_path / "plain")
    assert report.texts == 2
    assert [(f.code, f.line) for f in report.faults] == [
        ("skills.too-large", 3),
        ("skills.broken", 2),
        ("skills.not-a-record", 4),
        ("skills.broken", 6),
    ]
    assert pl.read_parquet(tmp_path / "plain" / "*.parquet")["text_id"].to_list() == [
        "ads.jsonl#1",
        "ads.jsonl#ok",
    ]
    torn = write(tmp_path / "torn.jsonl.gz", 3000)
    torn.write_bytes(torn.read_bytes()[:-2000])
    report = read_archive(torn, tmp_path / "torn", near=False)
    assert 0 < report.texts < 3000
    assert "breaks off" in report.faults[0].message


def test_an_archive_takes_an_encoder_and_voikko_or_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = write(tmp_path / "ads.jsonl.gz", 5), tmp_path / "out"
    asked = ["skills", "archive", str(path), "--out", str(out), "--workers", "1"]
    done = CliRunner().invoke(app, [*asked, "--encoder", str(tmp_path / "none")])
    assert (done.exit_code, "no folder with a sentence encoder" in done.output) == (1, True)
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    done = CliRunner().invoke(app, [*asked, "--voikko"])
    assert (done.exit_code, "libvoikko is not installed" in done.output) == (1, True)
    assert not out.exists(), "what is missing is said before anything is written"


def test_an_encoder_reads_every_chunk_and_makes_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Letters:
        def encode(self, texts: list[str], /) -> np.ndarray:
            asked.extend(texts)
            return np.array([[len(text), text.count("e") + 1] for text in texts], np.float32)

    for room in (run, work):
        monkeypatch.setattr(room, "encoder_from", lambda _folder: Letters())
    path = write(tmp_path / "ads.jsonl.gz")
    model = tmp_path / "model"
    report = read_archive(path, tmp_path / "out", part_megabytes=SMALL, encoder=model)
    assert report.texts == 200
    assert asked
    with pytest.raises(BeltplanError, match="encoder"):
        read_archive(path, tmp_path / "out", part_megabytes=SMALL)


def test_chunks_hold_every_line_once(tmp_path: Path) -> None:
    path = write(tmp_path / "ads.jsonl.gz")
    found = list(chunks(path, size=1000))
    assert b"".join(chunk.data for chunk in found) == gzip.decompress(path.read_bytes())
    assert [chunk.number for chunk in found] == list(range(len(found)))
    for chunk, following in pairwise(found):
        assert following.first_line == chunk.first_line + chunk.data.count(b"\n")


def test_the_command_shows_what_it_read(tmp_path: Path) -> None:
    path = write(tmp_path / "ads.jsonl.gz", 20)
    arguments = ["skills", "archive", str(path), "--out", str(tmp_path / "o"), "--workers", "1"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "20 texts read" in done.output
    done = CliRunner().invoke(app, [*arguments[:2], str(tmp_path / "none.gz"), *arguments[3:]])
    assert done.exit_code == 1
    assert "no file" in done.output
