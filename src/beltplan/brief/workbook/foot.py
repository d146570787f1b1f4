"""What stands below a figure's table: notes, sources and assumptions, each a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from beltplan.brief.model import SourceLine
    from beltplan.brief.workbook.kit import Kit
    from beltplan.brief.workbook.pen import Pen
    from beltplan.brief.workbook.plan import Leaf

__all__ = ["write_foot"]

_OF_THE_PAGE: Final = frozenset({"note.withheld"})
"""Notes that explain marks of the page; a sheet says in its third row what its own marks mean."""


def write_foot(leaf: Leaf, pen: Pen, kit: Kit, *, row: int) -> int:
    """Write the foot from a row on and return the row after it."""
    plan, voice, sources = kit.plan, kit.voice, kit.situation.sources
    notes = dict.fromkeys(
        voice.say(note)
        for figure in leaf.figures
        for note in figure.notes
        if note.key not in _OF_THE_PAGE
    )
    for note in notes:
        pen.text(row, 0, note, "quiet")
        row += 1
    row += bool(notes)
    cited = dict.fromkeys(source for figure in leaf.figures for source in figure.sources)
    row = _write_links(
        pen,
        voice.text("workbook.sources"),
        [
            (target, _cite(sources[source]))
            for source in cited
            if (target := plan.source_link(source)) is not None
        ],
        row=row,
    )
    assumed = {
        assumption.parameter: voice.say(assumption.description) or assumption.parameter
        for figure in leaf.figures
        for assumption in figure.assumptions
    }
    return _write_links(
        pen,
        voice.text("workbook.assumptions"),
        [(plan.assumption_link(name), f"{name}: {text}") for name, text in assumed.items()],
        row=row,
    )


def _write_links(pen: Pen, head: str, links: list[tuple[str, str]], *, row: int) -> int:
    if not links:
        return row
    pen.text(row, 0, head, "subtitle")
    for row, (target, text) in enumerate(links, start=row + 1):  # noqa: B020
        pen.link(row, 0, target, text)
    return row + 2


def _cite(source: SourceLine) -> str:
    return " · ".join(part for part in (source.publisher, source.title, source.date) if part)
