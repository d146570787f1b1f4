"""Native Excel charts; each series points at the cells that hold its numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.utility import xl_range_abs

from beltplan.brief.svg.scales import digits_of, nice_ticks
from beltplan.brief.svg.theme import LIGHT, RAMP_STEPS
from beltplan.brief.workbook.cells import Number
from beltplan.brief.workbook.styles import FONT, INK, QUIET, RULE, number_format

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from beltplan.brief.workbook.natives import Native, Series
    from beltplan.brief.workbook.numbers import Area

__all__ = ["Artist"]

_WIDTH: Final = 640
_SHAPES: Final = {"lines": "line", "columns": "column", "bars": "bar"}


class Artist:
    """Draws native charts.

    Parameters
    ----------
    book : xlsxwriter.Workbook
        The workbook that the charts belong to.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def draw(
        self,
        native: Native,
        area: Area,
        reach: Area | None,
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
        reach : Area or None
            Where it stands how far each interval reaches below and above.
        sheet : xlsxwriter.worksheet.Worksheet
            The sheet that shows it.
        row, column : int
            Its upper left cell, from 0.
        title, alt : str
            What is written above it, and what is read to those who cannot see it.
        """
        chart = self._chart(native)
        ends = iter(reach.columns if reach else ())
        for series, at in zip(native.series, area.columns, strict=True):
            bars = _error_bars(reach, next(ends), next(ends)) if reach and series.low else None
            self._add(chart, native, series, area, at, bars)
        height = _height(native)
        chart.set_title(
            {
                "name": _literal(title[:250]),
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
        kind = {"type": _SHAPES[native.shape]}
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
            "name": _literal(series.name),
            "categories": [area.sheet, area.first, area.label_column, area.last, area.label_column],
            "values": [area.sheet, area.first, at, area.last, at],
        }
        colour = _colour(series, layered=native.stacked and native.shape == "columns")
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


def _colour(series: Series, *, layered: bool) -> str:
    if layered and series.tone == "met":
        return LIGHT[f"s{min(series.shade, RAMP_STEPS - 1)}"]
    return LIGHT[series.tone]


def _height(native: Native) -> int:
    if native.shape != "bars":
        return 360
    return max(240, min(1100, 110 + 24 * len(native.labels)))


def _ticks(native: Native) -> list[float]:
    """Return the marks of the value axis, wide enough for intervals, which Excel forgets."""
    ends = [
        value
        for series in native.series
        for value in (*series.values, *series.low, *series.high)
        if value is not None
    ]
    if native.stacked:
        layers = [series.values for series in native.series if not series.bare]
        columns = zip(*layers, strict=True)
        ends += [math.fsum(value for value in column if value) for column in columns]
    return nice_ticks(min(0.0, *ends, 0.0), max(0.0, *ends, 0.0))


def _label_step(count: int) -> int:
    """Return how many labels share one that is shown; quarters are named by the same of a year.

    Examples
    --------
    >>> _label_step(14), _label_step(60)
    (1, 8)
    """
    return 1 if count <= 16 else 4 * math.ceil(count / 40)


def _axes(chart: Chart, native: Native) -> None:
    ticks = _ticks(native)
    font = {"name": FONT, "size": 9, "color": INK}
    quiet = {"name": FONT, "size": 9, "color": QUIET, "bold": False}
    values = {
        "name": native.unit,
        "name_font": quiet,
        "num_font": font,
        "num_format": number_format(Number(0.0, max(native.digits, digits_of(ticks)))),
        "min": ticks[0],
        "max": ticks[-1],
        "major_unit": ticks[1] - ticks[0],
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
        chart.set_y_axis(labels | {"reverse": True, "interval_unit": 1})
        chart.set_x_axis(values | {"label_position": "high"})
    else:
        step = _label_step(len(native.labels))
        chart.set_x_axis(labels | {"interval_unit": step, "interval_tick": step})
        chart.set_y_axis(values)


def _literal(name: str) -> str:
    """Return a name that a spreadsheet does not take for a formula."""
    return f"\u200b{name}" if name.startswith("=") else name
