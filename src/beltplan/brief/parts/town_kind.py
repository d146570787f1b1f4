"""What towns give each other in kind: commuters, students, movers, applicants, megawatts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from beltplan.brief.charts import Bars, Part, Withheld
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.planned import NOTHING
from beltplan.i18n import Num, msg

if TYPE_CHECKING:
    from beltplan.brief.charts import Tone
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Phrase

__all__ = ["KINDS", "exchange_figures", "give_and_get"]

KINDS: Final = ("commuters", "movers", "students", "reach", "power")
"""What is given: work, people, places at a course, applicants, megawatts."""
_FROM_COURSE: Final = frozenset({"students"})
"""Kinds that go the other way: a student who travels is a place at a course that is given."""
_TONES: Final[dict[str, tuple[Tone, int]]] = {
    "commuters": ("met", 1),
    "movers": ("met", 3),
    "students": ("accent", 0),
    "reach": ("empty", 0),
}
_SEEN: Final = 12


def give_and_get(planned: Planned) -> dict[str, dict[str, tuple[float, float]]]:
    """Return what each area gives and gets, by kind, summed over the years.

    Megawatts are netted: an area that cedes and takes at once does neither.
    """
    found = {area: dict.fromkeys(KINDS, (0.0, 0.0)) for area in planned.areas}
    for row in planned.together.exchange().iter_rows(named=True):
        kind, giver, getter = row["kind"], row["from"], row["to"]
        if kind in _FROM_COURSE:
            giver, getter = getter, giver
        for area, given in ((giver, True), (getter, False)):
            if area:
                gave, got = found[area][kind]
                amount = float(row["amount"])
                found[area][kind] = (gave + amount, got) if given else (gave, got + amount)
    for kinds in found.values():
        gave, got = kinds["power"]
        net = got - gave
        kinds["power"] = (max(-net, 0.0), max(net, 0.0))
    return found


def _cell(planned: Planned, kind: str, value: float) -> float | Withheld:
    if kind == "power":
        return value if value >= 1 else 0.0
    return planned.people(value)


def exchange_figures(planned: Planned) -> tuple[Figure, ...]:
    """Return who gives and gets what, and the largest streams between two areas."""
    return _kind(planned), _pairs(planned)


def _kind(planned: Planned) -> Figure:
    found = give_and_get(planned)
    shown = [kind for kind in KINDS if kind != "power"]

    def size(area: str) -> float:
        return sum(sum(found[area][kind]) for kind in shown)

    order = sorted(planned.areas, key=lambda area: (-size(area), area))
    rows: list[tuple[Cell, ...]] = []
    for area in order:
        cells: list[Cell] = []
        for kind in KINDS:
            cells.extend(_cell(planned, kind, value) for value in found[area][kind])
        rows.append((planned.area(area), *cells))
    columns = [Column("area", msg("column.town"))]
    for kind in KINDS:
        unit = msg(f"kind_of.{kind}.unit")
        for way in ("gives", "gets"):
            title = msg(f"column.{way}", what=msg(f"kind_of.{kind}"))
            columns.append(Column(f"{kind}_{way}", title, "number", unit))
    parts: list[Part] = []
    for kind in shown:
        tone, shade = _TONES[kind]
        for side, sign in ((0, -1.0), (1, 1.0)):
            values = []
            for area in order:
                cell = _cell(planned, kind, found[area][kind][side])
                values.append(0.0 if isinstance(cell, Withheld) else sign * cell)
            if any(values):
                parts.append(Part(msg(f"kind_of.{kind}"), tuple(values), tone, shade))
    net = {
        area: sum(found[area][kind][1] - found[area][kind][0] for kind in ("commuters", "movers"))
        for area in order
    }
    giver, getter = min(net, key=lambda a: net[a]), max(net, key=lambda a: net[a])
    said: dict[str, Phrase] = {
        "giver": planned.area(giver),
        "getter": planned.area(getter),
        "given": Num(max(-net[giver], 0.0)),
        "got": Num(max(net[getter], 0.0)),
        "years": planned.span_of_years,
    }
    return Figure(
        figure_id="towns_kind",
        title=msg("figure.towns_kind"),
        reading=msg("figure.towns_kind.reading", **said),
        alt=msg("figure.towns_kind.alt", **said),
        chart=Bars(
            tuple(planned.area(area) for area in order),
            tuple(parts),
            msg("axis.in_kind", years=planned.span_of_years),
            left=msg("side.gives"),
            right=msg("side.gets"),
        )
        if parts
        else None,
        table=Table(tuple(columns), tuple(rows)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("links")["known_from"]),
        sources=planned.cited("links", "programmes"),
        assumptions=planned.assumed(
            "plan_commute", "plan_move", "plan_mobility", "plan_student", "plan_recruit_transfer"
        ),
        notes=(msg("note.plan_kind"), msg("note.withheld")),
    )


def _pairs(planned: Planned) -> Figure:
    table = planned.together.exchange().filter((pl.col("from") != "") & (pl.col("to") != ""))
    streams: dict[tuple[str, str], dict[str, float]] = {}
    for row in table.iter_rows(named=True):
        stream = streams.setdefault((row["from"], row["to"]), {})
        stream[row["kind"]] = stream.get(row["kind"], 0.0) + float(row["amount"])
    kinds = ("commuters", "students")
    order = sorted(streams, key=lambda pair: (-sum(streams[pair].values()), pair))
    rows: list[tuple[Cell, ...]] = []
    kept: list[tuple[str, str]] = []
    for pair in order:
        cells = [planned.people(streams[pair].get(kind, 0.0)) for kind in kinds]
        if max(streams[pair].values()) < NOTHING:
            continue
        rows.append((planned.area(pair[0]), planned.area(pair[1]), *cells))
        if any(isinstance(cell, float) and cell > 0 for cell in cells):
            kept.append(pair)
    columns = (
        Column("from", msg("column.lives_in")),
        Column("to", msg("column.goes_to")),
        Column("commuters", msg("kind_of.commuters"), "number", msg("kind_of.commuters.unit")),
        Column("students", msg("flow.students"), "number", msg("unit.persons")),
    )
    parts = []
    for kind in kinds:
        values = []
        for pair in kept[:_SEEN]:
            cell = planned.people(streams[pair].get(kind, 0.0))
            values.append(0.0 if isinstance(cell, Withheld) else cell)
        tone, shade = _TONES[kind]
        name = msg("kind_of.commuters") if kind == "commuters" else msg("flow.students")
        parts.append(Part(name, tuple(values), tone, shade))

    def named(pair: tuple[str, str]) -> Phrase:
        return msg("word.from_to", one=planned.area(pair[0]), other=planned.area(pair[1]))

    said: dict[str, Phrase] = {
        "pair": named(kept[0]) if kept else msg("word.none"),
        "amount": Num(sum(streams[kept[0]].values()) if kept else 0.0),
        "count": Num(len(rows)),
    }
    return Figure(
        figure_id="towns_pairs",
        title=msg("figure.towns_pairs"),
        reading=msg("figure.towns_pairs.reading", **said),
        alt=msg("figure.towns_pairs.alt", **said),
        chart=Bars(
            tuple(named(pair) for pair in kept[:_SEEN]),
            tuple(parts),
            msg("axis.in_kind", years=planned.span_of_years),
        )
        if kept
        else None,
        table=Table(columns, tuple(rows) or ((msg("word.none"), msg("word.none"), 0.0, 0.0),)),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("links")["known_from"]),
        sources=planned.cited("links"),
        assumptions=planned.assumed("plan_commute", "plan_student"),
        notes=(msg("note.plan_kind"), msg("note.withheld")),
    )
