"""Owen's split: what each player's right-hand sides cost at the prices of everybody's plan.

**Theorem** (Owen 1975, for the form that minimises cost). Let ``cost(S) = min c z`` over
``A z >= b(S)``, ``z >= 0`` and the columns of S, and suppose

1. every right-hand side is owned: ``b(S)`` is the sum over members of ``b(i)``, for every S;
2. the columns of S are some of everybody's, with the same costs and coefficients; in Beltplan a
   column exists for S when all players that it touches belong to S;
3. nothing is integer, and everybody's plan has an optimum.

With optimal duals ``y`` of everybody's plan, the cost shares ``y b(i)`` are in the core: they add
up to ``cost(N)``, and no coalition pays more than its own cost.

*Why.* They add up by duality. For S the same ``y`` satisfies every dual row, as S has no column
that everybody has not; so ``y b(S) <= cost(S)`` by weak duality, and ``y b(S)`` is what S pays.

Finite bounds of columns are right-hand sides too: their duals are the reduced costs. Duals have the
sign of HiGHS: at a minimum not negative on a lower bound, not positive on an upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.faults import Fault, FaultError
from beltplan.shares.errors import NOBODY, NOT_FINITE, SIZE, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.shares.production import Solved
    from beltplan.shares.program import CostProgram

__all__ = ["OwenSplit", "Rows", "owen_of_programme", "owen_split"]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One kind of right-hand sides: people, homes, seats, megawatts.

    Attributes
    ----------
    name
        What it is, for the account of who pays for what.
    duals
        Price of each, any shape.
    rhs
        Right-hand side that the price applies to, of a shape that broadcasts to that of the duals;
        may be infinite where the price is 0.
    owners
        Whole numbers: index of the player that owns each, or -1 for nobody, broadcast to the
        duals. Floats: parts, of the duals' shape and one axis more, of the players; broadcast
        likewise.
    """

    name: str
    duals: NDArray[np.float64]
    rhs: NDArray[np.float64]
    owners: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class OwenSplit:
    """Owen's split.

    Attributes
    ----------
    players
        Names.
    names
        Kinds of right-hand sides.
    costs
        Cost share of each player, shape (n,); adds up to the cost of everybody.
    by_name
        The same by kind, shape (kinds, n).
    """

    players: tuple[str, ...]
    names: tuple[str, ...]
    costs: NDArray[np.float64]
    by_name: NDArray[np.float64]

    def gains(self, alone: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return cost alone less cost share, shape (n,)."""
        out: NDArray[np.float64] = np.asarray(alone, dtype=np.float64) - self.costs
        return out


def owen_split(players: Sequence[str], rows: Sequence[Rows]) -> OwenSplit:
    """Return each player's right-hand sides at their prices.

    Parameters
    ----------
    players
        Names.
    rows
        Kinds of right-hand sides; a first-stage cost that is in no row's duals has no place here.

    Raises
    ------
    FaultError
        If a price is missing, shapes do not fit, or a right-hand side with a price has no owner:
        the shares would not add up.

    Examples
    --------
    Two towns need 3 and 1 homes at a price of 2, and one of them owns land that saves 1.

    >>> homes = Rows("homes", np.array([2.0, 2.0]), np.array([3.0, 1.0]), np.array([0, 1]))
    >>> land = Rows("land", np.array([-1.0]), np.array([1.0]), np.array([[0.0, 1.0]]))
    >>> owen_split(("a", "b"), [homes, land]).costs.tolist()
    [6.0, 1.0]
    """
    n = len(players)
    faults: list[Fault] = []
    by_name = np.zeros((len(rows), n))
    for at, each in enumerate(rows):
        found = _shares(each, n)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            by_name[at] = found
    if faults:
        raise FaultError(faults)
    kinds = tuple(each.name for each in rows)
    return OwenSplit(tuple(players), kinds, by_name.sum(axis=0), by_name)


def owen_of_programme(
    programme: CostProgram,
    solved: Solved,
    *,
    kinds: Sequence[str] = ("rows",),
    kind_of_row: NDArray[np.integer[Any]] | None = None,
) -> OwenSplit:
    """Return Owen's split of a programme with owners, from the optimum of everybody.

    Parameters
    ----------
    programme
        A programme without faults of `check_conditions`.
    solved
        Everybody's optimum, with exact duals; for approximate ones see `safe_split`.
    kinds
        Names of the kinds of rows; ``bounds``, those of columns, comes after them.
    kind_of_row
        Index of each row's kind, shape (m,); default the first.
    """
    y, d = solved.rows, solved.reduced
    rows = _product(y, programme.row_lower, programme.row_upper)
    kind = np.zeros(y.size, dtype=np.int64) if kind_of_row is None else kind_of_row
    bounds = _product(d, programme.col_lower, programme.col_upper)
    by_name = [programme.owners.T @ np.where(kind == at, rows, 0.0) for at in range(len(kinds))]
    by_name.append(programme.touches.T @ (bounds / np.maximum(programme.touched, 1)))
    table = np.array(by_name)
    return OwenSplit(programme.players, (*kinds, "bounds"), table.sum(axis=0), table)


def _product(
    duals: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return each price times the bound that it belongs to; a trace on an infinite one is none."""
    rhs = np.where(duals > 0, lower, upper)
    finite = np.isfinite(rhs)
    out: NDArray[np.float64] = duals * np.where(finite, rhs, 0.0)
    return out


def _shares(rows: Rows, n: int) -> NDArray[np.float64] | Fault:
    duals = np.asarray(rows.duals, dtype=np.float64)
    owners = np.asarray(rows.owners)
    whole = np.issubdtype(owners.dtype, np.integer)
    try:
        rhs = np.broadcast_to(rows.rhs, duals.shape)
        owners = np.broadcast_to(owners, duals.shape if whole else (*duals.shape, n))
    except ValueError:
        message = f"duals {duals.shape}, rhs {np.shape(rows.rhs)}, owners {owners.shape} do not fit"
        return SIZE.at(message, "see Rows", table="rows", row=rows.name)
    priced = duals != 0
    product = np.where(priced, duals * np.where(priced, rhs, 0.0), 0.0)
    if not np.isfinite(product).all():
        message = "a price is missing, or belongs to an infinite right-hand side"
        way_out = "give the bound that the price belongs to: lower where positive, else upper"
        return NOT_FINITE.at(message, way_out, table="rows", row=rows.name, field="duals")
    if whole:
        return _by_index(rows.name, product, owners, n)
    parts = owners.sum(axis=-1)
    bad = int(np.count_nonzero((product != 0) & (np.abs(parts - 1) > 1e-9)))
    if bad:
        message = f"the parts of {bad} right-hand sides with a price do not add up to 1"
        way_out = "give every right-hand side owners"
        return WEIGHTS.at(message, way_out, table="rows", row=rows.name, field="owners")
    out: NDArray[np.float64] = product.reshape(-1) @ owners.reshape(-1, n)
    return out


def _by_index(
    name: str, product: NDArray[np.float64], owners: NDArray[np.int64], n: int
) -> NDArray[np.float64] | Fault:
    bad = int(np.count_nonzero((product != 0) & ((owners < 0) | (owners >= n))))
    if bad:
        message = f"{bad} right-hand sides with a price belong to no player"
        way_out = "give every right-hand side owners"
        return NOBODY.at(message, way_out, table="rows", row=name, field="owners")
    inside = owners.ravel() * (product.ravel() != 0)
    return np.bincount(inside, weights=product.ravel(), minlength=n).astype(np.float64)
