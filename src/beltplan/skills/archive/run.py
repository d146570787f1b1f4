"""An archive read to a folder of Parquet parts, which a killed run continues."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from beltplan.faults import BeltplanError, Fault
from beltplan.skills.archive.work import Job, Part, at_cluster, here, in_processes
from beltplan.skills.encoder import encoder_from
from beltplan.skills.lines import Chunk, chunks
from beltplan.skills.vocabulary import Vocabulary, vocabulary
from beltplan.skills.voikko import analyser, mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Report", "read_archive"]

_MANIFEST = "manifest.json"
_FORMAT = 1
_HEAD = 1 << 20
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Report:
    """What was read.

    Attributes
    ----------
    parts, texts, finds, characters
        Counts over the whole archive, earlier runs included.
    new_parts, new_characters, seconds
        Of this run.
    n_faults, faults
        How many lines could not be read, and the first of them.
    """

    parts: int
    texts: int
    finds: int
    characters: int
    new_parts: int
    new_characters: int
    seconds: float
    n_faults: int
    faults: tuple[Fault, ...]


def read_archive(
    path: Path,
    out: Path,
    *,
    words: Vocabulary | None = None,
    near: bool = True,
    masked: bool = True,
    voikko: bool = False,
    encoder: Path | None = None,
    workers: int = 1,
    cluster: str = "",
    part_megabytes: float = 16,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Read JSON lines (``.gz`` or not) into a folder of files ``part-00000.parquet`` and so on.

    Parts are cut at the same lines and hold the same bytes whoever reads them, are written whole
    or not at all, and stand in ``manifest.json`` when they are done. The same call continues a
    run that was stopped.

    Parameters
    ----------
    path
        The archive: one JSON object per line, with the text in a field `text` or `description`.
    out
        Folder of the parts; made if it is not there.
    words
        The vocabulary; the shipped one by default.
    near, masked, voikko
        As of `Reader`.
    encoder
        Folder of a sentence encoder (see `encoder_from`), on every machine that reads.
    workers
        Processes on this machine.
    cluster
        Address of a Dask scheduler, such as ``tcp://host:8786``, instead of processes here.
    part_megabytes
        About how much text, uncompressed, makes one part.
    progress
        Called with bytes of the file read and in all.

    Raises
    ------
    BeltplanError
        If the folder holds parts of another archive or of other settings, or there is no such
        file, cluster, encoder or Voikko.
    """
    words = words or vocabulary()
    if not path.is_file():
        raise BeltplanError(f"there is no file {path}", "check the path of the archive")
    # Said before anything is read or written; the readers' processes load them themselves.
    if voikko:
        analyser()
    if encoder is not None:
        encoder_from(encoder)
    settings = _settings(path, words, near=near, masked=masked, size=part_megabytes)
    if voikko:
        settings["voikko"] = mark_of("fi", voikko=True)
    if encoder is not None:
        settings["encoder"] = encoder.resolve().name
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
    out.mkdir(parents=True, exist_ok=True)
    done = _done(out, settings)
    for left in out.glob("*.tmp"):
        left.unlink()
    folder = "" if encoder is None else str(encoder.resolve())
    job = Job(path.name, words, digest, near, masked, voikko, folder)
    begun = time.perf_counter()
    fresh: list[dict[str, Any]] = []
    total = path.stat().st_size

    def todo() -> Iterator[Chunk]:
        for chunk in chunks(path, size=int(part_megabytes * _MEGABYTE)):
            if chunk.number >= len(done):
                yield chunk
            elif progress:
                progress(chunk.read, total)

    parts = (
        at_cluster(job, todo(), cluster)
        if cluster
        else in_processes(job, todo(), workers)
        if workers > 1
        else here(job, todo())
    )
    if _complete(out):
        parts = iter(())
    for part in parts:
        _write(out / _name(part.number), part.data)
        fresh.append(_entry(part))
        _save(out, settings, [*done, *fresh], complete=False)
        if progress:
            progress(part.read, total)
    entries = [*done, *fresh]
    _save(out, settings, entries, complete=True)
    texts, finds, characters = (
        sum(entry[key] for entry in entries) for key in ("texts", "finds", "characters")
    )
    return Report(
        len(entries),
        texts,
        finds,
        characters,
        len(fresh),
        sum(entry["characters"] for entry in fresh),
        time.perf_counter() - begun,
        sum(entry["n_faults"] for entry in entries),
        tuple(Fault(**fault) for entry in entries for fault in entry["faults"]),
    )


def _settings(
    path: Path, words: Vocabulary, *, near: bool, masked: bool, size: float
) -> dict[str, Any]:
    """Return what two runs must share for one to continue the other."""
    with path.open("rb") as file:
        head = hashlib.sha256(file.read(_HEAD)).hexdigest()
    labels = hashlib.sha256()
    for concept in words.concepts:
        labels.update(repr((concept.uri, concept.kind, dict(concept.labels))).encode())
    return {
        "format": _FORMAT,
        "file": path.name,
        "bytes": path.stat().st_size,
        "head": head,
        "vocabulary": list(words.versions),
        "labels": labels.hexdigest(),
        "near": near,
        "masked": masked,
        "part_megabytes": size,
    }


def _name(number: int) -> str:
    return f"part-{number:05d}.parquet"


def _entry(part: Part) -> dict[str, Any]:
    return {
        "part": _name(part.number),
        "sha256": hashlib.sha256(part.data).hexdigest(),
        "texts": part.texts,
        "finds": part.finds,
        "characters": part.characters,
        "n_faults": part.n_faults,
        "faults": [asdict(fault) for fault in part.faults],
    }


def _load(out: Path) -> dict[str, Any] | None:
    path = out / _MANIFEST
    if not path.exists():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {**held} if isinstance(held["parts"], list) else None
    except (ValueError, KeyError, TypeError):
        raise BeltplanError(
            f"{path} is damaged", "delete the folder, or choose another one"
        ) from None


def _complete(out: Path) -> bool:
    held = _load(out)
    return bool(held and held["complete"])


def _done(out: Path, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entries of the parts that are there, up to the first that is not."""
    held = _load(out)
    if held is None:
        if any(out.glob("part-*.parquet")):
            raise BeltplanError(f"{out} holds parts without a manifest", "choose an empty folder")
        return []
    if held["settings"] != settings:
        both = {*settings, *held["settings"]}
        changed = sorted(k for k in both if held["settings"].get(k) != settings.get(k))
        raise BeltplanError(
            f"{out} holds parts of another run: {', '.join(changed)} differ",
            "choose another folder, or give the same file and settings to go on",
        )
    whole: list[dict[str, Any]] = []
    for entry in held["parts"]:
        path = out / entry["part"]
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            _save(out, settings, whole, complete=False)
            break
        whole.append(entry)
    return whole


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _save(
    out: Path, settings: dict[str, Any], entries: list[dict[str, Any]], *, complete: bool
) -> None:
    held = {"settings": settings, "complete": complete, "parts": entries}
    _write(out / _MANIFEST, json.dumps(held, indent=1, ensure_ascii=False).encode())
