"""Cell formats of the workbook: one calm palette, made once and shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from beltplan.brief.workbook.cells import Number, Stamp

__all__ = ["Styles"]

INK = "#1F2A33"
QUIET = "#5B6770"
LINK = "#0B5A7A"
RULE = "#C9D1D6"
HEAD = "#E8EEF1"
FONT = "Calibri"

_BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": 10,
    "font_color": INK,
    "valign": "top",
}
_HEAD: dict[str, Any] = {
    "bold": True,
    "bg_color": HEAD,
    "text_wrap": True,
    "valign": "bottom",
    "bottom": 1,
}
_UNIT: dict[str, Any] = {"italic": True, "font_color": QUIET, "bg_color": HEAD}
_ROLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "text": {"text_wrap": True, "indent": 1},
    "day": {"align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "subtitle": {"bold": True, "font_size": 12},
    "reading": {"font_size": 11, "valign": "vcenter"},
    "quiet": {"font_color": QUIET},
    "link": {"font_color": LINK, "underline": 1, "indent": 1},
    "link_wrapped": {"font_color": LINK, "underline": 1, "indent": 1, "text_wrap": True},
    "head": {**_HEAD, "indent": 1},
    "head_number": {**_HEAD, "align": "right"},
    "unit": {**_UNIT, "indent": 1},
    "unit_number": {**_UNIT, "align": "right"},
    "gap": {"font_color": QUIET, "align": "right"},
}
"""What a cell is for, and how that looks."""


class Styles:
    """The formats of one workbook, by role and by the way a number is shown.

    Parameters
    ----------
    book : xlsxwriter.Workbook
        The workbook that owns the formats.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def role(self, name: str) -> Format:
        """Return the format of a role; the roles are those of the table in this file."""
        return self._format(name, "")

    def number(self, number: Number) -> Format:
        """Return the format of a number."""
        return self._format("plain", number_format(number))

    def day(self, stamp: Stamp) -> Format:
        """Return the format of a day, or of the month, quarter or year that is known of it."""
        return self._format("day", day_format(stamp))

    def _format(self, role: str, number_format: str) -> Format:
        key = (role, number_format)
        if key not in self._made:
            properties = {**_BASE, "border_color": RULE, **_ROLES[role]}
            if number_format:
                properties |= {"num_format": number_format}
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def number_format(number: Number) -> str:
    """Return the Excel number format of a number; Excel itself puts the reader's separators.

    Examples
    --------
    >>> from beltplan.brief.workbook.cells import Number
    >>> number_format(Number(1.5, digits=1))
    '#,##0.0'
    >>> number_format(Number(0.12, percent=True, sign=True))
    '+0%;-0%;0%'
    """
    decimals = "." + "0" * number.digits if number.digits else ""
    shape = f"0{decimals}%" if number.percent else f"#,##0{decimals}"
    if number.unit:
        shape += _literal(f" {number.unit}")
    return f"+{shape};-{shape};{shape}" if number.sign else shape


def day_format(stamp: Stamp) -> str:
    """Return the Excel date format of a day (ISO 8601), as exact as the day is known.

    Examples
    --------
    >>> from datetime import date
    >>> from beltplan.brief.workbook.cells import Stamp
    >>> day_format(Stamp(date(2026, 11, 1), "quarter"))
    'yyyy"-Q4"'
    """
    quarter = (stamp.day.month + 2) // 3
    return {
        "day": "yyyy-mm-dd",
        "month": "yyyy-mm",
        "quarter": f'yyyy"-Q{quarter}"',
        "year": "yyyy",
    }[stamp.precision]


def _literal(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
