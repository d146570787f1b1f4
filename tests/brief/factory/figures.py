"""Made-up tables, assumptions and figures."""

from __future__ import annotations

from datetime import date

from tests.brief.factory.region import AS_OF, TOWNS

from beltplan.brief.charts import WITHHELD
from beltplan.brief.model import Assumption, Cell, Column, Figure, Table
from beltplan.i18n import Day, Message, Name, Phrase, Span, msg, plain

__all__ = ["figure", "span"]


def span(central: float, unit: str | None = None) -> Span:
    return Span(round(central * 0.4), round(central), round(central * 1.9), unit=unit)


def _table(rows: int = 6) -> Table:
    persons = msg("unit.persons")
    body: list[tuple[Cell, ...]] = [
        (name, span(100.0 + 10 * i), float(i) if i % 3 else None, Day(AS_OF), "made_a;made_b")
        for i, (_, name, *_) in enumerate(TOWNS[:rows])
    ]
    body.append((plain("Robertsfors"), WITHHELD, 1234.5, None, ""))
    columns = (
        Column("place", msg("column.place")),
        Column("need", msg("column.need"), "span", persons),
        Column("seats", msg("column.seats"), "number", msg("unit.places")),
        Column("date", msg("column.date"), "date"),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Table(columns, tuple(body))


def _assumptions() -> tuple[Assumption, ...]:
    words = Name({"en": "Staff who leave in a year", "sv": "Personal som slutar på ett år"})
    return (
        Assumption("turnover", words, 0.06, 0.15, 0.3, "share per year", "assumption", "low", ()),
        Assumption("limit", plain("km"), None, 75.0, None, "km", "official", "", ("made_a",)),
    )


def figure(
    figure_id: str,
    key: str,
    chart: object,
    values: dict[str, Phrase],
    *,
    choice: Phrase | None = None,
) -> Figure:
    """Return a figure around a chart, with words of the catalogue."""
    return Figure(
        figure_id=figure_id,
        title=Message(f"figure.{key}", values),
        reading=Message(f"figure.{key}.reading", values),
        alt=Message(f"figure.{key}.alt", values),
        chart=chart,  # type: ignore[arg-type]
        table=_table(),
        kind="model",
        known_from=date(2026, 3, 21),
        sources=("made_a", "made_b"),
        assumptions=_assumptions(),
        notes=(msg("note.withheld"),),
        choice=choice,
    )
