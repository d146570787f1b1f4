"""A matrix of marks: which programme teaches which competence, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.svg import letters
from beltplan.brief.svg.canvas import SMALL
from beltplan.i18n import Num, msg

if TYPE_CHECKING:
    from beltplan.brief.charts import Matrix, MatrixMark
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["draw_matrix"]

_MARKS: tuple[MatrixMark, ...] = ("taught", "uncertain", "named")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LEGEND_PITCH = 17.0


def draw_matrix(canvas: Canvas, chart: Matrix) -> None:
    """Draw a `Matrix`: names and sizes at the left, a letter above each column, a key below."""
    voice = canvas.voice
    room = 128.0 if canvas.narrow else 250.0
    sizes = [Num(value) for value in chart.sizes if value is not None]
    # Room for the numbers only: their unit may run on over the columns' letters' line above.
    number_room = max(canvas.widest(sizes, SMALL), 18.0) + 8
    left = room + number_room + 8
    pitch_x = min((canvas.width - left - 6) / max(len(chart.columns), 1), 44.0)
    pitch_y = 32.0
    canvas.text(0, 12, letters.shorten(voice.say(chart.unit), canvas.width, SMALL), size=SMALL,
                kind="m")  # fmt: skip
    top = 42.0
    for column in range(len(chart.columns)):
        x = left + pitch_x * (column + 0.5)
        canvas.text(x, top - 9, _ALPHABET[column], size=SMALL, anchor="middle", kind="b")
    end = left + pitch_x * len(chart.columns)
    for row, name in enumerate(chart.rows):
        y = top + row * pitch_y
        canvas.line(0, y, end, y, "gl")
        block = letters.two_lines(voice.say(name), room, SMALL)
        base = y + pitch_y / 2 + 4 - 6.5 * (len(block) - 1)
        for line, words in enumerate(block):
            canvas.text(0, base + 13 * line, words, size=SMALL)
        size = chart.sizes[row]
        told = "?" if size is None else voice.say(Num(size))
        canvas.text(left - 8, y + pitch_y / 2 + 4, told, size=SMALL, anchor="end", kind="m")
        for column, mark in enumerate(chart.cells[row]):
            if mark is not None:
                _mark(canvas, mark, left + pitch_x * (column + 0.5), y + pitch_y / 2)
    bottom = top + len(chart.rows) * pitch_y
    canvas.line(0, bottom, end, bottom, "gl")
    canvas.height = _key(canvas, chart, bottom + 20)


def _key(canvas: Canvas, chart: Matrix, y: float) -> float:
    """Write what the marks and letters mean; return the height of the sheet."""
    for mark in _MARKS:
        _mark(canvas, mark, 7, y - 4)
        words = canvas.voice.say(msg(f"chart.{mark}"))
        for line in letters.wrap(words, canvas.width - 20, SMALL):
            canvas.text(18, y, line, size=SMALL, kind="m")
            y += _LEGEND_PITCH
    y += 4
    # All languages get the lines of the longest, so that the pictures differ in words only.
    _, _, most = canvas.wrapped(chart.columns, canvas.width - 20, SMALL)
    for column, name in enumerate(chart.columns):
        canvas.text(0, y, _ALPHABET[column], size=SMALL, kind="b")
        for line in letters.wrap(canvas.voice.say(name), canvas.width - 20, SMALL)[:most]:
            canvas.text(18, y, line, size=SMALL)
            y += _LEGEND_PITCH
    return y - _LEGEND_PITCH + 8


def _mark(canvas: Canvas, mark: MatrixMark, x: float, y: float) -> None:
    if mark == "taught":
        canvas.circle(x, y, 6, "f-met")
    elif mark == "uncertain":
        canvas.circle(x, y, 5.5, "o k-met")
        canvas.circle(x, y, 2.2, "f-met")
    else:
        canvas.circle(x, y, 3, "o k-grey")
