"""How `beltplan shares` lays out what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from beltplan.cli.plan_view import millions, money, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from beltplan.plan import Plan
    from beltplan.plan.reading import PlanInput
    from beltplan.shares import Split
    from beltplan.shares.agreement import Agreement

__all__ = [
    "agreement",
    "card",
    "exchange",
    "finding",
    "of_agreement",
    "of_card",
    "of_splits",
    "of_stability",
    "splits",
]

_METHODS: Final = {
    "owen": "by the plan's prices (Owen)",
    "even": "most even of the stable ones",
    "nucleolus": "nucleolus",
    "least_core": "least core",
    "shapley": "Shapley value, sampled",
    "equal": "in equal parts",
    "cost": "by cost alone",
    "contribution": "by what each adds",
    "weight": "by people in the labour force",
}
_KINDS: Final = {
    "commuters": "commuters",
    "students": "students",
    "movers": "people who move",
    "reach": "recruits' applications",
    "power": "megawatts",
}


def exchange(plan: Plan, area: str) -> pl.DataFrame:
    """Return what an area gives and gets in kind: kind, way, with, amount, unit."""
    table = plan.exchange()
    gives = table.filter(pl.col("from") == area).select(
        "kind", pl.lit("gives").alias("way"), pl.col("to").alias("with"), "amount", "unit"
    )
    gets = table.filter(pl.col("to") == area).select(
        "kind", pl.lit("gets").alias("way"), pl.col("from").alias("with"), "amount", "unit"
    )
    return pl.concat([gives, gets])


def of_card(made: Agreement, plan: Plan, area: str, without: float) -> dict[str, Any]:
    """Return an area's card as plain data, thousands of EUR.

    Parameters
    ----------
    made, plan
        The agreement, and the plan together.
    area
        Which area.
    without
        Cost of all others together.
    """
    r = made.areas.index(area)
    bears = made.settlement.bears[:, r]
    return {
        "area": area,
        "name": made.names[r],
        "alone_keur": float(made.alone[r]),
        "share_keur": float(made.shares[r]),
        "gain_keur": float(made.gains[r]),
        "gain_relative": float(made.gains[r] / made.alone[r]) if made.alone[r] > 0 else None,
        "paid_keur": float(made.paid[r]),
        "transfer_keur": float(made.transfers[r]),
        "others_lose_keur": float(without + made.shares[r] - plan.cost),
        "least_borne_keur": float(bears.min()),
        "most_borne_keur": float(bears.max()),
        "deficit_keur": made.deficit,
        "known_to_keur": float(made.deficit * made.alone[r] / made.alone.sum()),
    }


def card(found: dict[str, Any], plan: Plan, area: str) -> list[Any]:
    """Return an area's card as sentences, and a table of what it gives and gets."""
    transfer = found["transfer_keur"]
    way = "pays to" if transfer > 0 else "is paid by"
    relative = found["gain_relative"]
    years = plan.input.data.years
    lines = [
        f"{found['name']}, {years[0]} to {years[-1]} (expected, discounted)",
        "",
        f"Alone you bear {millions(found['alone_keur'])}; together "
        f"{millions(found['share_keur'])}.",
        f"So you gain {millions(found['gain_keur'])}"
        + (f", {relative:.1%} of what you would bear alone." if relative is not None else "."),
        f"Of the plan's cost {millions(found['paid_keur'])} falls in your area: {found['name']} "
        f"{way} the others {millions(abs(transfer))}.",
        f"If you stayed out, the others would lose {millions(found['others_lose_keur'])}.",
        f"Once the future is known you bear between {millions(found['least_borne_keur'])} and "
        f"{millions(found['most_borne_keur'])} of its cost.",
        f"The prices leave {millions(found['deficit_keur'])} of the plan's cost unexplained (the "
        "solver's gap): a group that leaves can gain at most that.",
    ]
    rows = exchange(plan, area)
    table = sheet(
        "What you give and get in kind, summed over the years, expected",
        ("", "", "with"),
        ("amount", "unit"),
        "Nothing of half a unit or more." if rows.is_empty() else "",
    )
    for row in rows.iter_rows(named=True):
        table.add_row(
            row["way"],
            _KINDS[row["kind"]],
            row["with"] or "a pool of all",
            f"{row['amount']:,.0f}",
            row["unit"],
        )
    return ["\n".join(lines), table]


def of_agreement(made: Agreement) -> pl.DataFrame:
    """Return what every area bears, gains and pays, thousands of EUR."""
    totals = made.settlement.bears
    return pl.DataFrame(
        {
            "area": made.areas,
            "alone_keur": made.alone.tolist(),
            "share_keur": made.shares.tolist(),
            "gain_keur": made.gains.tolist(),
            "paid_keur": made.paid.tolist(),
            "transfer_keur": made.transfers.tolist(),
            "least_borne_keur": totals.min(axis=0).tolist(),
            "most_borne_keur": totals.max(axis=0).tolist(),
        }
    )


