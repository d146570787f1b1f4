"""The widest assumptions among those that the account rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.desk import english, unit_of
from beltplan.i18n import Num, msg, plain

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["widest"]


def _weakness(parameter: Any) -> float:
    if parameter.low is None or parameter.high is None or not parameter.central:
        return 0.0
    return float((parameter.high - parameter.low) / abs(parameter.central))


def widest(desk: Desk) -> Figure:
    """Return the widest assumptions: picture and table."""
    used = {p.name: p for p in desk.balance.parameters.values()}
    for parameter in desk.region.parameters(room="futures"):
        used.setdefault(parameter.name, parameter)
    ranked = sorted(used.values(), key=lambda p: (-_weakness(p), p.name))
    rows: list[tuple[Cell, ...]] = [
        (
            desk.name("parameters", parameter.name, "description"),
            _number(parameter.low),
            _number(parameter.central),
            _number(parameter.high),
            unit_of(parameter.unit),
            english(parameter.quality),
            msg(f"kind.{parameter.kind}"),
            plain(parameter.name),
            ";".join(desk.cite(parameter.source_ids)),
        )
        for parameter in ranked
    ]
    values: dict[str, Phrase] = {
        "count": Num(len(ranked)),
        "first": desk.name("parameters", ranked[0].name, "description") if ranked else "",
        "assumed": Num(sum(p.kind == "assumption" for p in ranked)),
    }
    columns = (
        Column("description", msg("column.assumption")),
        Column("low", msg("column.low"), "number", digits=2),
        Column("central", msg("column.central"), "number", digits=2),
        Column("high", msg("column.high"), "number", digits=2),
        Column("unit", msg("column.unit")),
        Column("quality", msg("column.quality")),
        Column("kind", msg("column.kind")),
        Column("parameter", msg("column.parameter")),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Figure(
        figure_id="unknown_assumptions",
        title=msg("figure.unknown_assumptions"),
        reading=msg("figure.unknown_assumptions.reading", **values),
        alt=msg("figure.unknown_assumptions.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="assumption",
        known_from=desk.newest(p.known_from for p in ranked),
        sources=desk.cite(*[p.source_ids for p in ranked]),
        notes=(msg("note.weakness"),),
    )


def _number(value: float | None) -> Cell:
    if value is None:
        return None
    for digits in range(5):
        if abs(value - round(value, digits)) < 1e-9:
            return Num(value, digits)
    return Num(value, 5)
