"""The first sheet: what the workbook is, the belt's numbers, and every sheet with a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.workbook.cells import Number, Stamp
from beltplan.brief.workbook.plan import link
from beltplan.i18n import Day, Num, Span

if TYPE_CHECKING:
    from beltplan.brief.model import Headline, Situation
    from beltplan.brief.workbook.pen import Pen
    from beltplan.brief.workbook.plan import Leaf, Plan
    from beltplan.i18n import Voice

__all__ = ["write_contents"]


def write_contents(pen: Pen, plan: Plan, situation: Situation, voice: Voice) -> None:
    """Write the first sheet: what this is, the belt's numbers, every sheet with a link."""
    sheet = pen.sheet
    for column, width in enumerate((46, 14, 14, 14, 18, 76)):
        sheet.set_column(column, column, width)
    title = voice.say(situation.title)
    pen.text(0, 0, title, "title")
    sheet.set_row(0, 24)
    lines = (
        voice.text(
            "workbook.about",
            day=Day(situation.as_of),
            futures=Num(situation.futures),
            seed=str(situation.seed),
            version=situation.version,
        ),
        voice.text("workbook.how_to_read"),
        voice.text("workbook.language"),
    )
    for row, line in enumerate(lines, start=1):
        pen.text(row, 0, line, "quiet")
    row = _write_headlines(pen, situation, voice, row=5)
    heads = ("sheet", "kind", "known_from", "shows", "", "")
    for column, head in enumerate(heads):
        pen.text(row, column, voice.text(f"workbook.contents.{head}") if head else "", "head")
    for leaf in plan.leaves:
        row += 1
        _write_entry(pen, leaf, voice, row=row)
    for name, key in (
        (plan.assumptions, "assumptions"),
        (plan.definitions, "definitions"),
        (plan.sources, "sources"),
        (plan.pictures, "pictures"),
    ):
        row += 1
        pen.link(row, 0, link(name), name)
        pen.text(row, 3, voice.text(f"workbook.{key}.about"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


def _write_headlines(pen: Pen, situation: Situation, voice: Voice, *, row: int) -> int:
    pen.text(row, 0, voice.text("workbook.headlines", year=str(situation.year)), "head")
    for column, point in enumerate(("p10", "p50", "p90"), start=1):
        pen.text(row, column, voice.text(f"workbook.{point}"), "head_number")
    pen.text(row, 4, voice.text("workbook.unit"), "head")
    pen.text(row, 5, "", "head")
    for headline in situation.headlines:
        row += 1
        pen.text(row, 0, voice.say(headline.title))
        for column, number in _points(headline):
            pen.cell(row, column, number)
        pen.text(row, 4, voice.text(headline.value.unit) if headline.value.unit else "")
        sure = "" if headline.range is None else f"{voice.say(headline.range)}. "
        pen.text(row, 5, sure + voice.say(headline.meaning), "quiet")
    return row + 2


def _points(headline: Headline) -> list[tuple[int, Number]]:
    value = headline.value
    numbers = (value.low, value.central, value.high) if isinstance(value, Span) else (value.value,)
    first = 1 if isinstance(value, Span) else 2
    return [
        (column, Number(number, value.digits, value.style == "percent", value.sign))
        for column, number in enumerate(numbers, start=first)
    ]


def _write_entry(pen: Pen, leaf: Leaf, voice: Voice, *, row: int) -> None:
    first = leaf.figures[0]
    known = [figure.known_from for figure in leaf.figures if figure.known_from is not None]
    pen.link(row, 0, link(leaf.name), leaf.name)
    pen.text(row, 1, voice.text(f"kind.{first.kind}"))
    if known:
        pen.cell(row, 2, Stamp(max(known)))
    pen.text(row, 3, voice.say(leaf.title))
