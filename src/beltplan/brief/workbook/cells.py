"""A situation's table as a sheet holds it: one column a number, every cell typed.

Nothing here knows Excel. A span becomes three columns (10, 50 and 90 %; for a
range lowest, value and highest), a number stays a number with its format, a day
stays a day, and a cell without a value says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

from beltplan.brief.charts import Withheld
from beltplan.i18n import Day, Num, Span

if TYPE_CHECKING:
    from datetime import date

    from beltplan.brief.model import Cell, Column, Table
    from beltplan.i18n import Message, Voice

__all__ = ["Flat", "FlatCell", "FlatColumn", "Gap", "Number", "Stamp", "flatten"]

Precision = Literal["day", "month", "quarter", "year"]

POINTS = ("p10", "p50", "p90")


class Gap(Enum):
    """Why a cell has no value."""

    UNKNOWN = "unknown"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how it is shown; `unit` is set where the cell has a unit of its own."""

    value: float
    digits: int = 0
    percent: bool = False
    sign: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, or the month, quarter or year that is all we know of it."""

    day: date
    precision: Precision = "day"


FlatCell = str | Number | Stamp | Gap
"""A cell as a sheet takes it."""


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column of a sheet; `point` is set where it is a third of a span or range."""

    name: str
    head: str
    unit: str
    kind: Literal["text", "number", "date", "sources"]
    point: str = ""


@dataclass(frozen=True, slots=True)
class Flat:
    """Columns and rows of typed cells; every row is as long as `columns`."""

    columns: tuple[FlatColumn, ...]
    rows: tuple[tuple[FlatCell, ...], ...]

    def gaps(self) -> frozenset[Gap]:
        """Return the reasons for empty cells that occur."""
        return frozenset(cell for row in self.rows for cell in row if isinstance(cell, Gap))


def flatten(table: Table, voice: Voice) -> Flat:
    """Return a table with spans spread over three columns, its words said in one language.

    Parameters
    ----------
    table : Table
        A figure's table.
    voice : Voice
        The language of heads, units and texts.

    Raises
    ------
    ValueError
        If a row has another length than the columns, or a number stands where its column
        holds texts or dates.
    """
    wide = [_is_span(table, at) for at in range(len(table.columns))]
    columns: list[FlatColumn] = []
    for column, spread in zip(table.columns, wide, strict=True):
        columns += _columns(column, voice, spread=spread)
    rows = []
    for row in table.rows:
        flat: list[FlatCell] = []
        for column, cell, spread in zip(table.columns, row, wide, strict=True):
            flat += _thirds(cell, column, voice) if spread else (_single(cell, column, voice),)
        rows.append(tuple(flat))
    return Flat(tuple(columns), tuple(rows))


def _is_span(table: Table, at: int) -> bool:
    column = table.columns[at]
    if column.points:
        return True
    return column.kind == "number" and any(isinstance(row[at], Span) for row in table.rows)


def _columns(column: Column, voice: Voice, *, spread: bool) -> list[FlatColumn]:
    head = voice.say(column.title)
    unit = _unit(column.unit, voice)
    if not spread:
        kind: Any = "number" if column.points else column.kind
        return [FlatColumn(column.name, head, unit, kind)]
    return [
        FlatColumn(
            f"{column.name}_{point}",
            voice.text("workbook.head_of_span", head=head, point=voice.text(f"workbook.{point}")),
            unit,
            "number",
            point,
        )
        for point in column.points or POINTS
    ]


def _unit(unit: Message | None, voice: Voice) -> str:
    return "" if unit is None else voice.say(unit)


def _thirds(cell: Cell, column: Column, voice: Voice) -> tuple[FlatCell, FlatCell, FlatCell]:
    if isinstance(cell, Span):
        return (
            _number(cell.low, cell, column, voice),
            _number(cell.central, cell, column, voice),
            _number(cell.high, cell, column, voice),
        )
    single = _single(cell, column, voice)
    if isinstance(single, Gap):
        return single, single, single
    return Gap.UNKNOWN, single, Gap.UNKNOWN


def _single(cell: Cell, column: Column, voice: Voice) -> FlatCell:
    if cell is None:
        return Gap.UNKNOWN
    if isinstance(cell, Withheld):
        return Gap.WITHHELD
    if isinstance(cell, Num):
        return _number(cell.value, cell, column, voice)
    if isinstance(cell, (float, int)):
        return _number(float(cell), None, column, voice)
    if isinstance(cell, Day):
        return Stamp(cell.date, cell.precision)
    text = voice.say(cell)
    return text if text else Gap.UNKNOWN


def _number(value: float, cell: Num | Span | None, column: Column, voice: Voice) -> FlatCell:
    if not math.isfinite(value):
        return Gap.UNKNOWN
    if cell is None:
        return Number(value, column.digits, column.style == "percent")
    own_unit = "" if cell.unit is None or column.unit is not None else voice.text(cell.unit)
    return Number(value, cell.digits, cell.style == "percent", cell.sign, own_unit)
