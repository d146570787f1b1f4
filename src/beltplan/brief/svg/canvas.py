"""A sheet of SVG: shapes and text by class, whole and well-formed at the end."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from beltplan.brief.svg import letters, theme
from beltplan.brief.svg.scales import Scale, digits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.i18n import Phrase, Voice

__all__ = ["LARGE", "NORMAL", "SMALL", "TINY", "Anchor", "Canvas", "number"]

Anchor = Literal["start", "middle", "end"]
LARGE, NORMAL, SMALL, TINY = 15.0, 13.0, 12.0, 11.0
_SIZE_CLASS = {NORMAL: "", SMALL: "s", TINY: "xs"}
_ANCHOR_CLASS = {"start": "", "middle": "tc", "end": "te"}


def number(value: float) -> str:
    """Return a coordinate with at most one digit after the point.

    Examples
    --------
    >>> number(3.04), number(-0.01)
    ('3', '0')
    """
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


class Canvas:
    """The drawing of one picture.

    Parameters
    ----------
    width : float
        Width in pixels; the height follows from what is drawn.
    voice : Voice
        Language of the words and numbers.
    ident : str
        Prefix of every id in the picture.
    look : {"page", "print"}
        ``print`` writes its own style and patterns into the picture.
    font : str or None
        Font family list for ``print``.
    """

    def __init__(
        self,
        width: float,
        voice: Voice,
        *,
        ident: str = "",
        look: theme.Theme = "page",
        font: str | None = None,
    ) -> None:
        self.ident = ident
        self.width = width
        self.height = 0.0
        self.voice = voice
        self.look = look
        self.font = font
        self.parts: list[str] = []

    @property
    def narrow(self) -> bool:
        """Whether the sheet is a phone's."""
        return self.width < 480

    def widest(self, phrases: Iterable[Phrase], size: float, *, bold: bool = False) -> float:
        """Return the width of the longest of some phrases."""
        said = map(self.voice.say, phrases)
        return max((letters.width(words, size, bold=bold) for words in said), default=0.0)

    def wrapped(
        self, phrases: Iterable[Phrase], room: float, size: float, *, bold: bool = False
    ) -> tuple[list[list[str]], float, int]:
        """Return phrases broken into lines, the widest line, and the most lines of one."""
        blocks = [letters.wrap(self.voice.say(phrase), room, size, bold=bold) for phrase in phrases]
        rows = [letters.width(row, size, bold=bold) for block in blocks for row in block]
        return blocks, max(rows, default=0.0), max(map(len, blocks), default=1)

    def add(self, element: str) -> None:
        """Add a finished element."""
        self.parts.append(element)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = NORMAL,
        anchor: Anchor = "start",
        kind: str = "",
    ) -> None:
        """Write words with their baseline at y; `kind` names more classes."""
        names = " ".join(
            name for name in (_SIZE_CLASS.get(size, ""), _ANCHOR_CLASS[anchor], kind) if name
        )
        style = f' class="{names}"' if names else ""
        words = escape(words, quote=False)
        self.add(f'<text x="{number(x)}" y="{number(y)}"{style}>{words}</text>')

    def rect(
        self, x: float, y: float, width: float, height: float, kind: str, *, round_: float = 0
    ) -> None:
        """Draw a box."""
        corner = f' rx="{number(round_)}"' if round_ else ""
        self.add(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" '
            f'height="{number(max(height, 0))}"{corner} class="{kind}"/>'
        )

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a hatched box: a number that is not published."""
        self.add(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" '
            f'height="{number(max(height, 0))}" fill="url(#hatch)"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Draw a straight line."""
        self.add(f'<path d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" class="{kind}"/>')

    def path(self, points: list[tuple[float, float]], kind: str, *, closed: bool = False) -> None:
        """Draw a line through points, or the area they surround."""
        if not points:
            return
        moves = "L".join(f"{number(x)} {number(y)}" for x, y in points)
        end = "Z" if closed else ""
        self.add(f'<path d="M{moves}{end}" class="{kind}"/>')

    def circle(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw a circle."""
        self.add(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" class="{kind}"/>')

    def ticks(self, ticks: list[float], scale: Scale, y: float) -> None:
        """Write the numbers of a level axis; the first and last stay inside the sheet."""
        digits = digits_of(ticks)
        for tick in ticks:
            words = self.voice.number(tick, digits=digits)
            x, half = scale(tick), letters.width(words, SMALL) / 2
            x = min(max(x, half), self.width - half)
            self.text(x, y, words, size=SMALL, anchor="middle", kind="m")

    def finish(self, title: str, description: str) -> str:
        """Return the whole picture as one ``<svg>`` element."""
        ident = self.ident
        size = f"0 0 {number(self.width)} {number(self.height)}"
        own = ""
        if self.look == "print":
            own = f"<style>{theme.css('print', self.font)}</style>{definitions()}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="g" viewBox="{size}" '
            f'width="{number(self.width)}" height="{number(self.height)}" role="img" '
            f'aria-labelledby="{ident}-t {ident}-d">'
            f'<title id="{ident}-t">{escape(title, quote=False)}</title>'
            f'<desc id="{ident}-d">{escape(description, quote=False)}</desc>'
            f"{own}{''.join(self.parts)}</svg>"
        )

    def note(self, x: float, y: float, words: str, room: float, *, size: float = SMALL) -> float:
        """Write a muted note in as many lines as it takes; return the y below it."""
        for row in letters.wrap(words, room, size):
            self.text(x, y, row, size=size, kind="m")
            y += size + 4
        return y


def definitions() -> str:
    """Return the patterns that pictures refer to; a page holds them once."""
    return (
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="5" height="5" class="hp"/>'
        '<rect width="1" height="5" class="hi"/></pattern></defs>'
    )
