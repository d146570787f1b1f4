"""Finished parts of a plan, kept in a folder, so that an interrupted run can go on."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from scipy import sparse

from beltplan.plan.solve.interior import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from beltplan.plan.stages import TwoStage

__all__ = ["Kept", "fingerprint", "write_whole"]

_BROKEN = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile)


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file as a whole or not at all: beside it first, then renamed over it.

    Parameters
    ----------
    path
        The file; its folder is made if need be.
    write
        Writes into an open binary file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def fingerprint(stage: TwoStage, options: Mapping[str, float]) -> str:
    """Return a hash of all that the answer depends on: numbers, options, version of Beltplan.

    Examples
    --------
    >>> from beltplan.plan.example import example
    >>> from beltplan.plan.model import build
    >>> stage = build(example(2, 2, 3, 1)).stage
    >>> len(fingerprint(stage, {"gap": 1e-4}))
    64
    >>> fingerprint(stage, {"gap": 1e-4}) == fingerprint(stage, {"gap": 1e-5})
    False
    """
    digest = hashlib.sha256(json.dumps([version("beltplan"), sorted(options.items())]).encode())
    for field in fields(stage):
        value = getattr(stage, field.name)
        arrays = (value.data, value.indices, value.indptr) if sparse.issparse(value) else (value,)
        for array in arrays:
            plain = np.ascontiguousarray(array)
            digest.update(f"{field.name} {plain.dtype} {plain.shape}".encode())
            digest.update(plain.tobytes())
    return digest.hexdigest()


class Kept:
    """Solved parts in a folder, by what they depend on.

    Parameters
    ----------
    folder
        Made when the first part is kept. Files of it can be deleted at any time.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def get(self, key: str) -> Point | None:
        """Return a part's solution; None if it is not there, or its file is broken."""
        try:
            path = self.folder / f"{key}.npz"
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files if name != "numbers"}
                numbers = json.loads(str(file["numbers"]))
            return Point(**arrays, **numbers)
        except _BROKEN:
            return None

    def put(self, key: str, point: Point) -> None:
        """Keep a part's solution."""
        values = {field.name: getattr(point, field.name) for field in fields(point)}
        arrays: dict[str, Any] = {
            name: each for name, each in values.items() if isinstance(each, np.ndarray)
        }
        numbers: dict[str, Any] = {
            name: each.item() if isinstance(each, np.generic) else each
            for name, each in values.items()
            if name not in arrays
        }
        text = np.array(json.dumps(numbers))
        write_whole(self.folder / f"{key}.npz", lambda file: np.savez(file, numbers=text, **arrays))
