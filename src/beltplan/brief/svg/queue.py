"""The line for power: what is free in a grid area, who stands where, who lost the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import NORMAL, SMALL
from beltplan.brief.svg.scales import Scale, nice_ticks
from beltplan.i18n import Num, Span

if TYPE_CHECKING:
    from beltplan.brief.charts import Queue, QueueEntry
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_queue"]

_ROOM = 1.6
"""The axis ends at most this many times further than what is asked for."""
_TONE = {"holds": "met", "waits": "need", "lost": "short"}


def draw_queue(canvas: Canvas, chart: Queue) -> None:
    """Draw a `Queue`: each user's bar starts where the one before it ends.

    The line of what is free then cuts the queue where it stops being served;
    who lost the place stands below, crossed out, at zero.
    """
    voice = canvas.voice
    names = [entry.name for _, _, entries in chart.areas for entry in entries]
    left = 26.0
    if not canvas.narrow:
        left += min(210.0, canvas.widest(names, NORMAL)) + 8
    pitch = 38.0 if canvas.narrow else 26.0
    right = canvas.width - (8.0 if canvas.narrow else 140.0)
    y = 0.0
    for area, free, entries in chart.areas:
        total = sum(e.megawatts[1] for e in entries if e.state != "lost")
        asked = max([total, 1.0, *(e.megawatts[1] for e in entries if e.state == "lost")])
        # Plenty of free capacity must not shrink the queue to a hair.
        most = max(asked, min(free[2], _ROOM * asked) if free else 0.0)
        ticks = nice_ticks(0.0, most, 3 if canvas.narrow else 5)
        scale = Scale(0.0, ticks[-1], left, right)
        y += 18.0
        canvas.text(0, y, voice.say(area), kind="b")
        said = (
            voice.text("chart.free", value=Span(free[0], free[1], free[2], unit="unit.mw"))
            if free
            else voice.text("chart.free_unknown")
        )
        if canvas.narrow:
            y += 17.0
            canvas.text(0, y, said, size=SMALL, kind="m")
        else:
            start = letters.width(voice.say(area), NORMAL, bold=True) + 14
            canvas.text(start, y, said, size=SMALL, kind="m")
        y += 12.0
        top = y
        bottom = top + pitch * max(len(entries), 1)
        for tick in ticks:
            canvas.line(scale(tick), top, scale(tick), bottom, "gl")
        if free:
            first, last = (scale(min(value, ticks[-1])) for value in (free[0], free[2]))
            canvas.rect(first, top, last - first, bottom - top, "f-met band")
            if free[1] <= ticks[-1]:
                canvas.line(scale(free[1]), top - 3, scale(free[1]), bottom, "k-met ww")
        below = 0.0
        place = 0
        for entry in entries:
            if entry.state != "lost":
                place += 1
            _entry(canvas, entry, place, scale, below, y, left, right)
            if entry.state != "lost":
                below += entry.megawatts[1]
            y += pitch
        canvas.ticks(ticks, scale, bottom + 15)
        y = bottom + 34.0
    canvas.height = y - 12.0


def _entry(
    canvas: Canvas,
    entry: QueueEntry,
    place: int,
    scale: Scale,
    below: float,
    y: float,
    left: float,
    right: float,
) -> None:
    voice = canvas.voice
    tone = _TONE[entry.state]
    name = voice.say(entry.name)
    middle = y + (26.0 if canvas.narrow else 13.0)
    words = voice.say(Num(entry.megawatts[1], unit="unit.mw"))
    if entry.served is not None and entry.state != "lost":
        words += " · " + voice.number(entry.served, style="percent")
    base = y + 14 if canvas.narrow else middle + 4
    if entry.state == "lost":
        canvas.line(4, base - 9, 13, base, f"k-{tone} ww")
        canvas.line(4, base, 13, base - 9, f"k-{tone} ww")
    else:
        kind = "b" if entry.state == "holds" else "m"
        canvas.text(9, base, str(place), anchor="middle", kind=kind)
    if canvas.narrow:
        room = right - 24 - letters.width(words, SMALL) - 8
        canvas.text(24, base, letters.shorten(name, room, NORMAL), kind="ht")
        canvas.text(right, base, words, size=SMALL, anchor="end", kind="m ht")
    else:
        canvas.text(26, base, letters.shorten(name, left - 34, NORMAL))
        canvas.text(right + 10, base, words, size=SMALL, kind="m")
    start = 0.0 if entry.state == "lost" else below
    x, wide = scale(start), scale(entry.megawatts[1]) - scale(0.0)
    if entry.state == "lost":
        canvas.rect(x, middle - 5, wide, 10, f"o dots k-{tone}")
        canvas.line(x, middle, x + wide, middle, f"k-{tone} w")
    elif entry.state == "holds":
        canvas.rect(x, middle - 6, wide, 12, f"f-{tone}")
    else:
        canvas.rect(x, middle - 6, wide, 12, f"fp w k-{tone}")
        canvas.rect(x, middle - 6, wide, 12, f"f-{tone} band")
