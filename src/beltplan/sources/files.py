"""Files that are there whole or not at all, and a folder that one process uses at a time."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beltplan.faults import FaultError
from beltplan.sources.errors import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["canonical", "locked", "read_json", "write_bytes", "write_json"]


def canonical(value: object) -> bytes:
    """Return JSON with sorted keys and no blanks: the same value gives the same bytes.

    Examples
    --------
    >>> canonical({"b": 1, "a": "å"}).decode()
    '{"a":"å","b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(errors="replace")


def write_bytes(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file in one step: readers, and a kill, find the old one or the new one.

    `durable` waits until it is on the disk, so that a power cut cannot lose it either.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def write_json(path: Path, value: object, *, durable: bool = True) -> None:
    """Write JSON in one step."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    write_bytes(path, text.encode(errors="replace"), durable=durable)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object of a JSON file; None where there is none.

    Raises
    ------
    FaultError
        If the file is damaged.
    """
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        way_out = "remove the file; what it held is fetched again"
        raise FaultError([CACHE.at(f"{path} is damaged", way_out, value=str(path))])
    return value


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it when the process ends.

    Raises
    ------
    FaultError
        If another process holds it, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "lock").open("ab")
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}"
        raise FaultError(
            [CACHE.at(message, "name another folder with --cache", value=str(folder))]
        ) from None
    with handle:
        try:
            _lock(handle.fileno())
        except OSError:
            message = f"another process is writing {folder}"
            raise FaultError(
                [CACHE.at(message, "wait until it is done", value=str(folder))]
            ) from None
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
