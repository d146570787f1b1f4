"""Made-up measures for made-up regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from beltplan.balance.measures import Intake, Measures

if TYPE_CHECKING:
    from beltplan.balance.account import Account


def some_measures(account: Account, *, seed: int = 1, intakes: int = 5) -> Measures:
    """Return additions of every kind, small and large."""
    rng = np.random.default_rng(seed)
    none = Measures.none(account)
    quarters, cells = len(account.quarters), len(account.places) * len(account.groups)

    def some(shape: tuple[int, ...], most: float) -> np.ndarray:
        value = np.where(rng.random(shape) < 0.4, rng.uniform(0, most, shape), 0.0)
        value[0] = 0.0
        return value

    courses = []
    for _ in range(intakes):
        start = int(rng.integers(1, max(quarters - 1, 2)))
        persons = np.where(
            rng.random((cells, cells)) < 0.3, rng.uniform(0, 60, (cells, cells)), 0.0
        )
        end = start + int(rng.integers(1, 6))
        courses.append(Intake(start, end, sparse.csc_array(persons)))
    return Measures(
        homes=some(none.homes.shape, 200.0),
        reach=some(none.reach.shape, 80.0),
        moves=some(none.moves.shape, 40.0),
        commute=1.0 + some(none.commute.shape, 6.0),
        intakes=tuple(courses),
    )
