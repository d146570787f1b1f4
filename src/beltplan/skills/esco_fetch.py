"""ESCO onto this machine: from the Commission's address, or from files downloaded by hand.

The classification is published as one ZIP file of CSV files for each version and language, at
``https://ec.europa.eu/esco/download/``. Beltplan asks that address only. A transfer that breaks
off is taken up where it stopped; between tries it waits, longer each time, or as long as the
server says.
"""

from __future__ import annotations

import http.client
import shutil
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from beltplan.skills.errors import EscoError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LANGUAGES", "OFFICIAL", "VERSION", "Fetched", "fetch_esco"]

OFFICIAL = "https://ec.europa.eu/esco/download/"
VERSION = "1.2.1"
# As the publisher writes them: Norwegian is Bokmål.
LANGUAGES = ("en", "sv", "fi", "no", "da")
_NEEDED = ("skills", "occupations")
_TRIES = 8
_WAIT, _LONGEST_WAIT = 1.0, 120.0
_TIMEOUT = 60.0
_BLOCK = 1 << 18
_MOST_UNPACKED = 1 << 30
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_PARTIAL, _NOT_FOUND, _NOT_SATISFIABLE = 206, 404, 416


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is there now: languages fetched, and languages that were there already."""

    new: tuple[str, ...]
    held: tuple[str, ...]


def fetch_esco(
    folder: Path,
    *,
    version: str = VERSION,
    languages: Sequence[str] = LANGUAGES,
    source: Path | None = None,
    address: str = OFFICIAL,
    progress: Callable[[str, int, int], None] | None = None,
    sleep: Callable[[float], object] = time.sleep,
) -> Fetched:
    """Put the CSV files of ESCO into a folder.

    Parameters
    ----------
    folder
        Where the files go; made if it is not there.
    version, languages
        Which; languages as the publisher writes them (Norwegian is ``no``).
    source
        Folder with the ZIP or CSV files as published, downloaded by hand; nothing is fetched.
    address
        Where the files are published.
    progress
        Called with the language, and bytes so far and in all (0 if not known).
    sleep
        How to wait between tries.

    Raises
    ------
    EscoError
        If the files are not to be had, or are not what they should be; what was fetched so far
        stays, and the next call goes on from there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new: list[str] = []
    held: list[str] = []
    for language in languages:
        if all((folder / f"{pillar}_{language}.csv").is_file() for pillar in _NEEDED):
            held.append(language)
            continue
        if source is not None:
            _take(source, folder, language)
        else:
            name = f"ESCO dataset - v{version} - classification - {language} - csv.zip"
            packed = folder / f"{language}.zip.part"
            _download(address + quote(name), packed, language, progress, sleep)
            try:
                _unpack(packed, folder, language)
            finally:
                packed.unlink(missing_ok=True)
        new.append(language)
    return Fetched(tuple(new), tuple(held))


def _take(source: Path, folder: Path, language: str) -> None:
    """Take the files of a language from a folder of ZIP or CSV files."""
    for packed in sorted(source.rglob("*.zip")):
        if f" - {language} - csv" in packed.name or packed.stem == language:
            _unpack(packed, folder, language)
            return
    found = {p.name: p for p in source.rglob(f"*_{language}.csv")}
    missing = [f"{pillar}_{language}.csv" for pillar in _NEEDED]
    if absent := [name for name in missing if name not in found]:
        raise EscoError(
            f"no {' and no '.join(absent)} in {source}, and no ZIP file of language {language}",
            "download the CSV files of that language from esco.ec.europa.eu, or leave it out",
        )
    for name, path in found.items():
        temporary = folder / f"{name}.tmp"
        shutil.copyfile(path, temporary)
        temporary.replace(folder / name)


def _unpack(packed: Path, folder: Path, language: str) -> None:
    try:
        with zipfile.ZipFile(packed) as book:
            members = {
                Path(item.filename).name: item
                for item in book.infolist()
                if item.filename.endswith(f"_{language}.csv")
            }
            if sum(item.file_size for item in members.values()) > _MOST_UNPACKED:
                raise EscoError(f"{packed.name} unpacks to more than it should", "fetch it again")
            if any(f"{pillar}_{language}.csv" not in members for pillar in _NEEDED):
                raise EscoError(
                    f"{packed.name} holds no skills and occupations in {language}",
                    "ask for the classification as CSV",
                )
            # The needed files last: when they are there, all are.
            for name, item in sorted(members.items(), key=lambda m: m[0].startswith(_NEEDED)):
                temporary = folder / f"{name}.tmp"
                with book.open(item) as inside, temporary.open("wb") as file:
                    shutil.copyfileobj(inside, file)
                temporary.replace(folder / name)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise EscoError(f"{packed.name} cannot be unpacked: {error}", "fetch it again") from None


def _download(
    url: str,
    path: Path,
    language: str,
    progress: Callable[[str, int, int], None] | None,
    sleep: Callable[[float], object],
) -> None:
    """Fetch a file, going on where it stopped."""
    wait = _WAIT
    last = ""
    for _ in range(_TRIES):
        asked = wait
        before = path.stat().st_size if path.exists() else 0
        try:
            if _transfer(url, path, language, progress):
                return
            last = "the connection broke off"
        except urllib.error.HTTPError as error:
            if error.code == _NOT_FOUND:
                raise EscoError(
                    f"there is no {url}", "check the version and the language"
                ) from None
            if error.code == _NOT_SATISFIABLE:
                path.unlink(missing_ok=True)
            elif error.code not in _AGAIN:
                raise EscoError(
                    f"{url} answers {error.code} {error.reason}", "try again later"
                ) from None
            last = f"it answers {error.code}"
            told = error.headers.get("Retry-After", "")
            asked = max(wait, float(told)) if told.isdigit() else wait
        except (OSError, http.client.HTTPException) as error:
            last = str(getattr(error, "reason", error)) or type(error).__name__
        gained = (path.stat().st_size if path.exists() else 0) > before
        sleep(min(asked, _LONGEST_WAIT))
        wait = _WAIT if gained else min(2 * wait, _LONGEST_WAIT)
    raise EscoError(
        f"{url} cannot be fetched: {last}",
        "try again later, which goes on where this stopped, or download the CSV files by hand "
        "and give their folder with --from",
    )


def _transfer(
    url: str, path: Path, language: str, progress: Callable[[str, int, int], None] | None
) -> bool:
    """Fetch what is missing; tell whether all is there."""
    begun = path.stat().st_size if path.exists() else 0
    headers = {"User-Agent": "beltplan", "Accept-Encoding": "identity"}
    if begun:
        headers["Range"] = f"bytes={begun}-"
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
        _same_publisher(url, answer.geturl())
        going_on = answer.status == _PARTIAL
        if not going_on:
            begun = 0
        length = answer.headers.get("Content-Length", "")
        total = begun + int(length) if length.isdigit() else 0
        with path.open("ab" if going_on else "wb") as file:
            while block := answer.read(_BLOCK):
                file.write(block)
                begun += len(block)
                if progress:
                    progress(language, begun, total)
    return not total or begun == total


def _same_publisher(asked: str, answered: str) -> None:
    """Refuse an answer from an address that is not the publisher's."""
    there, here = urlsplit(answered), urlsplit(asked)
    host = there.hostname or ""
    if there.netloc != here.netloc and not (
        there.scheme == "https" and host.endswith(".europa.eu")
    ):
        raise EscoError(
            f"{asked} sends to {host}, which is not the Commission's",
            "download the CSV files by hand and give their folder with --from",
        )
