"""A matrix of shades with the number in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Withheld
from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import NORMAL, SMALL, TINY
from beltplan.brief.svg.theme import RAMP_STEPS
from beltplan.i18n import Num

if TYPE_CHECKING:
    from beltplan.brief.charts import Grid
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_grid"]


def draw_grid(canvas: Canvas, chart: Grid) -> None:
    """Draw a `Grid`.

    Where not all columns fit with legible numbers, a phone gets every second or third
    year, or the first few of other columns (they come in order of importance).
    """
    voice = canvas.voice
    limit = 110.0 if canvas.narrow else 205.0
    widest_name = canvas.widest(chart.rows, NORMAL)
    two = widest_name > limit
    size = SMALL if two else NORMAL
    left = min(limit, widest_name) + 10
    known = [v for row in chart.cells for v in row if isinstance(v, float | int)]
    digits = chart.digits
    room = max(canvas.widest((Num(v, digits) for v in known), SMALL) + 8, 34.0)
    years = all(isinstance(column, str) for column in chart.columns)
    if not years:
        room = max(room, min(canvas.widest(chart.columns, SMALL) + 6, 62.0))
    fitting = max(1, int((canvas.width - left) // room))
    if years:
        shown = list(range(0, len(chart.columns), -(-len(chart.columns) // fitting)))
    else:
        shown = list(range(min(fitting, len(chart.columns))))
    pitch_x = (canvas.width - left) / len(shown)
    pitch_y = 31.0 if two else 24.0
    top = 40.0
    canvas.text(left, 12, voice.say(chart.unit), size=SMALL, kind="m")
    for place, i in enumerate(shown):
        x = left + pitch_x * (place + 0.5)
        head = letters.shorten(voice.say(chart.columns[i]), pitch_x - 2, SMALL)
        canvas.text(x, top - 8, head, size=SMALL, anchor="middle", kind="m")
    largest = max(known, default=1.0) or 1.0
    for row, name in enumerate(chart.rows):
        y = top + row * pitch_y
        block = letters.two_lines(voice.say(name), left - 10, size)
        base = y + pitch_y / 2 + 4 - 6.5 * (len(block) - 1)
        for line, words in enumerate(block):
            canvas.text(left - 8, base + 13 * line, words, size=size, anchor="end")
        for place, i in enumerate(shown):
            x = left + pitch_x * place
            _cell(canvas, chart.cells[row][i], (x, y, pitch_x, pitch_y), largest, digits)
    canvas.height = top + len(chart.rows) * pitch_y + 4


def _cell(
    canvas: Canvas,
    value: float | Withheld | None,
    box: tuple[float, float, float, float],
    largest: float,
    digits: int,
) -> None:
    x, y, wide, high = box
    middle, base = x + wide / 2, y + high / 2 + 4
    if isinstance(value, Withheld):
        canvas.hatch(x + 1, y + 1, wide - 2, high - 2)
        canvas.circle(middle, y + high / 2, 6, "paper")
        canvas.text(middle, base, "·", anchor="middle", kind="b")
    elif value is None:
        canvas.text(middle, base, "?", size=SMALL, anchor="middle", kind="f-grey")
    else:
        shade = _shade(value, largest)
        canvas.rect(x + 1, y + 1, wide - 2, high - 2, f"f-r{shade}", round_=2)
        kind = "on" if shade >= RAMP_STEPS - 2 else ""
        said = canvas.voice.number(value, digits=digits)
        size = SMALL if letters.width(said, SMALL) < wide - 4 else TINY
        canvas.text(middle, base, said, size=size, anchor="middle", kind=kind)


def _shade(value: float, largest: float) -> int:
    # The square root keeps small and large places apart on one scale.
    share = (max(value, 0.0) / largest) ** 0.5
    return min(RAMP_STEPS - 1, int(share * RAMP_STEPS))
