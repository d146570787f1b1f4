"""Freight per corridor, and where it becomes tight (Q6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Flow, Flows
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.desk import english
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_KILO = 1e-3
_SEEN = 12
"""Corridors in the picture; the table has all."""


def section(desk: Desk) -> Section:
    """Return freight by corridor in the headline year, and by year in the table."""
    freight = desk.balance.freight
    start = desk.balance.quarters.start
    index = desk.quarter - start
    shown = desk.milestones()
    flows: list[Flow] = []
    rows: list[tuple[Cell, ...]] = []
    for column, corridor in enumerate(freight.corridors):
        row = desk.region.row("corridors", corridor)
        load = freight.tonnes[:3, column, index] * _KILO
        given = freight.free_capacity[corridor]
        free = None
        if given is not None:
            low, central, high = (float(v) * _KILO for v in given)
            free = (low, central, high)
        name = desk.name("corridors", corridor)
        loads = (float(load[0]), float(load[1]), float(load[2]))
        flows.append(Flow(name, row["mode"], loads, free))
        loads_by_year: list[Cell] = []
        for year in shown:
            at = freight.tonnes[:3, column, desk.last_of(year) - start] * _KILO
            loads_by_year.append(Span(float(at[0]), float(at[1]), float(at[2])))
        rows.append(
            (
                name,
                msg(f"mode.{row['mode']}"),
                *loads_by_year,
                None if free is None else Span(*free),
                english(row["status"]),
                ";".join(desk.cite(row["source_ids"])),
            )
        )
    flows.sort(key=lambda flow: -flow.load[1])
    unknown = [flow.name for flow in flows if flow.free is None]
    tight = [flow.name for flow in flows if flow.free is not None and flow.load[2] > flow.free[1]]
    values: dict[str, Phrase] = {
        "year": str(desk.year),
        "largest": flows[0].name if flows else msg("word.none"),
        "load": Num(flows[0].load[1] if flows else 0.0, unit="unit.kilotonnes"),
        "tight": Listing(tuple(tight)) if tight else msg("word.none"),
        "unknown": Num(len(unknown)),
        "total": Num(len(flows)),
    }
    columns = (
        Column("corridor", msg("column.corridor")),
        Column("mode", msg("column.mode")),
        *(
            Column(
                f"load_{year}",
                msg("column.load", year=str(year)),
                "span",
                msg("unit.kilotonnes"),
            )
            for year in shown
        ),
        Column("free", msg("column.free"), "span", msg("unit.kilotonnes")),
        Column("status", msg("column.state")),
        Column("sources", msg("column.sources"), "sources"),
    )
    reading, lead = "figure.freight.reading", "section.freight.lead"
    if len(unknown) == len(flows):
        reading, lead = "figure.freight.reading_unknown", "section.freight.lead_unknown"
    figure = Figure(
        figure_id="freight",
        title=msg("figure.freight", year=str(desk.year)),
        reading=msg(reading, **values),
        alt=msg("figure.freight.alt", **values),
        chart=Flows(tuple(flows[:_SEEN]), msg("axis.kilotonnes")) if flows else None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("corridors")["known_from"]),
        sources=desk.cite(*desk.region.table("corridors")["source_ids"].to_list()),
        assumptions=desk.assume(
            "freight_in_per_capacity_cell",
            "freight_out_per_capacity_cell",
            "freight_in_per_capacity_steel",
        ),
        notes=(msg("note.freight"),),
    )
    return Section(
        section_id="freight",
        questions=("Q6",),
        title=msg("section.freight"),
        question=msg("section.freight.question"),
        lead=(msg(lead, **values),),
        figures=(figure,),
    )
