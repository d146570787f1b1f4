"""Lying bars on both sides of nil: what is gained and lost, given and got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import NORMAL, SMALL
from beltplan.brief.svg.scales import Scale, nice_ticks
from beltplan.i18n import Num, msg

if TYPE_CHECKING:
    from beltplan.brief.charts import Bars, Part
    from beltplan.brief.svg.canvas import Canvas
    from beltplan.i18n import Phrase

__all__ = ["draw_bars"]

_NAME_ROOM = 215.0
_THICK = 14.0


def draw_bars(canvas: Canvas, chart: Bars) -> None:
    """Draw a `Bars` chart: names at the left (on a phone above), sums at the right."""
    voice = canvas.voice
    sums = [_sums(chart, i) for i in range(len(chart.rows))]
    right_room = canvas.widest(sums, SMALL) + 12
    if canvas.narrow:
        left, right = 8.0, canvas.width - 8
        room = right - left - right_room
        pitch = 56.0 if canvas.wrapped(chart.rows, room, NORMAL)[2] > 1 else 42.0
    else:
        room = min(_NAME_ROOM, canvas.widest(chart.rows, NORMAL))
        left, right = room + 14, canvas.width - right_room
        pitch = 34.0 if canvas.wrapped(chart.rows, room, NORMAL)[2] > 1 else 28.0
    blocks = [letters.two_lines(voice.say(name), room, NORMAL) for name in chart.rows]
    ends = [end for i in range(len(chart.rows)) for end in _ends(chart, i)]
    ticks = nice_ticks(min([0.0, *ends]), max([0.0, *ends]) or 1.0, 4 if canvas.narrow else 5)
    scale = Scale(ticks[0], ticks[-1], left, right)
    y = _legend(canvas, chart)
    canvas.height = canvas.note(left, y, voice.say(chart.unit), right - left)
    y = _sides(canvas, chart, scale, canvas.height)
    top = y
    y += 30.0 if canvas.narrow else 16.0
    bottom = y + pitch * (len(chart.rows) - 1) + _THICK
    for tick in ticks:
        canvas.line(scale(tick), top, scale(tick), bottom, "ax" if tick == 0 else "gl")
    canvas.ticks(ticks, scale, bottom + 15)
    for i, block in enumerate(blocks):
        middle = y + pitch * i
        if canvas.narrow:
            first = middle - 13 - 14 * (len(block) - 1)
            for line, words in enumerate(block):
                canvas.text(left, first + 14 * line, words, kind="ht")
            canvas.text(right, first, voice.say(sums[i]), size=SMALL, anchor="end", kind="m ht")
        else:
            first = middle + 4 - 7 * (len(block) - 1)
            for line, words in enumerate(block):
                canvas.text(left - 10, first + 14 * line, words, anchor="end")
            canvas.text(right + 10, middle + 4, voice.say(sums[i]), size=SMALL, kind="m")
        _bar(canvas, chart, scale, i, middle)
    canvas.height = bottom + 24


def _fill(part: Part) -> str:
    return f"f-s{part.shade}" if part.tone == "met" else f"f-{part.tone}"


def _both(chart: Bars, i: int) -> tuple[float, float]:
    """Return what lies to the left of nil, and to its right."""
    values = [part.values[i] for part in chart.parts]
    return sum(v for v in values if v < 0), sum(v for v in values if v > 0)


def _ends(chart: Bars, i: int) -> tuple[float, ...]:
    ranges = chart.ranges[i] if i < len(chart.ranges) else None
    return (*_both(chart, i), *(ranges or ()))


def _sums(chart: Bars, i: int) -> Phrase:
    """Return the row's sum; where both sides are filled, each side's."""
    below, above = _both(chart, i)
    signed = any(value < 0 for part in chart.parts for value in part.values)
    if below and above:
        return msg(
            "chart.both_sides",
            left=Num(-below, chart.digits),
            right=Num(above, chart.digits),
        )
    return Num(round(below + above, chart.digits) + 0.0, chart.digits, sign=signed)


def _legend(canvas: Canvas, chart: Bars) -> float:
    """Name the parts where there are several; return the y of the unit's line."""
    y = 12.0
    # What is given and what is got has one colour and one name.
    parts = tuple({_fill(part): part for part in chart.parts}.values())
    if len(parts) == 1:
        return y
    x = 0.0
    for part in parts:
        wide = canvas.widest([part.name], SMALL) + 30
        if x and x + wide > canvas.width:
            x, y = 0.0, y + 18.0
        canvas.rect(x, y - 9, 10, 10, _fill(part), round_=2)
        words = letters.shorten(canvas.voice.say(part.name), canvas.width - x - 16, SMALL)
        canvas.text(x + 15, y, words, size=SMALL)
        x += wide
    return y + 22.0


def _sides(canvas: Canvas, chart: Bars, scale: Scale, y: float) -> float:
    """Say what lies on either side of nil; return the y where the bars begin."""
    if chart.left is None or chart.right is None:
        return y - 8
    nil = scale(0)
    wide = [canvas.widest([name], SMALL, bold=True) for name in (chart.left, chart.right)]
    say = canvas.voice.say
    y += 4
    # Side by side where there is room on both sides of nil, else one below the other.
    if nil - 8 >= wide[0] and canvas.width - nil - 8 >= wide[1]:
        canvas.text(nil - 8, y, say(chart.left), size=SMALL, anchor="end", kind="b")
        canvas.text(nil + 8, y, say(chart.right), size=SMALL, kind="b")
    else:
        canvas.text(0, y, say(chart.left), size=SMALL, kind="b")
        y += 16
        canvas.text(canvas.width, y, say(chart.right), size=SMALL, anchor="end", kind="b")
    return y + 8


def _bar(canvas: Canvas, chart: Bars, scale: Scale, i: int, y: float) -> None:
    below = above = 0.0
    for part in chart.parts:
        value = part.values[i]
        start = below if value < 0 else above
        x1, x2 = sorted((scale(start), scale(start + value)))
        if x2 - x1 >= 0.05:
            canvas.rect(x1, y - _THICK / 2, x2 - x1, _THICK, f"gap {_fill(part)}")
        if value < 0:
            below += value
        else:
            above += value
    ranges = chart.ranges[i] if i < len(chart.ranges) else None
    if ranges is not None:
        low, high = scale(ranges[0]), scale(ranges[1])
        canvas.line(low, y, high, y, "k-ink w")
        for end in (low, high):
            canvas.line(end, y - 4, end, y + 4, "k-ink w")
