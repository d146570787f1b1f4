"""The situation: what the brief says, as pure data in no language.

`beltplan.brief.situation.build` makes it; the page, the minister's two pages
and the workbook only read it. Words are `beltplan.i18n` phrases, pictures are
`beltplan.brief.charts`, tables hold phrases and bare numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from beltplan.brief.charts import Chart, Withheld
from beltplan.i18n import Day, Message, Name, Num, Phrase, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = [
    "Assumption",
    "Cell",
    "Column",
    "Figure",
    "Headline",
    "Kind",
    "Section",
    "Situation",
    "SourceLine",
    "Table",
]

Kind = Literal["official", "company", "press", "estimate", "assumption", "model"]
"""How a figure is known; ``model`` is computed here from the others."""

Cell = Phrase | float | Day | Num | Span | Withheld | None
"""A cell: a bare `float` takes the column's digits, ``None`` is unknown, a `Withheld` is "·"."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        Machine name; the head of the CSV column (``_p10``, ``_p50``, ``_p90`` for spans).
    title : Message
        Head that people read.
    kind : {"text", "number", "span", "range", "date", "sources"}
        What the cells hold. A ``span`` is a median with its 10 and 90 % points, a ``range`` a
        value with the lowest and highest (columns ``_low``, ``_central``, ``_high``).
        ``sources`` cells are ids joined by ``;``.
    unit : Message or None
        Unit, for numbers and spans.
    digits : int
        Digits after the decimal sign for bare numbers.
    style : {"number", "percent"}
        ``percent`` shows 0.12 as 12 %.
    """

    name: str
    title: Message
    kind: Literal["text", "number", "span", "range", "date", "sources"] = "text"
    unit: Message | None = None
    digits: int = 0
    style: Literal["number", "percent"] = "number"

    @property
    def points(self) -> tuple[str, ...]:
        """Return the ends of the names of the three columns that a table file gives it."""
        return {"span": ("p10", "p50", "p90"), "range": ("low", "central", "high")}.get(
            self.kind, ()
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its first column heads the rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A parameter that a figure rests on, with the range that the futures draw from."""

    parameter: str
    description: Name
    low: float | None
    central: float | None
    high: float | None
    unit: str
    kind: Kind
    quality: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A publication as the list of sources shows it."""

    source_id: str
    title: str
    publisher: str
    url: str
    complete: bool
    """Whether `url` is a full address (only then is it a link)."""
    date: str
    kind: Kind
    reliability: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with everything a reader may ask of it."""

    figure_id: str
    title: Message
    reading: Message
    """One sentence: what the picture says."""
    alt: Message
    """What somebody who cannot see the picture must know."""
    chart: Chart | None
    table: Table
    kind: Kind
    known_from: date | None
    """The newest first-public day of the facts it rests on."""
    sources: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[Message, ...] = ()
    choice: Phrase | None = None
    """Set where the figure is one of several to choose between (a place, a plant)."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the belt's numbers."""

    headline_id: str
    title: Message
    value: Span | Num
    meaning: Message
    """One sentence: what it means for a council."""
    section_id: str
    """Where to read more."""
    tone: Literal["need", "short", "empty", "accent", "calm"] = "need"
    range: Message | None = None
    """How sure the value is, in words, where it is not a span over futures."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief that answers one or more of the users' questions."""

    section_id: str
    questions: tuple[str, ...]
    title: Message
    question: Message
    """The question in the reader's words."""
    lead: tuple[Message, ...]
    figures: tuple[Figure, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """The whole brief."""

    region: str
    title: Name
    as_of: date
    futures: int
    seed: int
    year: int
    """The year that the headline numbers speak of."""
    version: str
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    sources: Mapping[str, SourceLine] = field(hash=False)
    newest_fact: date | None = None
    grey_share: float = 0.0
    """Share of the dated facts used that nobody has confirmed for 12 months."""

    def section(self, section_id: str) -> Section:
        """Return a section by its id.

        Raises
        ------
        KeyError
            If there is no such section; the message names those there are.
        """
        for section in self.sections:
            if section.section_id == section_id:
                return section
        known = ", ".join(item.section_id for item in self.sections)
        message = f"no section {section_id!r}; there are {known}"
        raise KeyError(message)

    def figure(self, figure_id: str) -> Figure:
        """Return a figure by its id.

        Raises
        ------
        KeyError
            If there is no such figure; the message names those there are.
        """
        for figure in self.figures():
            if figure.figure_id == figure_id:
                return figure
        known = ", ".join(figure.figure_id for figure in self.figures())
        message = f"no figure {figure_id!r}; there are {known}"
        raise KeyError(message)

    def figures(self) -> Iterator[Figure]:
        """Yield every figure in reading order."""
        for section in self.sections:
            yield from section.figures
