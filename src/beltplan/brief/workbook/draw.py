"""Native Excel charts that point at cells: those of the table where it holds the same numbers.

Where a table is laid out otherwise than its chart, the chart's numbers are
written to one sheet of their own, so that every chart in the workbook can be
edited and traced.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.utility import xl_range_abs

from beltplan.brief.svg.theme import LIGHT, RAMP_STEPS
from beltplan.brief.workbook.cells import Flat, Number
from beltplan.brief.workbook.styles import FONT, INK, QUIET, RULE, number_format

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from beltplan.brief.workbook.natives import Native, Series, Values
    from beltplan.brief.workbook.pen import Pen
    from beltplan.i18n import Voice

__all__ = ["Area", "Artist", "find"]

_WIDTH: Final = 640


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


class Artist:
    """Draws native charts; keeps the sheet with the numbers that no table holds.

    Parameters
    ----------
    book : xlsxwriter.Workbook
        The workbook.
    pen : Pen
        Writes to the sheet for numbers that no table holds.
    voice : Voice
        The language.
    row : int
        First free row (from 0) of that sheet.
    """

    def __init__(self, book: Workbook, pen: Pen, voice: Voice, *, row: int) -> None:
        self._book = book
        self._voice = voice
        self._pen = pen
        self._row = row
        pen.sheet.set_column(0, 0, 40)
        pen.sheet.set_column(1, 24, 16)

    def write_numbers(self, native: Native, title: str) -> Area:
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
        self._row = first + len(native.labels) + 1
        last = first + len(native.labels) - 1
        return Area(pen.sheet.get_name(), first, last, 0, tuple(range(1, len(columns) + 1)))

    def draw(
        self,
        native: Native,
        area: Area,
        sheet: Worksheet,
        *,
        row: int,
        column: int,
        title: str,
        alt: str,
    ) -> int:
        """Put a chart on a sheet and return the row after it.

        Parameters
        ----------
        native : Native
            The chart.
        area : Area
            Where its numbers stand.
        sheet : xlsxwriter.worksheet.Worksheet
            The sheet that shows it.
        row, column : int
            Its upper left cell, from 0.
        title, alt : str
            What is written above it, and what is read to those who cannot see it.
        """
        chart = self._chart(native)
        reach = self.write_reach(native, title)
        ends = iter(reach.columns if reach else ())
        for series, at in zip(native.series, area.columns, strict=True):
            bars = _error_bars(reach, next(ends), next(ends)) if reach and series.low else None
            self._add(chart, native, series, area, at, bars)
        height = _height(native)
        chart.set_title(
            {
                "name": title[:250],
                "overlay": False,
                "name_font": {"name": FONT, "size": 11, "bold": True, "color": INK},
            }
        )
        hidden = [at for at, series in enumerate(native.series) if series.edge or series.bare]
        shown = len(native.series) - len(hidden)
        if shown > 1:
            chart.set_legend(
                {
                    "position": "bottom",
                    "delete_series": hidden,
                    "font": {"name": FONT, "size": 9, "color": INK},
                }
            )
        else:
            chart.set_legend({"none": True})
        _axes(chart, native)
        chart.set_size({"width": _WIDTH, "height": height})
        chart.set_chartarea({"border": {"color": RULE}})
        chart.show_blanks_as("gap")
        chart.show_hidden_data()
        sheet.insert_chart(
            row,
            column,
            chart,
            {"object_position": 3, "description": alt[:2000], "x_offset": 6, "y_offset": 2},
        )
        return row + math.ceil(height / 20) + 2

    def _chart(self, native: Native) -> Chart:
        kind: dict[str, str] = {
            "type": {"lines": "line", "columns": "column", "bars": "bar"}[native.shape]
        }
        if native.stacked:
            kind["subtype"] = "stacked"
        return self._book.add_chart(kind)

    def _add(
        self,
        chart: Chart,
        native: Native,
        series: Series,
        area: Area,
        at: int,
        bars: dict[str, Any] | None,
    ) -> None:
        options: dict[str, Any] = {
            "name": series.name,
            "categories": [area.sheet, area.first, area.label_column, area.last, area.label_column],
            "values": [area.sheet, area.first, at, area.last, at],
        }
        colour = _colour(series, stacked=native.stacked)
        if native.shape == "lines":
            width, dash = (1.0, "dash") if series.edge else (2.25, "solid")
            options["line"] = {"color": colour, "width": width, "dash_type": dash}
            options["marker"] = {"type": "none"}
        elif series.bare:
            options |= {"fill": {"none": True}, "border": {"none": True}}
        else:
            options |= {"fill": {"color": colour}, "border": {"none": True}, "gap": 60}
        if bars:
            options["x_error_bars" if native.shape == "bars" else "y_error_bars"] = bars
        if series.bare:
            line = self._book.add_chart({"type": "line"})
            options |= {"line": {"none": True}, "marker": {"type": "none"}}
            line.add_series(options)
            chart.combine(line)
        else:
            chart.add_series(options)


def _error_bars(area: Area, below: int, above: int) -> dict[str, Any]:
    return {
        "type": "custom",
        "minus_values": _range(area, below),
        "plus_values": _range(area, above),
        "line": {"color": LIGHT["ink"], "width": 1},
    }


def _range(area: Area, column: int) -> str:
    sheet = area.sheet.replace("'", "''")
    return f"='{sheet}'!{xl_range_abs(area.first, column, area.last, column)}"


def _distance(lower: Values, upper: Values) -> Values:
    return tuple(
        None if low is None or high is None else max(high - low, 0.0)
        for low, high in zip(lower, upper, strict=True)
    )


def _colour(series: Series, *, stacked: bool) -> str:
    if stacked and series.tone == "met":
        return LIGHT[f"s{min(series.shade, RAMP_STEPS - 1)}"]
    return LIGHT[series.tone]


def _height(native: Native) -> int:
    if native.shape != "bars":
        return 360
    return max(240, min(1100, 110 + 24 * len(native.labels)))


def _axes(chart: Chart, native: Native) -> None:
    font = {"name": FONT, "size": 9, "color": INK}
    quiet = {"name": FONT, "size": 9, "color": QUIET, "bold": False}
    values = {
        "name": native.unit,
        "name_font": quiet,
        "num_font": font,
        "num_format": number_format(Number(0.0, native.digits)),
        "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.5}},
        "line": {"none": True},
    }
    labels: dict[str, Any] = {
        "num_font": font,
        "line": {"color": QUIET, "width": 0.75},
        "label_position": "low",
        "major_tick_mark": "none",
    }
    if native.shape == "bars":
        chart.set_y_axis(labels | {"reverse": True})
        chart.set_x_axis(values | {"label_position": "high"})
    else:
        step = max(1, math.ceil(len(native.labels) / 12))
        chart.set_x_axis(labels | {"interval_unit": step, "interval_tick": step})
        chart.set_y_axis(values)
