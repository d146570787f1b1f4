"""A matrix of shades with the number in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Withheld
from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import NORMAL, SMALL, TINY
from beltplan.brief.svg.theme import RAMP_STEPS

if TYPE_CHECKING:
    from beltplan.brief.charts import Grid
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_grid"]


def draw_grid(canvas: Canvas, chart: Grid) -> None:
    """Draw a `Grid`; a phone gets every second or third column so that numbers stay legible."""
    voice = canvas.voice
    names = [voice.say(row) for row in chart.rows]
    limit = 96.0 if canvas.narrow else 170.0
    left = min(limit, max(letters.width(name, NORMAL) for name in names)) + 10
    known = [v for row in chart.cells for v in row if isinstance(v, float | int)]
    digits = chart.digits
    widest = max([letters.width(voice.number(v, digits=digits), SMALL) for v in known] or [20.0])
    fitting = max(1, int((canvas.width - left) // max(widest + 8, 34.0)))
    step = -(-len(chart.columns) // fitting)
    shown = range(0, len(chart.columns), step)
    pitch_x = (canvas.width - left) / len(shown)
    pitch_y = 24.0
    top = 40.0
    canvas.text(left, 12, voice.say(chart.unit), size=SMALL, kind="m")
    for place, i in enumerate(shown):
        x = left + pitch_x * (place + 0.5)
        canvas.text(x, top - 8, voice.say(chart.columns[i]), size=SMALL, anchor="middle", kind="m")
    largest = max(known, default=1.0) or 1.0
    for row, name in enumerate(names):
        y = top + row * pitch_y
        shown_name = letters.shorten(name, left - 8, NORMAL)
        canvas.text(left - 8, y + 16, shown_name, anchor="end")
        for place, i in enumerate(shown):
            x = left + pitch_x * place
            value = chart.cells[row][i]
            middle = x + pitch_x / 2
            if isinstance(value, Withheld):
                canvas.hatch(x + 1, y + 1, pitch_x - 2, pitch_y - 2)
                canvas.circle(middle, y + 12, 6, "paper")
                canvas.text(middle, y + 16, "·", anchor="middle", kind="b")
            elif value is None:
                canvas.text(middle, y + 16, "?", size=SMALL, anchor="middle", kind="f-grey")
            else:
                shade = _shade(value, largest)
                canvas.rect(x + 1, y + 1, pitch_x - 2, pitch_y - 2, f"f-r{shade}", round_=2)
                kind = "on" if shade >= RAMP_STEPS - 2 else ""
                said = voice.number(value, digits=digits)
                size = SMALL if letters.width(said, SMALL) < pitch_x - 4 else TINY
                canvas.text(middle, y + 16, said, size=size, anchor="middle", kind=kind)
    canvas.height = top + len(names) * pitch_y + 4


def _shade(value: float, largest: float) -> int:
    # The square root keeps small and large places apart on one scale.
    share = (max(value, 0.0) / largest) ** 0.5
    return min(RAMP_STEPS - 1, int(share * RAMP_STEPS))
