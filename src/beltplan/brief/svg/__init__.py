"""Pictures as SVG: one renderer for the page, for print and for documents.

>>> from beltplan.brief.charts import Band, Lines
>>> from beltplan.i18n import plain, speak
>>> chart = Lines((2027.0, 2028.0), (Band(plain("Need"), (1, 2), (2, 3), (3, 4)),), plain("posts"))
>>> draw(chart, speak("en"), ident="x", title="Need", description="Grows.")[:4]
'<svg'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
)
from beltplan.brief.svg.bars import draw_bars
from beltplan.brief.svg.canvas import Canvas, definitions
from beltplan.brief.svg.dots import draw_dots
from beltplan.brief.svg.flows import draw_flows
from beltplan.brief.svg.grid import draw_grid
from beltplan.brief.svg.lines import draw_lines
from beltplan.brief.svg.matrix import draw_matrix
from beltplan.brief.svg.queue import draw_queue
from beltplan.brief.svg.region_map import coast_path, draw_map
from beltplan.brief.svg.stacks import draw_stacks
from beltplan.brief.svg.timeline import draw_timeline

if TYPE_CHECKING:
    from beltplan.brief.charts import Chart
    from beltplan.brief.model import Figure
    from beltplan.brief.svg.theme import Theme
    from beltplan.i18n import Voice

__all__ = ["NARROW", "WIDE", "draw", "figure_svg", "shared"]

WIDE, NARROW = 720.0, 340.0
"""Widths for a desk and for a phone, px."""


def draw(
    chart: Chart,
    voice: Voice,
    *,
    ident: str,
    title: str,
    description: str,
    width: float = WIDE,
    theme: Theme = "page",
    font: str | None = None,
) -> str:
    """Return a chart as one ``<svg>`` element in the language of the voice.

    Parameters
    ----------
    chart : Chart
        What to show.
    voice : Voice
        Language of words, numbers and names.
    ident : str
        Prefix of the ids of title and description; unique within a page.
    title, description : str
        For those who hear the picture rather than see it.
    width : float
        Width in px; under 480 the picture is laid out for a phone.
    theme : {"page", "print"}
        ``page`` takes colours, patterns and the coast from the page (`shared`),
        ``print`` carries its own.
    font : str or None
        Font family list for ``print``.
    """
    canvas = Canvas(width, voice, ident=ident, look=theme, font=font)
    _draw(canvas, chart)
    return canvas.finish(title, description)


def _draw(canvas: Canvas, chart: Chart) -> None:
    match chart:
        case RegionMap():
            draw_map(canvas, chart)
        case Lines():
            draw_lines(canvas, chart)
        case Stacks():
            draw_stacks(canvas, chart)
        case Dots():
            draw_dots(canvas, chart)
        case Bars():
            draw_bars(canvas, chart)
        case Grid():
            draw_grid(canvas, chart)
        case Matrix():
            draw_matrix(canvas, chart)
        case Timeline():
            draw_timeline(canvas, chart)
        case Queue():
            draw_queue(canvas, chart)
        case Flows():
            draw_flows(canvas, chart)


def figure_svg(
    figure: Figure,
    voice: Voice,
    *,
    width: float = WIDE,
    theme: Theme = "page",
    prefix: str = "",
    font: str | None = None,
) -> str:
    """Return a figure's picture with its title and alternative text; ``""`` if it has none."""
    if figure.chart is None:
        return ""
    return draw(
        figure.chart,
        voice,
        ident=f"{prefix}{figure.figure_id}",
        title=voice.say(figure.title),
        description=voice.say(figure.alt),
        width=width,
        theme=theme,
        font=font,
    )


def shared() -> str:
    """Return the hidden ``<svg>`` with what all pictures of a page refer to."""
    return (
        '<svg class="g" width="0" height="0" aria-hidden="true" focusable="false" '
        f'style="position:absolute">{definitions()}<defs>{coast_path()}</defs></svg>'
    )
