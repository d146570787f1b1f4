"""What every town gains, what it gives and gets, and why nobody would leave (Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Bars, Part
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts import town_cards
from beltplan.brief.parts.planned import apart, meur
from beltplan.brief.parts.town_kind import exchange_figures
from beltplan.brief.parts.town_splits import splits_figure
from beltplan.i18n import Listing, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Message, Phrase
    from beltplan.shares.agreement import Agreement

__all__ = ["gain_range", "section"]


def gain_range(planned: Planned, agreement: Agreement, r: int) -> tuple[float, float, float]:
    """Return an area's gain with its proved range, thousands of EUR.

    Its share is agreed; its cost alone was found to within the relative gap, and can only be
    lower.
    """
    gain = float(agreement.gains[r])
    slack = planned.alone.input.settings.gap * float(agreement.alone[r])
    return gain - slack, gain, gain


def section(planned: Planned, agreement: Agreement) -> Section:
    """Return gains by town, give and take, transfers, and what coalitions say."""
    gains = [gain_range(planned, agreement, r) for r in range(len(agreement.areas))]
    winners = sum(low >= 0 for low, _, _ in gains)
    losers = [
        planned.area(area)
        for area, (_, _, high) in zip(agreement.areas, gains, strict=True)
        if high < 0
    ]
    said: dict[str, Phrase] = {
        "count": Num(winners),
        "total": Num(len(gains)),
        "losers": Listing(tuple(losers)) if losers else msg("word.none"),
    }
    lead = [msg("section.towns.lead", **said)]
    if losers:
        lead.append(msg("section.towns.losers", **said))
    elif winners < len(gains):
        lead.append(msg("section.towns.no_losers"))
    left = max(agreement.deficit, 0.0)
    digits = apart(0.0, left / 1000, 1)
    lead.append(msg("section.towns.proof", deficit=meur(left, digits)))
    figures = [
        _gains(planned, agreement, gains),
        _transfers(planned, agreement),
        *exchange_figures(planned),
    ]
    if planned.splits:
        figures.append(splits_figure(planned))
    figures.extend(town_cards.cards(planned, agreement))
    return Section(
        section_id="towns",
        questions=("Q7",),
        title=msg("section.towns"),
        question=msg("section.towns.question"),
        lead=tuple(lead),
        figures=tuple(figures),
        notes=(msg("note.plan_areas"),),
    )


def _gains(
    planned: Planned, agreement: Agreement, gains: list[tuple[float, float, float]]
) -> Figure:
    order = sorted(range(len(gains)), key=lambda r: (-gains[r][1], agreement.areas[r]))
    million = msg("unit.meur")
    rows: list[tuple[Cell, ...]] = []
    for r in order:
        low, gain, high = (value / 1000 for value in gains[r])
        alone = float(agreement.alone[r])
        rows.append(
            (
                planned.area(agreement.areas[r]),
                _country(planned, r),
                alone / 1000,
                float(agreement.shares[r]) / 1000,
                Span(low, gain, high, 1),
                Num(gains[r][1] / alone, 1, style="percent") if alone else None,
            )
        )
    columns = (
        Column("area", msg("column.town")),
        Column("country", msg("column.country")),
        Column("alone", msg("column.pays_alone"), "number", million, 1),
        Column("share", msg("column.pays_together"), "number", million, 1),
        Column("gain", msg("column.gain"), "range", million, 1),
        Column("relative", msg("column.gain_share"), "number", None, 1, "percent"),
    )
    first, last = order[0], order[-1]
    said: dict[str, Phrase] = {
        "most": planned.area(agreement.areas[first]),
        "gain": meur(gains[first][1], 1),
        "least": planned.area(agreement.areas[last]),
        "small": meur(gains[last][1], 1),
    }
    values = tuple(gains[r][1] / 1000 for r in order)
    signed = any(low < 0 for low, _, _ in gains)
    return Figure(
        figure_id="towns_gains",
        title=msg("figure.towns_gains"),
        reading=msg("figure.towns_gains.reading", **said),
        alt=msg("figure.towns_gains.alt", **said),
        chart=Bars(
            tuple(planned.area(agreement.areas[r]) for r in order),
            (Part(msg("series.gain"), values, "met", 1),),
            msg("axis.gain_meur"),
            1,
            tuple((gains[r][0] / 1000, gains[r][2] / 1000) for r in order),
            left=msg("side.loses") if signed else None,
            right=msg("side.gains") if signed else None,
        ),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("programmes"),
        assumptions=planned.assumed("plan_idle", "plan_recruit", "plan_move", "plan_loss"),
        notes=(msg("note.plan_gains"), msg("note.plan_assumptions")),
    )


def _country(planned: Planned, r: int) -> Message:
    data = planned.together.input.data
    return msg(f"country.{data.countries[data.country[r]]}")


def _transfers(planned: Planned, agreement: Agreement) -> Figure:
    got = -agreement.transfers / 1000
    order = sorted(range(len(got)), key=lambda r: (-got[r], agreement.areas[r]))
    bears = agreement.settlement.bears / 1000
    million = msg("unit.meur")
    rows: list[tuple[Cell, ...]] = [
        (
            planned.area(agreement.areas[r]),
            float(agreement.paid[r]) / 1000,
            float(agreement.shares[r]) / 1000,
            Num(float(got[r]), 1, sign=True),
            Span(
                min(float(bears[:, r].min()), float(agreement.settlement.agreed[r]) / 1000),
                float(agreement.settlement.agreed[r]) / 1000,
                max(float(bears[:, r].max()), float(agreement.settlement.agreed[r]) / 1000),
                1,
            ),
        )
        for r in order
    ]
    columns = (
        Column("area", msg("column.town")),
        Column("paid", msg("column.cost_falls"), "number", million, 1),
        Column("share", msg("column.pays_together"), "number", million, 1),
        Column("received", msg("column.received"), "number", million, 1),
        Column("bears", msg("column.bears"), "range", million, 1),
    )
    said: dict[str, Phrase] = {
        "receiver": planned.area(agreement.areas[order[0]]),
        "received": meur(float(got[order[0]]) * 1000, 1),
        "payer": planned.area(agreement.areas[order[-1]]),
        "paid": meur(-float(got[order[-1]]) * 1000, 1),
    }
    return Figure(
        figure_id="towns_transfers",
        title=msg("figure.towns_transfers"),
        reading=msg("figure.towns_transfers.reading", **said),
        alt=msg("figure.towns_transfers.alt", **said),
        chart=Bars(
            tuple(planned.area(agreement.areas[r]) for r in order),
            (Part(msg("series.transfer"), tuple(float(got[r]) for r in order), "accent"),),
            msg("axis.meur"),
            1,
            left=msg("side.pays"),
            right=msg("side.receives"),
        ),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("programmes"),
        assumptions=planned.assumed("plan_discount", "plan_idle", "plan_student"),
        notes=(msg("note.plan_transfers"), msg("note.plan_settlement")),
    )
