"""Measures of a plan in a block of futures, between the compiled rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.balance.kernel.layout import (
    X_TRAINED,
    X_UNEMPLOYED,
    Y_LABOUR_FORCE,
    Y_OTHERS,
    Z_MIX,
)
from beltplan.balance.measures import Measures, Studies
from beltplan.balance.rates import RATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.balance.account import Account
    from beltplan.balance.kernel.layout import Draws, Region, Stocks

    Floats = NDArray[np.float32]

__all__ = ["Acting"]


class Acting:
    """The measures of one block.

    Parameters
    ----------
    measures
        Measures.
    account
        The region.
    links
        The account's links that the kernel uses, in its order.
    rate
        float32 [RATES, l], as drawn.

    Attributes
    ----------
    homes
        float32 [t, p], homes completed.
    """

    def __init__(
        self, measures: Measures, account: Account, links: NDArray[np.int64], rate: Floats
    ) -> None:
        self.homes = measures.homes.astype(np.float32)
        self._reach = measures.reach.astype(np.float32)
        self._moves = measures.moves.astype(np.float32)
        self._commute = measures.commute[:, links].astype(np.float32)
        self._studies = Studies(measures, len(account.places), len(account.groups), np.float32)
        self._frictional = rate[RATES.index("frictional")]
        self._complete = rate[RATES.index("complete")]
        self._stay = rate[RATES.index("graduate")]
        self._link: Floats | None = None

    def begin(self, t: int, region: Region, draws: Draws, stocks: Stocks) -> tuple[Region, Draws]:
        """Begin a quarter: students come and go; the rest is handed to the rules.

        Returns
        -------
        The region and the draws with what is added in this quarter.
        """
        x, y, z = stocks.x, stocks.y, stocks.z
        if self._link is None:
            self._link = draws.link
        between = self._frictional * y[Y_LABOUR_FORCE][:, None] * z[Z_MIX][None]
        available = np.maximum(x[X_UNEMPLOYED] - between, np.float32(0))
        turn = self._studies.turn(t, available, self._complete, self._stay)
        x[X_TRAINED] = 0
        if turn is not None:
            x[X_UNEMPLOYED] += turn.back - turn.taken
            x[X_TRAINED] = turn.trained
            change = turn.taken - turn.back + turn.trained - turn.gone
            y[Y_OTHERS] += change.sum(axis=1)
        link = self._link
        if (self._commute[t] != 1).any():
            link = np.minimum(link * self._commute[t][:, None], np.float32(1))
        return (
            region._replace(reach=self._reach[t], moves=self._moves[t]),
            draws._replace(link=np.ascontiguousarray(link)),
        )

    def started(self, quarters: int) -> Floats:
        """Return how many people have started on new seats, float32 [quarter, l]."""
        out = np.zeros((quarters, len(self._stay)), np.float32)
        for t, value in self._studies.started.items():
            out[t] = value
        return out
