"""What a picture shows, without any word or colour of how it is drawn.

`beltplan.brief.svg.draw` turns each of these into SVG in one language; the
workbook turns the ones it can into native charts. Missing values are ``None``
(unknown) or `WITHHELD` (a cell too small to publish).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import date

    from beltplan.i18n import Name, Phrase

__all__ = [
    "WITHHELD",
    "Band",
    "Bars",
    "Chart",
    "Dot",
    "Dots",
    "Flow",
    "Flows",
    "Grid",
    "Lane",
    "Lines",
    "MapPlace",
    "MapProject",
    "Mark",
    "Matrix",
    "MatrixMark",
    "Part",
    "Phase",
    "Queue",
    "QueueEntry",
    "QueueState",
    "RegionMap",
    "Stack",
    "Stacks",
    "Timeline",
    "Tone",
    "Withheld",
]


class Withheld:
    """The one value that stands for a cell below the publishing threshold."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "WITHHELD"


WITHHELD: Final = Withheld()

Tone = Literal["need", "met", "short", "empty", "calm", "grey", "accent"]
"""What a mark means; the theme gives each its colour and, where it helps, its shape."""

QueueState = Literal["holds", "waits", "lost"]
"""Where a user stands in a grid queue."""

Phase = Literal["running", "building", "planned", "halted", "ended", "unknown"]
"""A project's state on the map and in the timeline, coarser than its events."""


MatrixMark = Literal["taught", "uncertain", "named"]
"""How surely a programme teaches a competence."""


@dataclass(frozen=True, slots=True)
class Band:
    """A median over time with its 10 to 90 % band; all arrays as long as the chart's `xs`."""

    name: Phrase
    low: tuple[float, ...]
    central: tuple[float, ...]
    high: tuple[float, ...]
    tone: Tone = "need"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over time with bands.

    `xs` are decimal years (2030.75 is the fourth quarter of 2030).
    """

    xs: tuple[float, ...]
    bands: tuple[Band, ...]
    unit: Phrase
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Stack:
    """One layer of stacked bars; `values` as long as the chart's `columns`."""

    name: Phrase
    values: tuple[float, ...]
    tone: Tone
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Stacks:
    """Stacked bars, one bar a column, with an optional interval of the total."""

    columns: tuple[Phrase, ...]
    stacks: tuple[Stack, ...]
    unit: Phrase
    whiskers: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot plot: a median with its interval, and perhaps a mark to compare with."""

    name: Phrase
    low: float | None
    central: float | Withheld | None
    high: float | None
    tone: Tone = "need"
    mark: float | None = None
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of dots with intervals on one horizontal axis."""

    rows: tuple[Dot, ...]
    unit: Phrase
    digits: int = 0
    mark_name: Phrase | None = None
    groups: tuple[tuple[int, Phrase], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of length in `Bars`; `values` as long as the chart's `rows`."""

    name: Phrase
    values: tuple[float, ...]
    tone: Tone
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars: parts above nil to the right of the axis, below nil to its left.

    `ranges` are the ends of an interval of each row's sum, where it has one; `left` and
    `right` say what lies on either side of nil.
    """

    rows: tuple[Phrase, ...]
    parts: tuple[Part, ...]
    unit: Phrase
    digits: int = 0
    ranges: tuple[tuple[float, float] | None, ...] = ()
    left: Phrase | None = None
    right: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix of values shown by shade and number: rows × columns."""

    rows: tuple[Phrase, ...]
    columns: tuple[Phrase, ...]
    cells: tuple[tuple[float | Withheld | None, ...], ...]
    unit: Phrase
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """What teaches what: rows × columns of marks, with a size beside each row."""

    rows: tuple[Phrase, ...]
    columns: tuple[Phrase, ...]
    cells: tuple[tuple[MatrixMark | None, ...], ...]
    sizes: tuple[float | None, ...]
    unit: Phrase


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated event on a lane."""

    date: date
    precision: Literal["day", "month", "quarter", "year"]
    status: str
    label: Phrase
    kind: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One project's line of life: its events, the phases between them, its outlook.

    `phases` are (from, to, phase); `outlook` is the share of futures in which
    it operates at the end of each year of the chart's `outlook_years`.
    """

    name: Phrase
    place: Phrase
    marks: tuple[Mark, ...]
    phases: tuple[tuple[date, date, Phase], ...]
    outlook: tuple[float, ...] = ()
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes from a first to a last day, with today's line and the outlook to its right."""

    start: date
    today: date
    lanes: tuple[Lane, ...]
    outlook_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One user's place in a grid queue, in MW: held now, waiting, or lost."""

    name: Phrase
    megawatts: tuple[float, float, float]
    state: QueueState
    note: Phrase | None = None
    served: float | None = None
    """Share of futures in which it is connected by the end of the chart's year."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Grid areas, each with what is free and who stands in line, first in line first."""

    areas: tuple[tuple[Phrase, tuple[float, float, float] | None, tuple[QueueEntry, ...]], ...]
    unit: Phrase


@dataclass(frozen=True, slots=True)
class Flow:
    """Freight on one corridor: tonnes a year with interval, and what is free (if known)."""

    name: Phrase
    mode: Literal["rail", "road", "sea"]
    load: tuple[float, float, float]
    free: tuple[float, float, float] | None
    over: float | None = None
    """Share of futures in which the load exceeds what is free."""


@dataclass(frozen=True, slots=True)
class Flows:
    """Freight corridors side by side."""

    flows: tuple[Flow, ...]
    unit: Phrase
    digits: int = 0


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A town: a circle whose area is `value` (median shortage), hatched when withheld."""

    place_id: str
    name: Name
    country: str
    lat: float
    lon: float
    value: float | Withheld | None
    rank: int = 0
    """Smaller is more important when labels compete for room."""
    framed: bool = True
    """Whether the map's frame is drawn to hold it."""


@dataclass(frozen=True, slots=True)
class MapProject:
    """A plant: shape by step of the value chain, colour by phase."""

    project_id: str
    name: Phrase
    place_id: str | None
    lat: float
    lon: float
    step: str
    phase: Phase
    grey: bool = False


@dataclass(frozen=True, slots=True)
class RegionMap:
    """The region from above."""

    places: tuple[MapPlace, ...]
    projects: tuple[MapProject, ...]
    unit: Phrase
    value_name: Phrase


Chart = RegionMap | Lines | Stacks | Dots | Bars | Grid | Matrix | Timeline | Queue | Flows
"""Everything the renderer can draw."""
