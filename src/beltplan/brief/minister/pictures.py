"""Pictures cut to the room a page has: fewer rows, the same numbers, never another scale of truth.

What is cut is the end of a list that is sorted by importance; the workbook has all of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from beltplan.brief.charts import (
    Bars,
    Dots,
    Flows,
    Grid,
    Lines,
    Matrix,
    Queue,
    RegionMap,
    Stacks,
    Timeline,
    Withheld,
)
from beltplan.brief.svg import draw

if TYPE_CHECKING:
    from beltplan.brief.charts import Chart, QueueEntry
    from beltplan.brief.model import Figure
    from beltplan.i18n import Voice

__all__ = ["FONT", "Gallery", "trimmed"]

FONT: Final = "Libertinus Serif"
"""The one family of the document; it comes with Typst."""

_SIZE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def trimmed(chart: Chart, *, rows: int, columns: int = 8) -> Chart:
    """Return a chart with at most `rows` rows (and `columns` columns, evenly taken).

    Examples
    --------
    >>> from beltplan.brief.charts import Grid
    >>> numbers = ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0))
    >>> grid = Grid(("a", "b"), ("2027", "2028", "2029"), numbers, "posts")
    >>> trimmed(grid, rows=1, columns=2).cells
    ((1.0, 3.0),)
    """
    match chart:
        case Grid():
            return _grid(chart, rows, columns)
        case Matrix():
            return replace(
                chart,
                rows=chart.rows[:rows],
                cells=chart.cells[:rows],
                sizes=chart.sizes[:rows],
            )
        case Dots():
            return replace(
                chart,
                rows=chart.rows[:rows],
                groups=tuple(group for group in chart.groups if group[0] < rows),
            )
        case Bars():
            return replace(
                chart,
                rows=chart.rows[:rows],
                parts=tuple(replace(part, values=part.values[:rows]) for part in chart.parts),
                ranges=chart.ranges[:rows],
            )
        case Queue():
            return replace(chart, areas=_areas(chart, rows))
        case Flows():
            return replace(chart, flows=chart.flows[:rows])
        case Timeline():
            return replace(chart, lanes=chart.lanes[:rows])
        case Lines() | Stacks() | RegionMap():
            return chart


def _grid(chart: Grid, rows: int, columns: int) -> Grid:
    """Return a grid of columns evenly taken; rows that then hold nothing but zeros are left out."""
    step = max(1, -(-len(chart.columns) // columns))
    lines = [(name, line[::step]) for name, line in zip(chart.rows, chart.cells, strict=True)]
    told = [
        (name, line)
        for name, line in lines
        if any(cell is not None and (isinstance(cell, Withheld) or cell >= 1) for cell in line)
    ]
    kept = (told or lines)[:rows]
    return replace(
        chart,
        rows=tuple(name for name, _ in kept),
        columns=chart.columns[::step],
        cells=tuple(line for _, line in kept),
    )


_AREAS: Final = 2
"""Grid areas that a third of a page has room for."""


def _areas(chart: Queue, rows: int) -> tuple[Any, ...]:
    """Return the areas where most megawatts wait or have lost their place, at most two.

    At most `rows` places in all are kept, in their order in line, the largest first to stay.
    """

    def stakes(area: tuple[Any, Any, tuple[QueueEntry, ...]]) -> tuple[float, float]:
        at_stake = sum(entry.megawatts[1] for entry in area[2] if entry.state != "holds")
        return -at_stake, -sum(entry.megawatts[1] for entry in area[2])

    ranked = sorted(chart.areas, key=stakes)[:_AREAS]
    areas, left = [], rows
    for place, (name, free, line) in enumerate(ranked):
        room = left if place + 1 == len(ranked) else -(-left // 2)
        largest = sorted(line, key=lambda entry: -entry.megawatts[1])[:room]
        kept = tuple(entry for entry in line if entry in largest)[:room]
        areas.append((name, free, kept))
        left -= len(kept)
    return tuple(area for area in areas if area[2])


def _ratio(svg: str) -> float:
    size = _SIZE.search(svg)
    return float(size[2]) / float(size[1]) if size else 1.0


class Gallery:
    """Draws figures in one language, each once for every cut.

    Parameters
    ----------
    voice : Voice
        The language.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._drawn: dict[tuple[str, float, Chart], dict[str, Any]] = {}

    def picture(
        self, figure: Figure, *, width: float, rows: int = 8, columns: int = 8
    ) -> dict[str, Any] | None:
        """Return a figure's picture for the page, ``None`` where it has none.

        Parameters
        ----------
        figure : Figure
            The figure.
        width : float
            Width that it is laid out for, px.
        rows, columns : int
            Most rows and columns, see `trimmed`.

        Returns
        -------
        dict
            ``svg`` (one element), ``alt`` and ``ratio`` (height by width).
        """
        if figure.chart is None:
            return None
        chart = trimmed(figure.chart, rows=rows, columns=columns)
        key = (figure.figure_id, width, chart)
        if key not in self._drawn:
            alt = self._voice.say(figure.alt)
            svg = draw(
                chart,
                self._voice,
                ident=figure.figure_id,
                title=self._voice.say(figure.title),
                description=alt,
                width=width,
                theme="print",
                font=f'"{FONT}"',
            )
            self._drawn[key] = {"svg": svg, "alt": alt, "ratio": _ratio(svg)}
        return self._drawn[key]
