"""Rows of medians with their intervals on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import WITHHELD
from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import NORMAL, SMALL
from beltplan.brief.svg.scales import Scale, nice_ticks
from beltplan.i18n import Num, Span

if TYPE_CHECKING:
    from beltplan.brief.charts import Dot, Dots
    from beltplan.brief.svg.canvas import Canvas
    from beltplan.i18n import Phrase

__all__ = ["draw_dots"]

_NAME_ROOM = 215.0


def draw_dots(canvas: Canvas, chart: Dots) -> None:
    """Draw a `Dots` chart: names at the left (on a phone above), numbers at the right."""
    voice = canvas.voice
    numbers = [_value(chart, row) for row in chart.rows]
    right_room = canvas.widest(numbers, SMALL) + 12
    names = [row.name for row in chart.rows]
    if canvas.narrow:
        left, right = 8.0, canvas.width - 8
        room = right - left - right_room
        pitch = 54.0 if canvas.wrapped(names, room, NORMAL)[2] > 1 else 40.0
    else:
        room = min(_NAME_ROOM, canvas.widest(names, NORMAL))
        left = room + 14
        pitch = 34.0 if canvas.wrapped(names, room, NORMAL)[2] > 1 else 26.0
        right = canvas.width - right_room
    blocks = [letters.two_lines(voice.say(name), room, NORMAL) for name in names]
    ends = [
        value
        for row in chart.rows
        for value in (row.low, row.high, row.mark, row.central)
        if isinstance(value, float | int)
    ]
    ticks = nice_ticks(min([0.0, *ends]), max([1.0, *ends]), 4 if canvas.narrow else 5)
    scale = Scale(ticks[0], ticks[-1], left, right)
    canvas.text(left, 12, voice.say(chart.unit), size=SMALL, kind="m")
    heads = dict(chart.groups)
    top = y = 38.0
    spots: list[float] = []
    for i in range(len(chart.rows)):
        if i in heads:
            y += 20.0
        spots.append(y)
        y += pitch
    bottom = y - pitch + (pitch - 14.0 if canvas.narrow else 16.0)
    for tick in ticks:
        x = scale(tick)
        canvas.line(x, top - 16, x, bottom, "ax" if tick == 0 else "gl")
    canvas.ticks(ticks, scale, bottom + 15)
    for i, row in enumerate(chart.rows):
        y = spots[i]
        if i in heads:
            base = y - (24.0 if canvas.narrow else 18.0)
            canvas.text(0 if not canvas.narrow else left, base, voice.say(heads[i]), kind="b")
        if canvas.narrow:
            for line, words in enumerate(blocks[i]):
                canvas.text(left, y + 14 * line, words, kind="ht")
            canvas.text(right, y, voice.say(numbers[i]), size=SMALL, anchor="end", kind="m ht")
            _mark(canvas, row, scale, y + pitch - 27)
        else:
            first = y + 4 - 7 * (len(blocks[i]) - 1)
            for line, words in enumerate(blocks[i]):
                canvas.text(left - 10, first + 14 * line, words, anchor="end")
            canvas.text(right + 10, y + 4, voice.say(numbers[i]), size=SMALL, kind="m")
            _mark(canvas, row, scale, y)
    canvas.height = bottom + 24
    if chart.mark_name is not None:
        y = canvas.height + 8
        canvas.line(left, y - 9, left, y + 3, "k-ink line")
        canvas.height = canvas.note(left + 10, y, voice.say(chart.mark_name), right - left - 10)


def _value(chart: Dots, row: Dot) -> Phrase:
    if row.central is WITHHELD:
        return "·"
    if row.central is None:
        return "?"
    central = float(row.central)  # type: ignore[arg-type]
    if row.low is None or row.high is None:
        return Num(central, chart.digits)
    return Span(row.low, central, row.high, chart.digits)


def _mark(canvas: Canvas, row: Dot, scale: Scale, y: float) -> None:
    tone = "grey" if row.grey else row.tone
    if row.central is WITHHELD:
        canvas.hatch(scale(scale.low) + 1, y - 5, 26, 10)
        return
    if row.central is None:
        canvas.text(scale(scale.low) + 6, y + 4, "?", kind="f-grey b")
        return
    if row.low is not None and row.high is not None:
        canvas.line(scale(row.low), y, scale(row.high), y, f"bar k-{tone}")
    canvas.circle(scale(float(row.central)), y, 5, f"gap f-{tone}")  # type: ignore[arg-type]
    if row.mark is not None:
        x = scale(row.mark)
        canvas.line(x, y - 8, x, y + 8, "k-ink line")
