"""What to decide now: seats, homes, megawatts, links and marketing, alone and together (Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from beltplan.brief.charts import Dot, Dots, Grid
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.brief.parts.planned import NOTHING
from beltplan.i18n import Listing, Num, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Message, Phrase
    from beltplan.plan.settings import Level

__all__ = ["section"]

_LEVELS: tuple[Level, ...] = ("alone", "national", "together")
_KINDS = ("seats", "homes", "grid", "service", "market")
_SEEN = 12


def _decisions(planned: Planned) -> dict[Level, pl.DataFrame]:
    return {level: planned.decisions(level) for level in _LEVELS}


def _total(table: pl.DataFrame, kind: str, column: str = "amount") -> float:
    if not table.height:
        return 0.0
    return float(table.filter(pl.col("kind") == kind)[column].sum())


def section(planned: Planned) -> Section:
    """Return the decisions of the first stage, and say so where there are none."""
    made = _decisions(planned)
    figures = [_kinds(planned, made)]
    if any(_total(made[level], "seats") >= NOTHING for level in _LEVELS):
        figures.extend((_courses(planned, made), _years(planned, made["together"])))
    return Section(
        section_id="decide",
        questions=("Q3", "Q4", "Q5", "Q7"),
        title=msg("section.decide"),
        question=msg("section.decide.question"),
        lead=_lead(planned, made),
        figures=tuple(figures),
    )


def _lead(planned: Planned, made: dict[Level, pl.DataFrame]) -> tuple[Message, ...]:
    together = made["together"]
    done = [kind for kind in _KINDS if _total(together, kind) >= NOTHING]
    undone = [kind for kind in _KINDS if kind not in done]
    said = []
    if done:
        amounts = Listing(tuple(_amount(kind, _total(together, kind)) for kind in done))
        years = planned.span_of_seats if done == ["seats"] else planned.span_of_years
        said.append(msg("section.decide.lead", amounts=amounts, years=years))
    else:
        said.append(msg("section.decide.nothing"))
    if undone:
        kinds = Listing(tuple(msg(f"decision.{kind}.undone") for kind in undone))
        said.append(msg("section.decide.not", kinds=kinds))
    if "homes" in undone:
        _, empty, _ = planned.yearly("together", "homes_empty")
        said.append(msg("section.decide.no_homes", empty=Num(empty, unit="unit.homes")))
    if planned.end_of_seats is not None:
        said.append(planned.end_of_seats)
    return tuple(said)


def _amount(kind: str, amount: float) -> Message:
    return msg(f"decision.{kind}.amount", count=Num(amount))


def _kinds(planned: Planned, made: dict[Level, pl.DataFrame]) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    for kind in _KINDS:
        chosen = made["together"]
        years = chosen.filter(pl.col("kind") == kind)["year"].to_list() if chosen.height else []
        rows.append(
            (
                msg(f"decision.{kind}"),
                msg(f"decision.{kind}.unit"),
                *(round(_total(made[level], kind)) for level in _LEVELS),
                _total(made["together"], kind, "cost") / 1000,
                min(years) if years else msg("word.never"),
                max(years) if years else msg("word.never"),
            )
        )
    columns = (
        Column("kind", msg("column.decision")),
        Column("unit", msg("column.counted_in")),
        *(Column(level, msg(f"level.{level}"), "number") for level in _LEVELS),
        Column("cost", msg("column.decision_cost"), "number", msg("unit.meur"), 1),
        Column("first", msg("column.first_year")),
        Column("last", msg("column.last_year")),
    )
    said: dict[str, Phrase] = {
        "alone": Num(_total(made["alone"], "seats")),
        "together": Num(_total(made["together"], "seats")),
        "years": planned.span_of_seats,
    }
    return Figure(
        figure_id="plan_decisions",
        title=msg("figure.plan_decisions"),
        reading=msg("figure.plan_decisions.reading", **said),
        alt=msg("figure.plan_decisions.alt", **said),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("programmes")["known_from"]),
        sources=planned.cited("programmes", "grid"),
        assumptions=planned.assumed(
            "plan_seat_cost",
            "plan_course_start",
            "plan_home_cost",
            "plan_grid_cost",
            "plan_service_cost",
            "plan_market",
        ),
        notes=(msg("note.plan_first"), msg("note.plan_account"), planned.scenarios()),
    )


def _by_course(table: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Return seats by course and year."""
    found: dict[str, dict[str, float]] = {}
    if table.height:
        for row in table.filter(pl.col("kind") == "seats").iter_rows(named=True):
            years = found.setdefault(row["what"], {})
            years[row["year"]] = years.get(row["year"], 0.0) + row["amount"]
    return found