def agreement(made: Agreement, plan: Plan) -> list[Any]:
    """Return the agreement as a table and what it is known to."""
    rows = of_agreement(made)
    table = sheet(
        f"What each bears by the plan's prices, M EUR (proved gap {plan.solved.gap:.4%})",
        ("area",),
        (
            "alone",
            "together",
            "gain",
            "gain, %",
            "falls in the area",
            "pays (+) or is paid",
            "borne in the futures",
        ),
        "No group of areas would do better by leaving, up to "
        f"{millions(made.deficit)}: what the prices leave unexplained.",
    )
    for row in rows.iter_rows(named=True):
        gain = row["gain_keur"] / row["alone_keur"] if row["alone_keur"] > 0 else 0.0
        low, high = row["least_borne_keur"] / 1000, row["most_borne_keur"] / 1000
        table.add_row(
            row["area"],
            f"{row['alone_keur'] / 1000:,.1f}",
            f"{row['share_keur'] / 1000:,.1f}",
            f"{row['gain_keur'] / 1000:,.1f}",
            f"{gain:.1%}",
            f"{row['paid_keur'] / 1000:,.1f}",
            f"{row['transfer_keur'] / 1000:+,.1f}",
            f"{low:,.1f} to {high:,.1f}",
        )
    table.add_section()
    sums = [rows[name].sum() / 1000 for name in ("alone_keur", "share_keur", "gain_keur")]
    paid = rows["paid_keur"].sum() / 1000
    table.add_row("all", *(f"{each:,.1f}" for each in sums), "", f"{paid:,.1f}", "", "")
    losers = rows.filter(pl.col("gain_keur") < -made.deficit)["area"].to_list()
    sentence = f"Worse off than alone: {', '.join(losers)}." if losers else "Every area gains."
    return [table, sentence]


def of_splits(found: Sequence[Split], areas: Sequence[str]) -> pl.DataFrame:
    """Return gains by split and area: method, area, gain_keur, relative."""
    return pl.concat(
        pl.DataFrame(
            {
                "method": [split.method] * len(areas),
                "area": list(areas),
                "gain_keur": split.gains.tolist(),
                "relative": pl.Series(split.relative.tolist(), dtype=pl.Float64).fill_nan(None),
            }
        )
        for split in found
    )


def of_stability(found: Sequence[Split]) -> pl.DataFrame:
    """Return what groups of areas say to each split."""
    return pl.DataFrame(
        [
            {
                "method": split.method,
                "stable": split.stability.stable,
                "blocking": split.stability.blocking,
                "coalitions": split.stability.coalitions,
                "most_aggrieved": " + ".join(split.stability.coalition),
                "excess_keur": split.stability.excess,
                "tolerance_keur": split.stability.tolerance,
            }
            for split in found
        ],
        schema_overrides={"blocking": pl.Int64},
    )


def finding(split: Split) -> str:
    """Return what a council needs to hear about a split."""
    says = split.stability
    name = _METHODS[split.method]
    group = " + ".join(says.coalition)
    if says.stable:
        return (
            f"{name}: no group would leave. {group}, the nearest to it that was looked at, would "
            f"lose {millions(max(-says.excess, 0.0))} by leaving."
        )
    if says.excess <= says.tolerance:
        return f"{name}: hands out more or less than there is."
    number = (
        "at least one group of areas does"
        if says.blocking is None
        else f"{says.blocking:,} of {says.coalitions:,} groups do"
    )
    if len(says.coalition) == 1:
        return (
            f"{name}: {number} better without it. {group} alone is better off by "
            f"{millions(says.excess)} if it does not take part."
        )
    return (
        f"{name}: {number} better without it. The most aggrieved is {group}: it gains "
        f"{millions(says.excess)} by leaving."
    )


def splits(found: Sequence[Split], start: PlanInput) -> list[Any]:
    """Return the splits side by side, and a sentence on each."""
    areas = start.data.areas
    table = _side_by_side(found, areas)
    first, last = start.data.years[0], start.data.years[-1]
    head = (
        f"A coarse game of {len(areas)} areas, {first} to {last}, "
        f"scenarios: {len(start.data.probability)}, each plan solved exactly; "
        f"less than {money(found[0].stability.tolerance)} means nothing."
    )
    return [head, table, "\n".join(finding(split) for split in found)]


def _side_by_side(found: Sequence[Split], areas: Sequence[str]) -> Table:
    table = sheet(
        "Gain of each area by split, M EUR", ("area",), tuple(split.method for split in found)
    )
    for r, area in enumerate(areas):
        table.add_row(area, *(f"{split.gains[r] / 1000:,.1f}" for split in found))
    table.add_section()
    table.add_row("would a group leave?", *("no" if s.stability.stable else "yes" for s in found))
    return table
