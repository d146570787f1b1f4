"""What no plan can be made from: faulty numbers, and programmes without an optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beltplan.plan.errors import NoPlanError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beltplan.plan.solve.standard import Standard
    from beltplan.plan.stages import TwoStage

    Floats = NDArray[np.float64]

__all__ = ["check_numbers", "check_point"]

ROUNDING: Final = 1e-7
"""What counts as zero in a certificate, relative to its largest number."""


def check_numbers(stage: TwoStage) -> None:
    """Look for numbers that no programme can have.

    Raises
    ------
    NoPlanError
        If a number is not a number, a cost or coefficient is infinite, an upper bound is
        negative, or a row's range is empty or has no finite end; all of them are named.
    """
    faults = []
    for name in ("cost0", "cost", "values", "probability"):
        bad = np.count_nonzero(~np.isfinite(getattr(stage, name)))
        faults += [f"{name}: {bad} numbers are not finite"] if bad else []
    for name in ("a0", "t"):
        bad = np.count_nonzero(~np.isfinite(getattr(stage, name).data))
        faults += [f"{name}: {bad} numbers are not finite"] if bad else []
    for name in ("upper0", "upper"):
        bad = np.count_nonzero(~(getattr(stage, name) >= 0))
        faults += [f"{name}: {bad} bounds are negative or not a number"] if bad else []
    for low, high, name in ((stage.low0, stage.high0, "0"), (stage.low, stage.high, "")):
        bad = np.count_nonzero(~(low <= high))
        faults += [f"low{name}: {bad} rows have an empty range"] if bad else []
        low, high = np.atleast_2d(low), np.atleast_2d(high)
        ends = np.isfinite(low).all(axis=0) | np.isfinite(high).all(axis=0)
        bad = np.count_nonzero(~ends)
        faults += [f"low{name}: {bad} rows have no end that is finite everywhere"] if bad else []
    if faults:
        raise NoPlanError("; ".join(faults), "correct the numbers that the model is built from")


def check_point(standard: Standard, x: Floats, y: Floats) -> None:
    """Look whether the iterates of an interior point show that there is no optimum.

    A programme without a solution has prices y with b'y > sum of u_j max(0, (A'y)_j) (Farkas); a
    programme without a bound has a ray r >= 0 over its unbounded columns with A r = 0 and
    c'r < 0. The iterates run along one or the other (Todd 2003, § 3). Both hold to rounding.

    Raises
    ------
    NoPlanError
        If they do.
    """
    big = float(np.abs(y).max(initial=0.0))
    if big > 0 and np.isfinite(big):
        price = y / big
        back = standard.back(price)
        open_ended = np.isinf(standard.upper)
        most = standard.upper[~open_ended] @ np.maximum(back[~open_ended], 0.0)
        earned = float(standard.right @ price)
        fits = float(np.maximum(back[open_ended], 0.0).max(initial=0.0)) <= ROUNDING
        size = float(np.abs(standard.right) @ np.abs(price)) + float(most)
        if fits and earned - most > ROUNDING * max(size, 1e-300):
            msg = "no choice of columns meets all rows"
            raise NoPlanError(msg, "look for needs that nothing may leave unmet")
    ray = np.where(np.isinf(standard.upper), x, 0.0)
    big = float(ray.max(initial=0.0))
    if big > 0 and np.isfinite(big):
        ray = np.where(ray > ROUNDING * big, ray / big, 0.0)
        still = float(np.abs(standard.forward(ray)).max(initial=0.0)) <= 1e2 * ROUNDING
        size = float(np.abs(standard.cost) @ ray)
        if still and float(standard.cost @ ray) < -1e2 * ROUNDING * size:
            msg = "the cost falls without end"
            raise NoPlanError(msg, "give the columns that earn money an upper bound")
