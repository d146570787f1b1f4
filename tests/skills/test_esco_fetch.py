"""ESCO is fetched with patience from one address, or taken from a folder."""

from __future__ import annotations

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from beltplan.cli.main import app
from beltplan.skills import vocabulary
from beltplan.skills.errors import EscoError
from beltplan.skills.esco_fetch import OFFICIAL, fetch_esco

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = "conceptType,conceptUri,skillType,preferredLabel,altLabels"


def packed(language: str) -> bytes:
    """Return a ZIP file with the names and columns of the publisher's, filled by us."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        rows = "".join(
            f"K,http://e/s{n},skill/competence,weld metal {n} {language},\n" for n in range(2000)
        )
        book.writestr(f"deep/skills_{language}.csv", f"{HEADER}\n{rows}")
        book.writestr(f"occupations_{language}.csv", f"{HEADER}\nO,http://e/o1,,welder,\n")
        book.writestr(f"../../outside_{language}.csv", "a\n")
        book.writestr("readme.txt", "b")
    return out.getvalue()


class Publisher(BaseHTTPRequestHandler):
    """Breaks off, is busy, and knows ranges, as a real server does on a bad day."""

    files: ClassVar[dict[str, bytes]] = {}
    troubles: ClassVar[list[str]] = []
    asked: ClassVar[list[tuple[str, str]]] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        name = unquote(self.path).rpartition("/")[2]
        wanted = self.headers.get("Range", "")
        self.asked.append((name, wanted))
        trouble = self.troubles.pop(0) if self.troubles else ""
        data = self.files.get(name)
        if trouble == "busy":
            self.send_response(503)
            self.send_header("Retry-After", "7")
            self.end_headers()
            return
        if trouble == "elsewhere":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/x")  # type: ignore[attr-defined]
            self.end_headers()
            return
        if data is None:
            self.send_response(404)
            self.end_headers()
            return
        first = int(wanted[6:-1]) if wanted and trouble != "no ranges" else 0
        if first >= len(data):
            self.send_response(416)
            self.end_headers()
            return
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(data) - first))
        self.end_headers()
        rest = data[first:]
        self.wfile.write(rest[: len(rest) // 2] if trouble == "breaks" else rest)


@pytest.fixture
def address() -> Iterator[str]:
    """Start a publisher on this machine; give its address."""
    Publisher.files = {
        f"ESCO dataset - v1.2.1 - classification - {language} - csv.zip": packed(language)
        for language in ("en", "sv")
    }
    Publisher.troubles, Publisher.asked = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/esco/download/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_bad_day_is_waited_out_and_nothing_is_fetched_twice(tmp_path: Path, address: str) -> None:
    Publisher.troubles = ["busy", "breaks", "breaks", ""]
    waits: list[float] = []
    folder = tmp_path / "esco-v1.2.1"
    fetched = fetch_esco(folder, languages=["en"], address=address, sleep=waits.append)
    assert fetched.new == ("en",)
    assert waits[0] == 7
    size = len(packed("en"))
    starts = [int(wanted[6:-1]) for _, wanted in Publisher.asked if wanted]
    assert starts == [size // 2, size // 2 + (size - size // 2) // 2]
    assert len(vocabulary(folder).concepts) > 2000
    assert not list(tmp_path.rglob("*.part")) + list(tmp_path.rglob("*.tmp"))
    assert sorted(path.name for path in tmp_path.rglob("*outside*")) == ["outside_en.csv"]
    assert (folder / "outside_en.csv").exists()
    asked = len(Publisher.asked)
    again = fetch_esco(folder, languages=["en", "sv"], address=address, sleep=waits.append)
    assert (again.new, again.held) == (("sv",), ("en",))
    assert len(Publisher.asked) == asked + 1


def test_what_is_left_of_an_earlier_call_is_used(tmp_path: Path, address: str) -> None:
    part = tmp_path / "en.zip.part"
    part.write_bytes(packed("en")[:1000])
    fetch_esco(tmp_path, languages=["en"], address=address, sleep=lambda _: None)
    assert Publisher.asked[0][1] == "bytes=1000-"
    (tmp_path / "sv.zip.part").write_bytes(packed("sv") + b"more")
    fetch_esco(tmp_path, languages=["sv"], address=address, sleep=lambda _: None)
    Publisher.troubles = ["no ranges"]
    for path in tmp_path.glob("*_en.csv"):
        path.unlink()
    part.write_bytes(b"something else")
    fetch_esco(tmp_path, languages=["en"], address=address, sleep=lambda _: None)
    assert vocabulary(tmp_path, version="1.2.1").by_uri["http://e/o1"].label("en") == "welder"


def test_a_server_that_stays_away_and_a_version_that_is_not(tmp_path: Path, address: str) -> None:
    Publisher.troubles = ["busy"] * 50
    waits: list[float] = []
    with pytest.raises(EscoError, match="503") as caught:
        fetch_esco(tmp_path, languages=["en"], address=address, sleep=waits.append)
    assert "--from" in caught.value.way_out
    assert waits == sorted(waits)
    assert max(waits) > 60
    Publisher.troubles = []
    with pytest.raises(EscoError, match="there is no"):
        fetch_esco(tmp_path, version="9.9", languages=["en"], address=address)


def test_another_publisher_is_refused(tmp_path: Path, address: str) -> None:
    Publisher.troubles = ["elsewhere"]
    Publisher.files["x"] = packed("en")
    with pytest.raises(EscoError, match="not the Commission"):
        fetch_esco(tmp_path, languages=["en"], address=address, sleep=lambda _: None)
    assert OFFICIAL.startswith("https://ec.europa.eu/")


def test_a_file_that_is_not_esco_is_refused(tmp_path: Path, address: str) -> None:
    name = "ESCO dataset - v1.2.1 - classification - en - csv.zip"
    Publisher.files[name] = b"<html>sorry</html>"
    with pytest.raises(EscoError, match="unpacked"):
        fetch_esco(tmp_path, languages=["en"], address=address, sleep=lambda _: None)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("skills_en.csv", "a")
    Publisher.files[name] = out.getvalue()
    with pytest.raises(EscoError, match="no skills and occupations"):
        fetch_esco(tmp_path, languages=["en"], address=address, sleep=lambda _: None)
    assert not list(tmp_path.glob("*.csv"))


def test_a_folder_of_files_downloaded_by_hand_serves(tmp_path: Path) -> None:
    hand, out = tmp_path / "hand", tmp_path / "esco-v1.2.1"
    hand.mkdir()
    (hand / "ESCO dataset - v1.2.1 - classification - en - csv.zip").write_bytes(packed("en"))
    for pillar in ("skills", "occupations"):
        (hand / f"{pillar}_sv.csv").write_text(f"{HEADER}\nK,http://e/s1,,svetsa,\n")
    arguments = ["skills", "fetch-esco", "--from", str(hand), "--out", str(out)]
    done = CliRunner().invoke(app, [*arguments, "--languages", "en,sv"])
    assert done.exit_code == 0, done.output
    assert "2 languages fetched" in done.output
    assert "ESCO classification of the European Commission" in done.output
    assert vocabulary(out).by_uri["http://e/s1"].label("sv") == "svetsa"
    done = CliRunner().invoke(app, [*arguments, "--languages", "fi"])
    assert done.exit_code == 1
    assert "skills_fi.csv" in done.output
