"""How `beltplan plan` lays out what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.table import Table

from beltplan.cli import plan_data
from beltplan.cli.plan_data import UNMET
from beltplan.plan.errors import UnknownDecisionError

if TYPE_CHECKING:
    from beltplan.plan import Comparison, Measures, Plan
    from beltplan.plan.explain import Explanation

__all__ = [
    "comparison_parts",
    "measured",
    "millions",
    "money",
    "others",
    "plan_parts",
    "prices",
    "sheet",
]

_UNIT = {"seats": "seats", "homes": "homes", "grid": "MW", "service": "seats", "market": "persons"}
_SHOWN = 20


def sheet(title: str, left: tuple[str, ...], right: tuple[str, ...], caption: str = "") -> Table:
    """Return an empty table with headings for words and for numbers."""
    table = Table(
        title=title,
        title_justify="left",
        caption=caption or None,
        caption_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for name in left:
        table.add_column(name)
    for name in right:
        table.add_column(name, justify="right")
    return table


def millions(thousands: float) -> str:
    """Return thousands of EUR as millions.

    Examples
    --------
    >>> millions(1_234_567.0)
    '1,234.6 M EUR'
    """
    return f"{thousands / 1000:,.1f} M EUR"


def counted(scenarios: int) -> str:
    """Return how many scenarios stand for something.

    Examples
    --------
    >>> counted(1), counted(9)
    ('1 scenario stands', '9 scenarios stand')
    """
    return "1 scenario stands" if scenarios == 1 else f"{scenarios} scenarios stand"


def money(thousands: float) -> str:
    """Return thousands of EUR as millions, or in thousands where that is less than a million.

    Examples
    --------
    >>> money(1_234_567.0), money(45.6), money(0.2)
    ('1,234.6 M EUR', '46 thousand EUR', '0.2 thousand EUR')
    """
    if abs(thousands) >= 1000 or thousands == 0:
        return millions(thousands)
    return f"{thousands:.{0 if abs(thousands) >= 1 else 1}f} thousand EUR"


def span(mean: float, low: float, high: float) -> str:
    """Return a mean and, in brackets, the range over the scenarios."""
    if round(low) == round(high):
        return f"{mean:,.0f}"
    return f"{mean:,.0f} ({low:,.0f}-{high:,.0f})"


def plan_parts(plan: Plan, year: str | None) -> list[Any]:
    """Return a plan as sentences and tables."""
    years = list(dict.fromkeys(label[:4] for label in plan.input.data.years))
    if year is None:
        year = years[len(years) // 2]
    elif year not in years:
        message = f"{year!r} is no year of the plan"
        raise UnknownDecisionError(message, f"choose {years[0]} to {years[-1]}")
    return [cost(plan), decisions(plan, years), _by_year(plan), _by_area(plan, year)]


def cost(plan: Plan) -> str:
    """Return what the plan costs, how well it is proved, and what the scenarios leave out."""
    found = plan_data.summary(plan)
    risk = found["theta"] > 0
    what = (
        f"risk-weighted cost ({1 - found['theta']:.0%} mean, {found['theta']:.0%} mean of the "
        f"worst {1 - found['alpha']:.0%})"
        if risk
        else "expected cost"
    )
    lines = [
        f"{plan.level}, {found['first']} to {found['last']}: {what} "
        f"{millions(found['cost_keur'])}, discounted; proved to be within {found['gap']:.4%} of "
        f"the least possible ({millions(found['bound_keur'])} or more)."
    ]
    if risk:
        lines.append(f"Its expected cost is {millions(found['expected_cost_keur'])}.")
    lines.append(
        f"{counted(found['scenarios'])} for {found['futures']:,} futures: on average "
        f"{found['reduction_error']:,.0f} persons of plant staff away from them, "
        f"{found['reduction_error_relative']:.0%} of what one scenario would leave."
    )
    return "\n".join(lines)


def decisions(plan: Plan, years: list[str]) -> Table:
    """Return decisions by kind, place and year."""
    made = plan.decisions()
    caption = "homes, MW and commuters' seats: in the year of decision; in use a lead time later."
    labels = plan.input.data.years
    if 0 < plan.settled < len(labels):
        last = labels[plan.settled - 1]
        made = made.filter((pl.col("kind") != "seats") | (pl.col("year") <= last))
        caption += (
            f" New seats after {last} are left out: too few, as what they give after {labels[-1]} "
            "is not counted."
        )
    elif plan.settled == 0:
        caption += f" New seats are too few: what they give after {labels[-1]} is not counted."
    made = made.with_columns(pl.col("year").str.slice(0, 4))
    table = sheet(
        "What to decide",
        ("kind", "area", "what"),
        (*(f"'{year[2:]}" for year in years), "total", "unit", "M EUR"),
        caption if made.height else "Nothing: no decision of half a unit or more.",
    )
    for key, rows in made.group_by("kind", "area", "what", maintain_order=True):
        kind, area, what = (str(each) for each in key)
        by_year = dict(rows.group_by("year").agg(pl.col("amount").sum()).iter_rows())
        name = "" if what == area else what.removeprefix(f"{area}.")
        table.add_row(
            kind,
            area,
            name,
            *(f"{by_year[year]:,.0f}" if year in by_year else "" for year in years),
            f"{rows['amount'].sum():,.0f}",
            _UNIT[kind],
            f"{rows['cost'].sum() / 1000:,.1f}",
        )
    return table


def _by_year(plan: Plan) -> Table:
    table = sheet(
        "What stays unmet or unused, all areas: expected (least-most over the scenarios)",
        ("year",),
        tuple(UNMET.values()),
    )
    rows = plan_data.unmet(plan, by="region")
    for key, cells in rows.group_by("year", maintain_order=True):
        table.add_row(str(key[0]), *(span(*cell[3:]) for cell in cells.iter_rows()))
    return table


def _by_area(plan: Plan, year: str) -> Table:
    table = sheet(
        f"The same by area in {year}",
        ("area",),
        tuple(UNMET.values()),
    )
    rows = plan_data.unmet(plan, by="area").filter(pl.col("year") == year)
    for key, cells in rows.group_by("area", maintain_order=True):
        table.add_row(str(key[0]), *(span(*cell[3:]) for cell in cells.iter_rows()))
    return table


def comparison_parts(made: Comparison) -> list[Any]:
    """Return the levels side by side, and what differs."""
    low, high = made.saving_bounds
    first = made.plans["together"]
    sentence = (
        f"Acting together saves {millions(made.saving)} against acting alone "
        f"({made.saving / made.plans['alone'].cost:.1%}); proved range {millions(low)} to "
        f"{millions(high)}."
    )
    if low <= 0:
        sentence += " The gap is too wide to say that it saves anything: choose a smaller --gap."
    return [cost(first), sentence, _levels(made), _differ(made)]


def _levels(made: Comparison) -> Table:
    table = sheet("Levels side by side", ("",), tuple(made.plans))
    found = plan_data.of_comparison(made)["levels"].to_dicts()

    def row(name: str, cells: list[str]) -> None:
        table.add_row(name, *cells)

    row("cost, M EUR", [f"{each['cost_keur'] / 1000:,.1f}" for each in found])
    row("proved gap", [f"{each['gap']:.4%}" for each in found])
    row("saving, M EUR", [f"{each['saving_keur'] / 1000:,.1f}" for each in found])
    ranges = [(each["saving_low_keur"] / 1000, each["saving_high_keur"] / 1000) for each in found]
    row("  proved range", [f"{low:,.1f} to {high:,.1f}" for low, high in ranges])
    table.add_section()
    for kind, unit in _UNIT.items():
        totals = [
            plan.decisions().filter(pl.col("kind") == kind)["amount"].sum()
            for plan in made.plans.values()
        ]
        row(f"{kind}, {unit}", [f"{each:,.0f}" for each in totals])
    table.add_section()
    length = 0.25 if made.plans["alone"].input.settings.periods == "quarter" else 1.0
    for flow, unit, scale in (
        ("commuters", "person-years", length),
        ("movers", "persons", 1.0),
        ("recruits", "persons", 1.0),
        ("starters", "persons", 1.0),
        ("vacant", "post-years", length),
        ("vacant_more", "post-years", length),
        ("lost", "post-years", length),
        ("idle", "person-years", length),
        ("homes_short", "home-years", length),
        ("homes_empty", "home-years", length),
    ):
        sums = [
            float((plan.input.data.probability @ plan.by_area(flow).sum(axis=(1, 2))) * scale)
            for plan in made.plans.values()
        ]
        row(f"{flow.replace('_', ' ')}, {unit}", [f"{each:,.0f}" for each in sums])
    return table


def _differ(made: Comparison) -> Table:
    rows = plan_data.differences(made)
    table = sheet(
        "Decisions that differ most, summed over the years",
        ("kind", "area", "what"),
        (*made.plans, "unit", "together less alone, M EUR"),
        f"{_SHOWN} of {rows.height}" if rows.height > _SHOWN else "",
    )
    for row in rows.head(_SHOWN).iter_rows(named=True):
        table.add_row(
            row["kind"],
            row["area"],
            "" if row["what"] == row["area"] else row["what"].removeprefix(f"{row['area']}."),
            *(f"{row[level]:,.0f}" for level in made.plans),
            row["unit"],
            f"{row['cost'] / 1000:+,.1f}",
        )
    return table


def prices(table: pl.DataFrame, plan: Plan, total: int) -> Table:
    """Return the ranked list of what one more is worth."""
    caption = f"{table.height} of {total} prices over 1 EUR; where a plan is degenerate, "
    shown = sheet(
        f"What one more is worth ({plan.level}, proved gap {plan.solved.gap:.4%})",
        ("one more", "area", "what", "year"),
        ("EUR",),
        f"{caption}a price is one of several",
    )
    for row in table.iter_rows(named=True):
        what = row["what"].removeprefix(f"{row['area']}.")
        unit = row["unit"].removeprefix("EUR per ")
        shown.add_row(unit, row["area"], what, row["year"], f"{row['worth']:,.0f}")
    return shown


def others(table: pl.DataFrame, found: Explanation) -> Table | None:
    """Return the other decisions of the same kind in the area, if any is taken."""
    same = (pl.col("what") == found.what) & (pl.col("year") == found.year)
    rows = table.filter((pl.col("amount") >= 0.5) & ~same)
    if rows.is_empty():
        return None
    shown = sheet(f"Other {found.kind} in {found.area}", ("what", "year"), ("amount", "most"))
    for row in rows.head(_SHOWN).iter_rows(named=True):
        shown.add_row(
            row["what"].removeprefix(f"{found.area}."),
            row["year"],
            f"{row['amount']:,.1f}",
            f"{row['most']:,.1f}",
        )
    return shown


def measured(found: Measures, plan: Plan) -> Table:
    """Return VSS and EVPI with what they are known to."""
    table = sheet(
        "What it is worth to plan for many futures",
        ("", ""),
        ("M EUR",),
        f"RP is proved to {found.gap:.4%}: differences under "
        f"{money(found.gap * found.recourse)} are not known.",
    )
    count = len(plan.input.data.probability)
    many = "its one scenario" if count == 1 else f"all {count} scenarios at once"
    rows = (
        ("RP", f"this plan, for {many}", found.recourse),
        ("EEV", "the decisions for the mean future, in all of them", found.expected_value),
        ("VSS", "what planning for many futures saves (EEV - RP)", found.vss),
        ("WS", "if each future were known beforehand", found.wait_and_see),
        ("EVPI", "what knowing the future would save (RP - WS)", found.evpi),
    )
    for short, words, value in rows:
        table.add_row(short, words, f"{value / 1000:,.2f}")
    return table
