"""Check."""

from __future__ import annotations

from pathlib import Path

from beltplan.faults import Fault


def check(path: str | Path) -> list[Fault]:
    """Check."""
    return []
