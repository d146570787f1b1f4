"""Files that are whole or not there."""

from __future__ import annotations

import tempfile
from pathlib import Path

__all__ = ["save"]


def save(path: Path, content: bytes) -> None:
    """Write a file under another name beside its place, then move it there in one step.

    Parameters
    ----------
    path : Path
        The file; one that is there is replaced. Its folder is made if need be.
    content : bytes
        All of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as part:
        made = Path(part.name)
    try:
        made.write_bytes(content)
        made.chmod(0o644)
        made.replace(path)
    except OSError:
        made.unlink(missing_ok=True)
        raise
