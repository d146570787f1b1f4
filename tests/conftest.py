"""Fixtures shared by all rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of source material beside the repository, or skip."""
    if not _SHARED.is_dir():
        pytest.skip("the source material (../shared) is not on this machine")
    return _SHARED
