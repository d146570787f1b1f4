"""One card a town: what it pays alone and together, and what it gives and gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Withheld
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.planned import meur
from beltplan.brief.parts.then import FLOWS
from beltplan.brief.parts.town_kind import KINDS, give_and_get
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Phrase
    from beltplan.plan.settings import Level
    from beltplan.shares.agreement import Agreement

__all__ = ["cards"]

_LEVELS: tuple[Level, ...] = ("alone", "together")


def cards(planned: Planned, agreement: Agreement) -> tuple[Figure, ...]:
    """Return a card for each area, in the order of the areas."""
    exchanged = give_and_get(planned)
    seats = {level: _seats(planned, level) for level in _LEVELS}
    return tuple(
        _card(planned, agreement, r, exchanged[area], seats)
        for r, area in enumerate(agreement.areas)
    )


def _seats(planned: Planned, level: Level) -> dict[str, float]:
    found: dict[str, float] = {}
    table = planned.decisions(level)
    if table.height:
        for row in table.iter_rows(named=True):
            if row["kind"] == "seats":
                found[row["area"]] = found.get(row["area"], 0.0) + row["amount"]
    return found


def _in_kind(planned: Planned, exchanged: dict[str, tuple[float, float]], way: int) -> Phrase:
    said: list[Phrase] = []
    for kind in KINDS:
        value = exchanged[kind][way]
        if kind == "power":
            shown = value >= 1
        else:
            cell = planned.people(value)
            shown = not isinstance(cell, Withheld) and cell > 0
        if shown:
            said.append(msg(f"kind_of.{kind}.amount", count=Num(value)))
    return Listing(tuple(said)) if said else msg("word.nothing_to_speak_of")


def _card(
    planned: Planned,
    agreement: Agreement,
    r: int,
    exchanged: dict[str, tuple[float, float]],
    seats: dict[Level, dict[str, float]],
) -> Figure:
    area = agreement.areas[r]
    name = planned.area(area)
    transfer = -float(agreement.transfers[r])
    said: dict[str, Phrase] = {
        "place": name,
        "alone": meur(float(agreement.alone[r]), 1),
        "share": meur(float(agreement.shares[r]), 1),
        "gain": meur(abs(float(agreement.gains[r])), 1),
        "gives": _in_kind(planned, exchanged, 0),
        "gets": _in_kind(planned, exchanged, 1),
        "transfer": meur(abs(transfer), 1),
    }
    gains = "gains" if agreement.gains[r] >= 0 else "loses"
    receives = "receives" if transfer >= 0 else "pays"
    said["sum"] = msg(f"town.{gains}", gain=said["gain"])
    said["money"] = msg(f"town.{receives}", transfer=said["transfer"])
    million = msg("unit.meur")
    rows: list[tuple[Cell, ...]] = [
        (
            msg("town.cost"),
            million,
            Num(float(agreement.alone[r]) / 1000, 1),
            Num(float(agreement.shares[r]) / 1000, 1),
        ),
        (
            msg("decision.seats"),
            msg("decision.seats.unit"),
            *(Num(seats[level].get(area, 0.0)) for level in _LEVELS),
        ),
    ]
    for flow, parts in FLOWS.items():
        cells: list[Cell] = []
        for level in _LEVELS:
            low, mean, high = planned.yearly(level, *parts, area=area)
            if flow.startswith("homes"):
                cells.append(Span(min(low, mean), mean, max(high, mean)))
            else:
                cells.append(planned.people_range(low, mean, high))
        rows.append((msg(f"flow.{flow}"), msg("town.a_year"), *cells))
    columns = (
        Column("what", msg("column.item")),
        Column("unit", msg("column.counted_in")),
        *(Column(level, msg(f"level.{level}"), "range") for level in _LEVELS),
    )
    return Figure(
        figure_id=f"town_{area}",
        title=msg("figure.town", place=name),
        reading=msg("figure.town.reading", **said),
        alt=msg("figure.town.alt", **said),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=(),
        notes=(planned.ranges(), msg("note.withheld")),
        choice=name,
    )
