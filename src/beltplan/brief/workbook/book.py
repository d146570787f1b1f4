"""The workbook as a whole: its sheets in order, its properties, the same bytes every time."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from beltplan.brief.saving import save
from beltplan.brief.workbook.contents import write_contents
from beltplan.brief.workbook.draw import Artist
from beltplan.brief.workbook.kit import Kit
from beltplan.brief.workbook.lists import (
    write_assumptions,
    write_definitions,
    write_pictures_head,
    write_sources,
)
from beltplan.brief.workbook.numbers import Numbers
from beltplan.brief.workbook.pen import Pen
from beltplan.brief.workbook.plan import LIST_FIRST_ROW, make_plan
from beltplan.brief.workbook.sheet import write_leaf
from beltplan.brief.workbook.styles import Styles
from beltplan.i18n import Day, speak

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.brief.model import Situation
    from beltplan.i18n import Lang, Voice

__all__ = ["make", "write"]

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(situation: Situation, path: Path, *, lang: Lang = "en") -> None:
    """Write a situation's workbook; the file is whole or not there.

    Parameters
    ----------
    situation : Situation
        The situation.
    path : Path
        Where the ``.xlsx`` goes; a file that is there is replaced.
    lang : {"en", "sv", "fi", "nb"}
        The language of sheet names, heads and texts. Numbers are the same in all.
    """
    save(path, make(situation, lang=lang))


def make(situation: Situation, *, lang: Lang = "en") -> bytes:
    """Return a situation's workbook as the bytes of an ``.xlsx`` file."""
    voice = speak(lang)
    buffer = io.BytesIO()
    with Workbook(buffer, _OPTIONS) as book:
        _set_properties(book, situation, voice)
        _write_sheets(book, situation, voice)
    return buffer.getvalue()


def _set_properties(book: Workbook, situation: Situation, voice: Voice) -> None:
    title = voice.text("workbook.title", region=situation.title)
    book.set_properties(
        {
            "title": title,
            "subject": voice.text("workbook.subject", day=Day(situation.as_of)),
            "author": f"Beltplan {situation.version}",
            "comments": voice.text("workbook.how_to_read"),
            "created": datetime.combine(situation.as_of, time(), tzinfo=UTC),
        }
    )
    book.set_custom_property("Language", voice.lang, "text")
    book.set_custom_property("Futures", situation.futures, "number_int")
    book.set_custom_property("Seed", situation.seed, "number_int")
    book.set_size(24_000, 14_000)


def _write_sheets(book: Workbook, situation: Situation, voice: Voice) -> None:
    styles = Styles(book)
    plan = make_plan(situation, voice)

    def pen(name: str) -> Pen:
        return Pen(book.add_worksheet(name), styles)

    contents = pen(plan.contents)
    leaf_pens = [pen(leaf.name) for leaf in plan.leaves]
    assumptions, definitions = pen(plan.assumptions), pen(plan.definitions)
    sources, pictures = pen(plan.sources), pen(plan.pictures)
    write_pictures_head(pictures, plan, voice)
    numbers = Numbers(pictures, voice, row=LIST_FIRST_ROW)
    kit = Kit(situation, plan, voice, Artist(book), numbers)
    for leaf, leaf_pen in zip(plan.leaves, leaf_pens, strict=True):
        write_leaf(leaf, leaf_pen, kit)
    write_contents(contents, plan, situation, voice)
    write_assumptions(assumptions, plan, voice)
    write_definitions(definitions, plan, voice)
    write_sources(sources, plan, situation, voice)
    contents.sheet.activate()
