"""Files of folders, each once, with the names their texts are called by."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from beltplan.skills.cleaning import readable
from beltplan.skills.errors import EMPTY, NOT_READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beltplan.faults import Fault

__all__ = ["files_of"]

# What systems and programs leave in folders.
_LEFT: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx", "icon\r"})
_LOCK: Final = ("~$", ".~lock")


def files_of(
    paths: Iterable[Path], *, without: Path | None = None
) -> Iterator[tuple[Path, str] | Fault]:
    """Yield files with their names, and a fault for what is none.

    A folder stands for the files in it and in its folders, by name; they are called by their way
    from it. Hidden files and what systems leave are left out, links to folders are not followed.
    A file that is given twice comes once, and the file `without` not at all.
    """
    seen = set() if without is None else {os.path.realpath(without)}
    for path in paths:
        found = _in_folder(path) if path.is_dir() else iter([(path, path.name)])
        for item in found:
            if isinstance(item, tuple):
                file, name = item[0], readable(item[1])
                if fault := _refused(file, name):
                    yield fault
                elif (place := os.path.realpath(file)) not in seen:
                    seen.add(place)
                    yield file, name
            else:
                yield item


def _in_folder(folder: Path) -> Iterator[tuple[Path, str] | Fault]:
    any_file = False
    faults: list[OSError] = []
    links: list[Path] = []
    files: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=faults.append):
        kept = [name for name in folders if not _is_left(name)]
        links += [Path(at, name) for name in kept if Path(at, name).is_symlink()]
        folders[:] = kept
        files += [Path(at, name) for name in names if not _is_left(name)]
    for file in sorted(files):
        any_file = True
        yield file, file.relative_to(folder).as_posix()
    for link in sorted(links):
        name = readable(link.relative_to(folder).as_posix())
        yield NOT_READ.at(
            f"{name} is a link to a folder, which is not followed",
            "give that folder too",
            value=str(link),
        )
    for error in faults:
        yield _unopened(Path(error.filename), readable(str(error.filename)), error)
    if not (any_file or links or faults):
        yield EMPTY.at(
            f"the folder {readable(str(folder))} holds no files",
            "check its name",
            value=str(folder),
        )


def _is_left(name: str) -> bool:
    return name.startswith((".", *_LOCK)) or name.lower() in _LEFT


def _refused(path: Path, name: str) -> Fault | None:
    """Return a fault for what is there and is no file: a pipe, say, would be waited for."""
    try:
        # Raises where nothing is there.
        path.stat()
    except (OSError, ValueError) as error:
        return _unopened(path, name, error)
    if path.is_file():
        return None
    return NOT_READ.at(f"{name} is no file", "save what it gives as a file", value=str(path))


def _unopened(path: Path, name: str, error: OSError | ValueError) -> Fault:
    reason = getattr(error, "strerror", None) or "damaged name"
    return NOT_READ.at(
        f"{name} cannot be opened: {reason}", "check the path and its rights", value=str(path)
    )
