"""Write region packages: a new one, or a whole one in the place of an old one.

A package is written beside its target and put in place in one step, so that a reader, or
a process killed halfway, finds the old package or the new one and nothing between.
"""

from __future__ import annotations

import csv
import ctypes
import io
import os
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from beltplan.facts.descriptor import descriptor_text, new_descriptor
from beltplan.facts.errors import TargetError
from beltplan.facts.package import DESCRIPTOR, previous
from beltplan.facts.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["csv_text", "new_region", "replace_package"]

_NAME = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)
_AT_FDCWD: Final = {"linux": -100, "darwin": -2}
_EXCHANGE: Final = 2

_README: Final = """# {title}

A region for Beltplan: one CSV file per table (UTF-8, commas), described in
`datapackage.json`. Empty cells mean unknown.

1. Begin with `sources.csv`: every row elsewhere names the sources it rests on.
2. Then `places.csv`, `projects.csv` and `events.csv`; figures go into `figures.csv`, what
   they measure into `metrics.csv`.
3. Write into `known_from` the first day on which a fact was public: a view of the past
   shows what was known then.

Check: `beltplan facts check --region .`
In Excel: `beltplan facts export --xlsx region.xlsx --region .`, edit, then
`beltplan facts import --xlsx region.xlsx --into . --region .`
"""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return the text of a table as Beltplan writes it: commas, LF, quotes where needed.

    Examples
    --------
    >>> csv_text(["a", "b"], [["1", "x, y"]])
    'a,b\n1,"x, y"\n'
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def new_region(name: str, *, into: Path, title: str = "", created: date | None = None) -> Path:
    """Begin a region: a folder with every table, empty, a descriptor and a README.

    Parameters
    ----------
    name
        Small letters, digits and hyphens; also the name of the folder.
    into
        Folder in which it is made.
    title
        English title; the name if not given.
    created
        The package's own date; today if not given.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    TargetError
        If the name cannot be one, or the folder is there already.
    """
    if not _NAME.fullmatch(name):
        message = f"{name!r} cannot be the name of a region"
        raise TargetError(message, "use small letters a-z, digits and hyphens: 'hydrogen-belt'")
    target = into / name
    if target.exists():
        message = f"{target} exists already"
        raise TargetError(message, "choose another name, or remove it first")
    title = title or name
    files = {table.filename: csv_text(table.names, []) for table in schema().tables}
    day = created or date.today()  # noqa: DTZ011 - the author's own calendar day
    files[DESCRIPTOR] = descriptor_text(new_descriptor(name, title, day))
    files["README.md"] = _README.format(title=title)
    replace_package(target, files)
    return target


def replace_package(target: Path, files: Mapping[str, str], *, base: Path | None = None) -> None:
    """Write a package as a whole in one step.

    Parameters
    ----------
    target
        Folder; made, or replaced as a whole.
    files
        Text of each file by name.
    base
        Folder whose other files are kept (those that are not in `files`).

    Raises
    ------
    TargetError
        If the folder cannot be written. The old package is then untouched.
    """
    target = target.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    except OSError as error:
        message = f"cannot write in {target.parent}: {error.strerror}"
        raise TargetError(message, "choose another folder with --into") from error
    try:
        fresh = stage / "package"
        if base is not None:
            shutil.copytree(base, fresh)
        else:
            fresh.mkdir()
        for name, text in files.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="")
        _put(fresh, target)
    except OSError as error:
        message = f"cannot write {target}: {error.strerror}"
        raise TargetError(message, "choose another folder with --into") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put(fresh: Path, target: Path) -> None:
    """Put a folder in the place of another; the old one ends where the new one was."""
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange(fresh, target):
        return
    aside = previous(target)
    if aside.exists():
        shutil.rmtree(aside)
    target.rename(aside)
    fresh.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the disk cannot."""
    if sys.platform not in _AT_FDCWD:
        return False
    system = ctypes.CDLL(None, use_errno=True)
    call = getattr(system, "renameat2" if sys.platform == "linux" else "renameatx_np", None)
    if call is None:
        return False
    here = _AT_FDCWD[sys.platform]
    code: int = call(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_EXCHANGE))
    return code == 0
