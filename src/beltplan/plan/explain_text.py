"""An explanation of a decision, in words that a planner checks with a calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from beltplan.plan.explain import Explanation

__all__ = ["explained"]

_UNITS: Final = {
    "seats": ("seat", "seats"),
    "homes": ("home", "homes"),
    "grid": ("MW", "MW"),
    "service": ("commuter's seat", "commuters' seats"),
    "market": ("person reached", "persons reached"),
}
_ROWS: Final = {
    "seats": "one more can start the course",
    "homes": "one more home stands",
    "power": "one more MW is at hand",
    "service": "one more commuter finds a seat",
    "reach": "one more can be recruited",
}
_VERDICTS: Final = {
    "none": "The plan takes none: another one would cost {reduced:,.2f} more than it is worth.",
    "bound": "The plan takes all that it may: another one would save {saved:,.2f} more than it "
    "costs.",
    "balance": "Cost and worth balance at this amount (they differ by {reduced:,.2f}): the first "
    "ones are worth more than they cost, further ones less.",
    "impossible": "The plan may take none: it would come into use after the last year.",
    "absent": "At this level the decision does not exist: {missing} would have to act as one.",
}


def explained(found: Explanation) -> str:
    """Return the explanation of a decision as lines of text.

    Parameters
    ----------
    found
        The explanation.
    """
    one, many = _UNITS[found.kind]
    named = found.what if found.what == found.area else f"{found.area}, {found.what}"
    lines = [
        f"{found.kind} of {named}, decided in {found.year} (plan: {found.level})",
        f"Amount: {found.amount:,.1f} {many} of at most {found.most:,.1f}.",
        "Money below: thousands of EUR for one more, discounted to the first year.",
        "",
        f"What one {one} costs: {found.cost:,.2f}",
    ]
    if found.verdict not in ("impossible", "absent"):
        lines += _opening(found, one) + _worth(found, one)
        lines.append(f"Cost less worth: {found.reduced:,.2f}")
    sentence = _VERDICTS[found.verdict].format(
        reduced=found.reduced, saved=-found.reduced, missing=" and ".join(found.missing)
    )
    lines += ["", sentence]
    if found.verdict != "absent":
        lines.append(
            f"The plan's cost is proved to within {found.resolution:,.0f}: smaller differences "
            "times amount are not known. Where a plan is degenerate, prices are one choice of "
            "several."
        )
    return "\n".join(lines)


def _opening(found: Explanation, one: str) -> list[str]:
    lines = []
    for row in found.terms.filter(pl.col("row") == "opening").iter_rows(named=True):
        if row["coefficient"] > 0:
            lines.append(f"  opening it, as it was not open the year before: {-row['worth']:,.2f}")
        else:
            lines.append(
                f"  less what it saves in {row['year']}, when that {one} is open already: "
                f"{row['worth']:,.2f}"
            )
    return lines


def _worth(found: Explanation, one: str) -> list[str]:
    rows = found.terms.drop_nulls("scenario")
    if rows.is_empty():
        return [f"What one {one} is worth: nothing, no future uses it within the horizon."]
    lines = [f"What one {one} is worth, expected: {rows['worth'].sum():,.2f}"]
    years = rows.group_by("row", "year", maintain_order=True).agg(pl.col("worth").sum())
    for row in years.sort("year").iter_rows(named=True):
        word = _ROWS.get(row["row"], row["row"])
        lines.append(f"  in {row['year']}, when {word}: {row['worth']:,.2f}")
    lines.append("By future, if it comes (probability: worth):")
    order = sorted(enumerate(found.by_scenario), key=lambda pair: -float(pair[1]))
    for s, value in order:
        lines.append(f"  future {s + 1} ({found.probability[s]:.0%}): {value:,.2f}")
    return lines
