"""The queue for power: what is free, who holds, who waits, who lost the place (Q5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beltplan.brief.charts import Queue, QueueEntry
from beltplan.brief.model import Column, Figure, Section, Table
from beltplan.i18n import Day, Num, Span, msg, plain

if TYPE_CHECKING:
    from beltplan.brief.charts import QueueState
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.desk import Desk
    from beltplan.i18n import Name, Phrase

__all__ = ["section"]

ASSUMPTIONS = ("full_load_hours", "grid_pause_grace_quarters", "grid_ordinary_limit_mw")


def _state(place: Any) -> QueueState:
    chances: dict[QueueState, float] = {
        "holds": float(place.holds[0]),
        "waits": float(place.waits[0]),
        "lost": float(place.lost[0]),
    }
    return max(chances, key=lambda key: chances[key])


def _area(desk: Desk, area: str) -> Name:
    known = set(desk.region.table("places")["place_id"])
    return desk.place(area) if area in known else plain(area)


def section(desk: Desk) -> Section:
    """Return the queue by grid area, and the megawatts over time."""
    queue = list(desk.balance.power.queue)
    states = [_state(place) for place in queue]
    lost = [desk.plant(p.project_id) for p, s in zip(queue, states, strict=True) if s == "lost"]
    values: dict[str, Phrase] = {
        "holds": Num(states.count("holds")),
        "waits": Num(states.count("waits")),
        "lost": Num(len(lost)),
        "year": str(desk.year),
    }
    return Section(
        section_id="power",
        questions=("Q5",),
        title=msg("section.power"),
        question=msg("section.power.question"),
        lead=(msg("section.power.lead", **values),),
        figures=(_queue(desk, queue, states, values), _over_time(desk)),
    )


def _free(desk: Desk, area: str) -> tuple[float, float, float] | None:
    power = desk.balance.power
    index = desk.quarter - desk.balance.quarters.start
    column = list(power.areas).index(area)
    values = power.variables["capacity"][:3, column, index]
    return float(values[0]), float(values[1]), float(values[2])


def _queue(
    desk: Desk, queue: list[Any], states: list[QueueState], values: dict[str, Phrase]
) -> Figure:
    index = desk.quarter - desk.balance.quarters.start
    rows: list[tuple[Cell, ...]] = []
    by_area: dict[str, list[QueueEntry]] = {}
    order = {"holds": 0, "waits": 1, "lost": 2}
    ranked = sorted(
        zip(queue, states, strict=True),
        key=lambda item: (item[0].area, order[item[1]], item[0].since, item[0].project_id),
    )
    for place, state in ranked:
        low, central, high = (float(v) for v in place.mw)
        megawatts = Span(low, central, high)
        chances = [float(kind[index]) for kind in (place.holds, place.waits, place.lost)]
        by_area.setdefault(place.area, []).append(
            QueueEntry(
                desk.plant_short(place.project_id),
                (megawatts.low, megawatts.central, megawatts.high),
                state,
                served=chances[0],
            )
        )
        rows.append(
            (
                desk.plant(place.project_id),
                _area(desk, place.area),
                megawatts,
                msg(f"queue.{state}"),
                Day(place.since) if place.since is not None else None,
                *chances,
            )
        )
    areas = tuple(
        (_area(desk, area), _free(desk, area), tuple(entries)) for area, entries in by_area.items()
    )
    columns = (
        Column("plant", msg("column.plant")),
        Column("area", msg("column.area")),
        Column("mw", msg("column.mw"), "span", msg("unit.mw")),
        Column("state", msg("column.queue_state")),
        Column("since", msg("column.since"), "date"),
        *(
            Column(
                f"{name}_chance",
                msg(f"column.{name}_chance", year=str(desk.year)),
                "number",
                style="percent",
            )
            for name in ("holds", "waits", "lost")
        ),
    )
    return Figure(
        figure_id="power_queue",
        title=msg("figure.power_queue"),
        reading=msg("figure.power_queue.reading", **values),
        alt=msg("figure.power_queue.alt", **values),
        chart=Queue(areas, msg("axis.mw")) if areas else None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("grid")["known_from"]),
        sources=desk.cite(*desk.region.table("grid")["source_ids"].to_list()),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.queue", year=str(desk.year)), msg("note.queue_others")),
    )


def _over_time(desk: Desk) -> Figure:
    power = desk.balance.power
    names = ("capacity", "held", "waiting", "free", "released")
    start = desk.balance.quarters.start
    rows: list[tuple[Cell, ...]] = []
    for column, area in enumerate(power.areas):
        for year in desk.years:
            index = desk.last_of(year) - start
            spans = []
            for name in names:
                low, central, high = (float(v) for v in power.variables[name][:3, column, index])
                spans.append(Span(low, central, high))
            per = power.variables["jobs_per_100mw"][:3, column, index]
            rows.append(
                (
                    _area(desk, area),
                    str(year),
                    *spans,
                    Span(float(per[0]), float(per[1]), float(per[2])),
                )
            )
    columns = (
        Column("area", msg("column.area")),
        Column("year", msg("column.year")),
        *(Column(name, msg(f"column.mw_{name}"), "span", msg("unit.mw")) for name in names),
        Column("jobs_per_100mw", msg("column.jobs_per_100mw"), "span", msg("unit.posts")),
    )
    index = desk.quarter - start
    ratio = {
        area: float(power.variables["jobs_per_100mw"][3, k, index])
        for k, area in enumerate(power.areas)
        if power.variables["held"][3, k, index] >= 1
    }
    fewest = min(ratio, key=lambda a: (ratio[a], a)) if ratio else ""
    values: dict[str, Phrase] = {
        "area": _area(desk, fewest) if fewest else msg("word.none"),
        "jobs": Num(ratio.get(fewest, 0.0), unit="unit.posts"),
        "year": str(desk.year),
    }
    return Figure(
        figure_id="power_time",
        title=msg("figure.power_time"),
        reading=msg("figure.power_time.reading", **values),
        alt=msg("figure.power_time.alt", **values),
        chart=None,
        table=Table(columns, tuple(rows)),
        kind="model",
        known_from=desk.newest(desk.region.table("grid")["known_from"]),
        sources=desk.cite(*desk.region.table("grid")["source_ids"].to_list()),
        assumptions=desk.assume(*ASSUMPTIONS),
        notes=(msg("note.areas"),),
    )
