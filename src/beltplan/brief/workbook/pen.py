"""Writes typed cells to a sheet: never a formula, never a link that a text asks for."""

from __future__ import annotations

import math
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from beltplan.brief.workbook.cells import Gap, Number, Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from beltplan.brief.workbook.cells import FlatCell
    from beltplan.brief.workbook.styles import Styles

__all__ = ["Pen"]

_LONGEST_TEXT: Final = 32_767


class Pen:
    """Writes to one sheet.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
        The sheet.
    styles : Styles
        Formats.
    """

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles

    def text(self, row: int, column: int, text: str, role: str = "plain") -> None:
        """Write a text as a text, whatever it begins with."""
        self.sheet.write_string(row, column, text[:_LONGEST_TEXT], self.styles.role(role))

    def link(self, row: int, column: int, target: str, text: str, *, wrapped: bool = False) -> None:
        """Write a link."""
        style = self.styles.role("link_wrapped" if wrapped else "link")
        self.sheet.write_url(row, column, target, style, text[:_LONGEST_TEXT])

    def cell(self, row: int, column: int, cell: FlatCell) -> None:
        """Write a cell of a table."""
        if isinstance(cell, Number):
            self.sheet.write_number(row, column, cell.value, self.styles.number(cell))
        elif isinstance(cell, Stamp):
            moment = datetime.combine(cell.day, time())
            self.sheet.write_datetime(row, column, moment, self.styles.day(cell))
        elif cell is Gap.WITHHELD:
            self.text(row, column, "·", "gap")
        elif cell is Gap.UNKNOWN:
            self.sheet.write_blank(row, column, None, self.styles.role("gap"))
        else:
            self.text(row, column, cell, "text")

    def fit(self, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Make a row high enough for wrapped texts, each given with the width of its column."""
        lines = max((_lines(text, width) for text, width in texts), default=1)
        if lines > 1:
            self.sheet.set_row(row, 13.2 * min(lines, 30) + 2)

    def page(self, *, head_row: int, last_row: int, last_column: int, title: str) -> None:
        """Set the sheet up for reading and for paper: frozen heads, A4 across, foot with page."""
        sheet = self.sheet
        sheet.freeze_panes(head_row + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head_row)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        safe = title.replace("&", "&&")[:120]
        sheet.set_footer(f"&L&8{safe}&R&8&P / &N")
        sheet.hide_gridlines(2)
        if last_row > head_row:
            sheet.autofilter(head_row, 0, last_row, last_column)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes; letters are about as wide as digits.

    Examples
    --------
    >>> _lines("one line", 20), _lines("two lines here", 10)
    (1, 2)
    """
    return sum(max(1, math.ceil(0.9 * len(line) / max(width - 1, 1))) for line in text.split("\n"))
