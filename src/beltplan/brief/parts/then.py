"""What then happens: who commutes, moves, is hired or trained, and what stays unmet (Q1, Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.brief.charts import Band, Dot, Dots, Lines
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.planned import NOTHING
from beltplan.i18n import Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Message, Phrase
    from beltplan.plan.settings import Level

__all__ = ["FLOWS", "section"]

_LEVELS: tuple[Level, ...] = ("alone", "national", "together")
FLOWS: dict[str, tuple[str, ...]] = {
    "commuters": ("commuters",),
    "movers": ("movers",),
    "recruits": ("recruits",),
    "starters": ("starters",),
    "vacant": ("vacant", "vacant_more"),
    "lost": ("lost",),
    "idle": ("idle",),
    "homes_short": ("homes_short",),
    "homes_empty": ("homes_empty",),
}
"""What happens, by the flows of the plan that are added."""
_UNITS = {
    "vacant": "unit.posts",
    "lost": "unit.posts",
    "homes_short": "unit.homes",
    "homes_empty": "unit.homes",
}
_OF_PEOPLE = ("commuters", "movers", "recruits", "starters", "vacant", "lost")
_STOCKS = ("idle", "homes_empty")
_LEFT = 0.1
"""Share of those without work at which they have as good as run out."""


def section(planned: Planned) -> Section:
    """Return what happens under the plan, with ranges over the scenarios."""
    spans = {
        (name, level): Span(*_order(*planned.yearly(level, *flows)))
        for name, flows in FLOWS.items()
        for level in _LEVELS
    }
    said: dict[str, Phrase] = {
        "recruits": spans["recruits", "together"],
        "recruits_alone": spans["recruits", "alone"],
        "movers": spans["movers", "together"],
        "idle": Num(spans["idle", "alone"].central - spans["idle", "together"].central),
        "years": planned.span_of_years,
    }
    return Section(
        section_id="then",
        questions=("Q1", "Q4", "Q7"),
        title=msg("section.then"),
        question=msg("section.then.question"),
        lead=(msg("section.then.lead", **said), msg("note.plan_ranges")),
        figures=(
            _flows(planned, spans),
            _stocks(planned, spans),
            _over_time(planned, spans),
        ),
    )


def _order(low: float, mean: float, high: float) -> tuple[float, float, float]:
    return min(low, mean), mean, max(high, mean)


def _cell(planned: Planned, name: str, span: Span) -> Cell:
    if name.startswith("homes"):
        return span
    return planned.people_range(span.low, span.central, span.high)


def _figure(
    planned: Planned,
    figure_id: str,
    names: tuple[str, ...],
    spans: dict[tuple[str, Level], Span],
    said: dict[str, Phrase],
) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    dots: list[Dot] = []
    for name in names:
        alone, together = spans[name, "alone"], spans[name, "together"]
        cells = [_cell(planned, name, spans[name, level]) for level in _LEVELS]
        change = together.central - alone.central
        shown = isinstance(cells[0], Span) and isinstance(cells[-1], Span)
        rows.append(
            (
                msg(f"flow.{name}"),
                msg(_UNITS.get(name, "unit.persons")),
                *cells,
                Num(change, sign=True) if shown else None,
            )
        )
        dots.append(_dot(name, cells[-1], alone))
    columns = (
        Column("flow", msg("column.flow")),
        Column("unit", msg("column.counted_in")),
        *(Column(level, msg(f"level.{level}"), "range") for level in _LEVELS),
        Column("change", msg("column.change_together"), "number"),
    )
    return Figure(
        figure_id=figure_id,
        title=msg(f"figure.{figure_id}", years=planned.span_of_years),
        reading=msg(f"figure.{figure_id}.reading", **said),
        alt=msg(f"figure.{figure_id}.alt", **said),
        chart=Dots(tuple(dots), msg("axis.a_year"), mark_name=msg("mark.alone")),
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("programmes", "links"),
        assumptions=planned.assumed(
            "plan_commute",
            "plan_move",
            "plan_mobility",
            "plan_recruit",
            "plan_hireable",
            "plan_vacancy",
            "plan_loss",
            "plan_idle",
            "plan_home",
        ),
        notes=(planned.ranges(), msg("note.plan_flows"), msg("note.withheld")),
    )


def _dot(name: str, cell: Cell, alone: Span) -> Dot:
    tone = "short" if name in {"vacant", "lost"} else "empty" if name == "homes_empty" else "met"
    mark = alone.central if alone.central >= NOTHING else 0.0
    if isinstance(cell, Span):
        return Dot(msg(f"flow.{name}"), cell.low, cell.central, cell.high, tone, mark)  # type: ignore[arg-type]
    return Dot(msg(f"flow.{name}"), None, cell, None)  # type: ignore[arg-type]


def _flows(planned: Planned, spans: dict[tuple[str, Level], Span]) -> Figure:
    change = {
        name: spans[name, "together"].central - spans[name, "alone"].central for name in _OF_PEOPLE
    }
    more = max(change, key=lambda name: change[name])
    fewer = min(change, key=lambda name: change[name])
    said: dict[str, Phrase] = {
        "more": msg(f"flow.{more}"),
        "most": Num(max(change[more], 0.0)),
        "fewer": msg(f"flow.{fewer}"),
        "least": Num(max(-change[fewer], 0.0)),
    }
    return _figure(planned, "plan_flows", _OF_PEOPLE, spans, said)


def _stocks(planned: Planned, spans: dict[tuple[str, Level], Span]) -> Figure:
    said: dict[str, Phrase] = {
        "idle": spans["idle", "together"],
        "idle_alone": spans["idle", "alone"],
        "empty": spans["homes_empty", "together"],
        "empty_alone": spans["homes_empty", "alone"],
    }
    return _figure(planned, "plan_stocks", _STOCKS, spans, said)


def _over_time(planned: Planned, spans: dict[tuple[str, Level], Span]) -> Figure:
    bands: list[Band] = []
    lines: dict[Level, list[Span]] = {}
    for level in ("together", "alone"):
        low, mean, high = planned.by_year(level, "recruits")
        lines[level] = [
            Span(*_order(float(a), float(b), float(c)))
            for a, b, c in zip(low, mean, high, strict=True)
        ]
        bands.append(
            Band(
                msg(f"level.{level}"),
                tuple(span.low for span in lines[level]),
                tuple(span.central for span in lines[level]),
                tuple(span.high for span in lines[level]),
                "met" if level == "together" else "calm",
            )
        )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            year,
            *(
                planned.people_range(span.low, span.central, span.high)
                for span in (lines["alone"][k], lines["together"][k])
            ),
        )
        for k, year in enumerate(planned.years)
    )
    columns = (
        Column("year", msg("column.year")),
        *(
            Column(level, msg(f"level.{level}"), "range", msg("unit.persons"))
            for level in ("alone", "together")
        ),
    )
    said: dict[str, Phrase] = {
        "alone": spans["recruits", "alone"],
        "together": spans["recruits", "together"],
    }
    return Figure(
        figure_id="plan_recruits",
        title=msg("figure.plan_recruits"),
        reading=msg("figure.plan_recruits.reading", **said),
        alt=msg("figure.plan_recruits.alt", **said),
        chart=Lines(_times(planned.years), tuple(bands), msg("axis.persons")),
        table=Table(columns, rows),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("projects"),
        assumptions=planned.assumed(
            "plan_recruit",
            "plan_market",
            "outside_recruits",
            "retirement_rate",
            "entrant_ratio",
            "base_jobs_trend",
        ),
        notes=(planned.ranges(), *_run_out(planned, lines["together"])),
    )


def _run_out(planned: Planned, recruits: list[Span]) -> tuple[Message, ...]:
    """Return why recruits rise over the years, where it is that those without work run out."""
    _, idle, _ = planned.by_year("together", "idle")
    workforce = planned.together.input.data.workforce.sum(axis=0)
    rise = recruits[-1].central > 2 * recruits[0].central + planned.threshold
    if not (rise and idle[-1] < _LEFT * idle[0] and workforce[-1] < workforce[0]):
        return ()
    said = msg(
        "note.plan_run_out",
        first=Num(float(idle[0])),
        start=planned.years[0],
        last=Num(float(idle[-1])),
        end=planned.years[-1],
    )
    return (said,)


def _times(labels: tuple[str, ...]) -> tuple[float, ...]:
    """Return when each period begins, in decimal years: a year's value stands at its own number.

    Examples
    --------
    >>> _times(("2027", "2028"))
    (2027.0, 2028.0)
    >>> _times(("2027Q2",))
    (2027.25,)
    """
    return tuple(
        int(label[:4]) + ((int(label[5]) - 1) / 4 if len(label) > 4 else 0.0) for label in labels
    )
