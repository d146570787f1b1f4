"""Turn a cell of a workbook into the text that stands in the CSV file.

Excel changes what is typed: `2024-10` becomes a day, `0810` a number. What was typed can
then no longer be told, so such a cell is a fault and not a guess.
"""

from __future__ import annotations

import math
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from beltplan.facts import codes

if TYPE_CHECKING:
    from beltplan.facts.cells import Problem
    from beltplan.facts.schema import Field

__all__ = ["cell_text"]

_TEXTS: Final = ("id", "text", "enum", "country", "list")
_AS_TEXT: Final = "format the cell as text and type the value again"
_CONSTANTS: Final = {"=TRUE()": "true", "=FALSE()": "false"}
"""How LibreOffice writes TRUE and FALSE: in form a formula, in truth a value."""
_WORDS: Final = {datetime: "a date", bool: "TRUE or FALSE", time: "a time of day"}


def cell_text(cell: Any, field: Field | None) -> tuple[str, Problem | None]:
    """Return the text of a cell, and what is wrong with it.

    Parameters
    ----------
    cell
        A cell of an openpyxl sheet.
    field
        The field that it belongs to, or None where its column is unknown.
    """
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type == "f":
        if field is not None and field.type == "boolean" and value in _CONSTANTS:
            return _CONSTANTS[value], None
        message = "the cell holds a formula"
        return "", (codes.WORKBOOK_FORMULA, message, "replace it by its value")
    if cell.data_type == "e":
        message = f"the cell shows the error {value}"
        return "", (codes.WORKBOOK_ERROR, message, "write the value itself")
    if isinstance(value, str):
        text = value.replace("\r\n", "\n")
        if field is not None and field.type == "boolean" and text.lower() in ("true", "false"):
            text = text.lower()
        return text, None
    if field is None:
        return str(value), None
    if field.type in _TEXTS:
        word = _WORDS.get(type(value), "a number")
        message = f"Excel holds {word} where a text belongs"
        return str(value), (codes.WORKBOOK_TYPE, message, _AS_TEXT)
    if isinstance(value, datetime):
        return _day(value, field)
    if isinstance(value, bool):
        return ("true" if value else "false"), None
    if isinstance(value, int | float):
        number_format = str(cell.number_format)
        if "%" in number_format and field.unit != "share":
            message = f"the cell is formatted as a percentage: Excel holds {value}"
            return "", (codes.WORKBOOK_TYPE, message, "format it as a number and type it again")
        return _number(value, number_format), None
    message = f"Excel holds {_WORDS.get(type(value), type(value).__name__)}"
    return "", (codes.WORKBOOK_TYPE, message, "type the value again")


def _day(value: datetime, field: Field) -> tuple[str, Problem | None]:
    day = value.date().isoformat()
    if field.type != "date":
        message = "Excel took the number for a date"
        return "", (codes.WORKBOOK_TYPE, message, "format it as a number and type it again")
    if value.time() != time():
        return day, (codes.DATE, "the cell holds a time of day", f"write the day only: {day}")
    return day, None


def _number(value: float, number_format: str) -> str:
    """Return a number with the decimals of its format, where they show all of it.

    Excel keeps 15 digits; what lies beyond is noise of the binary form.
    """
    if not math.isfinite(value):
        return str(value)
    text = str(value) if isinstance(value, int) else format(Decimal(f"{value:.15g}"), "f")
    whole, _, decimals = number_format.partition(".")
    if whole == "0" and decimals and set(decimals) == {"0"}:
        padded = text + ("" if "." in text else ".")
        missing = len(decimals) - len(padded.partition(".")[2])
        return padded + "0" * missing if missing >= 0 else text
    return text
