"""Stacked bars: what a whole is made of, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import SMALL
from beltplan.brief.svg.lines import value_axis
from beltplan.brief.svg.scales import Scale, digits_of, nice_ticks
from beltplan.i18n import Num

if TYPE_CHECKING:
    from beltplan.brief.charts import Stack, Stacks
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_stacks"]

_LINE_HEIGHT = 15.0


def draw_stacks(canvas: Canvas, chart: Stacks) -> None:
    """Draw a `Stacks` chart."""
    voice = canvas.voice
    totals = [sum(s.values[i] for s in chart.stacks) for i in range(len(chart.columns))]
    tops = [w[1] for w in chart.whiskers if w is not None]
    ticks = nice_ticks(0.0, max([*totals, *tops]), 4)
    digits = digits_of(ticks)
    left = 10 + canvas.widest((Num(t, digits) for t in ticks), SMALL)
    limit = 78.0 if canvas.narrow else 160.0
    names = [stack.name for stack in chart.stacks]
    blocks, widest, tallest = canvas.wrapped(names, limit, SMALL, bold=True)
    room = 24 + widest
    right = canvas.width - room
    top, bottom = 26.0, 26.0 + (230.0 if canvas.narrow else 270.0)
    scale = Scale(0.0, ticks[-1], bottom, top)
    value_axis(canvas, ticks, scale, left, right, voice.say(chart.unit))
    pitch = (right - left) / len(chart.columns)
    bar = min(pitch * 0.74, 44.0)
    every = max(1, int(-(-34 // pitch)))
    for i, column in enumerate(chart.columns):
        x = left + pitch * (i + 0.5)
        below = 0.0
        for stack in chart.stacks:
            value = stack.values[i]
            y = scale(below + value)
            canvas.rect(x - bar / 2, y, bar, scale(below) - y, f"gap {_fill(stack)}")
            below += value
        if i < len(chart.whiskers) and (whisker := chart.whiskers[i]) is not None:
            low, high = scale(whisker[0]), scale(whisker[1])
            canvas.line(x, low, x, high, "k-ink")
            canvas.line(x - 3, low, x + 3, low, "k-ink")
            canvas.line(x - 3, high, x + 3, high, "k-ink")
        if i % every == 0:
            canvas.text(x, bottom + 18, voice.say(column), size=SMALL, anchor="middle", kind="m")
    _names(canvas, chart, blocks, right, top, bottom, scale, tallest)
    canvas.height = bottom + 26


def _fill(stack: Stack) -> str:
    return f"f-s{stack.shade}" if stack.tone == "met" else f"f-{stack.tone}"


def _names(
    canvas: Canvas,
    chart: Stacks,
    blocks: list[list[str]],
    right: float,
    top: float,
    bottom: float,
    scale: Scale,
    tallest: int,
) -> None:
    wanted, below = [], 0.0
    for stack in chart.stacks:
        wanted.append(scale(below + stack.values[-1] / 2))
        below += stack.values[-1]
    gap = _LINE_HEIGHT * tallest + 4
    gap = min(gap, (bottom - top) / max(len(blocks) - 1, 1))
    placed = letters.spread(wanted, gap, top, bottom)
    for stack, block, from_y, y in zip(chart.stacks, blocks, wanted, placed, strict=True):
        canvas.path([(right - 2, from_y), (right + 3, y), (right + 6, y)], "gl")
        canvas.rect(right + 7, y - 5, 10, 10, _fill(stack), round_=2)
        first = y + 4 - (len(block) - 1) * _LINE_HEIGHT / 2
        kind = "b" if stack.tone == "short" else ""
        for row, words in enumerate(block):
            canvas.text(right + 21, first + row * _LINE_HEIGHT, words, size=SMALL, kind=kind)
