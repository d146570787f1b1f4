"""The numbers behind charts: found in a table, or written to a sheet of their own.

Where a table is laid out otherwise than its chart, the chart's numbers go to one
sheet, so that every chart in the workbook can be edited and traced.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from beltplan.brief.charts import Withheld
from beltplan.brief.svg.theme import LIGHT
from beltplan.brief.workbook.cells import Flat, Gap, Number
from beltplan.brief.workbook.plan import link

if TYPE_CHECKING:
    from beltplan.brief.charts import Grid
    from beltplan.brief.workbook.cells import FlatCell
    from beltplan.brief.workbook.natives import Native, Values
    from beltplan.brief.workbook.pen import Pen
    from beltplan.i18n import Voice

__all__ = ["Area", "Numbers", "find"]

_WIDTH: Final = 16


@dataclass(frozen=True, slots=True)
class Area:
    """Where numbers of a chart stand: rows from 0, the column of the labels and of each series."""

    sheet: str
    first: int
    last: int
    label_column: int
    columns: tuple[int, ...]


def find(
    native: Native, flat: Flat, start: int, stop: int
) -> tuple[int, int, int, list[int]] | None:
    """Return where a table already holds a chart's numbers.

    Parameters
    ----------
    native : Native
        The chart.
    flat : Flat
        The table.
    start, stop : int
        The rows of the table to search.

    Returns
    -------
    tuple of (first row, last row, column of the labels, column of each series) or None
        None where any series with a missing value, or that the table does not hold.
    """
    length = len(native.labels)
    if length == 0 or any(None in series.values for series in native.series):
        return None
    for first in range(start, stop - length + 1):
        rows = flat.rows[first : first + length]
        columns = [_column_of(series.values, rows) for series in native.series]
        found = [column for column in columns if column is not None]
        if len(found) == len(columns):
            return first, first + length - 1, _label_column(native.labels, rows), found
    return None


def _column_of(values: tuple[float | None, ...], rows: tuple[tuple[Any, ...], ...]) -> int | None:
    for column in range(len(rows[0])):
        cells = [row[column] for row in rows]
        if all(
            isinstance(cell, Number)
            and value is not None
            and math.isclose(cell.value, value, rel_tol=1e-9, abs_tol=1e-12)
            for cell, value in zip(cells, values, strict=True)
        ):
            return column
    return None


def _label_column(labels: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> int:
    for column in range(len(rows[0])):
        if tuple(row[column] for row in rows) == labels:
            return column
    return 0


class Numbers:
    """The sheet with the numbers that no table holds, filled from top to bottom.

    Parameters
    ----------
    pen : Pen
        Writes to the sheet.
    voice : Voice
        The language.
    row : int
        First free row (from 0).
    """

    def __init__(self, pen: Pen, voice: Voice, *, row: int) -> None:
        self._pen = pen
        self._voice = voice
        self._row = row
        pen.sheet.set_column(0, 0, 40)
        pen.sheet.set_column(1, 24, _WIDTH)

    def write(self, native: Native, title: str) -> Area:
        """Write a chart's numbers below those already there and return where they are."""
        columns = [(series.name, series.values) for series in native.series]
        return self._write(native, title, columns)

    def write_reach(self, native: Native, title: str) -> Area | None:
        """Write how far each interval reaches below and above its median, if there is any."""
        columns: list[tuple[str, Values]] = []
        for series in native.series:
            if series.low:
                below = self._voice.text("workbook.reach.below", name=series.name)
                above = self._voice.text("workbook.reach.above", name=series.name)
                columns.append((below, _distance(series.low, series.values)))
                columns.append((above, _distance(series.values, series.high)))
        return self._write(native, title, columns) if columns else None

    def write_matrix(self, grid: Grid, title: str) -> str:
        """Write a grid as rows and columns, shaded by value, and return the link to it."""
        pen, say, top = self._pen, self._voice.say, self._row
        pen.text(top, 0, title, "subtitle")
        pen.text(top + 1, 0, say(grid.unit), "head")
        for at, name in enumerate(grid.columns, start=1):
            pen.text(top + 1, at, say(name), "head_number")
        for row, (name, cells) in enumerate(zip(grid.rows, grid.cells, strict=True), start=top + 2):
            pen.text(row, 0, say(name))
            for at, value in enumerate(cells, start=1):
                pen.cell(row, at, _matrix_cell(value, grid.digits))
        last = top + 1 + len(grid.rows)
        if grid.rows and grid.columns:
            scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": LIGHT["r3"]}
            pen.sheet.conditional_format(top + 2, 1, last, len(grid.columns), scale)
        self._row = last + 2
        return link(pen.sheet.get_name(), top)

    def _write(self, native: Native, title: str, columns: list[tuple[str, Values]]) -> Area:
        pen, top = self._pen, self._row
        pen.text(top, 0, title, "subtitle")
        pen.text(top + 1, 0, native.unit, "head")
        first = top + 2
        for row, label in enumerate(native.labels, start=first):
            pen.text(row, 0, label)
        for at, (name, values) in enumerate(columns, start=1):
            pen.text(top + 1, at, name, "head_number")
            for row, value in enumerate(values, start=first):
                if value is not None:
                    pen.cell(row, at, Number(value, native.digits))
        pen.fit(top + 1, ((name, _WIDTH) for name, _ in columns))
        self._row = first + len(native.labels) + 1
        last = first + len(native.labels) - 1
        return Area(pen.sheet.get_name(), first, last, 0, tuple(range(1, len(columns) + 1)))


def _matrix_cell(value: float | Withheld | None, digits: int) -> FlatCell:
    if isinstance(value, Withheld):
        return Gap.WITHHELD
    return Gap.UNKNOWN if value is None else Number(value, digits)


def _distance(lower: Values, upper: Values) -> Values:
    return tuple(
        None if low is None or high is None else max(high - low, 0.0)
        for low, high in zip(lower, upper, strict=True)
    )
