"""Ways to split the gain that come to mind first, and who would leave each of them (Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from beltplan.brief.charts import Bars, Part
from beltplan.brief.model import Column, Figure, Table
from beltplan.brief.parts.planned import meur
from beltplan.i18n import Listing, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Cell
    from beltplan.brief.parts.planned import Planned
    from beltplan.i18n import Phrase
    from beltplan.shares import Split

__all__ = ["splits_figure"]


def _finding(split: Split) -> Literal["stable", "blocked", "loses", "unbalanced"]:
    says = split.stability
    if says.excess > says.tolerance:
        return "loses" if len(says.coalition) == 1 else "blocked"
    return "stable" if says.stable else "unbalanced"


def splits_figure(planned: Planned) -> Figure:
    """Return what groups of towns say to each split."""
    splits = planned.splits
    known = set(planned.areas)

    def named(split: Split) -> Phrase:
        names: list[Phrase] = [
            planned.area(each) if each in known else each for each in split.stability.coalition
        ]
        return Listing(tuple(names)) if names else msg("word.none")

    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            msg(f"split.{split.method}"),
            msg(f"finding.{_finding(split)}"),
            None if split.stability.blocking is None else float(split.stability.blocking),
            float(split.stability.coalitions),
            named(split),
            split.stability.excess / 1000,
        )
        for split in splits
    )
    columns = (
        Column("split", msg("column.split")),
        Column("finding", msg("column.finding")),
        Column("blocked_by", msg("column.blocked_by"), "number"),
        Column("coalitions", msg("column.coalitions"), "number"),
        Column("aggrieved", msg("column.aggrieved")),
        Column("excess", msg("column.excess"), "number", msg("unit.meur"), 2),
    )
    stable = tuple(msg(f"split.{each.method}") for each in splits if _finding(each) == "stable")
    worst = max(splits, key=lambda each: each.stability.excess)
    said: dict[str, Phrase] = {
        "stable": Listing(stable) if stable else msg("word.none"),
        "worst": msg(f"split.{worst.method}"),
        "coalition": named(worst),
        "excess": meur(max(worst.stability.excess, 0.0), 2),
    }
    return Figure(
        figure_id="towns_splits",
        title=msg("figure.towns_splits"),
        reading=msg("figure.towns_splits.reading", **said),
        alt=msg("figure.towns_splits.alt", **said),
        chart=Bars(
            tuple(msg(f"split.{each.method}") for each in splits),
            (
                Part(
                    msg("column.excess"),
                    tuple(each.stability.excess / 1000 for each in splits),
                    "short",
                ),
            ),
            msg("axis.excess"),
            2,
            left=msg("side.stays"),
            right=msg("side.leaves"),
        ),
        table=Table(columns, rows),
        kind="model",
        known_from=planned.desk.newest(planned.desk.region.table("events")["known_from"]),
        sources=planned.cited("programmes"),
        assumptions=planned.assumed("plan_discount"),
        notes=(msg("note.plan_splits"),),
    )
