"""How long factors stay in float32, and what a mover keeps when columns are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from beltplan.plan.example import example
from beltplan.plan.model import build
from beltplan.plan.solve.mover import CORRECTORS, Mover
from beltplan.plan.solve.standard import Standard
from beltplan.plan.solve.system import System

if TYPE_CHECKING:
    import pytest

    from beltplan.plan.solve.mover import Quad


def test_residuals_that_directions_may_leave_are_not_blamed_on_float32(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def moved(mover: Mover, point: Quad, *_: object) -> Quad:
        mover._directions = mover._solves = 1
        return point

    monkeypatch.setattr(Mover, "_moved", moved)
    standard = Standard(build(example(2, 2, 3, 2)).stage)
    none = np.zeros(standard.upper.size)
    point = none, np.zeros(standard.right.size), none, none

    def single_after(*residuals: float, enough: float) -> bool:
        mover = Mover(system, standard.upper)
        for size in residuals:
            mover.move(point, np.full(standard.right.size, size), none, enough, 1.0)
        return mover.single

    with System(standard) as system:
        allowed = (CORRECTORS + 2) * 0.1
        assert single_after(0.1, allowed, enough=0.1)
        assert not single_after(0.1, 1.01 * allowed, enough=0.1)
        assert single_after(1.01 * allowed, 1.01 * allowed, enough=0.1)  # no more than before


def test_a_mover_on_fewer_columns_knows_the_largest_residual() -> None:
    standard = Standard(build(example(2, 2, 3, 2)).stage)
    with System(standard) as system:
        mover = Mover(system, standard.upper, single=False)
        mover._targets.aim(1.0, rest=5.0)
        other = mover.on(system, standard.upper)
        assert other is not mover
        assert not other.single
        other._targets.aim(1.0, rest=0.1)
        assert other._targets.first == 5.0
