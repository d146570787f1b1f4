"""How wide a text is, without a browser: the advance widths of Helvetica and its kin.

Arial, Helvetica and Liberation Sans share these widths; other sans-serif faces
are close. Widths are in thousandths of the font size.
"""

from __future__ import annotations

__all__ = ["shorten", "spread", "two_lines", "width", "wrap"]

_ROWS = (
    ("ijl'‘’", 222),
    (" \u00a0\u202f!,./:;It[]\\|·f", 278),
    ("()-r`", 333),
    ('"', 355),
    ("*", 389),
    ("cksvxyzJ", 500),
    ("+<=>−×", 584),
    ("FTZ", 611),
    ("&ABEKPSVXYÅÄ", 667),
    ("wCDHNRU", 722),
    ("GOQÖØ", 778),
    ("mM", 833),
    ("%æ", 889),
    ("W", 944),
    ("—…→Æ@", 1000),
)
_WIDTHS = {letter: size for letters, size in _ROWS for letter in letters}
_OTHER = 556
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of the font size.

    Examples
    --------
    >>> width("11", 10)
    11.12
    """
    units = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return round(units * size * (_BOLD if bold else 1.0) / 1000, 2)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than the room, at spaces and after hyphens.

    A single word wider than the room keeps its own line.

    Examples
    --------
    >>> wrap("one two three", 50, 12)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Cut a text that is wider than the room and end it with an ellipsis.

    Examples
    --------
    >>> shorten("Northvolt", 30, 12)
    'No…'
    """
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(f"{text}…", size, bold=bold) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def two_lines(text: str, room: float, size: float) -> list[str]:
    """Break a text into at most two lines; what is too long still is cut.

    Examples
    --------
    >>> two_lines("one two three four five", 50, 12)
    ['one two', 'three f…']
    """
    rows = wrap(text, room, size)
    if len(rows) > 1:
        rows = [rows[0], " ".join(rows[1:])]
    return [shorten(row, room, size) for row in rows]


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart until each is at least `gap` from the next, as little as can be.

    The order is kept; the result lies within `low` and `high` where there is room.

    Examples
    --------
    >>> spread([10, 11, 50], 10, 0, 100)
    [5.5, 15.5, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[float, list[int]]] = []
    for i in order:
        blocks.append((wanted[i], [i]))
        while len(blocks) > 1:
            (a, first), (b, second) = blocks[-2:]
            if b - gap * (len(second) - 1) / 2 - (a + gap * (len(first) - 1) / 2) >= gap:
                break
            merged = first + second
            centre = sum(
                wanted[item] - gap * (place - (len(merged) - 1) / 2)
                for place, item in enumerate(merged)
            ) / len(merged)
            blocks[-2:] = [(centre, merged)]
    result = list(wanted)
    for centre, items in blocks:
        for place, item in enumerate(items):
            result[item] = centre + gap * (place - (len(items) - 1) / 2)
    for i in order:
        result[i] = max(result[i], low)
        low = result[i] + gap
    for i in reversed(order):
        result[i] = min(result[i], high)
        high = result[i] - gap

    return result
