"""The sheets at the end: assumptions, definitions, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beltplan.brief.addresses import is_address
from beltplan.brief.workbook.cells import Number
from beltplan.brief.workbook.plan import LIST_FIRST_ROW, link
from beltplan.i18n import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.brief.model import Assumption, Situation, SourceLine
    from beltplan.brief.workbook.pen import Pen
    from beltplan.brief.workbook.plan import Plan
    from beltplan.i18n import Voice

__all__ = [
    "write_assumptions",
    "write_definitions",
    "write_pictures_head",
    "write_sources",
]

_KINDS: Final = ("official", "company", "press", "estimate", "assumption", "model")
_WORDS: Final = (
    "interval",
    "withheld",
    "unknown",
    "grey",
    "unemployed",
    "commuters",
    "population",
    "address",
)


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a list's column: the last part of its key, its width, how it is aligned."""

    name: str
    width: int
    number: bool = False


def write_assumptions(pen: Pen, plan: Plan, voice: Voice) -> None:
    """Write every parameter that a figure rests on, with the range that the futures draw from."""
    columns = (
        _Head("parameter", 46),
        _Head("description", 60),
        _Head("low", 12, number=True),
        _Head("central", 12, number=True),
        _Head("high", 12, number=True),
        _Head("unit", 26),
        _Head("kind", 14),
        _Head("quality", 24),
        _Head("source", 34),
        _Head("used_in", 26),
    )
    _write_heads(pen, plan, voice, columns, "assumptions", rows=len(plan.assumed))
    for row, assumption in enumerate(plan.assumed, start=LIST_FIRST_ROW):
        _write_assumption(pen, plan, assumption, voice, row=row)


def _write_assumption(
    pen: Pen, plan: Plan, assumption: Assumption, voice: Voice, *, row: int
) -> None:
    pen.text(row, 0, assumption.parameter)
    pen.text(row, 1, voice.say(assumption.description), "text")
    for column, value in enumerate((assumption.low, assumption.central, assumption.high), start=2):
        if value is not None:
            pen.cell(row, column, Number(value, _digits(value)))
    pen.text(row, 5, assumption.unit, "text")
    pen.text(row, 6, voice.text(f"kind.{assumption.kind}"))
    pen.text(row, 7, assumption.quality, "text")
    ids = "; ".join(assumption.source_ids)
    target = plan.source_link(assumption.source_ids[0]) if assumption.source_ids else None
    if target is None:
        pen.text(row, 8, ids)
    else:
        pen.link(row, 8, target, ids)
    used = ", ".join(leaf.code for leaf in plan.leaves_assuming(assumption.parameter))
    pen.text(row, 9, used, "text")
    pen.fit(
        row,
        (
            (voice.say(assumption.description), 60),
            (assumption.unit, 26),
            (assumption.quality, 24),
            (used, 26),
        ),
    )


def _digits(value: float) -> int:
    """Return as many digits as a parameter needs to be read, at most 4.

    Examples
    --------
    >>> _digits(12.0), _digits(0.25), _digits(0.123456)
    (0, 2, 4)
    """
    return next((digits for digits in range(4) if abs(value - round(value, digits)) < 1e-9), 4)


def write_sources(pen: Pen, plan: Plan, situation: Situation, voice: Voice) -> None:
    """Write every source that is cited; its address is a link only where it is complete."""
    columns = (
        _Head("source", 26),
        _Head("kind", 14),
        _Head("publisher", 28),
        _Head("title", 60),
        _Head("date", 12),
        _Head("reliability", 14),
        _Head("address", 60),
        _Head("complete", 20),
        _Head("note", 40),
        _Head("cited_in", 26),
    )
    _write_heads(pen, plan, voice, columns, "sources", rows=len(plan.source_ids))
    for row, source_id in enumerate(plan.source_ids, start=LIST_FIRST_ROW):
        _write_source(pen, plan, situation.sources[source_id], voice, row=row)


