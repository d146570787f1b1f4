"""From a situation to a tagged PDF of exactly two pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from importlib import resources
from typing import TYPE_CHECKING, cast

import typst

from beltplan.brief.minister.content import content
from beltplan.brief.minister.density import Fit, Search
from beltplan.brief.minister.letters import clean
from beltplan.brief.minister.pictures import Gallery
from beltplan.brief.saving import save
from beltplan.i18n import speak

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.brief.model import Situation
    from beltplan.i18n import Lang

__all__ = ["PageCountError", "make", "write"]


class PageCountError(RuntimeError):
    """The texts do not fit two pages even in the closest setting."""


def write(situation: Situation, lang: Lang, path: Path) -> None:
    """Write the two pages in one language; the file is whole or not there.

    Parameters
    ----------
    situation : Situation
        The situation.
    lang : {"en", "sv", "fi", "nb"}
        The language of the document.
    path : Path
        Where the PDF goes; a file that is there is replaced.

    Raises
    ------
    PageCountError
        If the texts do not fit two pages even in the closest setting.
    """
    save(path, make(situation, lang))


def make(situation: Situation, lang: Lang) -> bytes:
    """Return the two pages as a tagged PDF (PDF/UA-1), the same bytes every time.

    Each page is set as rich as fits: one that overflows gets fewer events, plants or rows,
    and only when nothing is left to leave out do the letters become smaller.

    Raises
    ------
    PageCountError
        If even the closest setting does not fit.
    """
    voice = speak(lang)
    template = resources.files("beltplan.brief.minister").joinpath("pages.typ").read_bytes()
    gallery, search = Gallery(voice), Search()
    for density in search:
        inputs = {"data": json.dumps(clean(content(situation, voice, density, gallery)))}
        compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs=inputs)
        search.learn(density, Fit(**json.loads(compiler.query("<fit>", field="value", one=True))))
    if search.best is not None:
        made = compiler.compile(
            input=template,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(situation.as_of, time(12), tzinfo=UTC),
        )
        return cast("bytes", made)
    message = (
        f"the {lang} texts do not fit two pages in the closest setting; "
        "shorten the messages minister.* of that language"
    )
    raise PageCountError(message)
