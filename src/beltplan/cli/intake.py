"""Files given to a command, read with a count of what is done, and faults that do not flood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from beltplan.cli.messages import console
from beltplan.faults import Fault, plain
from beltplan.skills import Document, read_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["shown", "texts_of"]

_OF_ONE_FILE = 5
_OF_ALL = 50


def texts_of(
    files: Iterable[Path], *, but: Path | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return the texts of files and what is wrong with others.

    Parameters
    ----------
    files
        Files and folders.
    but
        A file that is left out of a folder, as it is written by the command itself.
    """
    documents: list[Document] = []
    faults: list[Fault] = []
    left = None if but is None else but.resolve()
    with console(error=True).status("Opening the files") as status:
        for item in read_files(files, without=left):
            if isinstance(item, Document):
                documents.append(item)
                status.update(f"{len(documents)} texts opened")
            else:
                faults.append(item)
    return documents, faults


def shown(faults: Sequence[Fault]) -> str:
    """Return faults as text: the first of each file, and how many more there are."""
    seen: Counter[str] = Counter()
    kept: list[Fault] = []
    for fault in faults:
        seen[fault.value] += 1
        if seen[fault.value] <= _OF_ONE_FILE and len(kept) < _OF_ALL:
            kept.append(fault)
    more = len(faults) - len(kept)
    return plain(kept) + (f"\n… and {more} more" if more else "")
