"""If every plan came true at once: the sum that nobody makes (Q2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import WITHHELD, Dot, Dots, Withheld
from beltplan.brief.model import Column, Figure, Table
from beltplan.i18n import Span, msg

if TYPE_CHECKING:
    from beltplan.balance import Balance
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Message, Phrase

__all__ = ["figure", "lead"]

_VARIABLES = ("need", "vacancies", "counted_on", "double_counted")
_ASSUMPTIONS = (
    "commuting_limit_km",
    "mover_rate_belt_per_quarter",
    "outside_recruits_max_share_of_open_posts",
    "plan_to_actual_jobs_factor_cell",
    "plan_to_actual_jobs_factor_other",
)


def _span(plans: Balance, variable: str, quarter: int) -> Span | Withheld:
    interval = plans.interval(variable, quarter=quarter)
    if interval is None:
        return WITHHELD
    return Span(float(interval.p10), float(interval.p50), float(interval.p90), 0, "unit.persons")


def lead(desk: Desk, plans: Balance) -> Message:
    """Return the sentence that sums the plans."""
    spans = {name: _span(plans, name, desk.quarter) for name in _VARIABLES}
    words: dict[str, Phrase] = {
        name: msg("word.withheld") if isinstance(span, Withheld) else span
        for name, span in spans.items()
    }
    return msg("section.pool.plans", year=str(desk.year), **words)


def figure(desk: Desk, plans: Balance) -> Figure:
    """Return staff needed, posts empty and people claimed if every plan came true."""
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for name in _VARIABLES:
        planned, likely = _span(plans, name, desk.quarter), desk.span(name)
        title = msg(f"column.{name}")
        rows.append((title, planned, likely))
        if isinstance(planned, Span):
            mark = likely.central if isinstance(likely, Span) else None
            dots.append(Dot(title, planned.low, planned.central, planned.high, "accent", mark))
    year: dict[str, Phrase] = {"year": str(desk.year)}
    persons = msg("unit.persons")
    return Figure(
        figure_id="pool_plans",
        title=msg("figure.pool_plans", **year),
        reading=msg("figure.pool_plans.reading", **year),
        alt=msg("figure.pool_plans.alt", **year),
        chart=Dots(tuple(dots), msg("axis.persons"), mark_name=msg("mark.futures")),
        table=Table(
            (
                Column("measure", msg("column.metric")),
                Column("plans", msg("column.all_plans"), "span", persons),
                Column("futures", msg("column.in_futures"), "span", persons),
            ),
            tuple(rows),
        ),
        kind="model",
        known_from=desk.newest(desk.region.table("projects")["known_from"]),
        sources=desk.cite(*desk.region.table("projects")["source_ids"].to_list()),
        assumptions=desk.assume(*_ASSUMPTIONS),
        notes=(msg("note.all_plans"),),
    )
