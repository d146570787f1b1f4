"""Sentence encoders: an optional help of the ranking, from a folder on this machine.

An encoder turns texts into vectors whose angle is small where texts mean the same. Beltplan ships
none, needs none and fetches none: `encoder_from` loads a model that you have put in a folder, with
the package sentence-transformers if you have installed it (Reimers and Gurevych 2019,
https://doi.org/10.18653/v1/D19-1410). Any object with the method of `Encoder` serves as well.
"""

from __future__ import annotations

import json
import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from beltplan.skills.errors import EncoderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Encoder", "FolderEncoder", "encoder_from"]

_PACKAGE = "sentence_transformers"
# Files of which a model that sentence-transformers loads has one.
_MARKS = ("modules.json", "config.json")
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
_BATCH = 64


class Encoder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: list[str], /) -> NDArray[Any]:
        """Return one row of numbers for each text, float [text, dimension]."""


class FolderEncoder:
    """A model of sentence-transformers in a local folder, loaded when it is first asked.

    Parameters
    ----------
    folder
        As sentence-transformers saves it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._model: Any = None

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        """Return one row for each text, float32 [text, dimension].

        Raises
        ------
        EncoderError
            If the folder's model cannot be loaded.
        """
        if self._model is None:
            self._model = _load(self.folder)
        found = self._model.encode(texts, batch_size=_BATCH, show_progress_bar=False)
        return np.asarray(found, np.float32)


def encoder_from(folder: str | Path) -> FolderEncoder:
    """Return the encoder of a folder; the model itself is loaded when texts are first encoded.

    Nothing is downloaded, and no code that lies in the folder is run.

    Parameters
    ----------
    folder
        A model as sentence-transformers saves it, or as it is published, copied to this machine.

    Raises
    ------
    EncoderError
        If the folder is not there, holds no model or one that brings code of its own, or
        sentence-transformers is not installed.
    """
    path = Path(folder)
    if not path.is_dir():
        raise EncoderError(
            f"{path} is no folder with a sentence encoder",
            "give the local folder of a model of sentence-transformers; Beltplan downloads none",
        )
    if not any((path / name).is_file() for name in _MARKS):
        raise EncoderError(
            f"{path} holds no sentence encoder: neither {' nor '.join(_MARKS)} is there",
            "give the folder itself that holds the model's files",
        )
    if strange := _strange(path / _MARKS[0]):
        raise EncoderError(
            f"the model in {path} asks for code that is not of sentence-transformers: {strange}",
            "choose a model without code of its own",
        )
    if not _installed():
        raise EncoderError(
            "the Python package sentence-transformers is not installed",
            "run: pip install sentence-transformers, or leave the encoder out",
        )
    return FolderEncoder(path)


def _strange(modules: Path) -> str:
    """Return what a list of modules names besides classes of sentence-transformers.

    Some versions of that package run Python files of a local folder unasked.
    """
    if not modules.is_file():
        return ""
    try:
        kinds = [str(module["type"]) for module in json.loads(modules.read_bytes())]
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"{modules.name} is no list of modules"
    return ", ".join(kind for kind in kinds if not kind.startswith(f"{_PACKAGE}."))


def _installed() -> bool:
    try:
        return find_spec(_PACKAGE) is not None
    except ValueError:  # a module without a spec stands in its place
        return False


def _load(folder: Path) -> Any:
    for name in _OFFLINE:
        os.environ[name] = "1"
    try:
        package: Any = import_module(_PACKAGE)
        return package.SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False
        )
    except Exception as error:  # the loader of a damaged model can fail anywhere
        first = str(error).strip().split("\n")[0][:200]
        raise EncoderError(
            f"the model in {folder} cannot be loaded ({type(error).__name__}: {first})",
            "copy the whole model again, or try it with sentence-transformers itself",
        ) from None