def _courses(planned: Planned, made: dict[Level, pl.DataFrame]) -> Figure:
    by = {level: _by_course(made[level]) for level in _LEVELS}
    totals = {
        course: {level: sum(by[level].get(course, {}).values()) for level in _LEVELS}
        for level in _LEVELS
        for course in by[level]
    }
    ranked = sorted(totals, key=lambda c: (-totals[c]["together"], -totals[c]["alone"], c))
    dots = tuple(
        Dot(
            planned.course(course),
            None,
            totals[course]["together"],
            None,
            "met",
            totals[course]["alone"],
        )
        for course in ranked[:_SEEN]
        if max(totals[course]["together"], totals[course]["alone"]) >= NOTHING
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            planned.group(course.split(".", 1)[1]),
            planned.area(course.split(".", 1)[0]),
            *(totals[course][level] for level in _LEVELS),
        )
        for course in ranked
    )
    columns = (
        Column("group", msg("column.course_for")),
        Column("area", msg("column.town")),
        *(Column(level, msg(f"level.{level}"), "number", msg("unit.seats")) for level in _LEVELS),
    )
    said: dict[str, Phrase] = {
        "course": planned.course(ranked[0]),
        "seats": Num(totals[ranked[0]]["together"], unit="unit.seats"),
        "years": planned.span_of_seats,
    }
    return Figure(
        figure_id="plan_seats",
        title=msg("figure.plan_seats", years=planned.span_of_seats),
        reading=msg("figure.plan_seats.reading", **said),
        alt=msg("figure.plan_seats.alt", **said),
        chart=Dots(dots, msg("axis.seats"), mark_name=msg("mark.alone")),
        table=Table(columns, rows),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("programmes")["known_from"]),
        sources=planned.cited("programmes"),
        assumptions=planned.assumed(
            "plan_seat", "plan_course", "plan_student", "plan_applicant", "plan_free_seat"
        ),
        notes=(msg("note.plan_seats"),),
    )


def _years(planned: Planned, table: pl.DataFrame) -> Figure:
    by = _by_course(table)
    ranked = sorted(by, key=lambda course: (-sum(by[course].values()), course))
    cells = tuple(
        tuple(float(by[course].get(year, 0.0)) for year in planned.seat_years) for course in ranked
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (planned.course(course), *line) for course, line in zip(ranked, cells, strict=True)
    )
    columns = (
        Column("course", msg("column.course")),
        *(
            Column(f"seats_{year}", msg("column.year_of", year=year), "number")
            for year in planned.seat_years
        ),
    )
    said: dict[str, Phrase] = {
        "year": planned.years[0],
        "seats": Num(sum(line[0] for line in cells), unit="unit.seats"),
        "count": Num(len(ranked)),
    }
    return Figure(
        figure_id="plan_seats_years",
        title=msg("figure.plan_seats_years"),
        reading=msg("figure.plan_seats_years.reading", **said),
        alt=msg("figure.plan_seats_years.alt", **said),
        chart=Grid(
            tuple(planned.course(course) for course in ranked[:_SEEN]),
            planned.seat_years,
            cells[:_SEEN],
            msg("axis.seats"),
        )
        if ranked
        else None,
        table=Table(columns, rows or ((msg("word.none"), *(0.0 for _ in planned.years)),)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("programmes")["known_from"]),
        sources=planned.cited("programmes"),
        assumptions=planned.assumed("plan_course", "plan_applicant"),
        notes=(msg("note.plan_first"),),
    )
