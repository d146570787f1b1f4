"""From a plan to an agreement between its towns: who bears what, and why nobody would leave.

The plan's programme meets the conditions of Owen's theorem (1975): every right-hand side and every
bound belongs to an area (a link's seats half to each end), pools have none, and a column exists for
a coalition only if all areas that it touches are members. So the prices of the plan together split
its cost in a way that no group of areas would do better by leaving. Prices are known up to the
solver's gap: reduced costs of the wrong sign are charged at the column's bound, which keeps the
split stable and leaves a deficit as large as the gap (`beltplan.shares.safe`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan.shares.coalitions import indicator
from beltplan.shares.settlement import Settlement, settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.levels import Part
    from beltplan.plan.model import Model
    from beltplan.plan.model.assembly import Columns, Rows
    from beltplan.plan.run import Comparison
    from beltplan.plan.simplex import Vertex
    from beltplan.plan.solve.interior import Point
    from beltplan.shares.splits import Splits

    Floats = NDArray[np.float64]

__all__ = ["Agreement", "Amounts", "agree", "extended", "owned"]


@dataclass(frozen=True)
class Amounts:
    """What each area owns at given prices, thousands of EUR.

    Attributes
    ----------
    first
        float [r], first-stage rows, and charges of first-stage columns.
    recourse
        float [s, r], rows and charges of each future; they hold its probability.
    """

    first: Floats
    recourse: Floats

    @property
    def total(self) -> Floats:
        """Return the amount of each area, [r]."""
        total: Floats = self.first + self.recourse.sum(axis=0)
        return total


@dataclass(frozen=True)
class Agreement:
    """A split of the plan's cost that no group of areas would leave.

    Money is in thousands of EUR, expected and discounted over the horizon.

    Attributes
    ----------
    areas, names
        Ids and names.
    alone
        float [r], cost of each area on its own.
    shares
        float [r], what each bears of the plan together; the deficit is spread by cost alone.
    gains
        float [r], alone less share.
    paid
        float [r], cost of the plan that falls in each area.
    transfers
        float [r], share less paid: above 0 the area pays to the others. They add up to nothing.
    deficit
        Cost less what the prices explain: the solver's gap. A group that leaves can gain at most
        this.
    settlement
        What each bears in each future; in expectation the shares before the deficit.
    splits
        Other splits of a coarser game and their stability, if they have been explored.
    """

    areas: tuple[str, ...]
    names: tuple[str, ...]
    alone: Floats
    shares: Floats
    gains: Floats
    paid: Floats
    transfers: Floats
    deficit: float
    settlement: Settlement
    splits: Splits | None = None


def agree(plans: Comparison, *, splits: Splits | None = None) -> Agreement:
    """Split the cost of the plan together by its prices.

    Parameters
    ----------
    plans
        The region planned alone and together.
    splits
        Other splits to carry along, see `beltplan.shares.coarse.explore`.

    Examples
    --------
    See ``docs/rooms/shares.md``.
    """
    together, apart = plans.plans["together"], plans.plans["alone"]
    amounts = owned(together.model, together.solved.y0, together.solved.y)
    settlement = settle(amounts.first, amounts.recourse, together.model.stage.probability)
    alone = apart.solved.costs
    deficit = together.cost - float(amounts.total.sum())
    shares = amounts.total + deficit * alone / alone.sum()
    paid = together.cost_by_area()
    return Agreement(
        areas=together.input.data.areas,
        names=together.input.geography.names,
        alone=alone,
        shares=shares,
        gains=alone - shares,
        paid=paid,
        transfers=shares - paid,
        deficit=deficit,
        settlement=settlement,
        splits=splits,
    )


def owned(model: Model, y0: Floats, y: Floats, *, mask: int | None = None) -> Amounts:
    """Return what each area owns at prices, made safe.

    For every coalition the members' amounts add up to at most its cost; for the coalition whose
    prices they are, to its cost less the gap.

    Parameters
    ----------
    model
        The model.
    y0, y
        Prices of first-stage rows [m0] and of scenarios' rows [s, m]; NaN counts as 0.
    mask
        The coalition whose prices they are: charges go to others first. By default everybody.
    """
    stage = model.stage
    areas = len(model.data.areas)
    mask = (1 << areas) - 1 if mask is None else mask
    y0, y = np.nan_to_num(y0), np.nan_to_num(y)
    y0, y = _signed(y0, stage.low0, stage.high0), _signed(y, stage.low, stage.high)
    first = _rows(model.rows0, y0[None, :], stage.low0[None, :], stage.high0[None, :], areas)[0]
    recourse = _rows(model.rows, y, stage.low, stage.high, areas)
    reduced0 = stage.cost0 - stage.a0.T @ y0 - stage.t.T @ y.sum(axis=0)
    first += _charges(model.columns0, np.minimum(reduced0, 0.0) * stage.upper0, mask, areas)
    for s, price in enumerate(y):
        cost = stage.probability[s] * stage.cost[s]
        reduced = cost - stage.scenario(s).T @ price
        worst = np.minimum(reduced, 0.0) * stage.upper[s]
        recourse[s] += _charges(model.columns, worst, mask, areas)
    return Amounts(first, recourse)


def extended(
    model: Model, cut: Part, point: Point | Vertex, others: tuple[Floats, Floats] | None
) -> tuple[Floats, Floats]:
    """Return prices of all rows from those of a coalition.

    Rows of areas outside take other prices, if there are any, which only sharpens what is said of
    other coalitions. A row that a member shares with an outsider does not exist for the coalition
    and has no price: with one, the members would own a part of it.
    """
    s, m0, _, m, _ = model.stage.shape
    y0, y = np.zeros(m0), np.zeros((s, m))
    if others is not None:
        inside = np.zeros(len(model.data.areas) + 1, bool)
        inside[cut.members] = True
        y0 += np.where(_outside(model.rows0, inside), np.nan_to_num(others[0]), 0.0)
        y += np.where(_outside(model.rows, inside), np.nan_to_num(others[1]), 0.0)
    y0[cut.rows0], y[:, cut.rows] = point.y0, point.y
    return y0, y


def _outside(rows: Rows, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    a = rows.joined("owner_a", np.int64).astype(np.int64)
    b = rows.joined("owner_b", np.int64).astype(np.int64)
    none: NDArray[np.bool_] = ~(inside[a] | inside[b])
    return none


def _signed(y: Floats, low: Floats, high: Floats) -> Floats:
    """Return prices without those of the wrong sign on rows with one side."""
    y = np.where((y > 0) & ~np.isfinite(low), 0.0, y)
    return np.where((y < 0) & ~np.isfinite(high), 0.0, y)


def _rows(rows: Rows, y: Floats, low: Floats, high: Floats, areas: int) -> Floats:
    """Return right-hand sides at their prices by owner, half to each of two, [s, r]."""
    right = np.where(y > 0, low, np.where(y < 0, high, 0.0))
    value = 0.5 * y * np.where(np.isfinite(right), right, 0.0)
    out = np.zeros((len(y), areas + 1))
    for name in ("owner_a", "owner_b"):
        owner = rows.joined(name, np.int64).astype(np.int64)
        for s in range(len(y)):
            out[s] += np.bincount(owner % (areas + 1), weights=value[s], minlength=areas + 1)
    return out[:, :-1]


def _charges(columns: Columns, worst: Floats, mask: int, areas: int) -> Floats:
    """Return charges by area: to areas outside the coalition first, else half to each.

    A column that touches nobody exists for every coalition, so that its charge lowers the
    amount of each area.
    """
    a = columns.joined("touch_a", np.int64).astype(np.int64)
    b = columns.joined("touch_b", np.int64).astype(np.int64)
    member = np.append(indicator(mask, areas).astype(bool), True)
    out_a, out_b = ~member[a], ~member[b]
    share_a = np.where(out_a == out_b, 0.5, np.where(out_a, 1.0, 0.0))
    out = np.bincount(a % (areas + 1), weights=worst * share_a, minlength=areas + 1)
    out += np.bincount(b % (areas + 1), weights=worst * (1.0 - share_a), minlength=areas + 1)
    charged: Floats = out[:-1] + out[-1]
    return charged
