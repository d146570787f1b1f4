"""Keep compiled code in step with its sources.

Numba caches compiled functions by the time stamp of the file that holds them. A function that
was compiled into another file's function, or a constant that it read, does not count: after an
edit the old code would run on, with old numbers. So the caches of a folder are deleted whenever
any source in the folder has changed.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["forget_stale"]

_STAMP = "sources.sha256"


def forget_stale(folder: Path) -> bool:
    """Delete the compiled functions below a folder if its sources have changed.

    Parameters
    ----------
    folder
        A package folder; its sub-folders belong to it.

    Returns
    -------
    True if something was stale. A folder that cannot be written to is left as it is: what is
    installed there does not change between versions.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> with TemporaryDirectory() as name:
    ...     _ = (Path(name) / "a.py").write_text("one")
    ...     first = forget_stale(Path(name)), forget_stale(Path(name))
    ...     _ = (Path(name) / "a.py").write_text("two")
    ...     (*first, forget_stale(Path(name)))
    (True, False, True)
    """
    digest = hashlib.sha256()
    for source in sorted(folder.rglob("*.py")):
        digest.update(source.read_bytes())
    stamp = folder / "__pycache__" / _STAMP
    with contextlib.suppress(OSError):
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return False
        for cached in (*folder.rglob("*.nbi"), *folder.rglob("*.nbc")):
            cached.unlink(missing_ok=True)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(digest.hexdigest())
        return True
    return False
