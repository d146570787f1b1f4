"""One sheet a figure: what it says, its table, its native chart, what it rests on."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from beltplan.brief.charts import Grid
from beltplan.brief.workbook.cells import Flat, Gap, Number, flatten
from beltplan.brief.workbook.foot import write_foot
from beltplan.brief.workbook.natives import native
from beltplan.brief.workbook.numbers import Area, find
from beltplan.brief.workbook.plan import Leaf, Plan, link
from beltplan.i18n import Day, Listing, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.brief.workbook.cells import FlatCell, FlatColumn
    from beltplan.brief.workbook.kit import Kit
    from beltplan.brief.workbook.pen import Pen
    from beltplan.i18n import Voice

__all__ = ["HEAD_ROW", "UNIT_ROW", "write_leaf"]

UNIT_ROW: Final = 4
HEAD_ROW: Final = UNIT_ROW + 1
_SOURCE_LINES: Final = 2
"""Lines that a cell of many sources may make a row high; the rest is in the cell."""
_CHART_COLUMNS: Final = 12
"""Columns of usual width that a chart covers, with the gap before it."""


def write_leaf(leaf: Leaf, pen: Pen, kit: Kit) -> None:
    """Write the sheet of a figure, or of the figures that differ only in their choice."""
    voice, plan = kit.voice, kit.plan
    flat = flatten(leaf.table(), voice)
    last_row = HEAD_ROW + len(flat.rows)
    _write_heading(leaf, flat, pen, plan, voice)
    _write_table(flat, pen, plan)
    pen.page(
        head_row=HEAD_ROW,
        last_row=last_row,
        last_column=len(flat.columns) - 1,
        title=f"{voice.say(kit.situation.title)} · {voice.say(leaf.title)}",
    )
    _note_gaps(flat, pen, voice)
    below = write_foot(leaf, pen, kit, row=last_row + 2)
    charts_end = _draw(leaf, flat, pen, kit)
    _print_area(flat, pen, max(below, charts_end), charts=charts_end > UNIT_ROW)


def _write_heading(leaf: Leaf, flat: Flat, pen: Pen, plan: Plan, voice: Voice) -> None:
    first = leaf.figures[0]
    pen.text(0, 0, voice.say(leaf.title), "title")
    reading = first.reading if len(leaf.figures) == 1 else leaf.section.question
    pen.text(1, 0, voice.say(reading), "reading")
    pen.sheet.set_row(0, 24)
    pen.sheet.set_row(1, 18)
    pen.link(2, 0, link(plan.contents), voice.text("workbook.back"))
    known = [figure.known_from for figure in leaf.figures if figure.known_from is not None]
    about = [voice.text(f"kind.{first.kind}")]
    if known:
        about.append(voice.text("workbook.known_from_day", day=Day(max(known))))
    gaps = flat.gaps()
    about += [voice.text(f"workbook.gap.{gap.value}") for gap in Gap if gap in gaps]
    foreign = tuple(
        voice.locale.languages.get(lang, lang) for lang in sorted(_foreign(leaf, voice))
    )
    if foreign:
        about.append(voice.text("workbook.fallback", langs=Listing(foreign)))
    pen.text(2, 1, " · ".join(about), "quiet")


def _foreign(leaf: Leaf, voice: Voice) -> set[str]:
    """Return the languages of texts that are not in the language asked for."""
    said = {
        cell.pick(voice.lang)[1]
        for row in leaf.table().rows
        for cell in row
        if isinstance(cell, Name)
    }
    return said - {"", voice.lang}


def _write_table(flat: Flat, pen: Pen, plan: Plan) -> None:
    sheet = pen.sheet
    for at, column in enumerate(flat.columns):
        tail = "_number" if column.kind == "number" else ""
        pen.text(UNIT_ROW, at, column.unit, f"unit{tail}")
        pen.text(HEAD_ROW, at, column.head, f"head{tail}")
    widths = _widths(flat)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    heads = [column.head for column in flat.columns]
    pen.fit(HEAD_ROW, zip(heads, (0.85 * width for width in widths), strict=True))
    for row, cells in enumerate(flat.rows, start=HEAD_ROW + 1):
        texts = (
            (cell[: int(_SOURCE_LINES * width)] if column.kind == "sources" else cell, width)
            for cell, column, width in zip(cells, flat.columns, widths, strict=True)
            if isinstance(cell, str)
        )
        pen.fit(row, texts)
        for at, (column, cell) in enumerate(zip(flat.columns, cells, strict=True)):
            target = _target(column, cell, plan)
            if target is None:
                pen.cell(row, at, cell)
            else:
                pen.link(row, at, target, str(cell).replace(";", "; "), wrapped=True)


def _target(column: FlatColumn, cell: FlatCell, plan: Plan) -> str | None:
    if column.kind != "sources" or not isinstance(cell, str):
        return None
    return plan.source_link(cell.split(";")[0].strip())


def _shown_length(cell: FlatCell) -> int:
    if isinstance(cell, str):
        return max((len(line) for line in cell.split("\n")), default=0)
    if isinstance(cell, Number):
        return len(f"{cell.value:,.{cell.digits}f}") + len(cell.unit) + 1
    return 10


def _widths(flat: Flat) -> list[float]:
    widths = []
    for at, column in enumerate(flat.columns):
        lengths = [_shown_length(row[at]) for row in flat.rows]
        words = max((len(word) for word in column.head.split()), default=0)
        if column.kind == "number":
            widths.append(float(max(10, min(16, words + 1), *(lengths or [0]), 0) + 1))
        else:
            wanted = max(words, min(len(column.head), 24), *(lengths or [0]), 0) + 2
            widths.append(float(max(12, min(wanted, 30 if column.kind == "sources" else 46))))
    return widths


def _note_gaps(flat: Flat, pen: Pen, voice: Voice) -> None:
    """Attach to each cell without a value the reason, shown where the cell is chosen."""
    for gap in Gap:
        runs = [run for at in range(len(flat.columns)) for run in _runs(flat, at, gap)]
        if not runs:
            continue
        options = {
            "validate": "any",
            "input_title": voice.text(f"workbook.gap.{gap.value}.title")[:32],
            "input_message": voice.text(f"workbook.gap.{gap.value}")[:255],
            "other_cells": runs[1:],
        }
        pen.sheet.data_validation(*runs[0], options)


def _runs(flat: Flat, column: int, gap: Gap) -> Iterator[list[int]]:
    row = HEAD_ROW + 1
    for empty, cells in groupby(flat.rows, key=lambda cells: cells[column] is gap):
        length = len(tuple(cells))
        if empty:
            yield [row, column, row + length - 1, column]
        row += length


def _print_area(flat: Flat, pen: Pen, last_row: int, *, charts: bool) -> None:
    """Keep paper to the table and its charts, whatever a long line overflows."""
    columns = len(flat.columns) + (_CHART_COLUMNS if charts else 0)
    pen.sheet.print_area(0, 0, last_row, columns - 1)


def _draw(leaf: Leaf, flat: Flat, pen: Pen, kit: Kit) -> int:
    """Draw the charts beside the table, one below the other; return the row after the last."""
    voice, numbers = kit.voice, kit.numbers
    row, column = UNIT_ROW, len(flat.columns) + 1
    sheet_name = pen.sheet.get_name()
    for figure, start, stop in leaf.row_ranges():
        if isinstance(figure.chart, Grid):
            target = numbers.write_matrix(figure.chart, voice.say(figure.title))
            pen.link(row, column, target, voice.text("workbook.matrix"))
            continue
        chart = native(figure.chart, voice)
        if chart is None or not chart.labels or not chart.series:
            continue
        title = voice.say(figure.title)
        choice = "" if figure.choice is None else voice.say(figure.choice)
        if choice not in title:
            title = f"{title}: {choice}"
        place = find(chart, flat, start, stop)
        if place is None:
            area = numbers.write(chart, title)
        else:
            first, last, labels, columns = place
            below = HEAD_ROW + 1
            area = Area(sheet_name, first + below, last + below, labels, tuple(columns))
        row = kit.artist.draw(
            chart,
            area,
            numbers.write_reach(chart, title),
            pen.sheet,
            row=row,
            column=column,
            title=title,
            alt=voice.say(figure.alt),
        )
    return row
