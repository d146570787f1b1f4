"""Freight corridors: the load with its interval against what is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters, symbols
from beltplan.brief.svg.canvas import NORMAL, SMALL
from beltplan.brief.svg.scales import Scale, nice_ticks
from beltplan.i18n import Span

if TYPE_CHECKING:
    from beltplan.brief.charts import Flow, Flows
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_flows"]


def draw_flows(canvas: Canvas, chart: Flows) -> None:
    """Draw a `Flows` chart: an open box is what is free, the bar inside it the load."""
    voice = canvas.voice
    left, right = 4.0, canvas.width - 8.0
    ends = [v for f in chart.flows for v in (*f.load, *(f.free or (0.0,)))]
    ticks = nice_ticks(0.0, max([*ends, 1e-9]), 3 if canvas.narrow else 6)
    scale = Scale(0.0, ticks[-1], left, right)
    pitch = 64.0 if canvas.narrow else 52.0
    top = 26.0
    canvas.text(0, 12, voice.say(chart.unit), size=SMALL, kind="m")
    bottom = top + pitch * len(chart.flows)
    for tick in ticks:
        canvas.line(scale(tick), top, scale(tick), bottom, "ax" if tick == 0 else "gl")
    canvas.ticks(ticks, scale, bottom + 15)
    for i, flow in enumerate(chart.flows):
        _flow(canvas, flow, chart.digits, scale, top + pitch * i, right)
    canvas.height = bottom + 22


def _flow(canvas: Canvas, flow: Flow, digits: int, scale: Scale, y: float, right: float) -> None:
    voice = canvas.voice
    symbols.mode(canvas, flow.mode, 14, y + 14)
    said = voice.say(Span(*flow.load, digits=digits))
    if flow.free is None:
        free = voice.text("chart.capacity_unknown")
    else:
        free = voice.text("chart.capacity_free", value=Span(*flow.free, digits=digits))
    words = f"{said} · {free}"
    name = voice.say(flow.name)
    if canvas.narrow:
        canvas.text(30, y + 18, letters.shorten(name, right - 30, NORMAL), kind="ht")
        canvas.text(30, y + 34, letters.shorten(words, right - 30, SMALL), size=SMALL, kind="m ht")
        middle = y + 48
    else:
        room = right - 40 - letters.width(words, SMALL)
        canvas.text(30, y + 18, letters.shorten(name, room, NORMAL), kind="ht")
        canvas.text(right, y + 18, words, size=SMALL, anchor="end", kind="m ht")
        middle = y + 36
    over = flow.free is not None and flow.load[1] > flow.free[1]
    tone = "short" if over else "need"
    if flow.free is not None:
        canvas.rect(scale(0), middle - 7, scale(flow.free[1]) - scale(0), 14, "fp w k-calm")
    width = scale(flow.load[1]) - scale(0)
    canvas.rect(scale(0), middle - 4, width, 8, f"f-{tone}")
    canvas.line(scale(flow.load[0]), middle, scale(flow.load[2]), middle, "k-ink")
    for end in (flow.load[0], flow.load[2]):
        canvas.line(scale(end), middle - 3, scale(end), middle + 3, "k-ink")
    if flow.free is None:
        canvas.text(scale(flow.load[2]) + 8, middle + 4, "?", kind="f-grey b")
