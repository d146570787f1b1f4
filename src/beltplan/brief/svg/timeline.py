"""Plants over time: dated events, the phases between them, and the outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters, symbols
from beltplan.brief.svg.canvas import NORMAL, SMALL
from beltplan.brief.svg.scales import Scale

if TYPE_CHECKING:
    from datetime import date

    from beltplan.brief.charts import Lane, Timeline
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_timeline"]

_CELL = 42.0


def _when(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def draw_timeline(canvas: Canvas, chart: Timeline) -> None:
    """Draw a `Timeline`: names at the left (on a phone above each lane)."""
    voice = canvas.voice
    names = [voice.say(lane.name) for lane in chart.lanes]
    outlook = len(chart.outlook_years) * _CELL
    if canvas.narrow:
        left, pitch = 6.0, 46.0
    else:
        left = min(215.0, canvas.widest((lane.name for lane in chart.lanes), NORMAL)) + 14
        pitch = 34.0
    right = canvas.width - outlook - 14
    top = 48.0
    scale = Scale(_when(chart.start), _when(chart.today), left, right)
    bottom = top + pitch * len(chart.lanes)
    first, last = chart.start.year + 1, chart.today.year
    step = 1 if (right - left) / max(last - first, 1) > 44 else 2
    if (right - left) / max(last - first, 1) < 20:
        step = 4
    for year in range(first, last + 1):
        x = scale(float(year))
        canvas.line(x, top - 10, x, bottom, "gl")
        if (last - year) % step == 0 and x < right - 14:
            canvas.text(x, top - 16, str(year), size=SMALL, anchor="middle", kind="m")
    canvas.line(right, top - 10, right, bottom, "now")
    if chart.outlook_years:
        canvas.text(
            canvas.width, 12, voice.text("chart.outlook"), size=SMALL, anchor="end", kind="m"
        )
    for k, year in enumerate(chart.outlook_years):
        x = right + 14 + _CELL * (k + 0.5)
        canvas.text(x, top - 16, str(year), size=SMALL, anchor="middle", kind="m")
    for i, lane in enumerate(chart.lanes):
        y = top + pitch * (i + 0.5)
        if canvas.narrow:
            room = canvas.width - left
            canvas.text(left, y - 7, letters.shorten(names[i], room, NORMAL))
            y += 9
        else:
            name = letters.shorten(names[i], left - 14, NORMAL)
            canvas.text(left - 12, y + 4, name, anchor="end")
        _lane(canvas, lane, scale, y)
        for k, share in enumerate(lane.outlook):
            _chance(canvas, share, right + 14 + _CELL * k, y)
    canvas.height = bottom + 6


def _lane(canvas: Canvas, lane: Lane, scale: Scale, y: float) -> None:
    for start, end, phase in lane.phases:
        if _when(end) <= scale.low:
            continue
        x1 = scale(max(_when(start), scale.low))
        x2 = scale(min(_when(end), scale.high))
        tone = "grey" if lane.grey and phase != "ended" else symbols.TONE_OF[phase]
        if phase == "running":
            canvas.rect(x1, y - 4, x2 - x1, 8, f"f-{tone} half")
        elif phase == "building":
            canvas.rect(x1, y - 2.5, x2 - x1, 5, f"f-{tone} half")
        elif phase in {"planned", "halted"}:
            canvas.line(x1, y, x2, y, f"k-{tone} w" + (" dots" if phase == "planned" else ""))
    last_x = -99.0
    for mark in lane.marks:
        if _when(mark.date) < scale.low:
            continue
        x = scale(_when(mark.date))
        if mark.status == "information" and x - last_x < 6:
            continue
        symbols.station(canvas, mark.status, x, y)
        last_x = x


def _chance(canvas: Canvas, share: float, x: float, y: float) -> None:
    width = _CELL - 4
    canvas.rect(x, y - 9, width, 18, "f-panel", round_=3)
    canvas.rect(x, y - 9, width * share, 18, "f-met band", round_=3)
    said = canvas.voice.number(share, style="percent")
    canvas.text(x + width / 2, y + 4, said, size=SMALL, anchor="middle")
