"""Games with known answers, and random ones; closed forms written down apart from the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

from beltplan.shares import Game
from beltplan.shares.coalitions import members, sums
from beltplan.shares.example import named, towns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from beltplan.shares import CostProgram

__all__ = [
    "airport",
    "airport_nucleolus",
    "airport_shapley",
    "assignment",
    "bankruptcy",
    "by_scipy",
    "convex",
    "dual_face",
    "gloves",
    "named",
    "production",
    "random_game",
    "talmud",
    "towns",
    "voting",
]


def airport(costs: Sequence[float]) -> Game:
    """A runway serves all who need no longer one: cost(S) is the largest in S."""
    table = [max((costs[i] for i in members(m)), default=0.0) for m in range(1 << len(costs))]
    return Game.from_costs(named(len(costs)), table)


def airport_shapley(costs: Sequence[float]) -> NDArray[np.float64]:
    """Littlechild and Owen 1973: each stretch is shared by all who need it. Costs rise."""
    stretch = np.diff(np.array([0.0, *costs]))
    users = np.arange(len(costs), 0, -1)
    return np.cumsum(stretch / users)


def airport_nucleolus(costs: Sequence[float]) -> NDArray[np.float64]:
    """Littlechild 1974, one landing a type. Costs rise."""
    n = len(costs)
    paid = np.zeros(n)
    done, level = 0, 0.0
    base = 0.0
    while done < n:
        best, until = np.inf, done
        for i in range(done, n):
            people = i - done + 1 + (i < n - 1)
            rate = (costs[i] - base + level) / people
            if rate <= best:
                best, until = rate, i
        paid[done : until + 1] = best
        base, level, done = costs[until], best, until + 1
    return paid


def bankruptcy(estate: float, claims: Sequence[float]) -> Game:
    """O'Neill 1982: what the others' claims leave of the estate."""
    left = estate - sums(np.array(claims, dtype=float))[::-1]
    return Game(named(len(claims)), np.maximum(left, 0.0))


def talmud(estate: float, claims: Sequence[float]) -> NDArray[np.float64]:
    """Aumann and Maschler 1985: equal awards up to half of each claim, then equal losses."""
    c = np.array(claims, dtype=float)

    def equal_awards(sum_: float, caps: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = 0.0, float(caps.max(initial=0.0))
        for _ in range(200):
            middle = (low + high) / 2
            if np.minimum(caps, middle).sum() < sum_:
                low = middle
            else:
                high = middle
        return np.minimum(caps, high)

    if estate <= c.sum() / 2:
        return equal_awards(estate, c / 2)
    return c - equal_awards(c.sum() - estate, c / 2)


def voting(quota: float, weights: Sequence[float]) -> Game:
    total = sums(np.array(weights, dtype=float))
    return Game(named(len(weights)), (total >= quota).astype(float))


def gloves(left: int, right: int) -> Game:
    ones = np.ones(left)
    lefts = sums(np.concatenate([ones, np.zeros(right)]))
    rights = sums(np.concatenate([np.zeros(left), np.ones(right)]))
    return Game(named(left + right), np.minimum(lefts, rights))


def production(
    profit: Sequence[float],
    use: Sequence[Sequence[float]],
    resources: Sequence[Sequence[float]],
) -> Game:
    """Owen 1975: v(S) = max profit z so that use z <= resources of S, solved by scipy.

    `use` has a row a resource; `resources` has a row a player.
    """
    owned = np.array(resources, dtype=float)
    n = owned.shape[0]
    values = [0.0]
    for mask in range(1, 1 << n):
        have = owned[list(members(mask))].sum(axis=0)
        found = linprog(-np.array(profit), A_ub=np.array(use), b_ub=have)
        values.append(-found.fun)
    return Game(named(n), np.array(values))


def assignment(matrix: Sequence[Sequence[float]]) -> Game:
    """Shapley and Shubik 1971: sellers (rows) and buyers (columns) meet in pairs."""
    worth = np.array(matrix, dtype=float)
    sellers, buyers = worth.shape
    n = sellers + buyers
    values = np.zeros(1 << n)
    for mask in range(1, 1 << n):
        who = members(mask)
        best = 0.0
        low = who[0]
        rest = mask & ~(1 << low)
        best = values[rest]
        if low < sellers:
            for other in who[1:]:
                if other >= sellers:
                    pair = worth[low, other - sellers] + values[rest & ~(1 << other)]
                    best = max(best, pair)
        values[mask] = best
    return Game(named(n), values)


def random_game(rng: np.random.Generator, n: int) -> Game:
    values = rng.normal(size=1 << n)
    values[0] = 0.0
    return Game(named(n), values)


def convex(rng: np.random.Generator, n: int) -> Game:
    """A sum of convex functions of additive sizes is convex."""
    parts = [rng.random() * sums(rng.random(n)) ** (1 + rng.random()) for _ in range(3)]
    return Game(named(n), np.sum(parts, axis=0) + sums(rng.normal(size=n)))


def by_scipy(programme: CostProgram, mask: int) -> float:
    """Cost of a coalition, solved apart from the room."""
    bounds = programme.bounds(mask)
    matrix = programme.matrix.toarray()
    low, high = np.isfinite(bounds.row_lower), np.isfinite(bounds.row_upper)
    found = linprog(
        programme.cost,
        A_ub=np.vstack([-matrix[low], matrix[high]]),
        b_ub=np.concatenate([-bounds.row_lower[low], bounds.row_upper[high]]),
        bounds=np.column_stack([bounds.col_lower, bounds.col_upper]),
    )
    assert found.status == 0
    return float(found.fun)


def dual_face(
    programme: CostProgram, cost: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and most cost share of each player over all optimal duals, apart from the room.

    Duals: p >= 0 of lower row bounds, q >= 0 of upper ones, r >= 0 of upper column bounds.
    """
    n = len(programme.players)
    matrix = programme.matrix.toarray()
    low, high = np.isfinite(programme.row_lower), np.isfinite(programme.row_upper)
    upper = np.isfinite(programme.col_upper)
    columns = np.eye(programme.cost.size)[upper]
    rows = np.vstack([matrix[low], -matrix[high], -columns])
    right = np.concatenate(
        [programme.row_lower[low], -programme.row_upper[high], -programme.col_upper[upper]]
    )
    touches = programme.touches.toarray().astype(float)
    owners = programme.owners.toarray()
    parts = touches / touches.sum(axis=1, keepdims=True)
    owned = np.vstack([owners[low], owners[high], parts[upper]])
    ends = []
    for sign in (1.0, -1.0):
        end = []
        for i in range(n):
            found = linprog(
                sign * right * owned[:, i],
                np.vstack([rows.T, -right[None]]),
                np.append(programme.cost, -cost + 1e-9),
            )
            end.append(sign * found.fun)
        ends.append(np.array(end))
    return ends[0], ends[1]
