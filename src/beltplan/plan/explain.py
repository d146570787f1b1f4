"""Why a decision is taken, or not: its cost, and what the rows that it helps are worth.

One more unit of a decision is a bundle of first-stage columns: a home decided in one year stands
in all later ones, so that the bundle holds what is added and the stock from then on; the rows
that carry the stock then cancel. Its reduced cost is its cost less what each row pays for it, at
the row's price: below zero, the plan would want more than it may have; above zero, none; between,
cost and worth balance (Chvátal 1983, ch. 7). A scenario's prices hold its probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from beltplan.plan.errors import UnknownDecisionError
from beltplan.plan.levels import parts_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.model.assembly import Family
    from beltplan.plan.result import Plan

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["KINDS", "Explanation", "candidates", "explain"]

KINDS: Final = {
    "seats": ("seats", None),
    "homes": ("built", "homes"),
    "grid": ("reinforced", "grid"),
    "service": ("extended", "service"),
    "market": ("market", None),
}
"""Kinds of decision: the column of what is decided, and of the stock that it joins."""

_SCHEMA: Final = {
    "row": pl.String,
    "area": pl.String,
    "what": pl.String,
    "year": pl.String,
    "scenario": pl.Int64,
    "coefficient": pl.Float64,
    "price": pl.Float64,
    "worth": pl.Float64,
}


@dataclass(frozen=True)
class Explanation:
    """The arithmetic of one decision; money is in thousands of EUR, discounted, per unit.

    Attributes
    ----------
    level, kind, area, what, year
        Which decision.
    amount, most
        How much the plan decides, and may.
    cost
        What a unit costs.
    terms
        What each row pays for a unit: row (its family), area, what, year, scenario (null for
        rows of the first stage), coefficient of the unit in the row, price of the row (it holds
        the scenario's probability), and their product, worth.
    probability
        float [s].
    reduced
        Cost less the sum of worth.
    columns
        Positions of the bundle's columns in the first stage.
    resolution
        What the decision's reduced cost times its amount is known to: the plan's gap in money.
    missing
        Areas that do not act as one at this level, if the decision needs that; else empty.
    """

    level: str
    kind: str
    area: str
    what: str
    year: str
    amount: float
    most: float
    cost: float
    terms: pl.DataFrame
    probability: Floats
    reduced: float
    columns: Ints
    resolution: float
    missing: tuple[str, ...] = ()

    @property
    def worth(self) -> float:
        """Return what a unit is worth: the sum over the rows."""
        return float(self.terms["worth"].sum())

    @property
    def by_scenario(self) -> Floats:
        """Return what a unit is worth in each future if it comes, [s]."""
        out = np.zeros(len(self.probability))
        known = self.terms.drop_nulls("scenario")
        np.add.at(out, known["scenario"].to_numpy(), known["worth"].to_numpy())
        return np.divide(out, self.probability, out=np.zeros_like(out), where=self.probability > 0)

    @property
    def verdict(self) -> str:
        """Return what decides: impossible, absent, bound, none or balance."""
        if self.missing:
            return "absent"
        if self.most <= 0:
            return "impossible"
        if self.amount >= self.most * (1 - 1e-3):
            return "bound"
        if self.amount <= self.most * 1e-3:
            return "none"
        return "balance"


def candidates(plan: Plan, kind: str, area: str) -> pl.DataFrame:
    """Return the decisions of a kind in an area: what, year, amount, most; largest first.

    Raises
    ------
    UnknownDecisionError
        If there is no such kind or area.
    """
    family, areas, names = _named(plan, kind)
    _known(area, plan.input.data.areas, "area")
    shape = (len(areas), family.shape[-1])
    amount = plan.solved.x0[family.span].reshape(shape)
    most = plan.model.stage.upper0[family.span].reshape(shape)
    i, t = np.nonzero((np.array(areas) == area)[:, None] & np.ones(amount.shape, bool))
    return pl.DataFrame(
        {
            "what": [names[k] for k in i],
            "year": [plan.input.data.years[k] for k in t],
            "amount": amount[i, t],
            "most": most[i, t],
        },
        schema={"what": pl.String, "year": pl.String, "amount": pl.Float64, "most": pl.Float64},
    ).sort("amount", descending=True, maintain_order=True)


def explain(
    plan: Plan, *, kind: str, area: str, what: str | None = None, year: str | None = None
) -> Explanation:
    """Explain one decision of a plan.

    Parameters
    ----------
    plan
        A solved plan.
    kind
        ``seats``, ``homes``, ``grid``, ``service`` or ``market``.
    area
        Id of the area (of a service, the first of its two).
    what
        Course, service or step of marketing, or how it begins; by default the largest decision.
    year
        The year (or quarter) in which it is decided; by default the largest decision's.

    Raises
    ------
    UnknownDecisionError
        If there is no such decision.
    """
    family, areas, names = _named(plan, kind)
    data = plan.input.data
    chosen = candidates(plan, kind, area)
    if chosen.is_empty():
        message = f"{area} has no decisions of kind {kind!r} that are in use within the horizon"
        others = ", ".join(sorted(set(areas))) if family.size else "none; take a later last year"
        raise UnknownDecisionError(message, f"areas that have: {others}")
    if what is not None:
        whole = chosen.filter((pl.col("what") == what) | (pl.col("what") == f"{area}.{what}"))
        begun = chosen.filter(
            pl.col("what").str.starts_with(what) | pl.col("what").str.starts_with(f"{area}.{what}")
        )
        _known(what, chosen["what"].unique(maintain_order=True).to_list(), "choice", begun)
        chosen = begun if whole.is_empty() else whole
    if year is not None:
        decided = chosen.filter(pl.col("year") == year)
        years = chosen["year"].unique().sort().to_list()
        _known(year, years, "year of decision", decided)
        chosen = decided
    row = chosen.row(0, named=True)
    i = next(
        k for k, pair in enumerate(zip(areas, names, strict=True)) if pair == (area, row["what"])
    )
    t = data.years.index(row["year"])
    columns = _bundle(plan, kind, family, i, t)
    terms, cost = _terms(plan, columns)
    return Explanation(
        level=plan.level,
        kind=kind,
        area=area,
        what=row["what"],
        year=row["year"],
        amount=row["amount"],
        most=row["most"],
        cost=cost,
        terms=terms,
        probability=plan.model.stage.probability,
        reduced=cost - float(terms["worth"].sum()),
        columns=columns,
        resolution=plan.solved.objective - plan.solved.bound,
        missing=_missing(plan, int(columns[0])),
    )


def _known(name: str, names: Any, noun: str, found: pl.DataFrame | None = None) -> None:
    from beltplan.facts.errors import suggest

    if name in names or (found is not None and not found.is_empty()):
        return
    message = f"the plan has no {noun} {name!r}"
    listed = f"choose one of {', '.join(names)}"
    raise UnknownDecisionError(message, suggest(name, names, otherwise=listed))


def _named(plan: Plan, kind: str) -> tuple[Family, list[str], list[str]]:
    """Return the family of a kind, and area and name of each of its rows of years."""
    _known(kind, KINDS, "kind of decision")
    data = plan.input.data
    family = plan.model.columns0.families[KINDS[kind][0]]
    areas, names = list(data.areas), list(data.areas)
    if kind == "seats":
        areas, names = [data.areas[r] for r in data.course_area], list(data.courses)
    elif kind == "service":
        areas, names = [data.areas[r] for r in data.service_areas[:, 0]], list(data.services)
    elif kind == "market":
        areas = [area for area in data.areas for _ in data.steps]
        names = [step for _ in data.areas for step in data.steps]
    return family, areas, names


def _bundle(plan: Plan, kind: str, family: Family, i: int, t: int) -> Ints:
    """Return the columns of one unit decided in t: the decision, and its stock from then on."""
    years = family.shape[-1]
    column = family.first + i * years + t
    stock = KINDS[kind][1]
    if stock is None:
        return np.array([column])
    first = plan.model.columns0.families[stock].first + i * years
    return np.concatenate([[column], first + np.arange(t, years)])


def _terms(plan: Plan, columns: Ints) -> tuple[pl.DataFrame, float]:
    """Return what the rows pay for one of each column, and what they cost."""
    model, solved = plan.model, plan.solved
    stage = model.stage
    one = np.ones(len(columns))
    own = np.asarray(stage.a0[:, columns] @ one)
    used = np.asarray(stage.t[:, columns] @ one)
    parts = []
    first = np.flatnonzero(np.abs(own) > 1e-12)
    parts.append(_frame(plan, model.rows0.families, first, None, own[first], solved.y0[first]))
    rows = np.flatnonzero(np.abs(used) > 1e-12)
    families = model.rows.families
    parts += [
        _frame(plan, families, rows, s, used[rows], price[rows]) for s, price in enumerate(solved.y)
    ]
    return pl.concat(parts), float(stage.cost0[columns].sum())


def _frame(
    plan: Plan,
    families: dict[str, Family],
    rows: Ints,
    scenario: int | None,
    coefficient: Floats,
    price: Floats,
) -> pl.DataFrame:
    price = np.nan_to_num(price)
    named = [_row_name(plan, families, int(row)) for row in rows]
    return pl.DataFrame(
        {
            "row": [each[0] for each in named],
            "area": [each[1] for each in named],
            "what": [each[2] for each in named],
            "year": [each[3] for each in named],
            "scenario": [scenario] * len(rows),
            "coefficient": coefficient,
            "price": price,
            "worth": coefficient * price,
        },
        schema=_SCHEMA,
    )


def _row_name(plan: Plan, families: dict[str, Family], row: int) -> tuple[str, str, str, str]:
    """Return family, area, what and year of a row."""
    data = plan.input.data
    family = next(each for each in families.values() if each.first <= row < each.first + each.size)
    at = np.unravel_index(row - family.first, family.shape)
    i, t = int(at[0]), int(at[-1])
    if family.name in ("opening", "seats", "starters"):
        return family.name, data.areas[data.course_area[i]], data.courses[i], data.years[t]
    if family.name == "service":
        return (
            family.name,
            data.areas[data.service_areas[i, 0]],
            data.services[i],
            _stood(plan, family, t),
        )
    return family.name, data.areas[i], data.areas[i], _stood(plan, family, t)


def _stood(plan: Plan, family: Family, t: int) -> str:
    """Return the year of a row; rows of a stock are shorter than the horizon by its lead."""
    years = plan.input.data.years
    return years[t + len(years) - family.shape[-1]]


def _missing(plan: Plan, column: int) -> tuple[str, ...]:
    """Return the areas of a column that are in different parts of the level."""
    ends = [int(plan.model.columns0.joined(f"touch_{end}", np.int64)[column]) for end in ("a", "b")]
    parts = parts_of(plan.input.data, plan.level)
    homes = {next((k for k, part in enumerate(parts) if r in part), -1) for r in ends if r >= 0}
    areas = plan.input.data.areas
    return tuple(areas[r] for r in dict.fromkeys(ends) if r >= 0) if len(homes) > 1 else ()
