"""Which sheets a workbook has, what each holds, and where links point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from beltplan.brief.model import Column, Table
from beltplan.brief.workbook.names import SheetNames
from beltplan.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.brief.model import Assumption, Figure, Section, Situation
    from beltplan.i18n import Message, Voice

__all__ = ["LIST_FIRST_ROW", "Leaf", "Plan", "make_plan"]

LIST_FIRST_ROW: Final = 4
"""Row (from 0) of the first entry on the sheets of sources and of assumptions."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet with the table of one figure, or of several that differ only in their choice."""

    code: str
    """Number of the section, with a letter where it has several sheets (``4b``)."""
    name: str
    section: Section
    figures: tuple[Figure, ...]

    @property
    def title(self) -> Message:
        """The figure's title; the section's where the sheet joins several figures."""
        if len(self.figures) == 1:
            return self.figures[0].title
        return msg("workbook.one_by_one", section=self.section.title)

    def table(self) -> Table:
        """Return the table of the sheet; joined tables get the choice as their first column."""
        if len(self.figures) == 1:
            return self.figures[0].table
        return Table(
            columns=(_choice_column(), *self.figures[0].table.columns),
            rows=tuple(
                (figure.choice, *row) for figure in self.figures for row in figure.table.rows
            ),
        )

    def row_ranges(self) -> Iterator[tuple[Figure, int, int]]:
        """Yield each figure with its first row and the row after its last one in `table`."""
        start = 0
        for figure in self.figures:
            stop = start + len(figure.table.rows)
            yield figure, start, stop
            start = stop


@dataclass(frozen=True, slots=True)
class Plan:
    """The sheets by name and the rows that links point to."""

    contents: str
    leaves: tuple[Leaf, ...]
    assumptions: str
    definitions: str
    sources: str
    pictures: str
    source_ids: tuple[str, ...]
    assumed: tuple[Assumption, ...]

    def leaves_citing(self, source_id: str) -> tuple[Leaf, ...]:
        """Return the sheets with a figure that cites a source."""
        return tuple(
            leaf
            for leaf in self.leaves
            if any(source_id in figure.sources for figure in leaf.figures)
        )

    def leaves_assuming(self, parameter: str) -> tuple[Leaf, ...]:
        """Return the sheets with a figure that rests on a parameter."""
        return tuple(
            leaf
            for leaf in self.leaves
            if any(
                parameter == assumption.parameter
                for figure in leaf.figures
                for assumption in figure.assumptions
            )
        )

    def source_link(self, source_id: str) -> str | None:
        """Return the link to a source's row, ``None`` for one that is not listed."""
        if source_id not in self.source_ids:
            return None
        return link(self.sources, LIST_FIRST_ROW + self.source_ids.index(source_id))

    def assumption_link(self, parameter: str) -> str:
        """Return the link to a parameter's row."""
        names = [assumption.parameter for assumption in self.assumed]
        return link(self.assumptions, LIST_FIRST_ROW + names.index(parameter))


def link(sheet: str, row: int = 0) -> str:
    """Return a link to the first cell of a row (from 0) of a sheet.

    Examples
    --------
    >>> link("Homes, Vasa's", 3)
    "internal:'Homes, Vasa''s'!A4"
    """
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!A{row + 1}"


def make_plan(situation: Situation, voice: Voice) -> Plan:
    """Return the sheets of a situation's workbook, named in one language."""
    names = SheetNames()
    contents = names.take(voice.text("workbook.contents"))
    leaves = []
    for number, section in enumerate(situation.sections, start=1):
        groups = [group for group in _joined(section.figures) if group[0].table.columns]
        for letter, figures in zip(_letters(len(groups)), groups, strict=True):
            leaf = Leaf(f"{number}{letter}", "", section, figures)
            name = names.take(f"{leaf.code} {voice.say(leaf.title)}")
            leaves.append(replace(leaf, name=name))
    assumed = {
        assumption.parameter: assumption
        for figure in situation.figures()
        for assumption in figure.assumptions
    }
    return Plan(
        contents=contents,
        leaves=tuple(leaves),
        assumptions=names.take(voice.text("workbook.assumptions")),
        definitions=names.take(voice.text("workbook.definitions")),
        sources=names.take(voice.text("workbook.sources")),
        pictures=names.take(voice.text("workbook.pictures")),
        source_ids=tuple(situation.sources),
        assumed=tuple(assumed[name] for name in sorted(assumed)),
    )


def _joined(figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, ...]]:
    for key, group in groupby(figures, key=_join_key):
        members = tuple(group)
        if key is None:
            yield from ((figure,) for figure in members)
        else:
            yield members


def _join_key(figure: Figure) -> tuple[str, ...] | None:
    if figure.choice is None:
        return None
    return tuple(column.name for column in figure.table.columns)


def _letters(count: int) -> Iterator[str]:
    return (chr(ord("a") + at) if count > 1 else "" for at in range(count))


def _choice_column() -> Column:
    return Column("choice", msg("workbook.choice"))
