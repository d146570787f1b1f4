"""What acting together is worth, and where the saving comes from (Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Bars, Part
from beltplan.brief.model import Column, Figure, Headline, Section, Table
from beltplan.brief.parts.planned import FACTS, apart, meur
from beltplan.i18n import Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Message, Phrase
    from beltplan.plan.settings import Level

__all__ = ["headline", "section"]

_LEVELS: tuple[Level, ...] = ("alone", "national", "together")


def _said(planned: Planned) -> dict[str, Phrase]:
    comparison = planned.comparison
    low, high = comparison.saving_bounds
    alone = planned.alone.cost
    digits = apart(low / 1000, high / 1000)
    return {
        "saving": meur(comparison.saving, digits),
        "low": Num(low / 1000, digits),
        "high": Num(high / 1000, digits),
        "alone": meur(alone),
        "national": meur(alone - comparison.plans["national"].cost),
        "together": meur(planned.together.cost),
        "share": Num(comparison.saving / alone if alone else 0.0, 1, style="percent"),
        "first": planned.years[0],
        "last": planned.years[-1],
    }


def headline(planned: Planned) -> Headline:
    """Return the saving as one of the region's numbers."""
    return Headline(
        "together",
        msg("headline.together", last=planned.years[-1]),
        meur(planned.comparison.saving),
        msg("headline.together.meaning", **_said(planned)),
        "together",
        "accent",
        msg("headline.together.range", **_said(planned)),
    )


def section(planned: Planned) -> Section:
    """Return the cost alone, national and together."""
    said = _said(planned)
    return Section(
        section_id="together",
        questions=("Q7",),
        title=msg("section.together"),
        question=msg("section.together.question"),
        lead=(
            msg("section.together.lead", **said),
            msg("section.together.levels"),
            planned.scenarios(),
        ),
        figures=(_worth(planned, said), _costs(planned)),
    )


def _saved(planned: Planned, level: Level) -> tuple[float, float, float]:
    """Return what a level saves against alone, millions of EUR, with its proved range."""
    alone, other = planned.alone.solved, planned.comparison.plans[level].solved
    low, high = alone.bound - other.objective, alone.objective - other.bound
    return low / 1000, (alone.objective - other.objective) / 1000, high / 1000


def _worth(planned: Planned, said: dict[str, Phrase]) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    for level in _LEVELS:
        solved = planned.comparison.plans[level].solved
        saved = Span(0, 0, 0, 1) if level == "alone" else Span(*_saved(planned, level), digits=1)
        rows.append(
            (
                msg(f"level.{level}"),
                solved.bound / 1000,
                solved.objective / 1000,
                Num(solved.gap, 3, style="percent"),
                saved,
            )
        )
    others = [level for level in _LEVELS if level != "alone"]
    spans = {level: _saved(planned, level) for level in others}
    chart = Bars(
        tuple(msg(f"level.{level}") for level in others),
        (Part(msg("series.saving"), tuple(spans[level][1] for level in others), "accent"),),
        msg("axis.saving_meur"),
        1,
        tuple((spans[level][0], spans[level][2]) for level in others),
    )
    million = msg("unit.meur")
    columns = (
        Column("level", msg("column.coordination")),
        Column("cost_at_least", msg("column.cost_at_least"), "number", million, 1),
        Column("cost", msg("column.cost_found"), "number", million, 1),
        Column("gap", msg("column.gap"), "number", None, 3, "percent"),
        Column("saving", msg("column.saving"), "range", million, 1),
    )
    return Figure(
        figure_id="plan_worth",
        title=msg("figure.plan_worth"),
        reading=msg("figure.plan_worth.reading", **said),
        alt=msg("figure.plan_worth.alt", **said),
        chart=chart,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited(*FACTS),
        assumptions=planned.assumed("plan_"),
        notes=(msg("note.plan_proved"), planned.scenarios(), msg("note.plan_assumptions")),
    )


def _costs(planned: Planned) -> Figure:
    costs = {level: planned.costs(level) for level in _LEVELS}
    saved = {kind: value - costs["together"][kind] for kind, value in costs["alone"].items()}
    ranked = sorted(saved, key=lambda kind: (-saved[kind], kind))
    million = msg("unit.meur")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            msg(f"cost.{kind}"),
            *(costs[level][kind] / 1000 for level in _LEVELS),
            Num(saved[kind] / 1000, 1, sign=True),
        )
        for kind in ranked
    )
    columns = (
        Column("kind", msg("column.cost_kind")),
        *(Column(level, msg(f"level.{level}"), "number", million, 1) for level in _LEVELS),
        Column("saved", msg("column.saved"), "number", million, 1),
    )
    most, least = ranked[0], ranked[-1]
    said: dict[str, Phrase] = {
        "most": msg(f"cost.{most}"),
        "saved": meur(saved[most], 1),
        "other": _dearer(least, saved[least]),
    }
    return Figure(
        figure_id="plan_costs",
        title=msg("figure.plan_costs"),
        reading=msg("figure.plan_costs.reading", **said),
        alt=msg("figure.plan_costs.alt", **said),
        chart=Bars(
            tuple(msg(f"cost.{kind}") for kind in ranked),
            (Part(msg("series.saving"), tuple(saved[kind] / 1000 for kind in ranked), "accent"),),
            msg("axis.meur"),
            1,
            left=msg("side.dearer"),
            right=msg("side.saved"),
        ),
        table=Table(columns, rows),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("projects"),
        assumptions=planned.assumed("plan_idle", "plan_home", "plan_recruit", "plan_vacancy"),
        notes=(msg("note.plan_costs"),),
    )


def _dearer(kind: str, saved: float) -> Message:
    if saved >= 0:
        return msg("figure.plan_costs.nothing_dearer")
    return msg("figure.plan_costs.dearer", kind=msg(f"cost.{kind}"), more=meur(-saved, 1))
