"""Environments of their own for peers, made on first use with pip from pinned requirements."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["InstallError", "default_cache", "environment", "last_line"]


class InstallError(Exception):
    """A peer's environment could not be made."""


def default_cache(name: str) -> Path:
    """Return the folder for the environments of a benchmark, outside the repository."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "beltplan" / name


def environment(requirements: Path, cache: Path) -> Path:
    """Return the Python of the environment of a requirements file; make it if it is not there.

    Raises
    ------
    InstallError
        If pip fails.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    mark = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    peer = requirements.stem.removeprefix("requirements-")
    folder = cache / f"{peer}-py{version}-{mark}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if ready.exists():
        return python
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--requirement", str(requirements)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise InstallError(last_line(done.stderr))
    ready.touch()
    return python


def last_line(text: str) -> str:
    """Return the last line that says something, cut."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:120] if lines else ""
