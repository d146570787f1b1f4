"""Fixtures shared by all rooms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of source material beside the repository, or skip."""
    if not _SHARED.is_dir():
        pytest.skip("the source material (../shared) is not on this machine")
    return _SHARED


@pytest.fixture(scope="module", autouse=True)
def _own_solver(request: pytest.FixtureRequest) -> Iterator[None]:
    """Solve small parts with the interior point too, so that HiGHS is not held against itself."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.parent.name in ("plan", "shares") and request.path.stem != "test_simplex":
            patch.setattr("beltplan.plan.simplex.SMALL", 0)
        yield
