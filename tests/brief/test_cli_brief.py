"""What `beltplan brief` leaves in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.brief import factory

from beltplan.brief.page import names
from beltplan.cli.brief import _write

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.i18n import Lang


def _pages(out: Path, lang: Lang) -> set[str]:
    steps: list[tuple[int, int]] = []
    made = _write(factory.situation(), out, lang, lambda *step: steps.append(step), page_only=True)
    assert steps[-1] == (1, 1)
    assert made[0] == out / "situation.html"
    assert {path.name for path in made} == {path.name for path in out.iterdir()}
    return {path.name for path in made}


def test_no_page_of_an_earlier_language_stays(tmp_path: Path) -> None:
    assert _pages(tmp_path, "en") == set(names("en").values())
    assert _pages(tmp_path, "sv") == set(names("sv").values())
    assert not (tmp_path / "situation-sv.html").exists()
    assert _pages(tmp_path, "en") == set(names("en").values())
