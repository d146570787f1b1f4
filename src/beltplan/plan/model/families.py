"""What every set, row and column of the model is: one table, for the page, the tests and people."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from beltplan.plan.data import PlanData

__all__ = ["FAMILIES", "Entry", "family_tables", "shape_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A set, or a family of rows or columns.

    Attributes
    ----------
    kind
        ``axis``, ``row`` or ``column``.
    stage
        ``first``, decided once; ``scenario``, once in each scenario; empty for axes.
    name
        Name in the model; an axis' letter.
    indices
        Letters of its axes; ``t-home_lead`` is the years but as many as that field of
        `PlanData` says. Families of a scenario have `s` besides.
    unit
        Unit of a member.
    cost
        Field of `PlanData` with the cost of a unit of a column, thousands of EUR, before it is
        discounted; empty for none.
    range
        Bounds of a column; right-hand side of a row.
    who
        Who pays the column, or owns the right-hand side of the row.
    touches
        Areas without which a column does not exist.
    meaning
        One sentence.
    """

    kind: Literal["axis", "row", "column"]
    stage: Literal["", "first", "scenario"]
    name: str
    indices: str
    unit: str
    cost: str
    range: str
    who: str
    touches: str
    meaning: str


def _read() -> tuple[Entry, ...]:
    text = (files(__package__) / "families.csv").read_text(encoding="utf-8")
    rows: Any = csv.DictReader(text.splitlines())
    return tuple(Entry(**row) for row in rows)


FAMILIES: Final = _read()
"""Every set, row and column of the model, as in ``families.csv``.

>>> [each.name for each in FAMILIES if each.kind == "row" and each.stage == "first"]
['opening', 'homes', 'grid', 'service']
"""

_HEADS: Final = {
    ("axis", ""): ("set", "is", "meaning"),
    ("column", "first"): ("column", "of", "unit", "cost", "range", "pays", "touches", "meaning"),
    ("row", "first"): ("row", "of", "unit", "right-hand side", "owner", "meaning"),
    ("column", "scenario"): ("column", "of", "unit", "cost", "range", "pays", "touches", "meaning"),
    ("row", "scenario"): ("row", "of", "unit", "right-hand side", "owner", "meaning"),
}
_TITLES: Final = {
    ("axis", ""): "Sets",
    ("column", "first"): "Columns of the first stage",
    ("row", "first"): "Rows of the first stage",
    ("column", "scenario"): "Columns of a scenario",
    ("row", "scenario"): "Rows of a scenario",
}


def shape_of(entry: Entry, data: PlanData) -> tuple[int, ...]:
    """Return the shape of a family for given numbers.

    Examples
    --------
    >>> from beltplan.plan.example import example
    >>> built = next(each for each in FAMILIES if each.name == "built")
    >>> shape_of(built, example(3, 2, 5, 1))
    (3, 3)
    """
    countries = len(data.countries)
    sizes = {**data.sizes, "d": countries * (countries - 1)}
    shape = []
    for letter in entry.indices.split():
        axis, _, lead = letter.partition("-")
        shape.append(max(sizes[axis] - (int(getattr(data, lead)) if lead else 0), 0))
    return tuple(shape)


def family_tables() -> str:
    """Return the tables of all sets, columns and rows in Markdown, for ``docs/model/plan.md``."""
    parts = []
    for (kind, stage), head in _HEADS.items():
        lines = [
            f"### {_TITLES[kind, stage]}",
            "",
            f"| {' | '.join(head)} |",
            "|---" * len(head) + "|",
        ]
        lines += [
            f"| {' | '.join(_cells(each))} |"
            for each in FAMILIES
            if (each.kind, each.stage) == (kind, stage)
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _cells(each: Entry) -> tuple[str, ...]:
    if each.kind == "axis":
        return f"`{each.name}`", each.unit, each.meaning
    start = (f"`{each.name}`", each.indices.replace("-", " − "), each.unit)
    if each.kind == "row":
        return (*start, each.range, each.who, each.meaning)
    return (*start, each.cost or "–", each.range, each.who, each.touches, each.meaning)
