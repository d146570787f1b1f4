"""Tables for the page: as HTML in a language, and as CSV behind a data link."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from beltplan.brief.charts import Withheld
from beltplan.brief.page.speech import say
from beltplan.i18n import Day, Num, Span, msg, speak

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.brief.model import Cell, Column, Table
    from beltplan.i18n import Phrase, Voice

__all__ = ["csv_link", "csv_text", "table_html"]

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def _shown(cell: Cell, column: Column, numbers: Mapping[str, int], voice: Voice) -> Markup:
    if cell is None:
        return Markup("?")
    if isinstance(cell, Withheld):
        return Markup("·")
    if column.kind == "sources" and isinstance(cell, str):
        links = (
            f'<a href="#s-{numbers[name]}">{numbers[name]}</a>'
            for name in cell.split(";")
            if name in numbers
        )
        return Markup(" ".join(links))  # noqa: S704
    phrase: Phrase
    if isinstance(cell, int | float):
        phrase = Num(float(cell), column.digits, style=column.style)
    else:
        phrase = cell
    return say(phrase, voice)


def table_html(table: Table, numbers: Mapping[str, int], voice: Voice) -> Markup:
    """Return a table's head and body.

    Parameters
    ----------
    table : Table
        The table.
    numbers : Mapping[str, int]
        Number of each source in the page's list.
    voice : Voice
        Language of words and numbers.
    """
    head = []
    for column in table.columns:
        unit = "" if column.unit is None else f" <small>{say(column.unit, voice)}</small>"
        kind = ' class="n"' if column.kind in {"number", "span", "range"} else ""
        head.append(f'<th scope="col"{kind}>{say(column.title, voice)}{unit}</th>')
    body = []
    for row in table.rows:
        cells = []
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            shown = _shown(cell, column, numbers, voice)
            if place == 0:
                cells.append(f'<th scope="row">{shown}</th>')
                continue
            kind = ' class="n"' if column.kind in {"number", "span", "range"} else ""
            cells.append(f"<td{kind}>{shown}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return Markup(  # noqa: S704
        f"<thead><tr>{''.join(head)}</tr></thead><tbody>{''.join(body)}</tbody>"
    )


def _text(value: str) -> str:
    # A cell that a spreadsheet would run as a formula is written as text.
    return f"'{value}" if value.startswith(_RISKY) else value


def _bare(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"


def csv_text(table: Table) -> str:
    """Return a table as CSV: machine names, English words, bare numbers.

    A span becomes three columns (``_p10``, ``_p50``, ``_p90``), a range as well (``_low``,
    ``_central``, ``_high``); an unknown cell
    is empty, one that is not published says ``withheld``.
    """
    voice = speak("en")
    head: list[str] = []
    for column in table.columns:
        if column.points:
            head.extend(f"{column.name}_{point}" for point in column.points)
        else:
            head.append(column.name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in table.rows:
        line: list[str] = []
        for cell, column in zip(row, table.columns, strict=True):
            wide = len(column.points) or 1
            if cell is None:
                line.extend([""] * wide)
            elif isinstance(cell, Withheld):
                line.extend(["withheld"] * wide)
            elif isinstance(cell, Span):
                line.extend(_bare(v) for v in (cell.low, cell.central, cell.high))
            elif isinstance(cell, Num):
                line.append(_bare(cell.value))
            elif isinstance(cell, int | float):
                line.append(_bare(float(cell)))
            elif isinstance(cell, Day):
                cut = {"day": 10, "month": 7, "quarter": 7, "year": 4}[cell.precision]
                line.append(cell.date.isoformat()[:cut])
            else:
                line.append(_text(voice.say(cell)))
        writer.writerow(line)
    return out.getvalue()


def csv_link(table: Table, name: str, voice: Voice) -> Markup:
    """Return a link that saves the table as CSV, with or without JavaScript."""
    content = quote("\ufeff" + csv_text(table), safe=",;:/()[]=@!$*'~ ").replace(" ", "%20")
    return Markup(  # noqa: S704
        f'<a class="csv" download="{name}.csv" href="data:text/csv;charset=utf-8,'
        f'{Markup.escape(content)}">{say(msg("ui.csv"), voice)}</a>'
    )
