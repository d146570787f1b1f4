"""The farmer of Birge and Louveaux (2011, § 1.1), with the acres of a crop carried into the year.

Yields differ by year and stand beside the acres, which are decided before; here the recourse has
columns of its own for the acres harvested, equal to those sown.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from beltplan.plan.stages import TwoStage

YIELD = np.array([2.5, 3.0, 20.0])
SOWING = np.array([150.0, 230.0, 260.0])


def farmer() -> TwoStage:
    """Return the programme: wheat, corn and beets on 500 acres, in good, usual and bad years."""
    level = np.array([1.2, 1.0, 0.8])
    # Columns of a year: harvested (3), bought (wheat, corn), sold (wheat, corn, beets, beets
    # beyond the quota). Rows: harvested = sown (3), wheat, corn and beets, tonnes.
    rows = [0, 1, 2, 3, 4, 5, 3, 4, 3, 4, 5, 5]
    columns = [0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    values = np.array(
        [[1, 1, 1, *(YIELD * k), 1, 1, -1, -1, -1, -1] for k in level], dtype=np.float64
    )
    order = np.lexsort((rows, columns))
    pattern = sparse.csc_array(
        (values.mean(axis=0), (rows, columns)), shape=(6, 9), dtype=np.float64
    )
    pattern.sort_indices()
    need = np.array([0.0, 0.0, 0.0, 200.0, 240.0, 0.0])
    high = np.where(np.arange(6) < 3, 0.0, np.inf)
    most = np.array([500.0, 500.0, 500.0, 1e3, 1e3, 1500.0, 1800.0, 6000.0, 12000.0])
    cost = np.array([0.0, 0.0, 0.0, 238.0, 210.0, -170.0, -150.0, -36.0, -10.0])
    return TwoStage(
        cost0=SOWING,
        upper0=np.full(3, 500.0),
        a0=sparse.csc_array(np.ones((1, 3))),
        low0=np.array([-np.inf]),
        high0=np.array([500.0]),
        probability=np.full(3, 1 / 3),
        cost=np.repeat(cost[None], 3, axis=0),
        upper=np.repeat(most[None], 3, axis=0),
        w=pattern,
        values=values[:, order],
        t=sparse.csc_array(np.vstack([-np.eye(3), np.zeros((3, 3))])),
        low=np.repeat(need[None], 3, axis=0),
        high=np.repeat(high[None], 3, axis=0),
        branch=np.array([0, 1, 2, 0, 1, 2]),
        leaf=np.full(6, -1),
        period=np.zeros(6, np.int64),
    )
