"""The same people, counted by several: who fishes in the same pool (Q2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Dot, Dots, Withheld
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts import all_plans
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Phrase

__all__ = ["section"]

_SEEN = 14
ASSUMPTIONS = (
    "commuting_limit_km",
    "commuting_limit_minutes",
    "local_match_share_per_quarter",
    "close_group_match_share_per_quarter",
    "frictional_unemployment_share",
)


def section(desk: Desk) -> Section:
    """Return the double-counted people by place, and who shares with whom."""
    total = desk.span("double_counted")
    counted = desk.span("counted_on", unit_key="unit.persons")
    values: dict[str, Phrase] = {
        "year": str(desk.year),
        "double": msg("word.withheld") if isinstance(total, Withheld) else total,
        "counted": msg("word.withheld") if isinstance(counted, Withheld) else counted,
    }
    lead = [msg("section.pool.lead", **values), msg("section.pool.how")]
    figures = [_by_place(desk), _pairs(desk)]
    if desk.plans is not None:
        lead.insert(0, all_plans.lead(desk, desk.plans))
        figures.insert(0, all_plans.figure(desk, desk.plans))
    return Section(
        section_id="pool",
        questions=("Q2",),
        title=msg("section.pool"),
        question=msg("section.pool.question"),
        lead=tuple(lead),
        figures=tuple(figures),
    )


def _by_place(desk: Desk) -> Figure:
    ranked = sorted(desk.balance.places, key=lambda p: (-desk.mean("double_counted", p), p))
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for place in ranked:
        counted = desk.span("counted_on", place=place)
        double = desk.span("double_counted", place=place)
        if isinstance(counted, Span) and counted.central < 1:
            continue
        pool = desk.balance.pool(place, quarter=desk.quarter)
        others = tuple(desk.place(other) for other, people in pool.shared_with[:3] if people >= 1)
        employers = tuple(
            msg("word.sector_people", sector=msg(f"sector.{sector}"), people=Num(people))
            for sector, people in pool.employers[:3]
        )
        rows.append(
            (
                desk.place(place),
                counted,
                double,
                Listing(others) if others else msg("word.none"),
                Listing(employers) if employers else None,
            )
        )
        if isinstance(double, Span) and double.central >= 1:
            mark = counted.central if isinstance(counted, Span) else None
            dots.append(
                Dot(desk.place(place), double.low, double.central, double.high, "accent", mark)
            )
    top = tuple(dot.name for dot in dots[:3])
    values: dict[str, Phrase] = {
        "places": Listing(top) if top else msg("word.none"),
        "year": str(desk.year),
    }
    persons = msg("unit.persons")
    columns = (
        Column("place", msg("column.place")),
        Column("counted_on", msg("column.counted_on"), "span", persons),
        Column("double_counted", msg("column.double_counted"), "span", persons),
        Column("shared_with", msg("column.shared_with")),
        Column("employers", msg("column.employers")),
    )
    return Figure(
        figure_id="pool_places",
        title=msg("figure.pool_places", year=str(desk.year)),
        reading=msg("figure.pool_places.reading", **values),
        alt=msg("figure.pool_places.alt", **values),
        chart=Dots(tuple(dots[:_SEEN]), msg("axis.persons"), mark_name=msg("mark.counted_on"))
        if dots
        else None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("links")["known_from"]),
        sources=desk.cite(*desk.region.table("links")["source_ids"].to_list()),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.double"), msg("note.commuting")),
    )


def _pairs(desk: Desk) -> Figure:
    pairs = [p for p in desk.balance.pairs(desk.quarter) if p[2] >= 1]
    across = 0.0
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for one, other, people in pairs:
        name = msg("word.pair", one=desk.place(one), other=desk.place(other))
        border = (
            desk.region.row("places", one)["country"] != desk.region.row("places", other)["country"]
        )
        across += people if border else 0.0
        rows.append(
            (
                desk.place(one),
                desk.place(other),
                float(people),
                msg("word.yes") if border else msg("word.no"),
            )
        )
        dots.append(Dot(name, None, float(people), None, "accent" if border else "calm"))
    values: dict[str, Phrase] = {
        "pair": dots[0].name if dots else msg("word.none"),
        "people": Num(pairs[0][2] if pairs else 0.0, unit="unit.persons"),
        "across": Num(across, unit="unit.persons"),
        "year": str(desk.year),
    }
    columns = (
        Column("one", msg("column.place")),
        Column("other", msg("column.other_place")),
        Column("people", msg("column.shared_people"), "number", msg("unit.persons")),
        Column("border", msg("column.across_border")),
    )
    return Figure(
        figure_id="pool_pairs",
        title=msg("figure.pool_pairs", year=str(desk.year)),
        reading=msg("figure.pool_pairs.reading", **values),
        alt=msg("figure.pool_pairs.alt", **values),
        chart=Dots(tuple(dots[:_SEEN]), msg("axis.persons")) if dots else None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("links")["known_from"]),
        sources=desk.cite(*desk.region.table("links")["source_ids"].to_list()),
        assumptions=desk.assume(*ASSUMPTIONS[:2]),
        notes=(msg("note.pairs"),),
    )
