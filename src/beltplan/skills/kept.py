"""What is made of a vocabulary, in the user's cache folder: ESCO is taken apart only once.

A file is named after a digest of the labels it was made of and of the code that made it: another
vocabulary or version never reads it. It holds arrays and text alone, is written whole or not at
all, and what is damaged, or cannot be written, is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import unicodedata
import zipfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["folder", "kept"]

_MADE_BY = (
    *("bridge", "compounds", "dictionary", "kept", "likely", "matrices"),
    *("ranking", "roots", "trie", "voikko", "words"),
)
_TABLES = ("function_words.csv",)
# Labels fewer than this are taken apart at once.
_FEW = 1000
_MOST_FILES = 64
_END = "\n"


def folder() -> Path:
    """Return the folder of the files; the variable BELTPLAN_CACHE names another."""
    if given := os.environ.get("BELTPLAN_CACHE"):
        return Path(given) / "skills"
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "beltplan" / "skills"


def kept(
    name: str, labels: Iterable[tuple[object, ...]], make: Callable[[], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Return what `make` returns, from a file if it was made before.

    Parameters
    ----------
    name
        Of the thing and its language.
    labels
        All that the answer depends on, besides the code.
    make
        Makes it: arrays and tuples of strings by name. Strings hold no line breaks.
    """
    held = list(labels)
    if len(held) < _FEW:
        return make()
    digest = hashlib.sha256(_code())
    for label in (name, *held):
        digest.update(repr(label).encode("utf-8", "surrogatepass"))
    path = folder() / f"{name}-{digest.hexdigest()[:32]}.npz"
    if (found := _load(path)) is not None:
        return found
    made = make()
    with contextlib.suppress(OSError):
        _save(path, made)
    return made


@cache
def _code() -> bytes:
    """Return a digest of the code and of the packages that decide the answer."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in (*(f"{part}.py" for part in _MADE_BY), *_TABLES):
        digest.update((here / name).read_bytes())
    for part in (version("PyStemmer"), np.__version__, unicodedata.unidata_version):
        digest.update(part.encode())
    return digest.digest()


def _load(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            found: dict[str, Any] = {}
            for name in file.files:
                if name.startswith("text_"):
                    text = file[name].tobytes().decode("utf-8", "surrogatepass")
                    found[name.removeprefix("text_")] = tuple(text.split(_END)) if text else ()
                else:
                    found[name] = file[name]
            return found
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _save(path: Path, held: Mapping[str, Any]) -> None:
    """Write a file whole or not at all; the oldest of too many are deleted."""
    arrays: dict[str, Any] = {
        f"text_{name}" if isinstance(value, tuple) else name: np.frombuffer(
            _END.join(value).encode("utf-8", "surrogatepass"), np.uint8
        )
        if isinstance(value, tuple)
        else value
        for name, value in held.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            np.savez(file, **arrays)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    there = sorted(path.parent.glob("*.npz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in there[_MOST_FILES:]:
        old.unlink(missing_ok=True)
