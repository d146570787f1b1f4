"""Lines over time: a median, its 10 to 90 % band, and its name at the end of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import NORMAL, SMALL
from beltplan.brief.svg.scales import Scale, digits_of, nice_ticks
from beltplan.i18n import Num

if TYPE_CHECKING:
    from beltplan.brief.charts import Lines
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_lines", "value_axis"]

_LINE_HEIGHT = 16.0


def value_axis(
    canvas: Canvas, ticks: list[float], scale: Scale, left: float, right: float, unit: str
) -> None:
    """Draw level grid lines with their numbers at the left and the unit on top."""
    digits = digits_of(ticks)
    for tick in ticks:
        y = scale(tick)
        canvas.line(left, y, right, y, "ax" if tick == 0 else "gl")
        label = canvas.voice.number(tick, digits=digits)
        canvas.text(left - 6, y + 4, label, size=SMALL, anchor="end", kind="m")
    canvas.text(0, 12, unit, size=SMALL, kind="m")


def draw_lines(canvas: Canvas, chart: Lines) -> None:
    """Draw a `Lines` chart."""
    voice = canvas.voice
    values = [value for band in chart.bands for value in (*band.low, *band.high)] or [0.0]
    ticks = nice_ticks(min(0.0, *values), max(values), 4)
    digits = digits_of(ticks)
    left = 10 + canvas.widest((Num(t, digits) for t in ticks), SMALL)
    room = 84.0 if canvas.narrow else 150.0
    names = [band.name for band in chart.bands]
    blocks, widest, tallest = canvas.wrapped(names, room, NORMAL, bold=True)
    right = canvas.width - min(room, widest) - 12
    top, bottom = 26.0, 26.0 + (190.0 if canvas.narrow else 230.0)
    x_scale = Scale(chart.xs[0], chart.xs[-1], left, right)
    y_scale = Scale(ticks[0], ticks[-1], bottom, top)
    value_axis(canvas, ticks, y_scale, left, right, voice.say(chart.unit))
    _years(canvas, chart.xs, x_scale, bottom)
    for band in chart.bands:
        upper = [(x_scale(x), y_scale(v)) for x, v in zip(chart.xs, band.high, strict=True)]
        lower = [(x_scale(x), y_scale(v)) for x, v in zip(chart.xs, band.low, strict=True)]
        canvas.path([*upper, *reversed(lower)], f"band f-{band.tone}", closed=True)
    for place, band in enumerate(chart.bands):
        points = [(x_scale(x), y_scale(v)) for x, v in zip(chart.xs, band.central, strict=True)]
        canvas.path(points, f"line k-{band.tone}" + (" dash" if place % 2 else ""))
    # Every line of every name is one slot, so that long names push their neighbours away.
    wanted = [y_scale(band.central[-1]) for band in chart.bands]
    gap = _LINE_HEIGHT * tallest + 2
    placed = letters.spread(wanted, gap, top, bottom)
    for band, block, y in zip(chart.bands, blocks, placed, strict=True):
        first = y + 4 - (len(block) - 1) * _LINE_HEIGHT / 2
        for row, words in enumerate(block):
            canvas.text(right + 8, first + row * _LINE_HEIGHT, words, kind=f"b f-{band.tone}")
    canvas.height = bottom + 26


def _years(canvas: Canvas, xs: tuple[float, ...], scale: Scale, bottom: float) -> None:
    first, last = int(-(-xs[0] // 1)), int(xs[-1])
    fitting = max(1, int((scale.end - scale.start) // 46))
    step = next(s for s in (1, 2, 5, 10, 20) if (last - first) / s <= fitting)
    for year in range(first, last + 1):
        if year % step == 0:
            x = scale(float(year))
            canvas.line(x, bottom, x, bottom + 4, "ax")
            canvas.text(x, bottom + 18, str(year), size=SMALL, anchor="middle", kind="m")
