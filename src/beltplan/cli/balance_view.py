"""How `beltplan balance` lays out what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from beltplan import balance as room
from beltplan import quarters
from beltplan.balance.errors import UnknownCellError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from beltplan.balance import Balance, Pool
    from beltplan.facts import Region

__all__ = ["freight", "group_of", "left_out", "places", "pool", "power", "write"]

_COLUMNS = (
    "population",
    "need",
    "vacancies",
    "unemployed",
    "double_counted",
    "homes_short",
    "homes_empty",
)


def write(balance: Balance, folder: Path, *, tables: bool) -> list[Path]:
    """Write ``balance.npz`` and, if asked, one CSV a table.

    Returns
    -------
    The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [room.save_balance(balance, folder / "balance.npz")]
    if tables:
        for name, table in room.tables(balance).items():
            path = folder / f"balance-{name}.csv"
            table.write_csv(path, float_precision=3)
            written.append(path)
    return written


def group_of(region: Region, text: str) -> str:
    """Return the occupation group that a text names: its id, or one whose id begins so.

    Raises
    ------
    UnknownCellError
        If no group or several fit.
    """
    groups = region.table("groups")["group_id"].to_list()
    fitting = [group for group in groups if group == text] or [
        group for group in groups if group.startswith(text)
    ]
    if len(fitting) == 1:
        return str(fitting[0])
    message = f"{text!r} names {'no' if not fitting else 'several'} occupation groups"
    raise UnknownCellError(message, f"choose one of {', '.join(fitting or groups)}")


def span(values: NDArray[np.float32]) -> str:
    """Return p50 and, in brackets, p10 to p90."""
    low, middle, high = (float(value) for value in values[:3])
    if round(low) == round(high):
        return f"{middle:,.0f}"
    return f"{middle:,.0f} ({low:,.0f}-{high:,.0f})"


def places(balance: Balance, quarter: str | int) -> Table:
    """Return the places, countries and the region in one quarter."""
    t = balance.quarter(quarter)
    label = quarters.label(balance.quarters[t])
    table = Table(title=f"{label}: median (80 % interval) of {balance.n:,} futures")
    table.add_column("place")
    for name in _COLUMNS:
        table.add_column(name.replace("_", " "), justify="right")
    for p, place in enumerate(balance.places):
        table.add_row(place, *(span(balance.places_[name][:, p, t]) for name in _COLUMNS))
    table.add_section()
    for c, country in enumerate(balance.country_ids):
        table.add_row(country, *(span(balance.countries[name][:, c, t]) for name in _COLUMNS))
    table.add_row("all places", *(span(balance.belt[name][:, t]) for name in _COLUMNS))
    return table


def left_out(balance: Balance) -> str:
    """Return what the account does not cover, in sentences."""
    places_out = [each for each in balance.left_out if each.kind in ("place", "project")]
    if not places_out:
        return "Nothing is left out."
    lines = [f"{each.kind} {each.subject}: {each.reason}" for each in places_out]
    return "Left out:\n  " + "\n  ".join(lines)


def pool(found: Pool, balance: Balance) -> tuple[Table | str, ...]:
    """Return the pool of a place."""
    label = quarters.label(found.quarter)
    counted, double = found.counted_on, found.double_counted
    text = (
        f"{found.place}, {label}: of the {counted.p50:,.0f} people on whom its projects can count "
        f"({counted.p10:,.0f}-{counted.p90:,.0f}), {double.p50:,.0f} are also counted on by others "
        f"({double.p10:,.0f}-{double.p90:,.0f})."
    )
    groups = Table(title="By occupation group (mean of the first 250 futures)")
    groups.add_column("group")
    groups.add_column("people counted on", justify="right")
    groups.add_column("also by others", justify="right")
    least = balance.threshold
    shown = [row for row in found.groups if row[1] >= least]
    for name, people, also in shown:
        groups.add_row(name, f"{people:,.0f}", f"{also:,.0f}")
    hidden = len(found.groups) - len(shown)
    if hidden:
        groups.caption = f"{hidden} groups under {least:g} persons are not shown"
    others = Table(title="Who else counts on them")
    others.add_column("who")
    others.add_column("people", justify="right")
    for sector, people in found.employers:
        if people >= 0.5:
            others.add_row(f"other employers within reach: {sector}", f"{people:,.0f}")
    for place, people in found.shared_with:
        if people >= 0.5:
            others.add_row(f"projects in {place}", f"{people:,.0f}")
    return text, groups, others


def power(balance: Balance, t: int) -> tuple[Table, Table]:
    """Return the grid areas and the queue in one quarter."""
    made = balance.power
    label = quarters.label(made.quarters[t])
    areas = Table(title=f"Grid areas, {label} (MW)")
    areas.add_column("area")
    for name in made.variables:
        areas.add_column(name.replace("_", " "), justify="right")
    for a, area in enumerate(made.areas):
        areas.add_row(area, *(span(values[:, a, t]) for values in made.variables.values()))
    queue = Table(title=f"The queue, {label}: share of the futures")
    for name in ("area", "project", "since", "basis", "MW", "holds", "waits", "lost"):
        queue.add_column(
            name, justify="right" if name in ("MW", "holds", "waits", "lost") else "left"
        )
    for place in sorted(made.queue, key=lambda each: (each.area, each.since)):
        low, middle, high = place.mw
        queue.add_row(
            place.area,
            place.project_id,
            place.since.isoformat(),
            place.basis,
            f"{middle:,.0f}" if low == high else f"{middle:,.0f} ({low:,.0f}-{high:,.0f})",
            *(f"{float(values[t]):.0%}" for values in (place.holds, place.waits, place.lost)),
        )
    return areas, queue


def freight(balance: Balance, t: int) -> Table:
    """Return the corridors that carry something, in one quarter."""
    made = balance.freight
    label = quarters.label(made.quarters[t])
    table = Table(title=f"Goods of the new plants, {label}: tonnes a year")
    table.add_column("corridor")
    for name in ("both ways", "to the plants", "from the plants", "free capacity"):
        table.add_column(name, justify="right")
    for c, corridor in enumerate(made.corridors):
        if made.tonnes[2, c, t] < 0.5:
            continue
        free = made.free_capacity[corridor]
        table.add_row(
            made.names[c],
            span(made.tonnes[:, c, t]),
            span(made.by_direction["in"][:, c, t]),
            span(made.by_direction["out"][:, c, t]),
            "unknown" if free is None else f"{free[1]:,.0f}",
        )
    return table
