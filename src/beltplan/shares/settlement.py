"""What each player bears in each future, so that the agreement survives the day it is known.

A two-stage plan decides ``x`` now, at cost ``c x``, and repairs in every future ``s`` of
probability ``p(s)`` at cost ``Q(s, x)``. Its duals fall into those of the first stage and, for each
future, those of its rows; the latter hold the probability already. Let ``F(i)`` be player i's
first-stage rows at their prices and ``Y(s, i)`` its rows in future s at theirs. Then

    share(i) = F(i) + sum over s of Y(s, i),

and what i bears when s has come true is ``F(i) + Y(s, i) / p(s)``: in expectation the share agreed
in advance. Summed over players that is the cost of the future only on average, for capacity is
worth more in one future than in another. By duality in each future

    sum of Y(s, i) / p(s) = Q(s, x) + sum over k of u(s, k) x(k) / p(s),

where ``u(s, k)`` is the price of capacity k in future s (its coefficients in the future's rows
times their duals), and over futures the capacity's rents pay for it:
``c x = sum of F(i) + sum over s, k of u(s, k) x(k)``. So when the players agree beforehand who
holds which part of the capacity, the holder pays its expected rent and receives its rent in the
future that comes; every future then adds up to its own cost, and expectations do not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.faults import FaultError
from beltplan.shares.errors import SIZE, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Settlement", "settle"]

_ROUND: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """Cost borne by each player in each future.

    Attributes
    ----------
    first
        First-stage rows at their prices, the same in every future, shape (n,).
    bears
        Cost borne in each future, first stage included, shape (futures, n).
    agreed
        Expectation of `bears`: the split agreed in advance, shape (n,).
    probabilities
        Of the futures, shape (futures,).
    """

    first: NDArray[np.float64]
    bears: NDArray[np.float64]
    agreed: NDArray[np.float64]
    probabilities: NDArray[np.float64]

    def transfers(self, falls: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each player pays (above 0) or receives in each future.

        Parameters
        ----------
        falls
            Cost that falls on each player in each future under the joint plan, the first stage
            included, shape (futures, n).
        """
        out: NDArray[np.float64] = self.bears - falls
        return out

    def imbalance(self, costs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is borne in all less what each future costs, shape (futures,).

        Parameters
        ----------
        costs
            Cost of each future, the first stage included, shape (futures,).
        """
        out: NDArray[np.float64] = self.bears.sum(axis=1) - costs
        return out


def settle(
    first: NDArray[np.float64],
    recourse: NDArray[np.float64],
    probabilities: NDArray[np.float64],
    *,
    rents: NDArray[np.float64] | None = None,
    holdings: NDArray[np.float64] | None = None,
) -> Settlement:
    """Return the settlement of each future.

    Parameters
    ----------
    first
        ``F``: what each player owns of the first stage's right-hand sides, at their duals, (n,).
        `beltplan.shares.owen.owen_split` of the first stage's rows gives it.
    recourse
        ``Y``: the same of each future's rows, with the duals of the plan as a whole, which hold
        the probability, shape (futures, n).
    probabilities
        Of the futures, positive, adding up to 1, shape (futures,).
    rents
        ``u(s, k) x(k)``, with the same duals, shape (futures, capacities). With them and `holdings`
        every future adds up to its own cost.
    holdings
        Part of each capacity that each player holds, rows adding up to 1, shape (capacities, n).

    Raises
    ------
    FaultError
        If shapes do not fit, probabilities are not positive or do not add up to 1, or parts do not.

    Examples
    --------
    Two futures, equally likely; the second town needs more in the second.

    >>> answer = settle(np.zeros(2), np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([0.5, 0.5]))
    >>> answer.bears.tolist(), answer.agreed.tolist()
    ([[2.0, 2.0], [2.0, 6.0]], [2.0, 4.0])
    """
    first = np.asarray(first, dtype=np.float64)
    recourse = np.asarray(recourse, dtype=np.float64)
    p = np.asarray(probabilities, dtype=np.float64)
    futures, n = p.size, first.size
    faults = []
    if recourse.shape != (futures, n):
        message = f"recourse has shape {recourse.shape}"
        faults.append(
            SIZE.at(message, f"give {(futures, n)}", table="settlement", field="recourse")
        )
    if not (p > 0).all() or abs(p.sum() - 1) > _ROUND:
        message = "probabilities are not positive, or do not add up to 1"
        faults.append(
            WEIGHTS.at(
                message, "leave out futures without one", table="settlement", field="probabilities"
            )
        )
    if (rents is None) != (holdings is None):
        message = "rents and holdings come together"
        faults.append(SIZE.at(message, "give both or none", table="settlement", field="rents"))
    elif rents is not None and holdings is not None:
        if rents.shape != (futures, holdings.shape[0]) or holdings.shape[1:] != (n,):
            message = f"rents have shape {rents.shape} and holdings {holdings.shape}"
            way_out = f"give ({futures}, capacities) and (capacities, {n})"
            faults.append(SIZE.at(message, way_out, table="settlement", field="rents"))
        elif (holdings < 0).any() or (np.abs(holdings.sum(axis=1) - 1) > _ROUND).any():
            message = "the parts of a capacity are negative or do not add up to 1"
            way_out = "say who holds all of it"
            faults.append(WEIGHTS.at(message, way_out, table="settlement", field="holdings"))
    if faults:
        raise FaultError(faults)
    bears = first + recourse / p[:, None]
    if rents is not None and holdings is not None:
        expected = rents.sum(axis=0)
        bears = bears + (expected - rents / p[:, None]) @ holdings
    return Settlement(first, bears, p @ bears, p)