def _write_source(pen: Pen, plan: Plan, source: SourceLine, voice: Voice, *, row: int) -> None:
    pen.text(row, 0, source.source_id)
    pen.text(row, 1, voice.text(f"kind.{source.kind}"))
    pen.text(row, 2, source.publisher, "text")
    pen.text(row, 3, source.title, "text")
    pen.text(row, 4, source.date)
    pen.text(row, 5, source.reliability)
    if source.complete and is_address(source.url):
        pen.link(row, 6, source.url, source.url)
    else:
        pen.text(row, 6, source.url)
    state = "complete" if source.complete else "partial" if source.url else "none"
    pen.text(row, 7, voice.text(f"workbook.address.{state}"))
    pen.text(row, 8, source.note, "text")
    used = ", ".join(leaf.code for leaf in plan.leaves_citing(source.source_id))
    pen.text(row, 9, used, "text")
    pen.fit(row, ((source.publisher, 28), (source.title, 60), (source.note, 40), (used, 26)))


def write_definitions(pen: Pen, plan: Plan, voice: Voice) -> None:
    """Write what the words mean: kinds, intervals, gaps, and every column with its unit."""
    columns = (
        _Head("word", 44),
        _Head("meaning", 90),
        _Head("unit", 20),
        _Head("sheet", 36),
        _Head("name", 28),
    )
    words = [
        *((voice.text(f"kind.{kind}"), voice.text(f"workbook.kind.{kind}")) for kind in _KINDS),
        *(
            (voice.text(f"workbook.word.{word}"), voice.text(f"workbook.meaning.{word}"))
            for word in _WORDS
        ),
        *((voice.text("workbook.national"), text) for text in _national(plan, voice)),
    ]
    dictionary = [
        (
            voice.say(column.title),
            "" if column.unit is None else voice.say(column.unit),
            leaf,
            column.name,
        )
        for leaf in plan.leaves
        for column in leaf.table().columns
    ]
    _write_heads(pen, plan, voice, columns, "definitions", rows=len(words) + len(dictionary))
    for row, (word, meaning) in enumerate(words, start=LIST_FIRST_ROW):
        pen.text(row, 0, word)
        pen.text(row, 1, meaning, "text")
        pen.fit(row, [(meaning, columns[1].width)])
    first = LIST_FIRST_ROW + len(words)
    for row, (title, unit, leaf, name) in enumerate(dictionary, start=first):
        pen.text(row, 0, title)
        pen.text(row, 1, voice.text("workbook.column_of", title=voice.say(leaf.title)), "text")
        pen.text(row, 2, unit)
        pen.link(row, 3, link(leaf.name), leaf.name)
        pen.text(row, 4, name)


def _national(plan: Plan, voice: Voice) -> Iterator[str]:
    """Yield each national definition that stands beside a figure, once."""
    seen: dict[str, None] = {}
    for leaf in plan.leaves:
        table = leaf.table()
        for at, column in enumerate(table.columns):
            if column.name == "definition":
                cells = (row[at] for row in table.rows)
                seen |= dict.fromkeys(voice.say(cell) for cell in cells if isinstance(cell, Name))
    yield from seen


def write_pictures_head(pen: Pen, plan: Plan, voice: Voice) -> None:
    """Write the head of the sheet with the numbers of charts that no table holds."""
    _write_heads(pen, plan, voice, (), "pictures", rows=0)


def _write_heads(
    pen: Pen, plan: Plan, voice: Voice, columns: tuple[_Head, ...], name: str, *, rows: int
) -> None:
    title = voice.text(f"workbook.{name}")
    pen.text(0, 0, title, "title")
    pen.text(1, 0, voice.text(f"workbook.{name}.about"), "quiet")
    pen.link(2, 0, link(plan.contents), voice.text("workbook.back"))
    head_row = LIST_FIRST_ROW - 1
    for at, column in enumerate(columns):
        role = "head_number" if column.number else "head"
        pen.text(head_row, at, voice.text(f"workbook.list.{column.name}"), role)
        pen.sheet.set_column(at, at, column.width)
    pen.page(head_row=head_row, last_row=head_row + rows, last_column=len(columns) - 1, title=title)
